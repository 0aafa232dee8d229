"""What information systems keep of the reports that have been finished on them (semantics, section 3.14)."""

from __future__ import annotations

from stovepipe.engines.simpy.books.recorder import Recorder
from stovepipe.engines.simpy.copies import Copy
from stovepipe.network.details.stocks import Stock, faded, lacking
from stovepipe.network.records import NONE, Network, Station


class Archive:
    """What one system keeps."""

    def __init__(self, spec: Stock, system: int, network: Network, recorder: Recorder) -> None:
        self.spec = spec
        self._system, self._recorder = system, recorder
        self._amount, self._since = spec.at_start, 0
        writers = (rank for rank, each in enumerate(network.stations) if each.writes_system == system)
        self._writers = sum(1 << rank for rank in writers)

    def level(self, now: int) -> float:
        """How much of a full stock there is."""
        return self.spec.level(self._at(now))

    def take(self, copy: Copy, now: int) -> None:
        """A station that writes here is about to mark the reports of a copy as finished."""
        if now >= self.spec.closes:
            return
        new = sum(not item.report.finished & self._writers for item in copy.carried)
        if new:
            self._amount, self._since = self._at(now) + new, now
            self._recorder.take_in(self._system, now, new, self._amount)

    def _at(self, now: int) -> float:
        return faded(self._amount, now - self._since, self.spec.half_life)


class Resting:
    """A stock as those see it whose work rests on it, until it is lost to them."""

    def __init__(self, stock: Archive, until: int) -> None:
        self._stock, self._until = stock, until
        self._work = stock.spec.work

    def level(self, now: int) -> float:
        """How much of a full stock they have."""
        return self._stock.level(now) if now < self._until else 0.0

    def work(self, content: int, level: float) -> int:
        """The ticks that work takes at a level, if with a full stock it takes so many."""
        return int(content * lacking(self._work, level) + 0.5)


class Stocks:
    """The stocks of all systems."""

    def __init__(self, network: Network, recorder: Recorder) -> None:
        self._of_system = [
            None if spec is None else Archive(spec, system, network, recorder)
            for system, spec in enumerate(network.stocks)
        ]

    def fed_by(self, station: Station) -> Archive | None:
        """The stock of the system that a station writes on; None where it keeps none."""
        return None if station.writes_system == NONE else self._of_system[station.writes_system]

    def under(self, station: Station) -> Resting | None:
        """What the work of a station rests on; None where it rests on nothing."""
        stock = None if station.rests_on == NONE else self._of_system[station.rests_on]
        return None if stock is None else Resting(stock, station.rests_until)
