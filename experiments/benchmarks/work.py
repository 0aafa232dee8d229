"""The work that every model in this benchmark does: one network, one form of records, one summary.

Reports of two classes occur. At each station a free post takes the report of the highest precedence, and of
those the first to come. A report has one deadline, drawn when it occurs. If that passes while the report
waits, the report leaves (it *reneges*), and so it does if it comes to a station at or after its deadline.
Work once begun is finished.

Times are in hours since the start, when the network is empty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple


@dataclass(frozen=True)
class Class:
    """A class of report: its precedence (the lowest number goes first) and how many occur per hour."""

    precedence: int
    rate: float


@dataclass(frozen=True)
class Station:
    """A station: its posts, its mean work per report in hours, and where a report goes next."""

    posts: int
    mean_work: float
    onward: tuple[tuple[str, float], ...]


CLASSES = {"immediate": Class(precedence=0, rate=1.8), "routine": Class(precedence=1, rate=4.2)}
"""Both classes occur as Poisson processes."""

STATIONS = {
    "intake": Station(posts=3, mean_work=24 / 60, onward=(("a", 0.4), ("b", 0.6))),
    "a": Station(posts=2, mean_work=42 / 60, onward=(("c", 1.0),)),
    "b": Station(posts=3, mean_work=42 / 60, onward=(("c", 0.3), ("d", 0.7))),
    "c": Station(posts=3, mean_work=44 / 60, onward=(("final", 1.0),)),
    "d": Station(posts=2, mean_work=40 / 60, onward=(("final", 1.0),)),
    "final": Station(posts=4, mean_work=36 / 60, onward=()),
}
"""Work is exponential. A report goes to one of the stations in `onward`, with that probability."""

FIRST_STATION = "intake"

MEAN_DEADLINE = 30.0
"""Mean hours from a report's occurrence to its one deadline, which is exponential."""


def horizon(reports: int) -> float:
    """Give the hours in which `reports` reports are expected to occur."""
    return reports / sum(klass.rate for klass in CLASSES.values())


class Visit(NamedTuple):
    """A report's completed visit to a station, in one form for all models.

    A report that comes to a station at or after its deadline makes no visit to it.
    """

    report: int
    klass: str
    station: str
    arrived: float
    started: float | None
    ended: float
    outcome: str
    """`served` or `reneged`."""


class Report(NamedTuple):
    """A report, in one form for all models."""

    klass: str
    occurred: float
    deadline: float
    ended: float | None
    outcome: str
    """`served`, `reneged` or `in flight`."""


Tables = tuple[dict[int, Report], list[Visit]]
"""All reports by number, and all completed visits in the order of a report's way."""


def summarise(tables: Tables) -> dict[str, float]:
    """Summarise a run, with the same names for every model.

    Returns:
        Per class: the counts `served` and `reneged`, the share `reneged of finished`, the mean `sojourn of
        served` in hours, and per station the `visits` per finished report, the mean `wait` in hours of all
        visits (to the start of work or to reneging), and the share of visits that `reneged at` it.
    """
    reports, visits = tables
    outcomes: dict[tuple[str, str], list[float]] = defaultdict(list)
    for report in reports.values():
        if report.ended is not None:
            outcomes[report.klass, report.outcome].append(report.ended - report.occurred)
    waits: dict[tuple[str, str], list[float]] = defaultdict(list)
    reneged_at: dict[tuple[str, str], int] = defaultdict(int)
    for visit in visits:
        waited_until = visit.ended if visit.started is None else visit.started
        waits[visit.klass, visit.station].append(waited_until - visit.arrived)
        reneged_at[visit.klass, visit.station] += visit.outcome == "reneged"

    summary: dict[str, float] = {}
    for klass in CLASSES:
        served, reneged = outcomes[klass, "served"], outcomes[klass, "reneged"]
        finished = len(served) + len(reneged)
        summary[f"{klass}: served"] = len(served)
        summary[f"{klass}: reneged"] = len(reneged)
        summary[f"{klass}: reneged of finished"] = len(reneged) / finished
        summary[f"{klass}: sojourn of served"] = fmean(served)
        for station in STATIONS:
            here = waits[klass, station]
            summary[f"{klass}: visits to {station}"] = len(here) / finished
            summary[f"{klass}: wait at {station}"] = fmean(here)
            summary[f"{klass}: reneged at {station}"] = reneged_at[klass, station] / len(here)
    return summary
