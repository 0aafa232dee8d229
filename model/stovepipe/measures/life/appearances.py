"""What reports appeared as in their copies, and with what precedence, as the sortings of a trajectory say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stovepipe.network.records import NONE
from stovepipe.network.ways.precedence import precedence_at, raises_to
from stovepipe.trajectory import Trajectory

Descent = tuple[int, int, int, int]  # copy, report, parent, tick


class Sorted(NamedTuple):
    """A report was sorted at a station: the classes that it appeared as before and after."""

    at: int
    station: int
    before: int
    after: int


class Raised(NamedTuple):
    """An incident raised a report in a copy."""

    at: int
    precedence: int
    incident: int


class Appearances:
    """What each report in each copy was taken for, in order of time."""

    def __init__(self, trajectory: Trajectory, descents: Sequence[Descent]) -> None:
        self._trajectory = trajectory
        self._own: dict[tuple[int, int], list[Sorted]] = {}
        table = trajectory.sortings
        columns = (table.copy, table.report, table.at, table.station, table.before, table.after)
        for copy, report, *row in zip(*(column.tolist() for column in columns), strict=True):
            self._own.setdefault((copy, report), []).append(Sorted(*row))
        self._reports = {report for _, report in self._own}
        self._parents: Mapping[tuple[int, int], tuple[int, int]] = {
            (copy, report): (parent, at)
            for copy, report, parent, at in descents
            if copy >= 0 and report in self._reports
        }

    def of(self, copy: int, report: int, at: int, station: int = NONE) -> tuple[Sorted, ...]:
        """How the report in a copy had been sorted by a tick, or when it left a station then."""
        if report not in self._reports:
            return ()
        found: tuple[Sorted, ...] = ()
        if (copy, report) in self._parents:
            parent, since = self._parents[copy, report]
            found = self.of(parent, report, min(since, at))
        own = [row for row in self._own.get((copy, report), ()) if row.at <= at]
        here = [number for number, row in enumerate(own, 1) if row.station == station]
        return (*found, *own[: here[-1] if here else len(own)])

    def klass(self, report: int, sortings: Sequence[Sorted]) -> int:
        """What a report appears as after these sortings."""
        return sortings[-1].after if sortings else int(self._trajectory.reports.klass[report])

    def precedence(self, report: int, sortings: Sequence[Sorted], at: int) -> int:
        """The precedence of a report in a copy, after what incidents raise up to this tick."""
        network, calendar = self._trajectory.network, self._trajectory.whole
        if not sortings:
            return precedence_at(network, calendar, (report,), at)
        found = int(calendar.reports.precedence[report])
        for _, precedence, _ in self._changes(report, sortings, at):
            found = precedence
        return found

    def raised(self, report: int, sortings: Sequence[Sorted], until: int) -> Iterator[Raised]:
        """When incidents raised a report in a copy."""
        return (each for each in self._changes(report, sortings, until) if each.incident != NONE)

    def _changes(self, report: int, sortings: Sequence[Sorted], until: int) -> Iterator[Raised]:
        """What changed the precedence: an incident, or (of none) a station that sorted the report.

        At one tick, what is finished comes before what an incident raises.
        """
        network, reports = self._trajectory.network, self._trajectory.reports
        klass, precedence = int(reports.klass[report]), int(reports.precedence[report])
        moments: list[tuple[int, int, Sorted | None]] = [(row.at, NONE, row) for row in sortings]
        moments += [(at, incident, None) for at, incident in self._incidents(report, until)]
        for at, incident, row in sorted(moments, key=lambda each: each[:2]):
            if row is not None:
                gives = network.stations[row.station].sorting_gives_precedence and row.after != klass
                klass = row.after
                to = network.classes[klass].precedence if gives else precedence
            else:
                raised = self._raised_to(report, klass, incident)
                to = precedence if raised is None else min(raised, precedence)
            if to != precedence:
                precedence = to
                yield Raised(at, to, incident)

    def _raised_to(self, report: int, klass: int, incident: int) -> int | None:
        network, stream = self._trajectory.network, self._trajectory.reports.stream[report]
        return raises_to(network.incidents[incident], network.streams[stream].source, klass)

    def _incidents(self, report: int, until: int) -> Iterator[tuple[int, int]]:
        """When which incidents raise what is as young as a report: ticks, and ranks."""
        network, calendar = self._trajectory.network, self._trajectory.whole
        occurred = int(calendar.reports.occurred[report])
        for rank, incident in enumerate(network.incidents):
            times = calendar.incidents[rank]
            young = (occurred < times) & (times < occurred + incident.raises_younger) & (times <= until)
            yield from ((at, rank) for at in times[young].tolist())
