"""The simple paths of reports through a network, whatever they are taken for on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stovepipe.network.records import NONE, Network
from stovepipe.network.ways.reachability import taken_for

Stop = tuple[int, int]  # a station, and the class that a report appears as when it comes there


class Edge(NamedTuple):
    """A step from a station to the next, as a class, over a channel (NONE: a transfer to the successor)."""

    sender: int
    came_as: int
    recipient: int
    goes_as: int
    channel: int

    @property
    def start(self) -> Stop:
        """Where it begins."""
        return self.sender, self.came_as

    @property
    def end(self) -> Stop:
        """Where it ends."""
        return self.recipient, self.goes_as


def edges(network: Network, klass: int) -> list[Edge]:
    """The steps that reports of a class may take, as whatever they are taken for."""
    appears = [seen for own, seen in network.kinds if own == klass]
    found = [
        Edge(channel.sender, came_as, channel.recipient, goes_as, rank)
        for rank, channel in enumerate(network.channels)
        for came_as in appears
        for goes_as in taken_for(network.stations[channel.sender], klass) or (came_as,)
        if channel.carries >> goes_as & 1 and channel.since < network.horizon and channel.until > 0
    ]
    found += [
        Edge(rank, seen, station.transfer_to, seen, NONE)
        for rank, station in enumerate(network.stations)
        for seen in appears
        if station.transfer_to != NONE
    ]
    return found


def reached(starts: Iterable[Stop], along: Iterable[Edge]) -> set[Stop]:
    """Where steps lead from some stops, these included."""
    return _closure(set(starts), [(edge.start, edge.end) for edge in along])


def leading(ends: Iterable[Stop], along: Iterable[Edge]) -> set[Stop]:
    """From where steps lead to some stops, these included."""
    return _closure(set(ends), [(edge.end, edge.start) for edge in along])


def _closure(found: set[Stop], steps: list[tuple[Stop, Stop]]) -> set[Stop]:
    onward: dict[Stop, list[Stop]] = {}
    for start, end in steps:
        onward.setdefault(start, []).append(end)
    new = list(found)
    while new:
        beyond = set(onward.get(new.pop(), ())) - found
        found |= beyond
        new += beyond
    return found


def paths(network: Network, start: int, klass: int, end: int) -> Iterator[tuple[Edge, ...]]:
    """Every simple path of reports of a class from a station to another, as steps: no station comes twice."""
    along = edges(network, klass)
    ends = [(end, seen) for own, seen in network.kinds if own == klass]
    there = leading(ends, along)
    onwards: dict[Stop, list[Edge]] = {}
    for edge in along:
        if edge.end in there:
            onwards.setdefault(edge.start, []).append(edge)

    def extended(path: tuple[Edge, ...], been: frozenset[int], here: Stop) -> Iterator[tuple[Edge, ...]]:
        if here[0] == end:
            yield path
            return
        for edge in onwards.get(here, []):
            if edge.recipient not in been:
                yield from extended((*path, edge), been | {edge.recipient}, edge.end)

    if (start, klass) in there:
        yield from extended((), frozenset({start}), (start, klass))
