"""Who needs reports: stations, and groups of stations of which any one will do (semantics, 5.1).

A consumer has a number: a station its rank, and a group the number of stations and its own rank.
"""

from __future__ import annotations

from collections.abc import Sequence

from stovepipe.network.details.any_of import AnyOf
from stovepipe.network.records import Network, Station


def consumer(network: Network, number: int) -> Station | AnyOf:
    """A consumer by its number."""
    stations = len(network.stations)
    return network.stations[number] if number < stations else network.any_of[number - stations]


def read_at(network: Network, number: int) -> tuple[int, ...]:
    """The stations (ranks) at which a consumer reads."""
    found = consumer(network, number)
    return found.stations if isinstance(found, AnyOf) else (number,)


def consumers_at(stations: Sequence[Station], any_of: Sequence[AnyOf]) -> tuple[tuple[int, ...], list[int]]:
    """The numbers of all consumers, sorted, and those who read at each station.

    Returns:
        the numbers; and by station a mask, in which bit *i* is the *i*-th of the numbers.
    """
    alone = [rank for rank, station in enumerate(stations) if station.needs]
    at = [0] * len(stations)
    for bit, ranks in enumerate([*((rank,) for rank in alone), *(group.stations for group in any_of)]):
        for rank in ranks:
            at[rank] |= 1 << bit
    return (*alone, *range(len(stations), len(stations) + len(any_of))), at
