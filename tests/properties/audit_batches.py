"""The law of batches, from the tables alone (semantics, 3.5)."""

from __future__ import annotations

from typing import Any

from stovepipe.network.records import ANY, NEVER, Channel, Hurdle
from stovepipe.trajectory import DONE
from tests.properties.told import END, Told


def a_batch_leaves_when_it_is_full_or_at_its_time(told: Told) -> None:
    """Replayed from what was finished, where each copy brings one report and every channel carries all."""
    for station, spec in enumerate(told.network.stations):
        here = [visit for visit in told.visits if visit.station == station and visit.through < 0]
        if any(visit.carried > 1 for visit in here) or not _batches_everything(told, spec):
            continue
        at_home = {row.request for row in told.requests if station in told.doors(row.request)}
        finished = [(v.ended, v.lead) for v in here if v.end in DONE and v.lead not in at_home]
        leaves = _leaves(spec, finished)
        for channel in spec.outgoing:
            left, expected = _left(told, station, channel), leaves
            if any(hurdle.each for hurdle in told.network.channels[channel].hurdles):
                left, expected = ([(0, sum(number for _, number in each))] for each in (left, leaves))
            assert left == expected, f"{spec.name}: batches leave on channel {channel}"


def _batches_everything(told: Told, spec: Any) -> bool:
    """Whether all that it finishes waits in one batch and then goes every way."""
    every = (1 << len(told.network.classes)) - 1
    links = [told.network.channels[channel] for channel in spec.outgoing]
    all_classes = all(each.carries & every == every for each in links) and spec.batch_classes & every == every
    all_precedences = all(each.precedences == ANY for each in links) and spec.batch_precedences == ANY
    alone = not spec.shared and spec.confirms is None
    return alone and all_classes and all_precedences and all(map(always, links))


def always(part: Channel | Hurdle) -> bool:
    """Whether it has no dates."""
    return part.since <= 0 and part.until == NEVER


def _leaves(spec: Any, finished: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """When batches leave, with how many reports; what is finished at the very time still goes along."""
    held, leaves = set(), []
    for at, lead in sorted(finished + [(int(at), END) for at in spec.batch_releases if at < spec.closes]):
        held |= {lead} - {END}
        if held and (lead == END or len(held) == spec.batch_size):
            leaves.append((at, len(held) if spec.batch_keeps < 0 else min(len(held), spec.batch_keeps)))
            held = set()
    return leaves


def _left(told: Told, station: int, channel: int) -> list[tuple[int, int]]:
    """What a station offered to a channel, but for its own requests: they wait in no batch."""
    asked = {row.request: row.asked for row in told.requests if told.network.asks[row.ask].station == station}
    offered = [crossing for crossing in told.crossings if crossing.channel == channel]
    return [(each.offered, each.carried) for each in offered if asked.get(each.lead) != each.offered]
