"""The queue of a station (semantics, section 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.people.worker import Worker
from stovepipe.network.details.rules import Discipline

# In names of their own: to look a member up in its enumeration takes ten times as long.
PRECEDENCE, LIFO, LTIOV = Discipline.PRECEDENCE, Discipline.LIFO, Discipline.LTIOV


Entry = tuple[int, int, int, Copy]  # the key, and who waits


class Queue:
    """Copies that wait, in the order of the discipline.

    Removal is lazy: what is removed is passed over when it comes up.
    """

    __slots__ = ("_discipline", "_heap", "peak", "waiting")

    def __init__(self, discipline: Discipline) -> None:
        self._discipline = discipline
        self._heap: list[Entry] = []
        self.waiting = 0
        self.peak = 0

    def join(self, copy: Copy, returned: bool) -> None:
        """Put a copy in its place. `copy.line` is its arrival number at this station."""
        discipline = self._discipline
        first, place = 0, copy.line
        if discipline is PRECEDENCE:
            first = copy.precedence
        elif discipline is LIFO:
            place = -copy.line
        elif discipline is LTIOV:
            first = copy.deadline
        copy.queued = True
        heappush(self._heap, (first, 0 if returned else 1, place, copy))
        self.waiting += 1
        if self.waiting > self.peak:
            self.peak = self.waiting

    def remove(self, copy: Copy) -> None:
        """Take a copy out, wherever it stands."""
        copy.queued = False
        self.waiting -= 1

    def first(self) -> Copy:
        """The first copy, which stays. There must be one."""
        while not self._heap[0][3].queued:
            heappop(self._heap)
        return self._heap[0][3]

    def first_for(self, worker: Worker) -> Copy | None:
        """The first copy that a person can take, which here is the first, and stays; None if none waits."""
        return self.first() if self.waiting else None

    def next(self) -> Copy:
        """Take the first copy. There must be one."""
        while True:
            copy = heappop(self._heap)[3]
            if copy.queued:
                self.remove(copy)
                return copy

    def urgent(self, least: int) -> list[Copy]:
        """The copies that wait and have at least this precedence, the most urgent first, as they arrived."""
        found = [copy for copy in self.all() if copy.precedence <= least]
        return sorted(found, key=lambda copy: (copy.precedence, copy.line))

    def first_of(self, worker: Worker) -> Copy | None:
        """Take the first copy that is for a person on call, if there is one."""
        least = worker.group.called_for
        if self.waiting and self.first().precedence <= least:
            return self.next()
        if not self.waiting or self._discipline is PRECEDENCE:
            return None
        found = [entry for entry in self._heap if entry[3].queued and entry[3].precedence <= least]
        if not found:
            return None
        entry = min(found, key=lambda each: each[:3])
        self._heap.remove(entry)
        heapify(self._heap)
        self.remove(entry[3])
        return entry[3]

    def all(self) -> list[Copy]:
        """All copies that wait, in no order."""
        return [entry[3] for entry in self._entries() if entry[3].queued]

    def rekey(self, apart: set[Copy]) -> list[Entry]:
        """Put all in order of the precedence they have now, and some apart: these, in the order of the queue.

        Those apart still count as waiting. Each is to be put `back` or taken out by `remove`.
        """
        entries = [entry for entry in self._heap if entry[3].queued]
        if self._discipline is PRECEDENCE:
            entries = [(copy.precedence, returned, place, copy) for _, returned, place, copy in entries]
        self._heap = [entry for entry in entries if entry[3] not in apart]
        heapify(self._heap)
        return sorted((entry for entry in entries if entry[3] in apart), key=lambda entry: entry[:3])

    def back(self, entry: Entry) -> None:
        """Put one that was apart back in its place."""
        heappush(self._heap, entry)

    def forget(self) -> None:
        """Keep no trace of those who were removed: they may wait elsewhere."""
        self._heap.clear()

    def in_order(self) -> list[Copy]:
        """All copies that wait, in the order of the queue."""
        entries = sorted(self._entries(), key=lambda entry: entry[:3])
        return [entry[3] for entry in entries if entry[3].queued]

    def _entries(self) -> Iterable[Entry]:
        """The entries of all copies that wait, and of some that do not any more, in no order."""
        return self._heap
