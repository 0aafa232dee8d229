"""Which consumers can be reached from where: a least fixed point for each class (semantics, 5 and 3.16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stovepipe.network.details.any_of import AnyOf
from stovepipe.network.details.periods import LaterReach
from stovepipe.network.records import NONE, Channel, Station
from stovepipe.network.ways.consumers import consumers_at

Masks = tuple[tuple[int, ...], ...]


class Reach(NamedTuple):
    """What can be reached, as `Network` has it.

    `consumers`, as `consumers_at` numbers them; `kinds`: what a report may be in a copy, as (its own class,
    the class that it appears as). Those of the classes themselves come first, so that the kind of a report
    that nobody sorted is the rank of its class. `stations[station][kind]`, `channels[channel][kind]` and, of
    what a station has sorted, `sorted[station][kind]`: what is reached, where bit *i* is consumer *i*.
    """

    consumers: tuple[int, ...]
    kinds: tuple[tuple[int, int], ...]
    stations: Masks
    sorted: Masks
    channels: Masks


def reachable(
    stations: Sequence[Station],
    channels: Sequence[Channel],
    classes: int,
    addressees: Sequence[int] = (),
    at: int = 0,
    any_of: Sequence[AnyOf] = (),
) -> Reach:
    """The consumers, and the masks of those reached from each station and from each channel.

    A consumer is reached from its own station, from the channels that carry the class towards it and, as a
    closing station hands on what it holds, from a station whose successor reaches it. A channel that has
    ended leads nowhere from its sender, and where it led for what is on it. A station that has yet to sort a
    report leads on by each class that it may take it for. A group of which any one will do is reached where
    one of them is.

    Args:
        stations: the stations by rank.
        channels: the channels by rank.
        classes: how many classes there are.
        addressees: further stations that may be asked for (ranks); they have the bits behind the consumers.
        at: the tick for which this is asked.
        any_of: the groups of stations of which any one will do.
    """
    consumers, own = consumers_at(stations, any_of)
    for bit, rank in enumerate(addressees, len(consumers)):
        own[rank] |= 1 << bit
    others = [_others(stations, klass) for klass in range(classes)]
    kinds = [(klass, klass) for klass in range(classes)]
    kinds += [(klass, other) for klass, found in enumerate(others) for other in found]
    size, leading = len(stations), [channel for channel in channels if at < channel.until]
    before: dict[tuple[int, int], list[int]] = {}  # by kind, the mask of each station
    after: dict[tuple[int, int], list[int]] = {}
    for klass, found in enumerate(others):
        appears = [klass, *found]
        masks = _closure(own * 2 * len(appears), list(_edges(stations, leading, klass, appears)))
        for number, kind in enumerate(appears):
            here = 2 * number * size
            before[klass, kind] = masks[here : here + size]
            after[klass, kind] = [
                masks[here + rank + size * bool(station.taken_for[klass])]
                for rank, station in enumerate(stations)
            ]
    return Reach(
        consumers,
        tuple(kinds),
        tuple(tuple(before[kind][rank] for kind in kinds) for rank in range(size)),
        tuple(tuple(after[kind][rank] for kind in kinds) for rank in range(size)),
        tuple(
            tuple(before[kind][link.recipient] if link.carries >> kind[1] & 1 else 0 for kind in kinds)
            for link in channels
        ),
    )


def _others(stations: Sequence[Station], klass: int) -> list[int]:
    """The other classes that reports of a class may be taken for, in order."""
    return sorted({kind for station in stations for kind in taken_for(station, klass)} - {klass})


def taken_for(station: Station, klass: int) -> tuple[int, ...]:
    """The classes that reports of a class may be taken for at a station; none where it does not sort them."""
    row = station.taken_for[klass]
    before = (0.0, *(upto for upto, _ in row))
    return tuple(kind for (upto, kind), least in zip(row, before, strict=False) if upto > least)


def _edges(
    stations: Sequence[Station], channels: Sequence[Channel], klass: int, appears: list[int]
) -> Iterator[tuple[int, int]]:
    """Where reports of a class lead on to.

    Each class that they may appear as has a node for each station that they come to, and one for each that
    has sorted them; where they are not sorted, the latter is not used.
    """
    size = len(stations)
    first = {kind: 2 * size * number for number, kind in enumerate(appears)}
    past = [rank + size * bool(station.taken_for[klass]) for rank, station in enumerate(stations)]
    for kind, here in first.items():
        for rank, station in enumerate(stations):
            for leaving in taken_for(station, klass):
                yield here + rank, first[leaving] + past[rank]
            if station.transfer_to != NONE:
                yield here + rank, here + station.transfer_to
                yield here + past[rank], here + station.transfer_to
        for channel in channels:
            if channel.carries >> kind & 1:
                yield here + past[channel.sender], here + channel.recipient


def later_reach(
    stations: Sequence[Station],
    channels: Sequence[Channel],
    classes: int,
    addressees: Sequence[int],
    horizon: int,
    any_of: Sequence[AnyOf] = (),
) -> tuple[LaterReach, ...]:
    """What can be reached at each tick within the clock at which channels end, in order of time."""
    ends = sorted({channel.until for channel in channels if 0 < channel.until < horizon})
    found = ((at, reachable(stations, channels, classes, addressees, at, any_of)) for at in ends)
    return tuple(LaterReach(at, reach.stations, reach.sorted, reach.channels) for at, reach in found)


def _closure(own: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[int]:
    masks = list(own)
    growing = True
    while growing:
        growing = False
        for sender, recipient in edges:
            reached = masks[sender] | masks[recipient]
            if reached != masks[sender]:
                masks[sender] = reached
                growing = True
    return masks
