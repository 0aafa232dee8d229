"""Which consumers can be reached from where: a least fixed point for each class (semantics, 5)."""

from __future__ import annotations

from collections.abc import Sequence

from stovepipe.network.consumers import AnyOf, consumers_at
from stovepipe.network.periods import LaterReach
from stovepipe.network.records import NONE, Channel, Station

Masks = tuple[tuple[int, ...], ...]


def reachable(
    stations: Sequence[Station],
    channels: Sequence[Channel],
    classes: int,
    addressees: Sequence[int] = (),
    at: int = 0,
    any_of: Sequence[AnyOf] = (),
) -> tuple[tuple[int, ...], Masks, Masks]:
    """The consumers, and the masks of those reached from each station and from each channel.

    A consumer is reached from its own station, from the channels that carry the class towards it and, as a
    closing station hands on what it holds, from a station whose successor reaches it. A channel that has
    ended leads nowhere from its sender, and where it led for what is on it. A group of which any one will do
    is reached where one of them is.

    Args:
        stations: the stations by rank.
        channels: the channels by rank.
        classes: how many classes there are.
        addressees: further stations that may be asked for (ranks); they have the bits behind the consumers.
        at: the tick for which this is asked.
        any_of: the groups of stations of which any one will do.

    Returns:
        `consumers`, as `consumers_at` numbers them; `reach_station[station][class]` and
        `reach_channel[channel][class]`, in which bit *i* is consumer *i*.
    """
    consumers, own = consumers_at(stations, any_of)
    for bit, rank in enumerate(addressees, len(consumers)):
        own[rank] |= 1 << bit
    successors: list[tuple[int, int]] = [
        (rank, station.transfer_to) for rank, station in enumerate(stations) if station.transfer_to != NONE
    ]
    by_class = []
    for klass in range(classes):
        carrying = [
            (channel.sender, channel.recipient)
            for channel in channels
            if channel.carries >> klass & 1 and at < channel.until
        ]
        by_class.append(_closure(own, carrying + successors))
    reach_station = tuple(tuple(masks[rank] for masks in by_class) for rank in range(len(stations)))
    reach_channel = tuple(
        tuple(
            masks[channel.recipient] if channel.carries >> klass & 1 else 0
            for klass, masks in enumerate(by_class)
        )
        for channel in channels
    )
    return consumers, reach_station, reach_channel


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
    return tuple(
        LaterReach(at, *reachable(stations, channels, classes, addressees, at, any_of)[1:]) for at in ends
    )


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
