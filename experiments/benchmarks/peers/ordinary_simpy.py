"""The network as an ordinary SimPy model: a process per report, and a `PriorityResource` per station."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import simpy
import work

NAME = "ordinary SimPy"


@dataclass(slots=True)
class Report:
    """A report on its way."""

    number: int
    klass: str
    precedence: int
    occurred: float
    deadline: float
    ended: float | None = None
    outcome: str = "in flight"


class Mission:
    """The stations, the reports and the records of one run."""

    def __init__(self, seed: int) -> None:
        """Set up an empty network."""
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.posts = {
            name: simpy.PriorityResource(self.env, capacity=station.posts)
            for name, station in work.STATIONS.items()
        }
        self.reports: list[Report] = []
        self.visits: list[work.Visit] = []

    def run(self, until: float) -> None:
        """Let reports of all classes occur until the horizon."""
        for klass in work.CLASSES:
            self.env.process(self.source(klass))
        self.env.run(until=until)

    def source(self, klass: str) -> Iterator[simpy.Event]:
        """Let reports of a class occur, each followed by a process of its own."""
        precedence, rate = work.CLASSES[klass].precedence, work.CLASSES[klass].rate
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            now = self.env.now
            deadline = now + self.random.expovariate(1 / work.MEAN_DEADLINE)
            report = Report(len(self.reports), klass, precedence, now, deadline)
            self.reports.append(report)
            self.env.process(self.follow(report))

    def follow(self, report: Report) -> Iterator[simpy.Event]:
        """Take a report from station to station until it is through or its deadline ends its wait."""
        env = self.env
        station: str | None = work.FIRST_STATION
        while station is not None:
            arrived = env.now
            if arrived >= report.deadline:
                report.outcome = "reneged"
                break
            with self.posts[station].request(priority=report.precedence) as post:
                result = yield post | env.timeout(report.deadline - arrived)
                if post not in result:
                    report.outcome = "reneged"
                    self.record(report, station, arrived, None)
                    break
                started = env.now
                yield env.timeout(self.work_time(report, station))
            self.record(report, station, arrived, started)
            station = self.next_station(report, station)
        else:
            report.outcome = "served"
        report.ended = env.now

    def record(self, report: Report, station: str, arrived: float, started: float | None) -> None:
        """Record a visit that ends now."""
        outcome = "reneged" if started is None else "served"
        self.visits.append(
            work.Visit(report.number, report.klass, station, arrived, started, self.env.now, outcome)
        )

    def work_time(self, report: Report, station: str) -> float:
        """Draw the time that a station works on a report."""
        return self.random.expovariate(1 / work.STATIONS[station].mean_work)

    def next_station(self, report: Report, station: str) -> str | None:
        """Draw where a report goes next; None when it has arrived."""
        onward = work.STATIONS[station].onward
        if not onward:
            return None
        u = self.random.random()
        for name, probability in onward:
            u -= probability
            if u < 0:
                return name
        return onward[-1][0]


def prepare(reports: int) -> float:
    """Give the horizon at which `reports` reports are expected to have occurred."""
    return work.horizon(reports)


def run(horizon: float, seed: int) -> Mission:
    """Run the network once."""
    mission = Mission(seed)
    mission.run(until=horizon)
    return mission


def tables(mission: Mission) -> work.Tables:
    """Give the records of a run in the common form."""
    reports = {
        r.number: work.Report(r.klass, r.occurred, r.deadline, r.ended, r.outcome) for r in mission.reports
    }
    return reports, mission.visits
