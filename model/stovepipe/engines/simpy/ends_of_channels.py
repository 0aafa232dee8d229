"""Channels come to their end: what can be reached is worked out anew (semantics, 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stovepipe.engines.simpy.books.ledger import Ledger
from stovepipe.engines.simpy.channels.channel import Channel
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network.details.periods import LaterReach

WAITING, WORK, SUSPENDED, BATCHING, TRANSIT, HURDLES = range(6)  # the six counters of a copy


def end_channels(
    later: LaterReach,
    stations: Sequence[Station],
    channels: Sequence[Channel],
    ledger: Ledger,
    elsewhere: Iterable[Copy],
    now: int,
) -> None:
    """Some channels end: every living copy lets go what it cannot reach any more.

    Args:
        later: what can be reached from now on.
        stations: the stations, by rank.
        channels: the channels, by rank.
        ledger: the ledger of all deliveries.
        elsewhere: the copies that are at no station; one that is worked through a station may be among them.
        now: the tick.
    """
    ledger.reach_station, ledger.reach_sorted = later.reach_station, later.reach_sorted
    for station, reach in zip(stations, later.reach_station, strict=True):
        station.reach = reach
    for channel, reach in zip(channels, later.reach_channel, strict=True):
        channel.reach = reach
    living = [*_at_stations(stations), *_elsewhere(elsewhere, channels, len(stations))]
    for copy, counter in sorted(living, key=lambda one: one[0].number):
        if copy.through >= 0:
            reach = channels[copy.through].reach
        elif copy.where >= len(stations):
            reach = channels[copy.where - len(stations)].reach
        elif counter == BATCHING:  # sorted, if it is ever to be sorted there
            reach = later.reach_sorted[copy.where]
        else:
            reach = stations[copy.where].reach
        ledger.let_go(copy, reach, now, counter=counter)


def _at_stations(stations: Iterable[Station]) -> Iterator[tuple[Copy, int]]:
    """The copies at stations, and the counter to which their present time goes."""
    for station in stations:
        yield from ((copy, WAITING) for copy in station.line.all())
        for worker in station.workers:
            if worker.copy is not None:
                yield worker.copy, WORK
            if worker.held is not None:
                yield worker.held, SUSPENDED
        yield from ((copy, BATCHING) for copy in station.outbox.copies())


def _elsewhere(
    copies: Iterable[Copy], channels: Sequence[Channel], stations: int
) -> Iterator[tuple[Copy, int]]:
    """The copies on channels and those that are not yet written down, with the counter of their time."""
    for copy in copies:
        if copy.through < 0:
            on_channel = copy.where >= stations
            travels = on_channel and channels[copy.where - stations].travels(copy)
            yield copy, TRANSIT if travels else HURDLES
