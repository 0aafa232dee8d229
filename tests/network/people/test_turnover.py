"""People who come back as themselves, people who are never away, units that keep all: worked out by hand.

The rules are those of the semantics, 8.2 to 8.4.
"""

import math

import numpy as np
import pytest

from stovepipe.network.calendar import unfold
from stovepipe.network.people.rosters import place
from stovepipe.network.records import DAY, HOUR, NEVER
from tests.network.missions import ONE_DESK, network, one_desk
from tests.network.people.test_rosters import REPLICATION, SEED, spells, times, uniform


def without(names, posts, horizon="4 wk"):
    off = ", ".join(f"{name}: off" for name in names.split())
    return network(ONE_DESK.format(posts=posts, horizon=horizon) + f"mechanisms: {{{off}}}\n")


def duty(net, server=0):
    return unfold(net, SEED, REPLICATION).duty[server]


# --- turnover ------------------------------------------------------------------------------------


def test_without_turnover_a_gap_is_a_leave_of_the_same_person():
    net = without("turnover", "{staff: {count: 1, tour: 8 d, gap: 36 h, first_change: 2021-01-06}}")
    assert spells(net)[:3] == [(0, 2, "leave", 0), (3.5, 10, "leave", 0), (11.5, 18, "leave", 0)]


def test_without_turnover_a_change_without_a_gap_is_nothing():
    posts = "{staff: {count: 2, tour: 8 d, overlap: 1 d, change: block, first_change: 2021-01-06}}"
    net = without("turnover", posts)
    assert times(net, 0) == times(net, 1) == [(0, NEVER)]
    assert unfold(net, SEED, REPLICATION).changes == ()
    assert unfold(one_desk(posts), SEED, REPLICATION).changes, "with it the contingent does change"


def test_without_turnover_a_change_within_a_shift_does_not_cut_it():
    posts = "{staff: {count: 1, tour: 8 d, first_change: 2021-01-05 12:00, shift: {from: 08:00, to: 18:00}}}"
    with_it, without_it = spells(one_desk(posts, "3 d")), spells(without("turnover", posts, "3 d"))
    assert [round(24 * off - 24 * on) for on, off, *_ in with_it] == [10, 4, 6, 10]
    assert [round(24 * off - 24 * on) for on, off, *_ in without_it] == [10, 10, 10]
    assert [ending for _, _, ending, _ in without_it] == ["shift"] * 3


def test_without_turnover_who_went_early_is_away_until_the_next_arrival():
    posts = "{staff: {count: 1, tour: 8 d, early_departure: 100 %, gap: 12 h, first_change: 2021-01-06}}"
    left = math.floor(uniform("departure", "desk", "staff", "shift", visit=1) * 7.5 * DAY + 0.5)
    found = times(without("turnover", posts))
    assert (2 * DAY + 12 * HOUR, 2 * DAY + 12 * HOUR + left) in found
    assert found == times(one_desk(posts))
    assert {ending for _, off, ending, _ in spells(without("turnover", posts)) if off} == {"leave"}


def test_without_turnover_the_post_still_ends_with_its_group():
    posts = (
        "{staff: {count: 1, tour: 6 d, gap: 1 d, first_change: 2021-01-05, until: 2021-01-17}, r: {count: 1}}"
    )
    assert spells(without("turnover", posts), 1) == [
        (0, 1, "leave", 0),
        (2, 7, "leave", 0),
        (8, 13, "tour", 0),
    ]


@pytest.mark.parametrize(("gap", "ending"), [("gap: 2 d, ", "leave"), ("", "shift")])
def test_what_follows_a_change_beyond_the_horizon_is_known(gap, ending):
    """The last shift before it ends by a gap, or by its hours alone, whether or not the clock goes on."""
    posts = (
        f"{{staff: {{count: 1, tour: 7 d, {gap}first_change: 2021-01-09 03:00, "
        "shift: {from: 08:00, to: 18:00, days: [mon, tue, thu, fri]}}}"
    )
    short, long = (spells(without("turnover", posts, horizon)) for horizon in ("5 d", "3 wk"))
    assert short == long[: len(short)]
    assert [ending for _, _, ending, _ in short] == ["shift", "shift", "shift", ending]


def test_who_goes_early_and_has_no_successor_in_sight_is_on_leave():
    posts = (
        "{staff: {count: 1, tour: 200 d, early_departure: 100 %, from: 2021-01-05, first_change: 2021-06-30}}"
    )
    horizon = math.ceil(times(one_desk(posts, "200 d"))[0][1] / DAY) + 1
    assert horizon + 8 < 177, "or the change would be in sight"
    assert [spell[2] for spell in spells(without("turnover", posts, f"{horizon} d"))] == ["leave"]


@pytest.mark.parametrize("since", ["", "from: 2021-01-06, "])
def test_without_turnover_people_are_as_able_as_those_without_a_tour(since):
    learning = "learning: {start: 40 %, time: 12 d}"
    staying = duty(one_desk(f"{{staff: {{count: 1, {since}{learning}}}}}"))
    returning = duty(without("turnover", f"{{staff: {{count: 1, {since}tour: 5 d, gap: 1 d, {learning}}}}}"))
    assert len(returning.on) > 3
    for column in ("tour", "tenure", "p0", "slope", "start"):
        assert set(getattr(returning, column)) == set(getattr(staying, column)), column


ACQUAINTED = """
mission: Acquainted
start: 2021-01-04
horizon: 40 d
classes: {a: {}}
sources: {s: {written_at: x, reports: {a: 1 /day}}}
stations:
  x: {stage: analysis, work: 1 h, posts: {p: {count: 1, tour: 9 d, gap: 2 d, early_departure: 50 %%}}}
  y: {stage: command, needs: a, work: 1 h, posts: {q: {count: 1, %s}}}
channels:
  x -> y:
    rapport: {floor: 20 %%, ceiling: 90 %%, time: 10 d, fatigue: 10 %%}
    hurdles: {reluctance: {probability: 60 %%, at_full_rapport: 10 %%}}
mechanisms: {turnover: off}
"""


def test_without_turnover_rapport_lasts_through_absences():
    (curve,) = unfold(network(ACQUAINTED % "tour: 7 d, leave: {length: 1 d}"), SEED, REPLICATION).rapport
    assert curve.since.tolist() == [0]
    assert curve.at(0) == curve.at(30 * DAY) == 0.9


def test_without_turnover_those_who_begin_later_meet_once():
    net = network(ACQUAINTED % "tour: 7 d, gap: 1 d, from: 2021-01-14")
    (curve,) = unfold(net, SEED, REPLICATION).rapport
    assert [curve.at(day * DAY) for day in (0, 10, 15, 20, 39)] == pytest.approx([0.2, 0.2, 0.55, 0.9, 0.9])


def test_without_turnover_nothing_in_hand_grows_or_is_lost():
    rule = "change_over: {growth: 2, loss: 20 %, queue_loss: 30 %}"
    posts = f"{{staff: {{count: 1, tour: 8 d, change: block, until: 2021-01-20, {rule}}}, r: {{count: 1}}}}"
    (_, group), (_, kept) = (net.stations[0].groups for net in (one_desk(posts), without("turnover", posts)))
    assert (group.growth, group.loss, group.queue_loss) == (2, 0.2, 0.3)
    assert (kept.growth, kept.loss, kept.queue_loss) == (1, 0, 0)
    assert kept.tour_rule == group.tour_rule


# --- absence -------------------------------------------------------------------------------------


def test_without_absence_each_tour_lasts_from_change_to_change():
    posts = (
        "{staff: {count: 2, tour: {exponential: {mean: 5 d}}, gap: {exponential: {mean: 1 d}}, "
        "early_departure: 40 %, leave: {length: 6 h}, change: block, first_change: 2021-01-06}}"
    )
    net = without("absence", posts)
    changes = [(change.at, change.number) for change in unfold(net, SEED, REPLICATION).changes]
    assert changes == [(c.at, c.number) for c in unfold(one_desk(posts), SEED, REPLICATION).changes]
    begins = [0, *(at for at, _ in changes)]
    expected = list(zip(begins, [*begins[1:], NEVER], strict=True))
    assert times(net, 0) == times(net, 1) == expected
    assert duty(net).tour.tolist() == list(range(len(expected)))


# --- memory --------------------------------------------------------------------------------------


def test_without_memory_nobody_who_follows_a_settled_person_learns():
    found = duty(without("memory", "{staff: {count: 1, tour: 4 d, learning: {start: 30 %, time: 12 d}}}"))
    assert set(found.p0) == {1.0}
    assert set(found.start) == {0.3}, "so misreading is that of the settled"


def test_without_memory_a_successor_goes_on_from_what_was_known():
    """From 0.4 in the first tour, 0.05 a day; frozen or not."""
    posts = (
        "{staff: {count: 1, tour: 4 d, change: block, from: 2021-01-06, "
        "learning: {start: 40 %, time: 12 d, memory: 20 %}}}"
    )
    text = ONE_DESK.format(posts=posts, horizon="4 wk").replace(
        "    work: 1 h", "    system: old\n    work: 1 h"
    )
    text += "systems: {old: {frozen: 2021-01-08}}\nmechanisms: {memory: off}\n"
    found = duty(network(text))
    assert found.p0[:4] == pytest.approx([0.4, 0.6, 0.8, 1.0])
    assert found.on[:4].tolist() == [2 * DAY, 6 * DAY, 10 * DAY, 14 * DAY]


# --- the place of a post -------------------------------------------------------------------------


@pytest.mark.parametrize("first_change", ["", ", first_change: 2021-01-07"])
def test_an_added_post_leaves_the_people_of_the_others_as_they_were(first_change):
    posts = "{staff: {count: %d, tour: {exponential: {mean: 6 d}}, gap: 1 d, leave: {length: 8 h}%s}}"
    fewer, more = (unfold(one_desk(posts % (n, first_change)), SEED, REPLICATION).duty for n in (3, 7))
    for before, after in zip(fewer, more, strict=False):
        for column, values in vars(before).items():
            np.testing.assert_array_equal(values, getattr(after, column), err_msg=column)


@pytest.mark.parametrize("count", [1, 2, 4, 8, 64])
def test_as_many_posts_as_a_power_of_two_lie_evenly_over_a_tour(count):
    assert sorted(place(post) for post in range(count)) == [post / count for post in range(count)]


def test_no_two_posts_have_one_place():
    assert len({place(post) for post in range(1000)}) == 1000
    assert all(0 <= place(post) < 1 for post in range(1000))
