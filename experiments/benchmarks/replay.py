"""Does a model move reports by the same rules? Feed its luck to the ordinary SimPy model and compare all.

The occurrences, deadlines, routes and work times that a model recorded are given to the ordinary SimPy model
in place of its own draws. If both have the same rules, every visit begins and ends at the same moment and in
the same way, and every report has the same outcome.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import simpy
import work
from peers.ordinary_simpy import Mission, Report

TOLERANCE = 1e-6
"""Hours. One model counts in floating-point hours, another in whole microseconds (3e-10 hours)."""


class Replay(Mission):
    """The ordinary SimPy model with the luck that another model recorded."""

    def __init__(self, tables: work.Tables) -> None:
        super().__init__(seed=0)
        self.recorded, visits = tables
        self.way: dict[int, list[work.Visit]] = defaultdict(list)
        for visit in visits:
            self.way[visit.report].append(visit)
        self.begun: dict[int, int] = defaultdict(int)

    def source(self, klass: str) -> Iterator[simpy.Event]:
        """Let the recorded reports of a class occur when they did."""
        mine = [(number, report) for number, report in self.recorded.items() if report.klass == klass]
        for number, recorded in sorted(mine, key=lambda item: item[1].occurred):
            yield self.env.timeout(recorded.occurred - self.env.now)
            precedence = work.CLASSES[klass].precedence
            report = Report(number, klass, precedence, recorded.occurred, recorded.deadline)
            self.reports.append(report)
            self.env.process(self.follow(report))

    def work_time(self, report: Report, station: str) -> float:
        """Give the recorded work; work that has no record never ends."""
        visit, way = self.begun[report.number], self.way[report.number]
        self.begun[report.number] += 1
        if visit >= len(way) or way[visit].started is None:
            return math.inf
        return way[visit].ended - way[visit].started

    def next_station(self, report: Report, station: str) -> str | None:
        """Give the recorded next station; if there is none, one where the report should make no visit."""
        visit, way = self.begun[report.number], self.way[report.number]
        if visit < len(way):
            return way[visit].station
        onward = work.STATIONS[station].onward
        return onward[0][0] if onward else None


class Replayed(NamedTuple):
    """How a replay compares with the record, up to the first moment that the record does not tell in full."""

    visits: int
    """Visits compared."""
    different: int
    """Visits and reports of which the station, the outcome or a time differs, or that only one side has."""
    largest: float
    """Hours: the largest difference in a time."""


def replay(tables: work.Tables, horizon: float) -> Replayed:
    """Repeat a recorded run with the ordinary SimPy model's rules and compare.

    Work that lasts at the horizon has no record. So only what ended before the first such work could begin is
    compared; that is all but the last hours.
    """
    reports, visits = tables
    told_until = {number: report.occurred for number, report in reports.items() if report.ended is None}
    for visit in visits:
        if visit.report in told_until:
            told_until[visit.report] = max(told_until[visit.report], visit.ended)
    cut = min(told_until.values(), default=horizon) - TOLERANCE

    mission = Replay(tables)
    mission.run(until=horizon)
    seen = _facts(visits, reports, cut)
    repeated = _facts(mission.visits, {report.number: report for report in mission.reports}, cut)
    different, largest = len(seen.keys() ^ repeated.keys()), 0.0
    for what in seen.keys() & repeated.keys():
        apart = max(abs(one - other) for one, other in zip(seen[what], repeated[what], strict=True))
        different += apart > TOLERANCE
        largest = max(largest, apart)
    return Replayed(sum(visit.ended < cut for visit in visits), different, largest)


def _facts(
    visits: list[work.Visit], reports: dict[int, work.Report] | dict[int, Report], cut: float
) -> dict[tuple[object, ...], tuple[float, ...]]:
    """Name what happened before the cut, and give its times."""
    facts: dict[tuple[object, ...], tuple[float, ...]] = {}
    for visit in visits:
        if visit.ended < cut:
            started = () if visit.started is None else (visit.started,)
            facts[visit.report, visit.station, visit.outcome] = (visit.arrived, *started, visit.ended)
    for number, report in reports.items():
        if report.ended is not None and report.ended < cut:
            facts[number, report.outcome] = (report.occurred, report.deadline, report.ended)
    return facts
