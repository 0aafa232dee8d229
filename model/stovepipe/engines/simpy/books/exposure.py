"""What comes to those who are not cleared for it, and sources that fall silent (semantics, 3.10)."""

from __future__ import annotations

from stovepipe.engines.simpy.books.recorder import Recorder
from stovepipe.engines.simpy.chance import Chance
from stovepipe.engines.simpy.copies import Copy, Report
from stovepipe.network import draws
from stovepipe.network.records import NONE, Network


class Exposure:
    """Which reports were exposed where, and until when sources are silent."""

    def __init__(self, network: Network, chance: Chance, recorder: Recorder) -> None:
        self._network, self._chance, self._recorder = network, chance, recorder
        self._exposed: set[tuple[int, int]] = set()  # report, station
        self._silent_until = [0] * len(network.sources)

    def restricts(self, station: int) -> bool:
        """Whether anything could be exposed at a station."""
        cleared = self._network.stations[station].cleared
        return cleared != NONE and cleared + 1 < len(self._network.markings)

    def arrives(self, copy: Copy, station: int, now: int) -> None:
        """A copy arrives at a station that is not cleared for everything."""
        cleared = self._network.stations[station].cleared
        if copy.traits.marking <= cleared:
            return
        for item in copy.carried:
            report = item.report
            if report.traits.marking > cleared and (report.rank, station) not in self._exposed:
                self._exposed.add((report.rank, station))
                self._recorder.expose(report.rank, station, now, self._silence(report, station, now))

    def silences(self, source: int, now: int) -> bool:
        """Whether a source is silent."""
        return now < self._silent_until[source]

    def _silence(self, report: Report, station: int, now: int) -> int:
        """Until when the source is silent because of this; -1 if it is not."""
        rank = self._network.streams[report.stream].source
        source = self._network.sources[rank]
        if source.silence is None:
            return -1
        names = self._network.stations[station].name, *self._chance.streams[report.stream]
        seed, replication = self._chance.seed, self._chance.replication
        ordinal = int(self._chance.ordinals[report.stream][report.position])
        if draws.uniform(draws.key(seed, "exposure", *names), replication, ordinal) >= source.silenced:
            return -1
        key = draws.key(seed, "silence", *names)
        until = now + draws.draw_ticks(source.silence, key, replication, ordinal)
        self._silent_until[rank] = max(self._silent_until[rank], until)
        return until
