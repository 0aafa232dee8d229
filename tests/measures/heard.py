"""What became of events, worked out a second time: one delivery or loss after the other."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from stovepipe.network.records import NONE, UNREPORTED, Network
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.trajectory import DeliveryOutcome, Trajectory


class Heard(NamedTuple):
    """What became of an event for a consumer: the tick and the cause are None where there is none."""

    outcome: str
    at: int | None
    cause: str | None


def could_hear(network: Network, subject: int) -> list[int]:
    """The numbers of the consumers that need a class of a stream that is about a subject."""
    classes = {stream.klass for stream in network.streams if stream.about >> subject & 1}
    consumers = [*network.stations, *network.any_of]
    return [
        number
        for number, consumer in enumerate(consumers)
        if any(consumer.needs >> klass & 1 for klass in classes)
    ]


def heard(trajectory: Trajectory, event: int, consumer: int, sources: int) -> Heard:
    """What a consumer heard of an event, if so many different sources are asked for."""
    network, reports, rows = trajectory.network, trajectory.calendar.reports, trajectory.deliveries
    happened: list[tuple[int, int, int, str | None]] = []  # tick, report, source, cause of a loss
    open_of = defaultdict[int, int](int)  # of each source, how many deliveries may still be made
    for row in range(len(rows.report)):
        report = int(rows.report[row])
        if reports.event[report] != event or rows.consumer[row] != consumer:
            continue
        source = network.streams[reports.stream[report]].source
        open_of[source] += 1
        if rows.outcome[row] != DeliveryOutcome.IN_FLIGHT:
            cause = network.causes[rows.cause[row]] if rows.outcome[row] == DeliveryOutcome.LOST else None
            happened.append((int(rows.decided[row]), report, source, cause))
    ended = int(trajectory.calendar.events.ended[event])
    lasting = Heard("in_flight", None, None)  # somebody may still report about it when the clock stops
    if len(open_of) < sources:
        why = network.causes[UNREPORTED]
        return Heard(_end(network, why), ended, why) if ended < network.horizon else lasting
    told = set[int]()
    given_up: Heard | None = None
    for tick, _, source, cause in sorted(happened, key=lambda each: each[:2]):
        open_of[source] -= 1
        if cause is None:
            told.add(source)
            if len(told) == sources:
                return Heard("told", tick, None)
            continue
        possible = {each for each, count in open_of.items() if count} | told
        if given_up is None and len(possible) < sources:
            given_up = Heard(_end(network, cause), max(tick, ended), cause)
    return given_up if given_up is not None and ended < network.horizon else lasting


def _end(network: Network, cause: str) -> str:
    """What an event that is given up for a cause is called."""
    kind = dict(zip(network.causes, network.cause_kinds, strict=True))[cause]
    return {"failure": "lost", "meant": "lost", "disposition": "disposed"}[kind]


def all_heard(trajectory: Trajectory) -> dict[tuple[int, str, str], Heard]:
    """By event, consumer and degree: what became of every event that counts."""
    network, events = trajectory.network, trajectory.calendar.events
    found = {}
    for event, subject in enumerate(events.subject.tolist()):
        if events.began[event] < network.counted_from:
            continue
        asked = network.subjects[subject].confirmed_by
        for consumer in could_hear(network, subject):
            name = consumer_of(network, consumer).name
            found[event, name, "known"] = heard(trajectory, event, consumer, 1)
            if asked != NONE:
                found[event, name, "confirmed"] = heard(trajectory, event, consumer, asked)
    return found
