"""What was asked about a report, and what came of it (semantics, 3.13)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stovepipe.measures.life.events import Event, EventKind
from stovepipe.network.records import NONE
from stovepipe.trajectory import RequestOutcome, Trajectory


def asked_about(trajectory: Trajectory, rank: int) -> Iterator[Event]:
    """The requests about a report, and about the answers to these, each with what became of it."""
    network, requests, reports = trajectory.network, trajectory.requests, trajectory.reports
    places = [*(station.name for station in network.stations), *(each.name for each in network.channels)]
    known = {rank}
    for row in np.flatnonzero(requests.about >= 0).tolist():  # answers come after what they answer
        if int(requests.about[row]) not in known:
            continue
        ask = network.asks[requests.ask[row]]
        asker, request, answer = (
            network.stations[ask.station].name,
            requests.request[row],
            requests.answer[row],
        )
        source = network.sources[network.streams[reports.stream[request]].source].name
        name = f"{ask.name} ({network.classes[ask.request].name})"
        asked, reached = int(requests.asked[row]), int(requests.reached[row])
        yield Event(asked, EventKind.ASKED, asker, 0, about=source, why=name)
        if reached >= 0:
            yield Event(reached, EventKind.REACHED, "", 0, lasted=reached - asked, about=source, why=name)
        if answer != NONE:
            known.add(int(answer))
        written = int(requests.written[row])
        if written >= 0:
            door = network.stations[reports.door[answer]].name
            yield Event(
                written, EventKind.COLLECTED, door, 0, lasted=written - reached, about=source, why=name
            )
        outcome, decided = RequestOutcome(requests.outcome[row]), int(requests.decided[row])
        if outcome is RequestOutcome.ANSWERED:
            late = "late" if decided > reports.deadline[request] else ""
            yield Event(decided, EventKind.ANSWERED, asker, 0, lasted=decided - asked, about=name, why=late)
        elif outcome is RequestOutcome.UNANSWERED:
            cause, place = network.causes[requests.cause[row]], places[requests.where[row]]
            yield Event(
                decided, EventKind.UNANSWERED, place, 0, lasted=decided - asked, about=name, why=cause
            )
