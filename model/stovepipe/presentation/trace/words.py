"""The life of one report in readable lines."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.measures.ends import DISPOSED
from stovepipe.measures.life.crossing import Met
from stovepipe.measures.life.events import Event, EventKind, Fate, Person, Traced
from stovepipe.network.records import Network
from stovepipe.network.ways.consumers import consumer
from stovepipe.presentation.shared.written_times import length, moment
from stovepipe.terms import PRECEDENCES
from stovepipe.text import counted

_STOPPED = {
    "interrupted": "something more urgent; back to the queue",
    "shift ended": "the shift ends, or a part of it; back to the queue",
    "shift ended, kept": "the shift ends, or a part of it; kept until this person is back",
    "tour ended": "the tour ends; handed over",
    "leave began": "the person goes on leave; back to the queue",
    "station closed": "the station closes",
}


def name(traced: Traced) -> str:
    """What the report is called."""
    return f"{traced.life.source}/{traced.life.number}"


def heading(traced: Traced) -> str:
    """Which report of which run, what is known of it, and the event that it is about: two lines, or three."""
    life = traced.life
    parts = [life.report_class, PRECEDENCES[life.precedence]]
    parts += [f"in {life.language}"] if life.language else []
    parts += [f"from {life.nation}"] if life.nation else []
    parts += [f"marked {life.marking}"] if life.marking else []
    parts += ["coarse"] if life.coarse else []
    until = (
        "no deadline"
        if life.deadline is None
        else f"of value until {date(traced, life.deadline)} ({length(life.deadline - life.occurred)})"
    )
    about = "" if life.about is None else f"\nabout {life.about.subject}/{life.about.number}, "
    if life.about is not None:
        about += f"which began {date(traced, life.about.began)}"
    early = "; before the counted time" if life.occurred < traced.network.counted_from else ""
    of = f"replication {traced.replication} of {traced.network.mission}, seed {traced.seed}"
    known = f"{', '.join(parts)}; occurred {date(traced, life.occurred)}, {until}{early}"
    known = f"{', '.join(parts)}; occurred {date(traced, life.occurred)}, {until}{early}"
    return f"{name(traced)} in {of}\n{known}{about}"


def uncounted(traced: Traced) -> str:
    """What is said of a report that has no delivery."""
    klass = traced.life.report_class
    then = " that occurs then" if klass in needed_at_times(traced.network) else ""
    return f"No consumer needs a {klass}{then}: it is not counted."


def needed_at_times(network: Network) -> set[str]:
    """The classes that some consumer needs from a date on, or until one."""
    return {
        network.classes[klass].name
        for number in network.consumers
        for klass, _, _ in consumer(network, number).needs_when
    }


def trace_verdict(traced: Traced) -> str:
    """What became of the report: a sentence for each consumer."""
    if not traced.life.fates:
        return uncounted(traced)
    return "\n".join(_ended(traced, fate) for fate in traced.life.fates)


def _ended(traced: Traced, fate: Fate) -> str:
    if fate.decided is None:
        return f"{name(traced)} is still on its way to {fate.consumer} at the end."
    after = length(fate.decided - traced.life.occurred)
    if fate.outcome == "delivered":
        how = "in time" if fate.timely else "late"
        return f"{name(traced)} is delivered to {fate.consumer} {how}, {after} after it occurred."
    where = f" at {fate.where}" if fate.where else ""
    how = "disposed of" if fate.outcome == DISPOSED else "lost"
    return f"{name(traced)} is {how} for {fate.consumer} ({fate.cause}){where}, {after} after it occurred."


def told(traced: Traced) -> Iterator[tuple[Event, str, str]]:
    """The events, what is said of each, and who is at work; an arrival is told with the transit before it."""
    transit: dict[tuple[int, int], str] = {}
    for event in traced.life.events:
        if event.kind is EventKind.CROSSED:
            took = f" after {length(event.lasted)} in transit" if event.lasted else ""
            transit[event.copy, event.at] = took
        elif event.kind is EventKind.ARRIVED:
            yield event, f"arrives{transit.pop((event.copy, event.at), '')}{_purpose(event)}", ""
        else:
            began = event.kind is EventKind.BEGAN
            yield event, _what(event), _who(traced, event.who) if began else ""


def date(traced: Traced, tick: int) -> str:
    """The date and time of a tick."""
    return f"{moment(traced.network, tick):%Y-%m-%d %H:%M}"


def answer(met: Met) -> str:
    """What a hurdle said, in a word."""
    if met.cause:
        return "stopped"
    return "through" if met.through else "delayed" if met.delay else "passed"


def _who(traced: Traced, who: Person | None) -> str:
    if who is None:
        return ""
    post = f"{who.group}" + (f" {who.post + 1} of {who.posts}" if who.posts > 1 else "")
    post += f" ({who.shift})" if who.shift else ""
    post += ", on call" if who.on_call else ""
    if who.since is None:
        return post
    skill = "settled" if who.proficiency >= 1.0 else f"at {100 * who.proficiency:.0f} %"
    return f"{post}, tour {who.tour + 1}, since {date(traced, who.since)[:10]}, {skill}"


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


def _hurdle(met: Met) -> str:
    odds = f" ({100 * met.probability:.3g} %)" if met.probability > 0.0 else ""
    named = f"{met.hurdle}{odds}"
    if met.cause:
        return f"{named}: stopped, {met.cause}"
    parts = [f"delayed by {length(met.delay)}"] if met.delay else []
    parts += [f"through {met.through}"] if met.through else []
    return f"{named}: {', then '.join(parts) or 'passed'}"


def _released(event: Event) -> str:
    """Why what was held for confirmation is held no more."""
    if event.why == "confirmed":
        return f"confirmed by {event.about}"
    return "unconfirmed" if event.why == "limit" else "raised, and waits no more"


def _what(event: Event) -> str:  # one line for each kind of event
    lasted = length(event.lasted or 0)
    match event.kind:
        case EventKind.OCCURRED:
            late = {"unreported": ", but is never reported", "late": f", written down {lasted} later"}
            return f"occurs at {event.about}{late.get(event.why, '')}"
        case EventKind.RAISED:
            return f"raised to {event.why}, by {event.about}"
        case EventKind.BEGAN:
            return f"work begins{_waited(event) or ' at once'}"
        case EventKind.STOPPED_WORK:
            return f"work stops after {lasted}: {_STOPPED[event.why]}"
        case EventKind.FINISHED:
            return f"finished after {lasted} of work"
        case EventKind.PASSED_ON:
            return f"taken over from others who have done it{_waited(event)}: passed on without work"
        case EventKind.REWORK:
            return f"misread, and caught in review after {lasted} of work: worked again"
        case EventKind.EXPIRED:
            return f"expires{_waited(event)}"
        case EventKind.ABANDONED:
            return f"given up{_waited(event)}: its patience has run out"
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
        case EventKind.SORTED:
            return (
                f"sorted: still taken for {event.why}"
                if event.why == event.about
                else f"sorted: taken for {event.why}"
            )
        case EventKind.HELD:
            return f"waits until another source tells of {event.about}"
        case EventKind.LEFT_HOLD:
            return f"leaves after {lasted}{_others(event) or ' alone'}, {_released(event)}"
        case EventKind.UNCONFIRMED:
            return f"stopped after {lasted}: no other source told of {event.about}"
        case EventKind.BATCHED:
            return "waits to leave with others"
        case EventKind.LEFT_BATCH:
            return f"leaves after {lasted}{_others(event) or ' alone'}"
        case EventKind.CROWDED_OUT:
            return f"left out after {lasted}: what leaves has room for more urgent reports only"
        case EventKind.NOT_SENT:
            return "goes no further: no channel takes it"
        case EventKind.OFFERED:
            return f"sent{_others(event)}"
        case EventKind.HURDLE if event.met is not None:
            return _hurdle(event.met)
        case EventKind.LINK_DOWN:
            return "waits for the link, which is down" + (f", for {lasted}" if event.lasted else "")
        case EventKind.DELIVERED:
            group = "" if event.about in ("", event.place) else f" to {event.about}"
            return f"delivered{group} {'late' if event.why == 'late' else 'in time'}"
        case EventKind.ASKED:
            return f"asks {event.about} for more: {event.why} goes out"
        case EventKind.REACHED:
            return f"{event.why} reaches {event.about} {lasted} after it was asked"
        case EventKind.COLLECTED:
            return f"{event.about} writes its answer to {event.why}, after {lasted} of collecting"
        case EventKind.ANSWERED:
            return (
                f"has the answer to {event.about} {lasted} after it was asked{', late' if event.why else ''}"
            )
        case EventKind.UNANSWERED:
            return f"{event.about} is unanswered after {lasted}: {event.why}"
        case EventKind.LOST:
            return f"lost for {event.about}: {event.why}"
        case EventKind.DISPOSED:
            return f"disposed of for {event.about}: {event.why}"
        case _:
            return f"still there at the end: {event.why}"
