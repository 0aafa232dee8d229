"""What a trajectory tells, row by row, and what follows from its tables alone."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from stovepipe.network import draws
from stovepipe.network.records import NONE
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.network.ways.consumers import read_at
from stovepipe.trajectory import Trajectory, VisitEnd

END = 1 << 61  # of what lasts at the horizon


class Wait(NamedTuple):
    """One wait of a visit, until it is served or ends; `returned`: after it came back from a person.

    Not `certain`: it may have been suspended for some of that time.
    """

    visit: int
    since: int
    until: int
    returned: bool
    served: bool
    certain: bool


def rows(table: Any) -> list[Any]:
    """The rows of a table."""
    row = namedtuple("row", vars(table))
    return [row(*each) for each in zip(*(column.tolist() for column in vars(table).values()), strict=True)]


class Told:
    """A trajectory's tables as rows, and what they imply."""

    def __init__(self, trajectory: Trajectory) -> None:
        self.network, self.calendar = trajectory.network, trajectory.calendar
        self.duty = trajectory.duty
        self.calls = rows(trajectory.calls)
        self.visits, self.services = rows(trajectory.visits), rows(trajectory.services)
        self.crossings, self.deliveries = rows(trajectory.crossings), rows(trajectory.deliveries)
        self.holds, self.exposures = rows(trajectory.holds), rows(trajectory.exposures)
        self.sortings = rows(trajectory.sortings)
        self.link_waits = rows(trajectory.link_waits)
        self.requests = rows(trajectory.requests)
        self.reports = rows(trajectory.reports)
        self.settled = len(trajectory.calendar.reports.occurred)  # those of the calendar

    def doors(self, report: int) -> set[int]:
        """The stations where reports of its source may be written."""
        source = self.network.sources[self.network.streams[self.reports[report].stream].source]
        return {door.station for door in source.doors}

    @cached_property
    def work(self) -> dict[int, list[Any]]:
        """The stretches of work on each visit, in order."""
        found = defaultdict(list)
        for service in self.services:
            found[service.visit].append(service)
        return {visit: sorted(work, key=lambda s: (s.began, s.ended)) for visit, work in found.items()}

    @cached_property
    def waits(self) -> dict[int, list[Wait]]:
        """The waits that take time, by station."""
        return {
            station: [wait for wait in waits if wait.since < wait.until]
            for station, waits in self.moments.items()
        }

    @cached_property
    def moments(self) -> dict[int, list[Wait]]:
        """The waits by station, with those that take no time: of these nobody knows whether they were any."""
        found = defaultdict(list)
        for row, visit in enumerate(self.visits):
            work, ended = self.work.get(row, []), visit.ended if visit.ended >= 0 else END
            edges = [visit.arrived] + [edge for service in work for edge in (service.began, service.ended)]
            for index, since in enumerate(edges[::2]):
                served = index < len(work)
                until = work[index].began if served else ended
                if not (index == len(work) and self.is_at_work_at_the_end(row)):
                    certain = index == 0 or visit.suspended == 0
                    found[visit.station].append(Wait(row, since, until, index > 0, served, certain))
        return found

    def is_at_work_at_the_end(self, row: int) -> bool:
        """Whether the visit's last stretch is cut by the horizon."""
        work = self.work.get(row)
        return bool(work) and self.visits[row].ended < 0 and work[-1].ended == self.network.horizon

    @cached_property
    def rework(self) -> set[int]:
        """The visits that began because a review sent the copy back."""
        sent = {(v.copy, v.station, v.ended) for v in self.visits if v.end == VisitEnd.REWORK}
        return {row for row, v in enumerate(self.visits) if (v.copy, v.station, v.arrived) in sent}

    @cached_property
    def begun(self) -> dict[int, int]:
        """For each visit that was worked on: how often its lead was begun anew or passed on there before.

        Of two that began at one tick nobody knows which was the first: they are left out.
        """
        at_place = defaultdict(list)
        for row, visit in enumerate(self.visits):
            if visit.started >= 0:
                at_place[visit.station, visit.lead].append((visit.started, row))
            elif visit.end == VisitEnd.PASSED_ON:
                at_place[visit.station, visit.lead].append((visit.ended, NONE))
        return {
            row: number
            for visits in at_place.values()
            for number, (started, row) in enumerate(sorted(visits))
            if row != NONE and sum(other == started for other, _ in visits) == 1
        }

    @cached_property
    def crossed(self) -> list[int]:
        """For each crossing: how often its lead was offered to the channel before."""
        counts: defaultdict[tuple[int, int], int] = defaultdict(int)
        found = []
        for crossing in self.crossings:
            found.append(counts[crossing.channel, crossing.lead])
            counts[crossing.channel, crossing.lead] += 1
        return found

    @cached_property
    def raised(self) -> list[list[tuple[int, int]]]:
        """For each report, when an incident gave it what precedence, if it was on its way; in order."""
        return [list(self._rises(row)) for row in self.reports]

    def _rises(self, row: Any) -> Iterator[tuple[int, int]]:
        given, source = [], self.network.streams[row.stream].source
        for incident, times in zip(self.network.incidents, self.calendar.incidents, strict=True):
            if incident.raises_younger and incident.raises_at >> source & 1:
                to = [precedence for klass, precedence in incident.raises if klass == row.klass]
                since = times - row.occurred
                young = times[(since > 0) & (since < incident.raises_younger)].tolist()
                given += [(at, precedence) for at in young for precedence in to]
        precedence = row.precedence
        for at, to in sorted(given):
            if to < precedence:
                precedence = to
                yield at, to

    def precedence(self, report: int, tick: int) -> int:
        """The precedence of a report at a tick, after what an incident of that tick makes of it."""
        given = [to for at, to in self.raised[report] if at <= tick]
        return int(given[-1] if given else self.reports[report].precedence)

    @cached_property
    def resorted(self) -> set[int]:
        """The reports that were ever taken for another class than they appeared as."""
        return {row.report for row in self.sortings if row.after != row.before}

    def may_be_resorted(self, report: int) -> bool:
        """Whether a station sorts reports of its class: what they could reach depends on that."""
        klass = self.reports[report].klass
        return any(station.taken_for[klass] for station in self.network.stations)

    @cached_property
    def ticks_of_raising(self) -> set[int]:
        """When anything is raised on its way."""
        pairs = zip(self.network.incidents, self.calendar.incidents, strict=True)
        return {at for incident, times in pairs if incident.raises_younger for at in times.tolist()}

    def key(self, purpose: str, lead: int, *places: str) -> tuple[draws.Key, int, int]:
        """The address of a draw for a report, but for the visit."""
        report = self.reports[lead]
        stream = self.network.streams[report.stream]
        names = (
            self.network.sources[stream.source].name,
            self.network.classes[stream.klass].name,
            stream.trigger,
        )
        key = draws.key(self.calendar.seed, purpose, *places, *names)
        return key, self.calendar.replication, report.ordinal

    def written_at(self, report: int) -> int:
        """The station where a report is written."""
        return int(self.reports[report].door)

    @cached_property
    def silent(self) -> set[int]:
        """The reports whose source is known to have been silent: some delivery was lost to it."""
        cause = self.network.causes.index("silenced")
        return {delivery.report for delivery in self.deliveries if delivery.cause == cause}

    def may_be_silent(self, report: int) -> bool:
        """Whether the source can fall silent, and no delivery tells whether it had."""
        source = self.network.sources[self.network.streams[self.reports[report].stream].source]
        return source.silence is not None and report not in self._told_of and report < self.settled

    @cached_property
    def _told_of(self) -> set[int]:
        no_way = [self.network.causes.index(cause) for cause in ("no_route", "closed")]
        return {
            each.report
            for each in self.deliveries
            if each.cause not in no_way or each.decided > self.reports[each.report].occurred
        }

    def written(self, report: int) -> int:
        """When it is, if it is."""
        return int(self.reports[report].occurred + self.reports[report].delay)

    def silence(self, report: int) -> bool | None:
        """Whether its source was silent when it occurred; None if it fell silent at that very tick."""
        source = self.network.streams[self.reports[report].stream].source
        occurred = self.reports[report].occurred
        began = [at for at, until in self._silences.get(source, []) if at <= occurred < until]
        return None if began and min(began) == occurred else bool(began)

    @cached_property
    def _silences(self) -> dict[int, list[tuple[int, int]]]:
        found = defaultdict(list)
        for row in self.exposures:
            if row.until >= 0:
                source = self.network.streams[self.reports[row.report].stream].source
                found[source].append((row.at, row.until))
        return found

    def needs(self, consumer: int, report: int) -> bool:
        """Whether a consumer is owed a report: it needs the class when the report occurs."""
        klass, occurred = self.reports[report].klass, self.reports[report].occurred
        owed = consumer_of(self.network, consumer)
        times = [(since, until) for own, since, until in owed.needs_when if own == klass]
        in_time = all(since <= occurred < until for since, until in times)
        return bool(owed.needs >> klass & 1) and in_time

    def reached_until(self, consumer: int, klass: int, station: int = NONE, channel: int = NONE) -> int:
        """The tick at which a consumer is no more reached from a place, for a class.

        -1 if it never is; END if it always is.
        """
        horizon = self.network.horizon
        ends = sorted({c.until for c in self.network.channels if 0 < c.until < horizon})
        for before, end in zip((0, *ends), (*ends, END), strict=True):
            if not self.reaches(consumer, klass, station, channel, before):
                return before if before else NONE
            if end == END:
                return END
        raise AssertionError("there is always a last time")

    def reaches(
        self, consumer: int, klass: int, station: int = NONE, channel: int = NONE, tick: int = 0
    ) -> bool:
        """Whether a consumer can be reached, for a class, from a station or a channel, at a tick."""
        if channel != NONE:
            link = self.network.channels[channel]
            carries = bool(link.carries >> klass & 1)
            return carries and self.reaches(consumer, klass, link.recipient, tick=tick)
        return bool(self._reached(klass, station, tick).intersection(read_at(self.network, consumer)))

    def _reached(self, klass: int, station: int, tick: int) -> set[int]:
        if (klass, station, tick) not in self._known:
            found, ahead = {station}, [station]
            while ahead:
                here = self.network.stations[ahead.pop()]
                links = [self.network.channels[channel] for channel in here.outgoing]
                links = [link for link in links if tick < link.until]
                onward = {link.recipient for link in links if link.carries >> klass & 1}
                onward |= {here.transfer_to} - {NONE}
                ahead += onward - found
                found |= onward
            self._known[klass, station, tick] = found
        return self._known[klass, station, tick]

    @cached_property
    def _known(self) -> dict[tuple[int, int, int], set[int]]:
        return {}
