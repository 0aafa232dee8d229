"""Dates and times of day, on the mission's one clock.

A date alone means its first moment, 00:00. There is no time zone and no daylight saving.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator

from stovepipe.scenario.language.values.units import DAY, HOUR, MINUTE
from stovepipe.scenario.problems.problem import fault

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

EARLIEST, LATEST = 1900, 2999  # years outside these are taken for a slip

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?(Z|[+-]\d{2}:?\d{2})?"
)
_CLOCK = re.compile(r"(\d{2}):(\d{2})")


@dataclass(frozen=True, order=True)
class TimeOfDay:
    """A time of day, in ticks since midnight; 24:00 is the end of the day.

    >>> str(TimeOfDay(8 * HOUR))
    '08:00'
    """

    ticks: int

    def __str__(self) -> str:
        return f"{self.ticks // HOUR:02}:{self.ticks % HOUR // MINUTE:02}"


@dataclass(frozen=True)
class Recurrence:
    """A time of day on one day of the week, or on every day.

    >>> str(read_recurrence("thu 18:00"))
    'thu 18:00'
    """

    time: TimeOfDay
    day: Weekday | None = None

    def __str__(self) -> str:
        return f"{self.time}" if self.day is None else f"{self.day} {self.time}"


@dataclass(frozen=True)
class Hours:
    """The hours of the day from `start` until `end`; an end at or before the start lies on the next day."""

    start: TimeOfDay
    end: TimeOfDay
    text: str

    def __str__(self) -> str:
        return self.text

    def spells(self) -> tuple[tuple[int, int], ...]:
        """The half-open stretches of one day that belong to these hours, in ticks since midnight."""
        if self.start < self.end:
            return ((self.start.ticks, self.end.ticks),)
        return tuple(spell for spell in ((0, self.end.ticks), (self.start.ticks, DAY)) if spell[0] < spell[1])


@dataclass(frozen=True)
class Dates:
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def since(self) -> dt.datetime:
        """The first moment of the first day."""
        return dt.datetime.combine(self.first, dt.time())

    @property
    def until(self) -> dt.datetime:
        """The first moment after the last day."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time())


def read_moment(raw: object) -> dt.datetime:
    """A date, or a date and a time.

    >>> read_moment("2021-01-04 06:30")
    datetime.datetime(2021, 1, 4, 6, 30)

    Raises:
        Faults: it is neither.
    """
    if isinstance(raw, dt.datetime) and raw.tzinfo is None:
        return raw
    text = str(raw).strip()
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise fault(f'"{text}" is not a date', "write, for example, 2021-01-04 or 2021-01-04 06:30")
    if match[3]:
        raise fault(f'"{text}" has a time zone', "the mission has one clock: leave the zone out")
    try:
        moment = dt.datetime.fromisoformat(f"{match[1]} {match[2] or '00:00'}")
    except ValueError:
        raise fault(f'"{text}" is not in the calendar', "check the month, the day and the time") from None
    if not EARLIEST <= moment.year <= LATEST:
        raise fault(f'"{text}" is too far off', f"write a year from {EARLIEST} to {LATEST}")
    return moment


def _time_of_day(text: str, *, end: bool) -> TimeOfDay:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise fault(
            f'"{text}" is not a time of day',
            "write hours and minutes, for example 08:00",
        )
    hours, minutes = int(match[1]), int(match[2])
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        raise fault(f'"{text}" is not a time of day', "times run from 00:00 to 24:00")
    if hours == 24 and not end:
        raise fault('"24:00" can only be an end', "write 00:00")
    return TimeOfDay(hours * HOUR + minutes * MINUTE)


def read_clock(raw: object) -> TimeOfDay:
    """A time of day from 00:00 to 23:59.

    Raises:
        Faults: it is none.
    """
    return raw if isinstance(raw, TimeOfDay) else _time_of_day(str(raw).strip(), end=False)


def read_clock_end(raw: object) -> TimeOfDay:
    """A time of day at which something ends: 24:00 is allowed.

    Raises:
        Faults: it is none.
    """
    return raw if isinstance(raw, TimeOfDay) else _time_of_day(str(raw).strip(), end=True)


def read_recurrence(raw: object) -> Recurrence:
    """A time of day from 00:00 to 23:59, after a day of the week if it is on that day alone.

    Raises:
        Faults: it is none.
    """
    if isinstance(raw, Recurrence):
        return raw
    *before, clock = str(raw).split() or [""]
    if not before:
        return Recurrence(_time_of_day(clock, end=False))
    word = " ".join(before)
    for day in WEEKDAYS:
        if word == day:
            return Recurrence(_time_of_day(clock, end=False), day)
    raise fault(
        f'"{raw}" is not a time of day, or of a day of the week', "write, for example, 18:00 or thu 18:00"
    )


def read_hours(raw: object) -> Hours:
    """A range of hours; it may cross midnight.

    >>> read_hours("22:00-06:00").spells() == ((0, 6 * HOUR), (22 * HOUR, 24 * HOUR))
    True

    Raises:
        Faults: it is none, or empty.
    """
    if isinstance(raw, Hours):
        return raw
    start, dash, end = str(raw).partition("-")
    if not dash:
        raise fault(f'"{raw}" is not a range of hours', "write, for example, 06:00-18:00")
    hours = Hours(_time_of_day(start.strip(), end=False), _time_of_day(end.strip(), end=True), str(raw))
    if hours.start == hours.end:
        raise fault(f'"{raw}" is empty', "write 00:00-24:00 for the whole day")
    return hours


def read_dates(raw: object) -> Dates:
    """A range of dates, the last one included; one date alone is that day.

    >>> read_dates("2021-07-01 to 2021-09-30").until
    datetime.datetime(2021, 10, 1, 0, 0)

    Raises:
        Faults: it is none, or ends before it begins.
    """
    if isinstance(raw, Dates):
        return raw
    first, joint, last = str(raw).partition(" to ")
    ends = [text.strip() for text in ([first, last] if joint else [first])]
    if not all(_DATE.fullmatch(text) for text in ends):
        raise fault(f'"{raw}" is not a range of dates', "write, for example, 2021-07-01 to 2021-09-30")
    days = [read_moment(text).date() for text in ends]
    if days[-1] < days[0]:
        later = days[0].year + (ends[-1][5:] < ends[0][5:])
        hint = f"write {ends[-1]} to {ends[0]}, or {ends[0]} to {later}{ends[-1][4:]}"
        raise fault(f'"{raw}" ends before it begins', hint)
    return Dates(days[0], days[-1], str(raw))


Moment = Annotated[dt.datetime, PlainValidator(read_moment)]
ClockTime = Annotated[TimeOfDay, PlainValidator(read_clock), PlainSerializer(str)]
ClockEnd = Annotated[TimeOfDay, PlainValidator(read_clock_end), PlainSerializer(str)]
WeeklyTime = Annotated[Recurrence, PlainValidator(read_recurrence), PlainSerializer(str)]
HourRange = Annotated[Hours, PlainValidator(read_hours), PlainSerializer(str)]
DateRange = Annotated[Dates, PlainValidator(read_dates), PlainSerializer(str)]
__all__ = [
    "WEEKDAYS",
    "ClockEnd",
    "ClockTime",
    "DateRange",
    "Dates",
    "HourRange",
    "Hours",
    "Moment",
    "Recurrence",
    "TimeOfDay",
    "Weekday",
    "WeeklyTime",
]
