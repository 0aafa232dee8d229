"""The network in Stovepipe: `network.yaml`, compiled, and run on the SimPy engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import work

from stovepipe.engines import run as run_engine
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR, Network
from stovepipe.scenario import load
from stovepipe.trajectory import Trajectory, VisitEnd

NAME = "Stovepipe"


def prepare(reports: int) -> Network:
    """Compile the network, up to the horizon at which `reports` reports are expected."""
    network = compile_network(load(Path(__file__).with_name("network.yaml")))
    return replace(network, horizon=round(work.horizon(reports) * HOUR))


def run(network: Network, seed: int) -> Trajectory:
    """Run the network once: its calendar, the run, and the checks and tables of what happened."""
    return run_engine(network, unfold(network, seed, replication=0))


def tables(trajectory: Trajectory) -> work.Tables:
    """Give the records of a run in the common form."""
    network, reports, seen = trajectory.network, trajectory.calendar.reports, trajectory.visits
    klass_of = [network.classes[rank].name for rank in reports.klass.tolist()]
    visits: list[work.Visit] = []
    ends: dict[int, tuple[float, str]] = {}
    columns = (seen.lead, seen.station, seen.end, seen.arrived, seen.started, seen.ended)
    for lead, rank, end, *ticks in zip(*(column.tolist() for column in columns), strict=True):
        if end == VisitEnd.PRESENT:
            continue
        station = network.stations[rank].name
        arrived, started, ended = (tick / HOUR for tick in ticks)
        if end == VisitEnd.EXPIRED:
            ends[lead] = ended, "reneged"
            if arrived < ended:  # else it came too late, which counts as no visit
                visits.append(work.Visit(lead, klass_of[lead], station, arrived, None, ended, "reneged"))
        else:
            visits.append(work.Visit(lead, klass_of[lead], station, arrived, started, ended, "served"))
            if not work.STATIONS[station].onward:
                ends[lead] = ended, "served"
    in_flight: tuple[float | None, str] = None, "in flight"
    occurred, deadlines = (reports.occurred / HOUR).tolist(), (reports.deadline / HOUR).tolist()
    marks = zip(klass_of, occurred, deadlines, strict=True)
    return {rank: work.Report(*mark, *ends.get(rank, in_flight)) for rank, mark in enumerate(marks)}, visits
