"""Who at a station could take a copy, in the order in which they do (semantics, 3.1, step 4)."""

from __future__ import annotations

from bisect import bisect_left, insort

from stovepipe.engines.simpy.people.worker import Worker


class Ready:
    """The people who are idle and whose desk is free, the one idle longest first; at a tie, the lower rank.

    An idle person whose desk another works at is not among them, and comes back to the old place when the
    desk is free. So nobody is looked at in vain but those whose duty ends at this very tick.
    """

    __slots__ = ("_order", "_proficient")

    def __init__(self, proficient: bool) -> None:
        self._proficient = proficient
        self._order: list[tuple[int, int, Worker]] = []

    def rest(self, worker: Worker, now: int) -> None:
        """The person is idle from now, behind those who are idle already."""
        worker.idle = True
        worker.idle_since = now
        if worker.desk.working == 0:
            self._enter(worker)

    def leave(self, worker: Worker) -> None:
        """The person is idle no more: starts work, or goes."""
        worker.idle = False
        if worker.desk.working == 0:
            self._remove(worker)

    def work(self, worker: Worker) -> None:
        """The person begins to work, and is idle no more; the others at the desk have to wait."""
        desk = worker.desk
        if worker.idle:
            worker.idle = False
            if desk.working == 0:
                self._remove(worker)
        if desk.shared:
            for other in desk.servers:
                if other.idle:
                    self._remove(other)
        desk.working += 1

    def desk_left(self, worker: Worker) -> None:
        """The person, who is not idle, works no more; the others at the desk may."""
        desk = worker.desk
        desk.working -= 1
        if desk.shared:
            for other in desk.servers:
                if other.idle:
                    self._enter(other)

    def first(self, now: int, groups: int | None = None) -> Worker | None:
        """Who of these groups (a mask; None: all) who takes a copy: the most proficient, if it counts."""
        best, most = None, -1.0
        for _, _, worker in self._order:
            if worker.present and now < worker.off and (groups is None or groups >> worker.group_rank & 1):
                if not self._proficient:
                    return worker
                proficiency = worker.proficiency(now)
                if proficiency > most:
                    best, most = worker, proficiency
                    if most >= 1.0:
                        break  # nobody is more
        return best

    def _enter(self, worker: Worker) -> None:
        insort(self._order, (worker.idle_since, worker.rank, worker))

    def _remove(self, worker: Worker) -> None:
        del self._order[bisect_left(self._order, (worker.idle_since, worker.rank, worker))]
