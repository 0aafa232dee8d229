"""Who is on duty when: cases worked out by hand from the rules of the semantics, 8.2."""

import itertools
import math

import pytest

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.details.rules import Ending
from stovepipe.network.draws import Law
from stovepipe.network.people.rosters import Succession, tours
from stovepipe.network.records import DAY, HOUR, NEVER
from tests.network.missions import days, network, one_desk
from tests.network.people.rosters import REPLICATION, SEED, spells, times, uniform

WEEK = 7 * DAY


def test_without_a_tour_one_person_is_there_from_the_first_tick_for_good():
    assert times(one_desk("{staff: {count: 2}}"), server=1) == [(0, NEVER)]


def test_without_posts_there_is_nobody():
    net = one_desk("{staff: {count: 0}, others: {count: 1}}")
    assert [(server.group, server.post) for server in net.servers] == [(0, 0)]
    assert len(unfold(net, SEED, REPLICATION).duty) == 1


# --- tours ---------------------------------------------------------------------------------------


def test_a_block_changes_at_the_stated_date_and_then_at_tour_lengths():
    net = one_desk("{staff: {count: 2, tour: 10 d, change: block, first_change: 2021-01-08}}")
    expected = [(0, 4, "tour", 0), (4, 14, "tour", 1), (14, 24, "tour", 2)]
    assert spells(net, 0)[:3] == spells(net, 1)[:3] == expected
    assert spells(net, 0)[3][:2] == (24, None)
    changes = unfold(net, SEED, REPLICATION).changes
    assert [(change.at / DAY, change.number) for change in changes] == [(4, 0), (14, 1), (24, 2)]


def test_a_block_without_a_date_has_its_phase_in_common():
    net = one_desk(
        "{staff: {count: 3, tour: 8 d, change: block, "
        "shifts: {a: {from: 00:00, to: 12:00}, b: {from: 12:00, to: 24:00}}}}"
    )
    first = math.floor(uniform("phase", "desk", "staff") * 8 * DAY + 0.5)
    changes = unfold(net, SEED, REPLICATION).changes
    assert [change.at for change in changes] == [
        first + 8 * DAY * n for n in range(4) if first + 8 * DAY * n < 4 * WEEK
    ]
    for server in range(6):
        tours = unfold(net, SEED, REPLICATION).duty[server].tour
        on = unfold(net, SEED, REPLICATION).duty[server].on
        for change in changes:
            assert set(tours[on < change.at]) == set(range(change.number + 1)), "all posts and shifts at once"


def test_a_block_draws_its_tours_and_gaps_once_for_all_posts():
    tour, gap = Law.exponential(5.0 * DAY), Law.exponential(1.0 * DAY)
    net = one_desk(
        "{staff: {count: 2, tour: {exponential: {mean: 5 d}}, gap: {exponential: {mean: 1 d}}, "
        "change: block, first_change: 2021-01-06}}"
    )
    lengths = [
        draws.draw_ticks(tour, draws.key(SEED, "tour", "desk", "staff"), REPLICATION, 0, n) for n in range(20)
    ]
    gaps = [
        draws.draw_ticks(gap, draws.key(SEED, "gap", "desk", "staff"), REPLICATION, 0, n) for n in range(20)
    ]
    begins = [2 * DAY]
    while begins[-1] < 4 * WEEK:
        begins.append(begins[-1] + lengths[len(begins)])
    planned = [(begin + gaps[n], end) for n, (begin, end) in enumerate(itertools.pairwise(begins), start=1)]
    expected = [(on, off if off < 4 * WEEK else NEVER) for on, off in planned if on < min(off, 4 * WEEK)]
    assert times(net, 0)[-len(expected) :] == times(net, 1)[-len(expected) :] == expected


def test_staggered_posts_change_one_after_the_other():
    net = one_desk("{staff: {count: 4, tour: 8 d}}")
    u = uniform("phase", "desk", "staff", "shift")
    for post, place in enumerate((0, 1 / 2, 1 / 4, 3 / 4)):
        first = math.floor((u + place) % 1 * 8 * DAY + 0.5)
        ends = [off for _, off in times(net, post) if off != NEVER]
        assert ends == [first + 8 * DAY * n for n in range(4) if first + 8 * DAY * n < 4 * WEEK]
    assert not unfold(net, SEED, REPLICATION).changes


def test_with_a_date_the_first_post_changes_then_and_the_others_at_their_places_in_a_tour_after_it():
    net = one_desk("{staff: {count: 4, tour: 8 d, first_change: 2021-01-07}}")
    assert [spells(net, post)[0][1] for post in range(4)] == [3, 7, 5, 9]


def test_each_staggered_post_draws_its_own_tours():
    law = Law.exponential(6.0 * DAY)
    net = one_desk("{staff: {count: 2, tour: {exponential: {mean: 6 d}}, first_change: 2021-01-05}}")
    key = draws.key(SEED, "tour", "desk", "staff", "shift")
    for post in range(2):
        lengths = [draws.draw_ticks(law, key, REPLICATION, post, n) for n in range(20)]
        ends = [DAY + math.floor(post / 2 * lengths[0] + 0.5)]
        while ends[-1] < 4 * WEEK:
            ends.append(ends[-1] + lengths[len(ends)])
        assert [off for _, off in times(net, post)[:-1]] == ends[:-1]


def test_shifts_have_their_own_persons():
    net = one_desk(
        "{staff: {count: 1, tour: 8 d, shifts: {a: {from: 00:00, to: 24:00}, b: {from: 00:00, to: 24:00}}}}"
    )
    for server, shift in enumerate("ab"):
        first = math.floor(uniform("phase", "desk", "staff", shift) * 8 * DAY + 0.5)
        assert times(net, server)[0] == (0, first)


# --- from, until ---------------------------------------------------------------------------------


def test_a_post_exists_from_and_until_its_dates():
    net = one_desk("{staff: {count: 1, from: 2021-01-06 06:00, until: 2021-01-09}, rest: {count: 1}}")
    assert spells(net, 1) == [(2.25, 5, "tour", 0)]


def test_a_block_that_begins_after_the_clock_serves_a_whole_tour_first():
    net = one_desk("{staff: {count: 1, tour: 6 d, change: block, from: 2021-01-06}}")
    assert spells(net)[:2] == [(2, 8, "tour", 0), (8, 14, "tour", 1)]
    assert [change.at / DAY for change in unfold(net, SEED, REPLICATION).changes] == [8, 14, 20, 26]


def test_a_staggered_group_that_begins_after_the_clock_has_its_phase_from_there():
    net = one_desk("{staff: {count: 2, tour: 8 d, from: 2021-01-06}}")
    u = uniform("phase", "desk", "staff", "shift")
    for post in range(2):
        first = 2 * DAY + math.floor((u + post / 2) % 1 * 8 * DAY + 0.5)
        assert times(net, post)[0] == (2 * DAY, first)


def test_changes_end_when_the_group_does():
    net = one_desk(
        "{staff: {count: 1, tour: 6 d, change: block, first_change: 2021-01-05, until: 2021-01-17}, "
        "rest: {count: 1}}"
    )
    assert spells(net, 1) == [(0, 1, "tour", 0), (1, 7, "tour", 1), (7, 13, "tour", 2)]
    assert [change.at / DAY for change in unfold(net, SEED, REPLICATION).changes] == [1, 7]


def test_changes_before_the_group_begins_are_none():
    net = one_desk(
        "{staff: {count: 1, tour: 6 d, change: block, first_change: 2021-01-05, from: 2021-01-13}}"
    )
    assert spells(net)[:2] == [(9, 13, "tour", 2), (13, 19, "tour", 3)]
    changes = unfold(net, SEED, REPLICATION).changes
    assert [(change.at / DAY, change.number) for change in changes] == [(13, 2), (19, 3), (25, 4)]


def test_changes_are_in_order_of_time_and_then_of_the_groups():
    net = one_desk(
        "{a: {count: 1, tour: 6 d, change: block, first_change: 2021-01-09}, "
        "b: {count: 1, tour: 9 d, change: block, first_change: 2021-01-06}}"
    )
    changes = unfold(net, SEED, REPLICATION).changes
    assert [(change.at / DAY, change.group) for change in changes] == [
        (2, 1), (5, 0), (11, 0), (11, 1), (17, 0), (20, 1), (23, 0),
    ]  # fmt: skip


def test_a_tour_lasts_a_tick_at_least():
    """Else changes would follow each other without end."""
    group = one_desk("{staff: {count: 1, tour: 1 d}}").stations[0].groups[0]
    line = Succession(SEED, REPLICATION, ("desk", "staff", "shift"), 0)
    found = itertools.islice(tours(group, Law.fixed(0.0), line, 0.0, 5), 100)
    assert [(tour.begins, tour.ends) for tour in found][1:] == [(n, n + 1) for n in range(1, 5)]


# --- shifts --------------------------------------------------------------------------------------


def test_a_shift_has_its_hours_on_its_days():
    net = one_desk("{staff: {count: 1, shift: {from: 08:00, to: 18:00, days: [tue, fri]}}}", "2 wk")
    hours = [(day * DAY + 8 * HOUR, day * DAY + 18 * HOUR) for day in (1, 4, 8, 11)]
    assert times(net) == hours
    assert {ending for _, _, ending, _ in spells(net)} == {"shift"}


def test_a_shift_across_midnight_belongs_to_the_day_on_which_it_begins():
    net = one_desk("{staff: {count: 1, shift: {from: 22:00, to: 06:00, days: [sun, mon]}}}", "8 d")
    assert times(net) == [
        (0, 6 * HOUR),  # of the Sunday before the clock
        (22 * HOUR, 30 * HOUR),
        (6 * DAY + 22 * HOUR, 7 * DAY + 6 * HOUR),
        (7 * DAY + 22 * HOUR, NEVER),
    ]


def test_hours_that_touch_are_one_spell():
    net = one_desk("{staff: {count: 1, shift: {from: 00:00, to: 24:00, days: [tue, wed, sun, mon]}}}", "2 wk")
    assert times(net) == [tuple(days(0, 3)), tuple(days(6, 10)), (13 * DAY, NEVER)]


def test_whole_days_every_day_never_end():
    net = one_desk("{staff: {count: 1, shift: {from: 00:00, to: 24:00}}}")
    assert times(net) == [(0, NEVER)]


def test_a_clock_that_starts_within_the_day_cuts_the_first_shift():
    text = """
    mission: Late start
    start: 2021-01-04 12:00
    warm_up: 90 min
    horizon: 1 d
    classes: {a: {}}
    sources: {s: {written_at: x, reports: {a: 1 /day}}}
    stations:
      x: {stage: command, needs: a, work: 1 h, posts: {p: {count: 1, shift: {from: 08:00, to: 13:00}}}}
    """
    start = 10 * HOUR + HOUR // 2
    assert times(network(text)) == [(0, 13 * HOUR - start), (DAY + 8 * HOUR - start, NEVER)]


def test_duty_is_what_tours_shifts_and_leaves_leave():
    net = one_desk(
        "{staff: {count: 1, tour: 10 d, first_change: 2021-01-06 12:00, gap: 1 d, "
        "shift: {from: 08:00, to: 18:00}}}",
        "5 d",
    )
    assert spells(net) == [
        (pytest.approx(8 / 24), 18 / 24, "shift", 0),
        (pytest.approx(32 / 24), 42 / 24, "shift", 0),
        (pytest.approx(56 / 24), 2.5, "tour", 0),
        (3.5, pytest.approx(3.75), "shift", 1),
        (pytest.approx(4 + 8 / 24), pytest.approx(4.75), "shift", 1),
    ]


# --- diversions ----------------------------------------------------------------------------------

ATTACKED = """
mission: Attacked
start: 2021-01-04
horizon: 4 wk
classes: {a: {}}
sources: {s: {written_at: x, reports: {a: 1 /day}}}
incidents:
  attack: {rate: 0.4 /day, diverts: {lasts: 18 h, posts: {x.p: 2}}}
stations:
  x:
    stage: command
    needs: a
    work: 1 h
    posts: {p: {count: 3, shift: {from: 06:00, to: 20:00}}, q: {count: 1}}
"""


def test_a_diversion_takes_the_highest_posts_off_duty_while_it_lasts():
    net = network(ATTACKED)
    calendar = unfold(net, SEED, REPLICATION)
    attacks = calendar.incidents[0].tolist()
    assert len(attacks) > 5
    open_hours = [(day * DAY + 6 * HOUR, day * DAY + 20 * HOUR) for day in range(28)]
    minute = HOUR // 60

    def on_duty(server, tick):
        return any(
            on <= tick < off
            for on, off in zip(calendar.duty[server].on, calendar.duty[server].off, strict=True)
        )

    for tick in range(minute // 2, 28 * DAY, 20 * minute):
        in_hours = any(on <= tick < off for on, off in open_hours)
        tied_down = any(attack <= tick < attack + 18 * HOUR for attack in attacks)
        assert on_duty(0, tick) == in_hours
        assert on_duty(1, tick) == on_duty(2, tick) == (in_hours and not tied_down)
        assert on_duty(3, tick), "another group is not concerned"


def test_a_spell_before_a_diversion_ends_as_for_a_leave():
    calendar = unfold(network(ATTACKED), SEED, REPLICATION)
    attacks = calendar.incidents[0]
    duty = calendar.duty[2]
    for off, following, ending in zip(duty.off, duty.on[1:], duty.ending, strict=False):
        between = ((attacks + 18 * HOUR > off) & (attacks < following)).any()
        assert ending == (Ending.LEAVE if between else Ending.SHIFT)
    assert set(calendar.duty[0].ending.tolist()) == {Ending.SHIFT}


# --- why a spell ends ----------------------------------------------------------------------------


def test_the_last_shift_of_a_tour_ends_by_the_tour_also_when_the_tour_ends_hours_later():
    net = one_desk(
        "{staff: {count: 1, tour: 10 d, first_change: 2021-01-07 03:00, shift: {from: 08:00, to: 18:00}}}",
        "5 d",
    )
    assert [ending for _, _, ending, _ in spells(net)] == ["shift", "shift", "tour", "shift", "shift"]


def test_the_last_shift_before_a_leave_ends_by_the_leave_and_a_tour_is_stronger():
    net = one_desk(
        "{staff: {count: 1, tour: 4 d, first_change: 2021-01-08, leave: {length: 2 d}, "
        "shift: {from: 08:00, to: 18:00}}}",
        "4 d",
    )
    room = math.floor(uniform("leave", "desk", "staff", "shift") * 2 * DAY + 0.5)
    leave = (room, room + 2 * DAY)
    found = spells(net)
    assert found[-1][2] == "tour"
    for (_, off, ending, _), (on, *_) in itertools.pairwise(found):
        between = leave[0] < on * DAY and leave[1] > off * DAY
        assert ending == ("leave" if between else "shift")


def test_what_follows_the_last_shift_is_known_beyond_the_horizon():
    """The same day ends in the same way, whether or not the clock goes on."""
    posts = (
        "{staff: {count: 1, tour: 10 d, first_change: 2021-01-08 03:00, "
        "shift: {from: 08:00, to: 18:00, days: [mon, thu]}}}"
    )
    short, long = spells(one_desk(posts, "4 d")), spells(one_desk(posts, "12 d"))
    assert short == long[:2]
    assert [ending for _, _, ending, _ in short] == ["shift", "tour"]


def test_a_leave_beyond_the_horizon_is_known_too():
    """Of every length of the clock, the last spells end as they do where the clock goes on."""
    posts = (
        "{staff: {count: 3, tour: 9 d, leave: {length: 2 d}, "
        "shift: {from: 08:00, to: 18:00, days: [mon, tue, thu, fri]}}}"
    )
    long = [spells(one_desk(posts, "4 wk"), post) for post in range(3)]
    endings = set()
    for length in range(2, 20):
        net = one_desk(posts, f"{length} d")
        for post in range(3):
            short = spells(net, post)
            assert short == long[post][: len(short)]
            endings.update(ending for _, _, ending, _ in short[-1:])
    assert endings == {"shift", "leave", "tour"}


def test_a_leave_from_which_nobody_returns_in_sight_is_a_leave():
    """It lasts beyond the time after the horizon for which hours are known."""
    away = math.floor(uniform("leave", "desk", "staff", "shift") * 40 * DAY + 0.5)
    assert away > DAY
    net = one_desk(
        "{staff: {count: 1, tour: 60 d, first_change: 2021-03-05, leave: {length: 20 d}, "
        "shift: {from: 00:00, to: 23:00}}}",
        f"{away // DAY + 2} d",
    )
    found = spells(net)
    assert found[-1][1] <= away / DAY
    assert [ending for _, _, ending, _ in found] == ["shift"] * (len(found) - 1) + ["leave"]
