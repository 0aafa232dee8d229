"""Which consumers can be reached, held to a walk through the graph from each station."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.records import ANY, NEVER, NONE
from stovepipe.network.ways.reachability import later_reach, reachable
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
    rows = st.sampled_from([(), (), ((1.0, 0),), ((1.0, 1),), ((0.5, 0), (1.0, 1))])
    stations = [
        replace(
            STATION,
            needs=draw(st.integers(0, 3)),
            transfer_to=draw(st.just(NONE) | ranks),
            taken_for=(draw(rows), draw(rows)),
        )
        for _ in range(count)
    ]
    pairs = draw(st.lists(st.tuples(ranks, ranks, st.sampled_from([ANY, 1, 2, 3])), max_size=14))
    return stations, [replace(CHANNEL, sender=s, recipient=r, carries=c) for s, r, c in pairs]


def walk(start, own, appears, stations, channels, *, is_sorted=False):
    """All stations that a report can come to, step by step, as whatever it may be taken for."""
    seen, waiting = set(), [(start, appears, is_sorted)]
    while waiting:
        here = place, klass, done = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        row = stations[place].taken_for[own]
        if row and not done:
            waiting += [(place, kind, True) for _, kind in row]
        else:
            leaving = [c for c in channels if c.sender == place and (c.carries >> klass) % 2]
            waiting += [(c.recipient, klass, False) for c in leaving]
        if stations[place].transfer_to != NONE:
            waiting.append((stations[place].transfer_to, klass, False))
    return {place for place, *_ in seen}


@given(graphs())
def test_a_consumer_is_reached_if_a_walk_over_channels_that_carry_the_class_comes_to_it(graph):
    stations, channels = graph
    found = reachable(stations, channels, CLASSES)
    assert list(found.consumers) == [rank for rank, station in enumerate(stations) if station.needs]

    def names(mask):
        return {found.consumers[bit] for bit in range(len(found.consumers)) if mask >> bit & 1}

    for kind, (own, appears) in enumerate(found.kinds):
        for start in range(len(stations)):
            for done, masks in ((False, found.stations), (True, found.sorted)):
                expected = walk(start, own, appears, stations, channels, is_sorted=done)
                assert names(masks[start][kind]) == expected & set(found.consumers)
        for rank, channel in enumerate(channels):
            expected = set()
            if (channel.carries >> appears) % 2:
                expected = walk(channel.recipient, own, appears, stations, channels)
            assert names(found.channels[rank][kind]) == expected & set(found.consumers)


def test_the_classes_come_first_among_what_a_report_may_be():
    """So the kind of a report that nobody sorted is the rank of its class."""
    sorts = replace(STATION, taken_for=((), ((0.5, 0), (1.0, 1))))
    assert reachable([sorts], [], CLASSES).kinds == ((0, 0), (1, 1), (1, 0))


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


@given(graphs(), st.data())
def test_a_channel_that_has_ended_is_no_way_and_leads_on_what_is_on_it(graph, data):
    """At each tick at which channels end: as if they were not there, and had led where they led."""
    stations, channels = graph
    dated = [replace(each, until=data.draw(st.sampled_from([-5, 3, 7, 99, NEVER]))) for each in channels]
    later = later_reach(stations, dated, CLASSES, (), horizon=50)
    assert [each.at for each in later] == sorted({each.until for each in dated} & {3, 7})
    first = reachable(stations, dated, CLASSES)
    tables_at = [(0, first[2:])]
    tables_at += [(each.at, (each.reach_station, each.reach_sorted, each.reach_channel)) for each in later]
    for at, tables in tables_at:
        left = [each for each in dated if at < each.until]
        without = reachable(stations, left, CLASSES)
        assert tables[:2] == (without.stations, without.sorted)
        for channel, row in zip(dated, tables[2], strict=True):
            for kind, mask in enumerate(row):
                carried = channel.carries >> first.kinds[kind][1] & 1
                assert mask == (tables[0][channel.recipient][kind] if carried else 0)
