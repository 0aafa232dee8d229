"""A run's draws, by address: the first ones for a block of reports at once, later ones singly.

A block is drawn when the first of its reports asks. So a place that few reports come to draws for few.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from stovepipe.engines.simpy.copies import WITHIN, Report
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
        self.ordinals: list[NDArray[np.int64]] = []
        for i, each in enumerate(network.streams):  # what is made has the ordinal of what it is about
            self.ordinals.append(
                calendar.reports.ordinal[stream == i] if each.made is None else self.ordinals[each.made.about]
            )

    def beside(self, report: Report) -> NDArray[np.int64]:
        """The ordinals of all reports of its block."""
        begin = report.position & ~WITHIN
        mine: NDArray[np.int64] = self.ordinals[report.stream]
        return mine[begin : begin + WITHIN + 1]

    def keys(self, purpose: str, names: tuple[str, ...]) -> Callable[[int], draws.Key]:
        """The key of a purpose and place, by stream."""
        return cache(lambda stream: draws.key(self.seed, purpose, *names, *self.streams[stream]))


class Uniforms:
    """Uniform draws of one purpose at one place."""

    def __init__(self, chance: Chance, purpose: str, *names: str) -> None:
        self._chance, self._key = chance, chance.keys(purpose, names)
        self._blocks: dict[int, array[float]] = {}

    def at(self, report: Report, visit: int) -> float:
        """The draw for a report, in (0, 1)."""
        if visit == 0:
            block = self._blocks.get(report.block)
            if block is None:
                block = self._fill(report)
            return block[report.position & WITHIN]
        ordinal = int(self._chance.ordinals[report.stream][report.position])
        return draws.uniform(self._key(report.stream), self._chance.replication, ordinal, visit)

    def _fill(self, report: Report) -> array[float]:
        key, ordinals = self._key(report.stream), self._chance.beside(report)
        numbers = draws.uniforms(key, self._chance.replication, ordinals)
        block = self._blocks[report.block] = array("d", numbers.tobytes())
        return block


class Durations:
    """Durations in ticks of one purpose at one place, by the class of the report."""

    def __init__(self, chance: Chance, laws: tuple[Law, ...], purpose: str, *names: str) -> None:
        self._chance, self._laws, self._key = chance, laws, chance.keys(purpose, names)
        self._blocks: dict[int, array[int]] = {}

    def at(self, report: Report, visit: int) -> int:
        """The draw for a report."""
        if visit == 0:
            block = self._blocks.get(report.block)
            if block is None:
                block = self._fill(report)
            return block[report.position & WITHIN]
        ordinal = int(self._chance.ordinals[report.stream][report.position])
        return draws.draw_ticks(
            self._laws[report.klass], self._key(report.stream), self._chance.replication, ordinal, visit
        )

    def _fill(self, report: Report) -> array[int]:
        law, key, ordinals = self._laws[report.klass], self._key(report.stream), self._chance.beside(report)
        ticks = draws.draws_ticks(law, key, self._chance.replication, ordinals)
        block = self._blocks[report.block] = array("q", np.asarray(ticks, dtype=np.int64).tobytes())
        return block
