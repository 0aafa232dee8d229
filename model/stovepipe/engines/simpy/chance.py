"""A run's draws, by address: the first for every report of a stream drawn at once, later ones singly."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cache

import numpy as np

from stovepipe.engines.simpy.copies import Report
from stovepipe.network import draws
from stovepipe.network.draws import Law
from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar


class Chance:
    """Where a run's draws come from: the seed, the replication and the reports' addresses."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        self.seed, self.replication = calendar.seed, calendar.replication
        self.streams = [
            (network.sources[s.source].name, network.classes[s.klass].name, s.trigger)
            for s in network.streams
        ]
        stream = calendar.reports.stream
        self.ordinals = [calendar.reports.ordinal[stream == i] for i in range(len(network.streams))]

    def keys(self, purpose: str, names: tuple[str, ...]) -> Callable[[int], draws.Key]:
        """The key of a purpose and place, by stream."""
        return cache(lambda stream: draws.key(self.seed, purpose, *names, *self.streams[stream]))


class Uniforms:
    """Uniform draws of one purpose at one place."""

    def __init__(self, chance: Chance, purpose: str, *names: str) -> None:
        self._chance, self._key = chance, chance.keys(purpose, names)
        self._first: list[array[float] | None] = [None] * len(chance.streams)

    def at(self, report: Report, visit: int) -> float:
        """The draw for a report, in (0, 1)."""
        if visit == 0:
            column = self._first[report.stream]
            if column is None:
                column = self._fill(report.stream)
            return column[report.position]
        ordinal = int(self._chance.ordinals[report.stream][report.position])
        return draws.uniform(self._key(report.stream), self._chance.replication, ordinal, visit)

    def _fill(self, stream: int) -> array[float]:
        column = array(
            "d",
            draws.uniforms(
                self._key(stream), self._chance.replication, self._chance.ordinals[stream]
            ).tobytes(),
        )
        self._first[stream] = column
        return column


class Durations:
    """Durations in ticks of one purpose at one place, by the class of the report."""

    def __init__(self, chance: Chance, laws: tuple[Law, ...], purpose: str, *names: str) -> None:
        self._chance, self._laws, self._key = chance, laws, chance.keys(purpose, names)
        self._first: list[array[int] | None] = [None] * len(chance.streams)

    def at(self, report: Report, visit: int) -> int:
        """The draw for a report."""
        if visit == 0:
            column = self._first[report.stream]
            if column is None:
                column = self._fill(report)
            return column[report.position]
        ordinal = int(self._chance.ordinals[report.stream][report.position])
        return draws.draw_ticks(
            self._laws[report.klass], self._key(report.stream), self._chance.replication, ordinal, visit
        )

    def _fill(self, report: Report) -> array[int]:
        ordinals = self._chance.ordinals[report.stream]
        ticks = draws.draws_ticks(
            self._laws[report.klass], self._key(report.stream), self._chance.replication, ordinals
        )
        column = array("q", np.asarray(ticks, dtype=np.int64).tobytes())
        self._first[report.stream] = column
        return column
