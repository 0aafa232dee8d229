"""The queue of a station whose posts take only some work (semantics, 3.15)."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import chain

from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.people.worker import Worker
from stovepipe.engines.simpy.stations.queues.queue import Entry, Queue
from stovepipe.engines.simpy.stations.queues.skills import Skills
from stovepipe.network.details.rules import Discipline

Part = tuple[int, int]  # the groups that can take a copy (mask), and its precedence


class SkilledQueue(Queue):
    """Copies that wait, in parts: those that the same groups can take and that have one precedence.

    Each part is in the order of the discipline, so that the first copy that somebody can take is the first of
    one of few parts, however many copies wait. Removal is lazy.
    """

    __slots__ = ("_parts", "_skills")

    def __init__(self, discipline: Discipline, skills: Skills) -> None:
        super().__init__(discipline)
        self._skills = skills
        self._parts: dict[Part, list[Entry]] = {}

    def join(self, copy: Copy, returned: bool) -> None:
        """Put a copy in its place. `copy.line` is its arrival number at this station."""
        super().join(copy, returned)
        self.back(self._heap.pop())

    def back(self, entry: Entry) -> None:
        """Put an entry in its place, by what its copy is now."""
        copy = entry[3]
        part = self._skills.groups(copy), copy.precedence
        heappush(self._parts.setdefault(part, []), entry)

    def first_for(self, worker: Worker) -> Copy | None:
        """The first copy that a person can take, which stays; None if there is none."""
        heap = self._heap_for(worker)
        return None if heap is None else heap[0][3]

    def next_for(self, worker: Worker) -> Copy | None:
        """Take the first copy that a person can take, if there is one."""
        return self._pop(self._heap_for(worker))

    def first_of(self, worker: Worker) -> Copy | None:
        """Take the first copy that is for a person on call, if there is one."""
        return self._pop(self._heap_for(worker, worker.group.called_for))

    def groups(self) -> int:
        """The groups that can take anything that waits (mask)."""
        found = 0
        for part, heap in self._parts.items():
            if part[0] & ~found and self._clean(heap):
                found |= part[0]
        return found

    def _heap_for(self, worker: Worker, least: int | None = None) -> list[Entry] | None:
        """The part whose first copy is the first that a person can take."""
        best = None
        for (groups, precedence), heap in self._parts.items():
            theirs = groups >> worker.group_rank & 1 and (least is None or precedence <= least)
            if theirs and self._clean(heap) and (best is None or heap[0][:3] < best[0][:3]):
                best = heap
        return best

    def _clean(self, heap: list[Entry]) -> bool:
        """Let go of those in front who do not wait any more; whether anybody is left."""
        while heap and not heap[0][3].queued:
            heappop(heap)
        return bool(heap)

    def _pop(self, heap: list[Entry] | None) -> Copy | None:
        if heap is None:
            return None
        copy = heappop(heap)[3]
        self.remove(copy)
        return copy

    def rekey(self, apart: set[Copy]) -> list[Entry]:
        """See `Queue.rekey`."""
        self._heap = list(chain.from_iterable(self._parts.values()))
        self._parts.clear()
        found = super().rekey(apart)
        for entry in self._heap:
            self.back(entry)
        self._heap.clear()
        return found

    def _entries(self) -> chain[Entry]:
        return chain.from_iterable(self._parts.values())

    def forget(self) -> None:
        """Keep no trace of those who were removed: they may wait elsewhere."""
        self._parts.clear()
