"""Stocks as the engine sees them, and who rests on which until when."""

from stovepipe.network.details.stocks import Stock
from stovepipe.network.records import DAY, HOUR, NEVER, NONE
from tests.network.missions import network

MISSION = """
mission: Stocks
start: 2021-01-05
warm_up: 1 d
horizon: 3 d
classes: {a: {}}
systems:
  old: {frozen: 2021-01-06, stock: {full: 40, at_start: 25 %, without: {work: 160 %}}}
  sage: {stock: {full: 300, half_life: 36 h, without: {misreading: 2, work: 1}}}
sources: {s: {written_at: cell, reports: {a: 1 /day}}}
stations:
  cell: {stage: analysis, system: old, rests_on: old, work: 1 h, posts: {p: {count: 1}}}
  hq: {stage: command, system: sage, opens: old, rests_on: old, needs: a, work: 1 h, posts: {p: {count: 1}}}
  staff:
    stage: command
    rests_on: sage
    needs: a
    work: 1 h
    posts: {p: {count: 1}}
    misreading: {fresh: 10 %, settled: 10 %, fidelity: 50 %}
  plain: {stage: command, system: other, needs: a, work: 1 h, posts: {p: {count: 1}}}
channels: {cell -> hq: {}, cell -> staff: {}, cell -> plain: {}}
"""


def test_a_stock_has_its_amounts_in_reports_and_its_times_in_ticks():
    net = network(MISSION)
    assert net.systems == ("old", "other", "sage")
    assert net.stocks == (
        Stock(40, half_life=0, at_start=10.0, closes=2 * DAY, work=1.6, misreading=1.0),
        None,
        Stock(300, half_life=36 * HOUR, at_start=300.0, closes=NEVER, work=1.0, misreading=2.0),
    )


def test_a_frozen_stock_is_lost_to_those_whose_own_system_it_is_not():
    resting = {station.name: (station.rests_on, station.rests_until) for station in network(MISSION).stations}
    assert resting == {
        "cell": (0, NEVER),
        "hq": (0, 2 * DAY),
        "plain": (NONE, NEVER),
        "staff": (2, NEVER),
    }


def test_without_the_mechanism_there_is_no_stock():
    net = network(MISSION + "mechanisms: {stock: off}\n")
    assert net.stocks == (None, None, None)
    assert {station.rests_on for station in net.stations} == {NONE}


def test_without_the_mechanism_of_systems_a_stock_is_there_and_never_frozen():
    net = network(MISSION + "mechanisms: {systems: off}\n")
    assert [stock and stock.closes for stock in net.stocks] == [NEVER, None, NEVER]
    assert {station.rests_until for station in net.stations} == {NEVER}
