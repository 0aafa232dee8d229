"""Small missions whose course can be worked out by hand: reports at stated minutes, work of stated length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

import numpy as np

from stovepipe.engines import run
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import NEVER, NONE, SECOND, Network
from stovepipe.network.schedule import Events, Reports
from stovepipe.scenario import load
from stovepipe.trajectory import DeliveryOutcome, Passage, Trajectory, VisitEnd

MINUTE = 60 * SECOND

HEAD = """
mission: A scene
start: 2021-01-04
horizon: 48 h
"""


@dataclass(frozen=True)
class Scene:
    """One run, told in minutes and names. A report is called by its class and ordinal: "a0", "a1", ..."""

    trajectory: Trajectory

    def report(self, rank: int) -> str:
        network, reports = self.trajectory.network, self.trajectory.reports
        return f"{network.classes[reports.klass[rank]].name}{reports.ordinal[rank]}"

    def visits(self, station: str) -> list[tuple[str, float, float | None, float | None, str]]:
        """(report, arrived, started, ended, how it ended) of each visit to a station, in order of arrival."""
        network, visits = self.trajectory.network, self.trajectory.visits
        rank = [s.name for s in network.stations].index(station)
        return [
            (
                self.report(int(visits.lead[row])),
                _minutes(visits.arrived[row]),
                _minutes(visits.started[row]),
                _minutes(visits.ended[row]),
                VisitEnd(visits.end[row]).name.lower(),
            )
            for row in np.flatnonzero(visits.station == rank)
        ]

    def deliveries(self, consumer: str | None = None) -> dict[str, tuple[str, float | None]]:
        """By report: "delivered", "in_flight" or the cause of its loss, and when."""
        network, deliveries = self.trajectory.network, self.trajectory.deliveries
        names = [s.name for s in network.stations]
        wanted = network.consumers[0] if consumer is None else names.index(consumer)
        return {
            self.report(int(deliveries.report[row])): (
                network.causes[deliveries.cause[row]]
                if deliveries.outcome[row] == DeliveryOutcome.LOST
                else DeliveryOutcome(deliveries.outcome[row]).name.lower(),
                _minutes(deliveries.decided[row]),
            )
            for row in np.flatnonzero(deliveries.consumer == wanted)
        }

    def parts(self, report: str, consumer: str) -> dict[str, float]:
        """The parts of a delivery's time that are not zero, in minutes."""
        network, deliveries = self.trajectory.network, self.trajectory.deliveries
        rank = [s.name for s in network.stations].index(consumer)
        row = next(
            row
            for row in np.flatnonzero(deliveries.consumer == rank)
            if self.report(deliveries.report[row]) == report
        )
        parts = ("waiting", "work", "suspended", "batching", "transit", "hurdles")
        return {
            part: float(getattr(deliveries, part)[row]) / MINUTE
            for part in parts
            if getattr(deliveries, part)[row]
        }

    def crossings(self, channel: str) -> list[tuple[str, float, float | None, str]]:
        """(report, offered, ended, how it ended) of each offer to a channel."""
        network, crossings = self.trajectory.network, self.trajectory.crossings
        rank = [c.name for c in network.channels].index(channel)
        return [
            (
                self.report(int(crossings.lead[row])),
                _minutes(crossings.offered[row]),
                _minutes(crossings.ended[row]),
                Passage(crossings.passage[row]).name.lower(),
            )
            for row in np.flatnonzero(crossings.channel == rank)
        ]


def scene(
    folder: Path,
    text: str,
    *occurrences: tuple[float, str],
    seed: int = 1,
    replication: int = 0,
    marks: Mapping[str, Mapping[str, float]] | None = None,
    incidents: Mapping[str, tuple[float, ...]] | None = None,
) -> Scene:
    """Run a mission in which reports of the named classes occur at the named minutes.

    `marks` says of a report ("a0") what its source would: unreported, delay (minutes), coarse, marking,
    requirement or event; events are of the first subject, and last. `incidents` says of an incident at which
    minutes it happens; what it makes of reports that occur later is left out.
    """
    path = folder / "scene.yaml"
    path.write_text(HEAD + dedent(text), encoding="utf-8")
    network = compile_network(load(path))
    calendar = unfold(network, seed, replication)
    happen = tuple(
        np.array([round(minute * MINUTE) for minute in (incidents or {}).get(each.name, ())], dtype=np.int64)
        for each in network.incidents
    )
    reports = _reports(network, occurrences, marks or {})
    calendar = replace(calendar, reports=reports, incidents=happen, events=_events(reports, network.horizon))
    return Scene(run(network, calendar))


def _events(reports: Reports, horizon: int) -> Events:
    """As many as the reports are about: all of the first subject, from the beginning to the end."""
    number = np.arange(max(reports.event, default=NONE) + 1, dtype=np.int64)
    nought = np.zeros_like(number)
    return Events(nought, number, nought, nought + horizon, nought + NEVER)


def _reports(
    network: Network, occurrences: tuple[tuple[float, str], ...], marks: Mapping[str, Mapping[str, float]]
) -> Reports:
    names = [network.classes[stream.klass].name for stream in network.streams]
    counted = dict.fromkeys(names, 0)
    rows: list[tuple[int, ...]] = []
    doors: list[int] = []
    for minute, name in sorted(occurrences):
        stream = names.index(name)
        klass = network.classes[network.streams[stream].klass]
        at = round(minute * MINUTE)
        deadline = 1 << 62 if klass.ltiov is None else at + round(klass.ltiov.mean())
        source = network.sources[network.streams[stream].source]
        languages = source.languages
        door = next(d for d in source.doors if d.opens(network.streams[stream].klass, klass.precedence))
        doors.append(door.station)
        language = languages[0][0] if languages else -1
        rows.append(
            (at, stream, counted[name], network.streams[stream].klass, klass.precedence, deadline, language)
        )
        counted[name] += 1
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 7).T
    marking = np.array([network.classes[row[3]].marking for row in rows], dtype=np.int64)
    marked = {name: np.zeros(len(rows)) for name in ("unreported", "delay", "coarse", "requirement")}
    marked |= {"marking": marking, "event": np.full(len(rows), NONE)}
    for rank, row in enumerate(rows):
        for name, value in marks.get(f"{names[row[1]]}{row[2]}", {}).items():
            marked[name][rank] = value * MINUTE if name == "delay" else value
    return Reports(
        *columns,
        unreported=marked["unreported"].astype(bool),
        delay=marked["delay"].astype(np.int64),
        coarse=marked["coarse"].astype(bool),
        marking=marked["marking"].astype(np.int64),
        requirement=marked["requirement"],
        event=marked["event"].astype(np.int64),
        door=np.array(doors, dtype=np.int64),
    )


def _minutes(ticks: np.int64) -> float | None:
    return None if ticks < 0 else float(ticks) / MINUTE
