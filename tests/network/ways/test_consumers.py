"""Consumers have numbers: stations their ranks, and groups those behind them."""

from stovepipe.network.checks.network import check_network
from stovepipe.network.details.any_of import AnyOf
from stovepipe.network.ways.consumers import consumer, consumers_at, read_at
from tests.network.missions import network

NET = network(
    """
    mission: Offices
    start: 2021-01-04
    horizon: 1 wk
    classes: {note: {}, tip: {}}
    sources: {callers: {written_at: desk, reports: {tip: 1 /day, note: 1 /day}}}
    stations:
      desk: {stage: collection, work: 1 h, posts: {all: {count: 1}}}
      north: {stage: command, work: 1 h, posts: {all: {count: 1}}}
      south: {stage: command, needs: note, work: 1 h, posts: {all: {count: 1}}}
    channels: {desk -> north: {carries: tip}, desk -> south: {}}
    any_of: {offices: {stations: [south, north], needs: tip}, anybody: {stations: north, needs: tip}}
    """
)
DESK, NORTH, SOUTH, ANYBODY, OFFICES = range(5)


def test_groups_are_numbered_behind_the_stations_by_name() -> None:
    assert NET.consumers == (SOUTH, ANYBODY, OFFICES)
    assert [consumer(NET, number).name for number in NET.consumers] == ["south", "anybody", "offices"]
    assert [consumer(NET, number).needs for number in NET.consumers] == [0b01, 0b10, 0b10]


def test_a_group_reads_at_each_of_its_stations() -> None:
    assert [read_at(NET, number) for number in NET.consumers] == [(SOUTH,), (NORTH,), (NORTH, SOUTH)]
    assert consumers_at(NET.stations, NET.any_of) == (NET.consumers, [0b000, 0b110, 0b101])


def test_a_group_is_reached_where_one_of_its_stations_is() -> None:
    notes, tips = (
        [NET.reach_station[station][klass] for station in (DESK, NORTH, SOUTH)] for klass in (0, 1)
    )
    assert notes == [0b101, 0b110, 0b101], "notes do not get to the north, where anybody reads"
    assert tips == [0b111, 0b110, 0b101]
    check_network(NET)


def test_a_group_is_plain_data() -> None:
    assert NET.any_of == (AnyOf("anybody", (NORTH,), 0b10), AnyOf("offices", (NORTH, SOUTH), 0b10))
