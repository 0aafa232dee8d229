"""Which consumers can be reached, held to a walk through the graph from each station."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.reachability import reachable
from stovepipe.network.records import ANY, NONE
from tests.network.missions import network

TWO = network(
    """
    mission: Two stations
    start: 2021-01-04
    horizon: 1 d
    classes: {a: {}}
    sources: {s: {written_at: x, reports: {a: 1 /day}}}
    stations:
      x: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
      y: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1}}}
    channels: {x -> y: {}}
    """
)
STATION, CHANNEL = TWO.stations[0], TWO.channels[0]
CLASSES = 2


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 7))
    ranks = st.integers(0, count - 1)
    stations = [
        replace(STATION, needs=draw(st.integers(0, 3)), transfer_to=draw(st.just(NONE) | ranks))
        for _ in range(count)
    ]
    pairs = draw(st.lists(st.tuples(ranks, ranks, st.sampled_from([ANY, 1, 2, 3])), max_size=14))
    return stations, [replace(CHANNEL, sender=s, recipient=r, carries=c) for s, r, c in pairs]


def walk(start, klass, stations, channels):
    """All stations that a report of a class can come to, step by step."""
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        waiting += [c.recipient for c in channels if c.sender == here and (c.carries >> klass) % 2]
        if stations[here].transfer_to != NONE:
            waiting.append(stations[here].transfer_to)
    return seen


@given(graphs())
def test_a_consumer_is_reached_if_a_walk_over_channels_that_carry_the_class_comes_to_it(graph):
    stations, channels = graph
    found = reachable(stations, channels, CLASSES)
    consumers, from_station, from_channel = found.consumers, found.stations, found.channels
    assert list(consumers) == [rank for rank, station in enumerate(stations) if station.needs]

    def names(mask):
        return {consumers[bit] for bit in range(len(consumers)) if mask >> bit & 1}

    for klass in range(CLASSES):
        for start in range(len(stations)):
            expected = walk(start, klass, stations, channels) & set(consumers)
            assert names(from_station[start][klass]) == expected
        for rank, channel in enumerate(channels):
            carried = (channel.carries >> klass) % 2
            expected = (
                walk(channel.recipient, klass, stations, channels) & set(consumers) if carried else set()
            )
            assert names(from_channel[rank][klass]) == expected


def test_no_bit_stands_for_a_station_that_needs_nothing():
    assert TWO.consumers == (1,)
    assert TWO.reach_station == ((1,), (1,))
    assert TWO.reach_channel == ((1,),)


def test_what_a_closing_station_hands_on_can_reach_what_its_successor_reaches():
    """Else a report would be lost to no_route at first, and delivered later."""
    closing = replace(STATION, transfer_to=1)
    consumer = replace(TWO.stations[1], transfer_to=NONE)
    from_station = reachable([closing, consumer], [], 1).stations
    assert from_station == ((1,), (1,))
