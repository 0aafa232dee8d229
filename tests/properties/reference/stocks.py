"""Stocks in the second simulator: every report that a system has, and when it came (semantics, 3.14)."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from stovepipe.network.draws.elementary import exp
from stovepipe.network.records import NONE
from tests.properties.reference.records import Copy

if TYPE_CHECKING:
    from tests.properties.reference.stations import Stations


@dataclass(frozen=True)
class Taken:
    """A row of the table of stocks."""

    system: int
    at: int
    taken: int
    amount: float


class Stocks:
    """What every system has, told by what went in: nothing is kept that the rows do not say."""

    def __init__(self, world: Stations) -> None:
        self.world = world
        self.rows: list[Taken] = []

    def amount(self, system: int, tick: int) -> float:
        """From the latest row, or the start."""
        stock, last = self.world.network.stocks[system], Taken(system, 0, 0, 0.0)
        amount = stock.at_start
        for row in self.rows:
            if row.system == system:
                last, amount = row, row.amount
        if stock.half_life:
            amount = amount * exp(-(float(tick - last.at) * 0.6931471805599453 / float(stock.half_life)))
        return amount

    def finish(self, copy: Copy, rank: int) -> None:
        """The reports of a copy are about to be marked as finished at a station."""
        stations, now = self.world.network.stations, self.world.now
        system = stations[rank].writes_system
        stock = None if system == NONE else self.world.network.stocks[system]
        if stock is None or now >= stock.closes:
            return
        writers = [number for number, station in enumerate(stations) if station.writes_system == system]
        done = {report for station, report in self.world.finished if station in writers}
        new = [part.report for part in copy.parts if part.report not in done]
        if new:
            self.rows.append(Taken(system, now, len(new), self.amount(system, now) + float(len(new))))

    def level(self, rank: int) -> float:
        """Of a station whose work rests on a stock."""
        station = self.world.network.stations[rank]
        if self.world.now >= station.rests_until:
            return 0.0
        return min(
            1.0,
            self.amount(station.rests_on, self.world.now) / self.world.network.stocks[station.rests_on].full,
        )

    def work(self, content: int, rank: int) -> int:
        system = self.world.network.stations[rank].rests_on
        if system == NONE:
            return content
        without = self.world.network.stocks[system].work
        return floor(content * (1.0 + (without - 1.0) * (1.0 - self.level(rank))) + 0.5)

    def misreading(self, probability: float, rank: int) -> float:
        system = self.world.network.stations[rank].rests_on
        if system == NONE:
            return probability
        without = self.world.network.stocks[system].misreading
        return min(1.0, probability * (1.0 + (without - 1.0) * (1.0 - self.level(rank))))
