"""Stations and channels as the engine sees them."""

import pytest

from stovepipe.network.details.rules import Assign, Discipline
from stovepipe.network.draws import Law
from stovepipe.network.records import (
    ANY,
    DAY,
    HOUR,
    NEVER,
    NONE,
    Confirmation,
)
from tests.network.missions import network, one_desk

MISSION = """
mission: Stations
start: 2021-01-05 12:00
warm_up: 1 d
horizon: 3 d
classes: {bravo: {}, alfa: {}, charlie: {}}
sources: {s: {written_at: cell, languages: {fra: 1}, reports: {alfa: 1 /day, bravo: 1 /day, charlie: 1 /day}}}
stations:
  cell:
    {stage: %s, system: sage, writes: eng, level: operational, reads: fra, work: 1 h,
     posts: {p: {count: 1}}%s}
  hq: {stage: command, needs: [charlie, alfa], work: {once: 1 h, each: 0 h}, posts: {p: {count: 1}}}
channels: {cell -> hq: {}}
"""


def cell(more="", stage="collection"):
    net = network(MISSION % (stage, more and ", " + more))
    return net, net.stations[0]


def test_ranks_are_those_of_sorted_names_whatever_the_order_of_the_file():
    net, _ = cell()
    assert [klass.name for klass in net.classes] == ["alfa", "bravo", "charlie"]
    assert [station.name for station in net.stations] == ["cell", "hq"]
    assert net.stations[1].needs == 0b101
    assert net.consumers == (1,)


def test_the_clock_starts_a_warm_up_before_the_mission():
    net, _ = cell()
    assert (net.horizon, net.counted_from) == (4 * DAY, DAY)
    assert net.start.isoformat() == "2021-01-05T12:00:00"


@pytest.mark.parametrize(
    ("stage", "writes"),
    [
        ("analysis", ("eng", "sage", 1)),
        ("translation", ("eng", "sage", 1)),
        ("registry", ("eng", "sage", 1)),
        ("collection", (None, "sage", NONE)),
        ("release", (None, None, NONE)),
    ],
)
def test_what_a_station_writes_depends_on_its_stage(stage, writes):
    net, station = cell(stage=stage)
    language = None if station.writes_language == NONE else net.languages[station.writes_language]
    system = None if station.writes_system == NONE else net.systems[station.writes_system]
    assert (language, system, station.writes_level) == writes


def test_what_a_writing_station_does_not_state_it_leaves():
    text = (MISSION % ("analysis", "")).replace("system: sage, writes: eng, level: operational, ", "")
    station = network(text).stations[0]
    assert (station.writes_language, station.writes_system, station.writes_level) == (NONE, NONE, NONE)


def test_a_station_reads_what_it_says_and_everything_if_it_says_nothing():
    net, station = cell()
    assert net.languages == ("eng", "fra")
    assert station.reads == 0b10
    assert net.stations[1].reads == ANY


def test_a_station_opens_its_own_system_and_those_it_names():
    net, station = cell("opens: [tops, base]")
    assert net.systems == ("base", "sage", "tops")
    assert station.opens == 0b111
    _, station = cell()
    assert station.opens == 0b1


def test_unless_said_otherwise_a_station_is_plain():
    _, station = cell()
    assert (station.discipline, station.assign) == (Discipline.PRECEDENCE, Assign.LONGEST_IDLE)
    assert (station.interrupts, station.purges, station.queue_limit) == (NONE, True, NONE)
    assert (station.misread_fresh, station.misread_settled, station.misread_fidelity, station.review) == (
        0,
        0,
        1,
        0,
    )
    assert (station.batch_classes, station.batch_size, station.batch_releases.tolist()) == (0, NONE, [])
    assert station.confirms is None
    assert (station.closes, station.transfer_to) == (NEVER, NONE)
    assert (station.twins, station.remit) == (0, 0)


def test_what_is_said_of_the_queue_and_the_work():
    _, station = cell(
        "discipline: ltiov, assign: most_proficient, interrupts: IMMEDIATE, purges: false, "
        "queue: {limit: 0}, "
        "misreading: {fresh: 20 %, settled: 5 %, fidelity: 40 %, review: 60 %}, "
        "work_by_class: {bravo: {erlang: {mean: 2 h, phases: 3}}}"
    )
    assert (station.discipline, station.assign) == (Discipline.LTIOV, Assign.MOST_PROFICIENT)
    assert (station.interrupts, station.purges, station.queue_limit) == (1, False, 0)
    assert (station.misread_fresh, station.misread_settled) == (0.2, 0.05)
    assert (station.misread_fidelity, station.review) == (0.4, 0.6)
    hour = Law.fixed(1.0 * HOUR)
    assert station.work == (hour, Law.erlang(2.0 * HOUR, 3), hour)
    assert station.work_each == (Law.fixed(0.0),) * 3


def test_work_for_each_report_is_that_of_its_class():
    by_class = "work_by_class: {bravo: {once: 2 h, each: {exponential: {mean: 3 min}}}}"
    text = MISSION % ("analysis", f", batch: {{size: 4, keeps: 3}}, {by_class}")
    station = network(text.replace("work: 1 h,", "work: {once: 1 h, each: 6 min},")).stations[0]
    fixed, drawn = Law.fixed(0.1 * HOUR), Law.exponential(0.05 * HOUR)
    assert station.work_each == (fixed, drawn, fixed)
    assert station.batch_keeps == 3


def test_a_batch_leaves_at_its_times_on_every_day_of_the_clock():
    """The clock runs from noon on the fourth of January until noon on the eighth."""
    _, station = cell("batch: {at: [18:00, 06:00], classes: bravo}", "analysis")
    assert station.batch_classes == 0b010
    assert station.batch_releases.tolist() == [hour * HOUR for hour in (6, 18, 30, 42, 54, 66, 78, 90)]
    _, station = cell("batch: {at: [12:00], size: 5}", "analysis")
    assert station.batch_classes == ANY
    assert station.batch_size == 5
    assert station.batch_releases.tolist() == [0, DAY, 2 * DAY, 3 * DAY], "not at the horizon"


def test_a_batch_leaves_on_one_day_of_the_week_where_that_is_said():
    """The clock runs from noon on Monday, the fourth of January, until noon on Friday."""
    _, station = cell("batch: {at: [thu 18:00, mon 11:00, 18:00]}", "analysis")
    assert station.batch_releases.tolist() == [hour * HOUR for hour in (6, 30, 54, 78)], "Thursday's once"
    _, station = cell("batch: {at: tue 00:00}", "analysis")
    assert station.batch_releases.tolist() == [12 * HOUR]


def test_what_a_station_waits_for_before_it_passes_on_what_it_heard():
    said = "sources: 2, within: 6 h, else: stop, classes: bravo, below: FLASH"
    _, station = cell(f"confirms: {{{said}}}", "analysis")
    assert station.confirms == Confirmation(2, 6 * HOUR, stops=True, classes=0b010, precedences=0b1110)
    _, station = cell("confirms: {sources: 3}", "analysis")
    assert station.confirms == Confirmation(3, NEVER, stops=False, classes=ANY, precedences=ANY)


def test_a_station_closes_at_its_date_if_the_clock_gets_there():
    _, station = cell("closes: {on: 2021-01-06, transfer_to: hq}")
    assert (station.closes, station.transfer_to) == (36 * HOUR, 1)
    _, station = cell("closes: {on: 2021-01-08 12:00}")
    assert (station.closes, station.transfer_to) == (NEVER, NONE)


# --- remits --------------------------------------------------------------------------------------

REMITS = """
mission: Remits
start: 2021-01-04
horizon: 1 d
classes: {a: {}}
sources: {s: {written_at: a, reports: {a: 1 /day}}}
stations:
  a: {stage: analysis, remit: north, system: sage, work: 1 h, posts: {p: {count: 1}}}
  b: {stage: analysis, remit: north, system: tops, opens: sage, work: 1 h, posts: {p: {count: 1}}}
  c: {stage: analysis, remit: north, system: paper, work: 1 h, posts: {p: {count: 1}}}
  d: {stage: analysis, remit: south, system: sage, work: 1 h, posts: {p: {count: 1}}}
  e: {stage: analysis, system: sage, work: 1 h, posts: {p: {count: 1}}}
  f: {stage: command, needs: a, remit: north, work: 1 h, posts: {p: {count: 1}}}
channels: {a -> f: {}}
"""


def test_twins_have_the_same_remit_and_a_system_in_common():
    stations = {station.name: station for station in network(REMITS).stations}
    names = sorted(stations)

    def named(mask):
        return {name for rank, name in enumerate(names) if mask >> rank & 1}

    remit = {name: named(station.remit) for name, station in stations.items()}
    assert remit == {
        "a": {"b", "c", "f"}, "b": {"a", "c", "f"}, "c": {"a", "b", "f"}, "f": {"a", "b", "c"},
        "d": set(), "e": set(),
    }  # fmt: skip
    twins = {name: named(station.twins) for name, station in stations.items()}
    assert twins == {"a": {"b"}, "b": {"a"}, "c": set(), "d": set(), "e": set(), "f": set()}


# --- channels ------------------------------------------------------------------------------------

SHARES = """
mission: Shares
start: 2021-01-04
horizon: 1 d
classes: {a: {}, b: {}}
sources: {s: {written_at: x, reports: {a: 1 /day}}}
stations:
  x: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
  k: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1}}}
  l: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1}}}
  m: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1}}}
  n: {stage: command, needs: [a, b], work: 1 h, posts: {p: {count: 1}}}
channels:
  x -> n: {share: 0.1}
  x -> k: {share: 0.2, transit: {uniform: {low: 1 h, high: 2 h}}}
  x -> m: {share: 0.7}
  x -> l: {carries: a}
"""


def test_shares_are_cumulated_in_the_order_of_the_channels_names_up_to_exactly_one():
    net = network(SHARES)
    x = net.stations[-1]
    assert [net.channels[rank].name for rank in x.outgoing] == ["x -> k", "x -> l", "x -> m", "x -> n"]
    assert [net.channels[rank].name for rank in x.shared] == ["x -> k", "x -> m", "x -> n"]
    assert x.shares == (0.2, 0.2 + 0.7, 1.0)


def test_a_channel_carries_what_it_says_and_everything_if_it_says_nothing():
    net = network(SHARES)
    by_name = {channel.name: channel for channel in net.channels}
    assert by_name["x -> l"].carries == 0b01
    assert by_name["x -> m"].carries == ANY
    assert by_name["x -> k"].transit == Law.uniform(1.0 * HOUR, 2.0 * HOUR)
    assert by_name["x -> l"].transit is None
    names = [station.name for station in net.stations]
    assert (names[by_name["x -> n"].sender], names[by_name["x -> n"].recipient]) == ("x", "n")


# --- posts ---------------------------------------------------------------------------------------


def test_a_server_is_a_post_in_a_shift_and_a_post_has_one_desk_unless_the_relief_comes_at_once():
    shifts = "shifts: {late: {from: 14:00, to: 22:00, at_end: suspend}, early: {from: 06:00, to: 14:00}}"
    net = one_desk(
        f"{{b: {{count: 2, {shifts}}}, a: {{count: 2, relief: at_once, {shifts}}}, c: {{count: 1}}}}"
    )
    servers = [(server.group, server.post, server.shift, server.desk) for server in net.servers]
    assert servers == [
        (0, 0, 0, 0), (0, 0, 1, 1), (0, 1, 0, 2), (0, 1, 1, 3),
        (1, 0, 0, 4), (1, 0, 1, 4), (1, 1, 0, 5), (1, 1, 1, 5),
        (2, 0, 0, 6),
    ]  # fmt: skip
    assert net.stations[0].servers == tuple(range(9))
    assert [shift.name for shift in net.stations[0].groups[0].shifts] == ["early", "late"]
    assert [shift.name for shift in net.stations[0].groups[2].shifts] == ["shift"]


def test_a_group_has_what_is_said_of_it():
    net = one_desk(
        "{staff: {count: 3, nation: NLD, from: 2021-01-05, until: 2021-01-20, "
        "tour: {uniform: {low: 5 d, high: 6 d}}, "
        "change: block, first_change: 2021-01-06, gap: 1 d, early_departure: 10 %, "
        "leave: {length: 1 d, times: 2}, "
        "learning: {start: 55 %, time: 20 d, memory: 30 %}, "
        "change_over: {in_hand: hand_over, growth: 1.5, loss: 10 %, queue_loss: 5 %}}}"
    )
    group = net.stations[0].groups[0]
    assert net.nations == ("NLD",)
    assert (group.name, group.count, group.nation, group.since, group.until) == ("staff", 3, 0, DAY, 16 * DAY)
    assert (group.tour, group.block, group.first_change) == (Law.uniform(5.0 * DAY, 6.0 * DAY), True, 2 * DAY)
    assert (group.overlap, group.gap, group.early_departure) == (0, Law.fixed(1.0 * DAY), 0.1)
    assert (group.leave_length, group.leave_times) == (DAY, 2)
    assert (group.start, group.learning_time, group.memory) == (0.55, 20 * DAY, 0.3)
    assert (group.growth, group.loss, group.queue_loss) == (1.5, 0.1, 0.05)
    assert group.relief_when_free
