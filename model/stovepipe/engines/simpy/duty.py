"""Coming on duty and going off, contingents that change, stations that close (semantics, 3.7 and 3.9)."""

from __future__ import annotations

from stovepipe.engines.simpy.chance import Uniforms
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.people.worker import Spell, Worker
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network.details.rules import AtEnd, Ending
from stovepipe.network.records import HANDOVER, NEVER, PostGroup
from stovepipe.network.schedule import Change
from stovepipe.trajectory import VisitEnd


def join(station: Station, worker: Worker, spell: Spell, now: int) -> None:
    """A spell of duty begins.

    The person resumes what was suspended, goes on finishing, or is idle and takes the next copy.
    """
    if station.calls is not None:
        station.calls.end(worker, now)
    worker.spell, worker.off = spell, spell.off
    worker.present = not station.closed
    if station.closed or worker.copy is not None:
        return
    if worker.held is None:
        station.ready.rest(worker, now)
    station.begin(worker, now)
    _claim_desk(station, worker, now)


def _claim_desk(station: Station, worker: Worker, now: int) -> None:
    """What waits first for an idle person may interrupt whoever still works where that person is to sit."""
    if not (worker.idle and worker.desk.working and station.line.waiting):
        return
    first = station.line.first_for(worker)
    if first is None or first.precedence > station.spec.interrupts:
        return
    for other in worker.desk.servers:
        if other.copy is not None and first.precedence < other.copy.precedence:
            station.put_back(station.stop(other, now), now)
            if other.call is None and other.on_duty(now):
                station.ready.rest(other, now)
            station.take_next(worker, now)
            station.dispatch(now)
            return


def leave(station: Station, worker: Worker, ending: Ending, now: int) -> None:
    """A spell of duty ends: an idle person goes; a busy one follows the rule of the post."""
    station.go(worker)
    rule = rule_at(ending, worker)
    if rule is AtEnd.FINISH and worker.copy is not None:
        return
    if rule is AtEnd.SUSPEND:
        if worker.copy is not None:
            worker.held = station.stop(worker, now)
            station.free_desk(worker, now)
        return
    copy = _handed_over(station, worker, now)
    if copy is None:
        return
    if ending is Ending.TOUR and _lost_at_handover(station, worker.group, copy):
        station.lose(copy, HANDOVER, VisitEnd.HANDOVER, now)
    else:
        if ending is Ending.TOUR:
            copy.content = int(min(copy.content * worker.group.growth + 0.5, float(NEVER)))
        station.put_back(copy, now)
    station.free_desk(worker, now)
    station.dispatch(now)


def _handed_over(station: Station, worker: Worker, now: int) -> Copy | None:
    """What the person has, in hand or suspended, and has no more from now on."""
    if worker.copy is not None:
        return station.stop(worker, now)
    copy, worker.held = worker.held, None
    if copy is not None:
        copy.suspended += now - copy.since
        copy.since = now
    return copy


def rule_at(ending: Ending, worker: Worker) -> AtEnd:
    """What becomes of the copy in hand."""
    if ending is Ending.TOUR:
        return worker.group.tour_rule
    if ending is Ending.LEAVE and worker.shift.at_end is AtEnd.SUSPEND:
        return AtEnd.HAND_OVER
    return worker.shift.at_end


def _lost_at_handover(station: Station, group: PostGroup, copy: Copy) -> bool:
    earlier = copy.lead.begin(-1 - station.rank)
    return group.loss > 0.0 and station.handover.at(copy.lead, earlier) < group.loss


def change(station: Station, event: Change, draws: Uniforms, now: int) -> None:
    """A whole contingent changes: each copy in the queue may be lost."""
    loss = station.spec.groups[event.group].queue_loss
    if loss <= 0.0:
        return
    for copy in station.line.in_order():
        if draws.at(copy.lead, event.number) < loss:
            station.remove(copy, now)
            station.lose(copy, HANDOVER, VisitEnd.HANDOVER, now)


def close(station: Station, now: int) -> None:
    """The station's work stops for good: what it holds goes to the successor, or is stranded."""
    station.closed = True
    held: list[Copy] = []
    for copy in station.line.in_order():
        station.remove(copy, now)
        held.append(copy)
    station.line.forget()
    for worker in station.workers:
        if worker.copy is not None:
            held.append(station.stop(worker, now))
        if worker.held is not None:
            worker.held.suspended += now - worker.held.since
            held.append(worker.held)
            worker.held = None
        if station.calls is not None:
            station.calls.end(worker, now)
        station.go(worker)
    end = VisitEnd.STRANDED if station.successor is None else VisitEnd.TRANSFERRED
    for copy in held:
        station.end_visit(copy, end, now)
    for copy in (*held, *station.outbox.close(now, transferred=station.successor is not None)):
        station.turn_away(copy, now)
