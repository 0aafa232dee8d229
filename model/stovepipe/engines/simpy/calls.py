"""People on call: who is called out of hours, comes, and leaves again (semantics, 3.12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.engines.simpy.people.worker import Call, Spell, Worker, spells
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network import draws
from stovepipe.network.details.rules import Ending
from stovepipe.network.draws import Law
from stovepipe.network.schedule import Duty

CALL, COME, LEAVE = MomentKind.CALL, MomentKind.COME, MomentKind.LEAVE
Leave = Callable[[Station, Worker, Ending, int], None]


class Candidate:
    """One server of a group that is called: when its person is present, and how long it takes to come."""

    def __init__(self, common: Common, station: Station, worker: Worker, presence: Duty, law: Law) -> None:
        names = station.spec.name, worker.group.name, worker.shift.name
        self.worker = worker
        self._key = draws.key(common.chance.seed, "on call", *names)
        self._replication, self._law, self._post = common.chance.replication, law, worker.post
        self._pieces = spells(presence)
        self._piece = next(self._pieces, None)
        self._calls = 0

    def present(self, now: int) -> Spell | None:
        """The spell of presence that covers this tick. Ticks are asked for in order."""
        while self._piece is not None and self._piece.off <= now:
            self._piece = next(self._pieces, None)
        return self._piece if self._piece is not None and self._piece.on <= now else None

    def delay(self) -> int:
        """The ticks until the person comes who is called now."""
        number = self._calls
        self._calls += 1
        return draws.draw_ticks(self._law, self._key, self._replication, self._post, number)


class Reserve:
    """The people of one station who may be called."""

    def __init__(
        self, common: Common, station: Station, presence: Sequence[Duty | None], leave: Leave
    ) -> None:
        self._env, self._recorder = common.env, common.recorder
        self._station, self._leave = station, leave
        self._people = [
            Candidate(common, station, worker, when, law)
            for worker in station.workers
            for when, law in [(presence[worker.rank], worker.group.called_within)]
            if when is not None and law is not None
        ]
        self._widest = max((person.worker.group.called_for for person in self._people), default=-1)
        self._due = False  # whether a CALL is, at this tick

    # --- calling -----------------------------------------------------

    def concerns(self, copy: Copy) -> bool:
        """Whether anybody could be called for a copy."""
        if copy.precedence > self._widest or self._station.skills is None:
            return copy.precedence <= self._widest
        return any(self._is_for(copy, person.worker) for person in self._people)

    def _is_for(self, copy: Copy, worker: Worker) -> bool:
        """Whether a person is called for such a copy."""
        skills = self._station.skills
        can = skills is None or skills.groups(copy) >> worker.group_rank & 1
        return bool(can) and copy.precedence <= worker.group.called_for

    def look(self) -> None:
        """The station is to look whom it needs, before anything else but what comes earlier at this tick."""
        if not self._due and not self._station.closed:
            self._due = True
            Moment(self._env, 0, order(CALL, self._station.rank), self._call)

    def _call(self, moment: Moment) -> None:
        self._due = False
        if self._station.closed:
            return
        now = self._env.now
        workers = (person.worker for person in self._people)
        on_call = [worker for worker in workers if worker.call is not None and worker.copy is None]
        on_call.sort(key=lambda worker: worker.group.called_for)
        for copy in self._station.line.urgent(self._widest):
            worker = next((worker for worker in on_call if self._is_for(copy, worker)), None)
            if worker is None:
                self._call_one(copy, now)
            else:
                on_call.remove(worker)

    def _call_one(self, copy: Copy, now: int) -> None:
        for person in self._people:
            worker = person.worker
            if self._is_for(copy, worker) and worker.desk.deserted():
                piece = person.present(now)
                if piece is not None:
                    self._fetch(person, piece, now)
                    return

    def _fetch(self, person: Candidate, piece: Spell, now: int) -> None:
        worker, delay = person.worker, person.delay()
        row = self._recorder.call(worker.rank, piece.tour, now)
        worker.call = Call(row, worker, piece)
        if piece.off <= now + delay:
            due = order(LEAVE, self._station.rank, worker.rank)
            Moment(self._env, piece.off - now, due, self._never_comes, worker.call)
        else:
            Moment(self._env, delay, order(COME, self._station.rank, worker.rank), self._come, worker.call)

    def _never_comes(self, moment: Moment) -> None:
        """The presence of a person who was called ends before that person comes."""
        call: Call = moment.subject
        if call.worker.call is call:
            self.end(call.worker, self._env.now)
            self.look()

    # --- there -------------------------------------------------------

    def _come(self, moment: Moment) -> None:
        call: Call = moment.subject
        worker, now = call.worker, self._env.now
        if worker.call is not call:
            return
        self._recorder.come(call.row, now)
        worker.spell, worker.off, worker.present = call.piece, call.piece.off, True
        if worker.off < self._station.horizon:
            due = order(LEAVE, self._station.rank, worker.rank)
            Moment(self._env, worker.off - now, due, self._goes, call)
        held = worker.held
        if held is not None and not self._is_for(held, worker):
            worker.held = None
            held.suspended += now - held.since
            self._station.put_back(held, now)
        self.begin(worker, now)
        self._station.dispatch(now)

    def begin(self, worker: Worker, now: int) -> None:
        """If the desk is free, the person resumes what was suspended, takes the next copy, or leaves."""
        station = self._station
        if not worker.available(now):
            return
        if worker.held is not None:
            station.resume(worker, now)
            return
        while worker.available(now):
            copy = station.line.first_of(worker)
            if copy is None:
                self.end(worker, now)
                station.go(worker)
                return
            station.take(worker, copy, now)

    def _goes(self, moment: Moment) -> None:
        """The person who is there on call goes on leave, or home."""
        call: Call = moment.subject
        worker, now = call.worker, self._env.now
        if worker.call is call:
            self.end(worker, now)
            self._leave(self._station, worker, call.piece.ending, now)

    def end(self, worker: Worker, now: int) -> None:
        """The call of this person, if there is one, is over."""
        if worker.call is not None:
            self._recorder.end_call(worker.call.row, now)
            worker.call = None
