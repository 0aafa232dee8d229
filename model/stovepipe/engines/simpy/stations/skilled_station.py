"""Stations whose posts take only some of the work (semantics, section 3.15)."""

from __future__ import annotations

from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.people.worker import Worker
from stovepipe.engines.simpy.stations.queues.queue import Entry
from stovepipe.engines.simpy.stations.queues.skilled_queue import SkilledQueue
from stovepipe.engines.simpy.stations.queues.skills import Skills, skilled
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network.records import NONE, OVERFLOW
from stovepipe.trajectory import VisitEnd


class SkilledStation(Station):
    """A station at which somebody cannot take every copy."""

    __slots__ = ("_parts", "_who")

    def __init__(self, common: Common, rank: int) -> None:
        super().__init__(common, rank)
        self._who = self.skills = Skills(self.spec)
        self.line = self._parts = SkilledQueue(self.spec.discipline, self._who)

    def _admit(self, copy: Copy, limit: int, now: int) -> None:
        copy.line = self._arrivals
        self._arrivals += 1
        worker = self.ready.first(now, self._who.groups(copy))
        if worker is not None:
            self._start(worker, copy, now)
        elif copy.precedence <= self.spec.interrupts and (worker := self._interrupted_for(copy, now)):
            self._start(worker, copy, now)
            self.dispatch(now)
        elif limit != NONE and self.line.waiting >= limit:
            self.lose(copy, OVERFLOW, VisitEnd.OVERFLOW, now)
        else:
            self._wait(copy, now, returned=False)

    def _interrupted_for(self, copy: Copy, now: int) -> Worker | None:
        groups = self._who.groups(copy)
        return self._interrupt(copy, [each for each in self.workers if groups >> each.group_rank & 1], now)

    def ask(self, entry: Entry, now: int) -> None:
        """A copy that was raised while it waited, and is apart from the queue, may find somebody now (11)."""
        copy = entry[3]
        worker = self.ready.first(now, self._who.groups(copy))
        if worker is None:
            super().ask(entry, now)
            self.dispatch(now)
        else:
            self.line.remove(copy)
            self.take(worker, copy, now)

    def take_next(self, worker: Worker, now: int) -> None:
        """If available, the person takes the first copy of the queue that he or she can take."""
        while worker.available(now):
            copy = self._parts.next_for(worker)
            if copy is None:
                return
            self.take(worker, copy, now)

    def dispatch(self, now: int) -> None:
        """Whoever is available takes what waits and he or she can take."""
        while self.line.waiting:
            worker = self.ready.first(now, self._parts.groups())
            if worker is None:
                return
            self.take_next(worker, now)


def station_at(common: Common, rank: int) -> Station:
    """The station of a rank, at work."""
    kind = SkilledStation if skilled(common.network.stations[rank]) else Station
    return kind(common, rank)
