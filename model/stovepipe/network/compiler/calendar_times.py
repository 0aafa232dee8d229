"""From dates, hours of the day and days of the week to ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.records import DAY, LOOK_AHEAD, NEVER, Rate
from stovepipe.network.spans_of_time import Intervals, intersect, rest, union
from stovepipe.scenario.language.people.posts import Shift
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.occurrences import RateProfile
from stovepipe.scenario.language.values.dates import Dated
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.scenario.language.values.times import WEEKDAYS, Dates, Recurrence

ALWAYS: Intervals = np.array([[0, NEVER]], dtype=np.int64)


def whole_ticks(duration: Quantity | None) -> int:
    """A stated duration in whole ticks, to the nearest; 0 for none."""
    return 0 if duration is None else int(np.floor(duration.value + 0.5))


@dataclass(frozen=True)
class CalendarTimes:
    """The mission's clock: the moment of tick 0, and the tick at which it stops."""

    begins: dt.datetime
    horizon: int

    @classmethod
    def of(cls, mission: Mission) -> CalendarTimes:
        """The clock of a mission."""
        return cls(mission.begins, whole_ticks(mission.warm_up) + whole_ticks(mission.horizon))

    def tick(self, moment: dt.datetime) -> int:
        """The tick of a moment, negative before the clock starts."""
        return (moment - self.begins) // dt.timedelta(microseconds=1)

    def time(self, dated: Dated | None) -> tuple[int, int]:
        """The ticks from which on and before which something holds; 0 and `NEVER` where it says none."""
        since = None if dated is None else dated.since
        until = None if dated is None else dated.until
        on, off = 0 if since is None else self.tick(since), NEVER if until is None else self.tick(until)
        return max(on, 0), max(off, 0)

    def days(self, until: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The midnights before `until`, from the day before tick 0 on, and their weekdays from Monday."""
        yesterday = self.begins.date() - dt.timedelta(days=1)
        first = self.tick(dt.datetime.combine(yesterday, dt.time()))
        midnights = np.arange(first, until, DAY, dtype=np.int64)
        return midnights, (yesterday.weekday() + np.arange(len(midnights))) % 7

    def windows(self, shift: Shift, holidays: Mapping[str, Iterable[Dates]]) -> Intervals:
        """The hours of duty of a shift, less its breaks. It belongs to the day on which it begins.

        Args:
            shift: the shift.
            holidays: the days off, by the names that shifts give them.
        """
        until = self.horizon + LOOK_AHEAD
        midnights, weekdays = self.days(until)
        works = np.isin(weekdays, [WEEKDAYS.index(day) for day in shift.days])
        for dates in (dates for name in shift.holidays for dates in holidays[name]):
            works &= (midnights < self.tick(dates.since)) | (midnights >= self.tick(dates.until))
        days = midnights[works]
        next_day = DAY if shift.end <= shift.start else 0
        rows = np.column_stack((days + shift.start.ticks, days + shift.end.ticks + next_day))
        found = union(np.clip(rows, 0, until))
        if shift.breaks:
            spells = np.array([spell for hours in shift.breaks for spell in hours.spells()], dtype=np.int64)
            found = intersect(found, rest((midnights[:, None, None] + spells).reshape(-1, 2)))[0]
        return ALWAYS if found.tolist() == [[0, until]] else found

    def times(self, recurring: Iterable[Recurrence]) -> NDArray[np.int64]:
        """Every tick within the clock that is one of the times, in order of time."""
        midnights, weekdays = self.days(self.horizon)
        ticks = [
            (midnights if each.day is None else midnights[weekdays == WEEKDAYS.index(each.day)])
            + each.time.ticks
            for each in recurring
        ]
        found = np.unique(np.concatenate(ticks)) if ticks else np.empty(0, dtype=np.int64)
        return np.asarray(found[(found >= 0) & (found < self.horizon)])

    def rate(self, profile: RateProfile) -> Rate:
        """The rate of a profile: the base rate times the factors of the hour, the weekday and the dates.

        They are multiplied in this order, those of dates in the order of the dates, and pieces of equal rate
        are joined: the rate depends neither on the order of the file nor on factors of 1.
        """
        midnights, weekdays = self.days(self.horizon)
        since = self._edges(profile, midnights)
        day = np.searchsorted(midnights, since, side="right") - 1
        weekday, hour = weekdays[day], since - midnights[day]
        per_tick = np.full(len(since), profile.rate.value)
        for hours, factor in sorted(profile.hours.items(), key=lambda item: item[0].start):
            for begin, end in hours.spells():
                per_tick[(begin <= hour) & (hour < end)] *= factor.value
        for name, factor in profile.weekdays.items():
            per_tick[weekday == WEEKDAYS.index(name)] *= factor.value
        spans = [(self.tick(key.since), self.tick(key.until), f.value) for key, f in profile.dates.items()]
        for begin, end, value in sorted(spans):
            per_tick[(begin <= since) & (since < end)] *= value
        new = np.append(True, per_tick[1:] != per_tick[:-1])
        return Rate(since[new], per_tick[new])

    def _edges(self, profile: RateProfile, midnights: NDArray[np.int64]) -> NDArray[np.int64]:
        in_day = sorted({0} | {edge for hours in profile.hours for spell in hours.spells() for edge in spell})
        of_days = (midnights[:, None] + np.array(in_day, dtype=np.int64)).ravel()
        of_dates = [self.tick(moment) for dates in profile.dates for moment in (dates.since, dates.until)]
        every = np.unique(np.concatenate(([0], of_days, np.array(of_dates, dtype=np.int64))))
        return np.asarray(every[(every >= 0) & (every < self.horizon)])
