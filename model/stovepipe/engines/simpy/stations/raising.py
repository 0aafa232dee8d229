"""Incidents raise the precedence of what is under way (semantics, 11)."""

from __future__ import annotations

from collections.abc import Iterable

from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network.records import Network


class Raising:
    """What one kind of incident raises, and to what.

    A raise looks at every copy that lives at that moment, once, and at nothing else.
    """

    def __init__(self, network: Network, incident: int) -> None:
        spec = network.incidents[incident]
        by_class = dict(spec.raises)
        self._younger_than = spec.raises_younger
        self._to = [  # by stream of reports, and by the class that they appear as
            by_class if spec.raises_at >> stream.source & 1 else {} for stream in network.streams
        ]

    def happen(self, stations: list[Station], elsewhere: Iterable[Copy], now: int) -> None:
        """One incident happens.

        Args:
            stations: the stations, by rank.
            elsewhere: the copies that are at no station; one that is worked through a station may be among
                them.
            now: the tick.
        """
        waiting, batched = [], []
        for station in stations:
            for worker in station.workers:
                for copy in (worker.copy, worker.held):
                    if copy is not None:
                        self._raise(copy, now)
            waiting.append({copy for copy in station.line.all() if self._raise(copy, now)})
            batched.append({copy for copy in station.outbox.copies() if self._raise(copy, now)})
        for copy in elsewhere:
            self._raise(copy, now)
        for station, raised in zip(stations, batched, strict=True):
            if raised:
                station.outbox.let_go(raised, now)
        for station, those in zip(stations, waiting, strict=True):
            for entry in station.line.rekey(those) if those else ():
                station.ask(entry, now)
            if those and station.calls is not None:
                station.calls.look()

    def _raise(self, copy: Copy, now: int) -> bool:
        """Raise what a copy carries; whether it is more urgent than before."""
        for item in copy.carried:
            report = item.report
            to = self._to[report.stream].get(report.klass)
            if to is not None and to < report.precedence and now - report.occurred < self._younger_than:
                report.precedence = to
        before = copy.precedence
        copy.precedence = min(item.report.precedence for item in copy.carried)
        return copy.precedence < before
