"""The life of one report in readable lines, as a table, and for other programs."""

from __future__ import annotations

from stovepipe.measures.life.crossing import Met
from stovepipe.measures.life.events import Event, EventKind
from stovepipe.presentation.shared.written_times import length
from stovepipe.text import counted

_STOPPED = {
    "interrupted": "something more urgent; back to the queue",
    "shift ended": "the shift ends; back to the queue",
    "shift ended, kept": "the shift ends; kept until this person is back",
    "tour ended": "the tour ends; handed over",
    "leave began": "the person goes on leave; back to the queue",
    "station closed": "the station closes",
}


def _purpose(event: Event) -> str:
    return f", to be worked through for {event.about}" if event.about else ""


def _others(event: Event) -> str:
    if not event.others:
        return ""
    return f" with {counted(event.others, 'other')}"


def _waited(event: Event) -> str:
    spent = [f"waiting {length(event.waited)}"] if event.waited else []
    spent += [f"lying {length(event.suspended)}"] if event.suspended else []
    return f" after {' and '.join(spent)}" if spent else ""


def _answer(met: Met) -> str:
    """What a hurdle said."""
    if met.cause:
        return "stopped"
    return "through" if met.through else "delayed" if met.delay else "passed"


def _hurdle(met: Met) -> str:
    odds = f" ({100 * met.probability:.3g} %)" if met.probability > 0.0 else ""
    named = f"{met.hurdle}{odds}"
    if met.cause:
        return f"{named}: stopped, {met.cause}"
    parts = [f"delayed by {length(met.delay)}"] if met.delay else []
    parts += [f"through {met.through}"] if met.through else []
    return f"{named}: {', then '.join(parts) or 'passed'}"


def _what(event: Event) -> str:  # one line for each kind of event
    lasted = length(event.lasted or 0)
    match event.kind:
        case EventKind.OCCURRED:
            late = {"unreported": ", but is never reported", "late": f", written down {lasted} later"}
            return f"occurs at {event.about}{late.get(event.why, '')}"
        case EventKind.BEGAN:
            return f"work begins{_waited(event) or ' at once'}"
        case EventKind.STOPPED_WORK:
            return f"work stops after {lasted}: {_STOPPED[event.why]}"
        case EventKind.FINISHED:
            return f"finished after {lasted} of work"
        case EventKind.REWORK:
            return f"misread, and caught in review after {lasted} of work: worked again"
        case EventKind.EXPIRED:
            return f"expires{_waited(event)}"
        case EventKind.OVERFLOW:
            return "turned away: the queue is full"
        case EventKind.DUPLICATE if event.about:
            return f"has been done before{_waited(event)}: goes on at once"
        case EventKind.DUPLICATE:
            return f"has been done before{_waited(event)}: dropped"
        case EventKind.HANDOVER:
            return f"lost at the change-over{_waited(event)}"
        case EventKind.STRANDED:
            return "stranded: the station closes"
        case EventKind.TRANSFERRED:
            return "the station closes: transferred to its successor"
        case EventKind.BATCHED:
            return "waits to leave with others"
        case EventKind.LEFT_BATCH:
            return f"leaves after {lasted}{_others(event) or ' alone'}"
        case EventKind.OFFERED:
            return f"sent{_others(event)}"
        case EventKind.HURDLE if event.met is not None:
            return _hurdle(event.met)
        case EventKind.DELIVERED:
            return "delivered late" if event.why == "late" else "delivered in time"
        case EventKind.LOST:
            return f"lost for {event.about}: {event.why}"
        case _:
            return f"still there at the end: {event.why}"
