"""Stations: queue, service, finishing and sharing. The methods are the verbs of the semantics, section 3."""

from __future__ import annotations

from stovepipe.engines.invariants import InvariantError
from stovepipe.engines.simpy.books.ledger import DUPLICATE
from stovepipe.engines.simpy.chance import Uniforms
from stovepipe.engines.simpy.channels.channel import Channel
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Moment
from stovepipe.engines.simpy.people.called import CallsPeople
from stovepipe.engines.simpy.people.ready import Ready
from stovepipe.engines.simpy.people.worker import Worker, least_urgent
from stovepipe.engines.simpy.stations.queues.queue import Entry, Queue
from stovepipe.engines.simpy.stations.queues.skills import Skills
from stovepipe.engines.simpy.stations.queues.waits import WaitLimits
from stovepipe.engines.simpy.stations.sending.asking import asking_at
from stovepipe.engines.simpy.stations.sending.sharing import Outbox
from stovepipe.engines.simpy.stations.work.content import Content
from stovepipe.engines.simpy.stations.work.duplicates import Duplicates
from stovepipe.engines.simpy.stations.work.reading_errors import ReadingErrors
from stovepipe.engines.simpy.stations.work.sorting import sorting_at
from stovepipe.engines.simpy.stations.work.worth import Judges
from stovepipe.network.details.rules import Assign
from stovepipe.network.records import EXPIRED, NONE, OVERFLOW, STRANDED
from stovepipe.network.ways.consumers import read_at
from stovepipe.trajectory import VisitEnd

# In names of their own: to look a member up in its enumeration takes ten times as long.
FINISHED, REWORK, PRESENT = VisitEnd.FINISHED, VisitEnd.REWORK, VisitEnd.PRESENT
GONE, FULL = VisitEnd.EXPIRED, VisitEnd.OVERFLOW
KNOWN, PASSED_ON = VisitEnd.DUPLICATE, VisitEnd.PASSED_ON


class Station:
    """A place where people work on reports, at work."""

    # More than Python finds fast in the dictionary of an object.
    __slots__ = (
        "_arrivals", "_asking", "_channels", "_consumer", "_content", "_duplicates", "_env", "_errors",
        "_exposure", "_guidance", "_heeds", "_judges", "_known", "_ledger", "_once", "_passes_on",
        "_recorder", "_rests", "_sorting", "_stations", "_stock", "_vouches", "bit", "calls", "closed",
        "guided", "handover", "horizon", "limits", "line", "outbox", "rank", "reach", "ready", "served",
        "skills", "spec", "successor", "waited", "workers",
    )  # fmt: skip

    def __init__(self, common: Common, rank: int) -> None:
        network, chance = common.network, common.chance
        spec = network.stations[rank]
        self.spec = spec
        self.rank = rank
        self.bit = 1 << rank
        self.workers: list[Worker] = []
        self.line = Queue(spec.discipline)
        self.outbox = Outbox(common, spec, rank)
        self.closed = False
        self.calls: CallsPeople | None = None  # where people may be called
        self.skills: Skills | None = None  # where posts take only some work
        self.successor: Station | None = None
        # Integrals over time of the copies that wait and that are worked on: minus the tick where one comes,
        # plus the tick where it goes.
        self.waited = self.served = 0
        self.ready = Ready(spec.assign is Assign.MOST_PROFICIENT)
        self._arrivals = 0
        self.horizon = network.horizon
        self._stations: list[Station] = []
        self._channels: list[Channel] = []
        self._duplicates = Duplicates(network, rank)
        self._known, self._vouches = self._duplicates.known, self._duplicates.vouches
        self._passes_on = self._duplicates.passes_on
        self._judges: Judges | None = None  # where rapport moves with what comes
        self._heeds = False  # whether more becomes known by what is finished than that it is
        self.reach = network.reach_station[rank]
        self._consumer = any(rank in read_at(network, consumer) for consumer in network.consumers)
        # By class, the tick at which a report that guides a source here was finished last.
        self.guided: dict[int, int] = {}
        self._guidance = 0
        for source in network.sources:
            if any(door.station == rank for door in source.doors):
                self._guidance |= source.guided_by
        misreads = spec.misread_fresh > 0.0 or spec.misread_settled > 0.0
        self._errors = ReadingErrors(common, spec) if misreads else None
        self._sorting = sorting_at(common, spec, rank)
        self._stock, self._rests = common.stocks.fed_by(spec), common.stocks.under(spec)
        self._exposure = common.exposure if common.exposure.restricts(rank) else None
        self._env, self._ledger, self._recorder = common.env, common.ledger, common.recorder
        limited = spec.purges or spec.patience is not None
        self.limits = WaitLimits(common, spec, rank, self._gives_up, self._limits_at) if limited else None
        self._content = Content(common, rank, self.outbox.heard, self._duplicates, self._rests)
        self._once = self._content.only_once
        self.handover = Uniforms(chance, "handover", spec.name)
        self._asking = asking_at(common, rank)

    def connect(self, stations: list[Station], channels: list[Channel], workers: list[Worker]) -> None:
        """Find the outgoing channels, the successor and the people."""
        self._stations, self._channels = stations, channels
        self.outbox.connect(channels)
        if self._asking is not None:
            self._asking.connect(stations, self.outbox.share)
        trusts = [c.trust for c in channels if c.trust is not None and c.spec.recipient == self.rank]
        self._judges = Judges(trusts, self._duplicates) if trusts else None
        self._heeds = bool(trusts or self._vouches or self._stock is not None)
        self.workers = [workers[rank] for rank in self.spec.servers]
        if self.spec.transfer_to != NONE:
            self.successor = stations[self.spec.transfer_to]

    # --- arriving ----------------------------------------------------

    def arrive(self, copy: Copy, now: int) -> None:
        """A copy arrives, to be worked on or, if it is on its way along a channel, worked through (3.1)."""
        if self.closed:
            self.turn_away(copy, now)
            return
        copy.where = self.rank
        copy.content = -1
        self._recorder.begin_visit(copy, now)
        if self._exposure is not None:
            self._exposure.arrives(copy, self.rank, now)
        if copy.lead.finished & self._known and self._duplicates.knows(copy):
            self._pass_over(copy, now)
        elif copy.deadline <= now and self.spec.purges:
            self.lose(copy, EXPIRED, GONE, now)
        else:
            self._admit(copy, self.spec.queue_limit, now)

    def turn_away(self, copy: Copy, now: int) -> None:
        """The station has closed: the copy goes to the successor, or is stranded (3.9)."""
        copy.where = self.rank
        if self.successor is None:
            self._end(copy, STRANDED, now)
            return
        if copy.through < 0:
            self._ledger.move(copy, self.successor.reach, self.successor.rank, STRANDED, now)
        self.successor.arrive(copy, now)

    def _admit(self, copy: Copy, limit: int, now: int) -> None:
        copy.line = self._arrivals
        self._arrivals += 1
        worker = self.ready.first(now)
        if worker is None and copy.precedence <= self.spec.interrupts:  # NONE is below every precedence
            worker = self._interrupted_for(copy, now)
        if worker is not None:
            self._start(worker, copy, now)
        elif limit != NONE and self.line.waiting >= limit:
            self.lose(copy, OVERFLOW, FULL, now)
        else:
            self._wait(copy, now, returned=False)

    def _interrupted_for(self, copy: Copy, now: int) -> Worker | None:
        """Interrupt the least urgent work for a copy that may do so; the person who is now free for it."""
        return self._interrupt(copy, self.workers, now)

    def _interrupt(self, copy: Copy, workers: list[Worker], now: int) -> Worker | None:
        worker = least_urgent(workers, copy, now)
        if worker is None:
            return None
        takes = worker.desk.has_for(worker, now)
        self.put_back(self.stop(worker, now), now)
        return takes

    def ask(self, entry: Entry, now: int) -> None:
        """A copy that was raised while it waited, and is apart from the queue, may interrupt work (11)."""
        copy = entry[3]
        known = copy.lead.finished & self._known and self._duplicates.knows(copy)
        worker = None
        if copy.precedence <= self.spec.interrupts and not known:
            self.line.waiting -= 1
            worker = self._interrupted_for(copy, now)
            self.line.waiting += 1
        if worker is None:
            self.line.back(entry)
        else:
            self.remove(copy, now)
            self._start(worker, copy, now)

    # --- waiting -----------------------------------------------------

    def put_back(self, copy: Copy, now: int) -> None:
        """A copy returns from a person to the head of the queue."""
        self._wait(copy, now, returned=True)

    def _wait(self, copy: Copy, now: int, *, returned: bool) -> None:
        copy.since = now
        if copy.deadline <= now and self.spec.purges:
            self.lose(copy, EXPIRED, GONE, now)
            return
        self.waited -= now
        self.line.join(copy, returned)
        if self.calls is not None and self.calls.concerns(copy):
            self.calls.look()
        if self.limits is not None:
            self.limits.begin(copy, now, returned=returned)

    def _limits_at(self, station: int) -> WaitLimits | None:
        return self._stations[station].limits

    def _gives_up(self, copy: Copy, cause: int, end: VisitEnd, now: int) -> None:
        """The copy has waited too long."""
        self.remove(copy, now)
        self.lose(copy, cause, end, now)

    def remove(self, copy: Copy, now: int) -> None:
        """Take a copy out of the queue; its wait is over."""
        self.line.remove(copy)
        self.waited += now
        copy.waiting += now - copy.since

    def take_next(self, worker: Worker, now: int) -> None:
        """If available, the person takes the first copy of the queue that is worth it."""
        while self.line.waiting and worker.available(now):
            self.take(worker, self.line.next(), now)

    def take(self, worker: Worker, copy: Copy, now: int) -> None:
        """The person takes a copy that has just left the queue, if it is worth it."""
        self.waited += now
        copy.waiting += now - copy.since
        if copy.lead.finished & self._known and self._duplicates.knows(copy):
            self._pass_over(copy, now)
        else:
            self._start(worker, copy, now)

    def dispatch(self, now: int) -> None:
        """Whoever is available takes what waits."""
        while self.line.waiting:
            worker = self.ready.first(now)
            if worker is None:
                return
            self.take_next(worker, now)

    def begin(self, worker: Worker, now: int) -> None:
        """If available, the person resumes what was suspended, or takes the next copy."""
        if worker.call is not None and self.calls is not None:
            self.calls.begin(worker, now)
        elif worker.held is None:
            self.take_next(worker, now)
        elif worker.available(now):
            self.resume(worker, now)

    def resume(self, worker: Worker, now: int) -> None:
        """The person goes on with the suspended copy."""
        copy, worker.held = worker.held, None
        if copy is not None:
            copy.suspended += now - copy.since
            self._start(worker, copy, now)

    # --- service -----------------------------------------------------

    def _start(self, worker: Worker, copy: Copy, now: int) -> None:
        spell = worker.spell
        if self._rests is not None:
            worker.level = self._rests.level(now)
        if spell is None or worker.copy is not None or now >= worker.off:
            raise InvariantError(f"server {worker.rank} starts while busy or off duty", self.spec.name, now)
        if copy.content < 0:
            copy.started = now
            copy.visit = copy.lead.begin(self.rank)
            if self._once is not None:
                copy.content = self._once.at(copy.lead, copy.visit)
            else:
                copy.content = self._content.of(copy, worker.level)
            if self.spec.remit:
                copy.duplicated = self._duplicates.repeated(copy)
        self.ready.work(worker)
        worker.copy = copy
        worker.stretch = spell
        worker.began = copy.since = now
        self.served -= now
        duration = copy.content
        if spell.settled:
            worker.p = 1.0
        else:
            worker.p = spell.proficiency(now)
            duration = int(duration / worker.p + 0.5)
        worker.finish = Moment(self._env, duration, worker.finish_order, self._finish, worker)

    def stop(self, worker: Worker, now: int) -> Copy:
        """The person puts down the copy in hand, with what remains of it (3.4)."""
        copy = self._put_down(worker, now)
        self.ready.desk_left(worker)
        done = int((now - worker.began) * worker.p + 0.5)
        copy.content = max(0, copy.content - done)
        return copy

    def _put_down(self, worker: Worker, now: int) -> Copy:
        copy, stretch = worker.copy, worker.stretch
        if copy is None or stretch is None:
            raise InvariantError(f"server {worker.rank} has no copy to put down", self.spec.name, now)
        self.served += now
        self._recorder.serve(copy.row, worker.rank, stretch.tour, worker.began, now)
        copy.work += now - copy.since
        copy.since = now
        worker.copy = worker.finish = None
        return copy

    def go(self, worker: Worker) -> None:
        """The person leaves and is not idle any more."""
        worker.present = False
        if worker.idle:
            self.ready.leave(worker)
        if self.calls is not None and self.line.waiting:
            self.calls.look()

    def _finish(self, moment: Moment) -> None:
        worker: Worker = moment.subject
        if worker.finish is not moment:
            return  # stopped early: this moment was superseded
        now = self._env.now
        copy = self._put_down(worker, now)
        if copy.through >= 0:
            self._finish_through(copy, now)
        elif self._errors is not None and self._errors.caught(worker, copy):
            self._rework(copy, now)
        else:
            self._finish_with(copy, now)
        self._free(worker, now)

    def _free(self, worker: Worker, now: int) -> None:
        """A person has nothing in hand any more, and takes the next copy or leaves.

        So may another at the same desk.
        """
        self.ready.desk_left(worker)
        if worker.call is not None:
            self.begin(worker, now)
        elif worker.on_duty(now):
            if self._passes_on:
                self.ready.rest(worker, now)  # what is passed on may lead back to here, and to this person
            if self.line.waiting:
                self.take_next(worker, now)
                if worker.copy is not None:
                    return
            if not worker.idle:
                self.ready.rest(worker, now)
        else:
            self.go(worker)
        if worker.copy is None and worker.desk.shared:
            self.free_desk(worker, now)

    def free_desk(self, worker: Worker, now: int) -> None:
        """The person's desk is free: another who shares it may begin."""
        for other in worker.desk.servers:
            self.begin(other, now)

    # --- finishing ---------------------------------------------------

    def _rework(self, copy: Copy, now: int) -> None:
        self._recorder.end_visit(copy, now, REWORK)
        copy.content = -1
        self._recorder.begin_visit(copy, now)
        self._admit(copy, NONE, now)

    def _finish_through(self, copy: Copy, now: int) -> None:
        self._recorder.end_visit(copy, now, FINISHED)
        self._heed(copy, now)
        for item in copy.carried:
            item.report.finished |= self.bit
        self._go_on(copy, now)

    def _heed(self, copy: Copy, now: int) -> None:
        """What becomes known by a copy before its reports are marked as finished here."""
        if self._judges is not None and copy.through < 0:
            self._judges.judge(copy, now)
        if self._vouches:
            self._duplicates.vouch(copy)
        if self._stock is not None:
            self._stock.take(copy, now)

    def _go_on(self, copy: Copy, now: int) -> None:
        copy.lineage |= self.bit
        if self.outbox.writes:
            self.outbox.write(copy)
        self._channels[copy.through].resume(copy, now)

    def _finish_with(self, copy: Copy, now: int, end: VisitEnd = FINISHED) -> None:
        self._recorder.end_visit(copy, now, end)
        if self._heeds:
            self._heed(copy, now)
        bit = self.bit
        for item in copy.carried:
            item.report.finished |= bit
        copy.lineage |= bit
        if self._consumer:
            self._ledger.deliver(copy, self.rank, now)
        if self._guidance and copy.traits.classes & self._guidance:
            self.guided.update((item.report.klass, now) for item in copy.carried)
        if self._asking is not None and self._asking.settle(copy, now):
            return
        if self._sorting is not None:
            self._sorting.sort(copy, now)
        if self.outbox.writes:
            self.outbox.write(copy)
        self.outbox.send(copy, now)

    # --- ending ------------------------------------------------------

    def _pass_over(self, copy: Copy, now: int) -> None:
        """What the copy brings has been done.

        What twins have done is taken over, if that is the rule. Else it is dropped, or goes on at once if it
        came to be worked through.
        """
        duplicates = self._duplicates
        if duplicates.takes_over(copy):
            if copy.content < 0:
                copy.visit = copy.lead.begin(self.rank)
            copy.carried = duplicates.taken_over(copy)
            self._finish_with(copy, now, PASSED_ON)
            return
        self._recorder.end_visit(copy, now, KNOWN)
        if copy.through >= 0:
            self._go_on(copy, now)
        else:
            if self._judges is not None:
                self._judges.judge(copy, now)
            self._ledger.end(copy, DUPLICATE, now, duplicates.finishers(copy))

    def lose(self, copy: Copy, cause: int, end: VisitEnd, now: int) -> None:
        """The copy ends here, with a cause of loss."""
        self._recorder.end_visit(copy, now, end)
        if self._judges is not None:
            self._judges.forget(copy)
        self._end(copy, cause, now)

    def _end(self, copy: Copy, cause: int, now: int) -> None:
        if copy.through >= 0:
            self._channels[copy.through].end(copy, now)
        self._ledger.end(copy, cause, now)

    def end_visit(self, copy: Copy, end: VisitEnd, now: int) -> None:
        """The copy leaves this station."""
        self._recorder.end_visit(copy, now, end)

    def close_books(self, horizon: int) -> None:
        """Write down what is still here at the horizon."""
        for worker in self.workers:
            if worker.copy is not None:
                copy = self._put_down(worker, horizon)
                self._recorder.end_visit(copy, horizon, PRESENT)
            if worker.held is not None:
                worker.held.suspended += horizon - worker.held.since
                self._recorder.end_visit(worker.held, horizon, PRESENT)
        for copy in self.line.in_order():
            self.remove(copy, horizon)
            self._recorder.end_visit(copy, horizon, PRESENT)
