"""How proficient people are: cases worked out by hand from the rules of the semantics, 8.3."""

import math

import pytest

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.records import DAY
from tests.network.missions import one_desk

SEED, REPLICATION = 5, 1


def proficiency(net, at, server=0):
    """The proficiency of whoever is on duty at a time in days."""
    duty = unfold(net, SEED, REPLICATION).duty[server]
    tick = round(at * DAY)
    [spell] = [n for n in range(len(duty.on)) if duty.on[n] <= tick < duty.off[n]]
    return min(1.0, duty.p0[spell] + duty.slope[spell] * (tick - int(duty.tenure[spell])))


def test_a_newcomer_starts_at_start_and_is_settled_after_the_learning_time():
    net = one_desk(
        "{staff: {count: 1, tour: 20 d, first_change: 2021-01-06, learning: {start: 40 %, time: 10 d}}}"
    )
    assert proficiency(net, 2) == pytest.approx(0.4)
    assert proficiency(net, 7) == pytest.approx(0.7)
    assert proficiency(net, 12) == pytest.approx(1.0)
    assert proficiency(net, 20) == 1.0


def test_who_is_there_at_the_start_began_one_tour_before_the_first_change():
    net = one_desk(
        "{staff: {count: 1, tour: 6 d, first_change: 2021-01-08, learning: {start: 50 %, time: 10 d}}}"
    )
    assert proficiency(net, 0) == pytest.approx(0.5 + 0.05 * 2)
    assert proficiency(net, 3.5) == pytest.approx(0.5 + 0.05 * 5.5)


def test_an_overlap_is_time_to_learn():
    net = one_desk(
        "{staff: {count: 1, tour: 9 d, first_change: 2021-01-06, overlap: 3 d, "
        "learning: {start: 40 %, time: 12 d}}}"
    )
    assert proficiency(net, 2) == pytest.approx(0.4 + 0.05 * 3)
    assert proficiency(net, 0) == pytest.approx(0.4 + 0.05 * (7 + 3))


def test_nobody_learns_in_the_gap():
    net = one_desk(
        "{staff: {count: 1, tour: 9 d, first_change: 2021-01-06, gap: 2 d, "
        "learning: {start: 40 %, time: 12 d}}}"
    )
    assert proficiency(net, 4) == pytest.approx(0.4)


def test_where_memory_is_kept_a_newcomer_starts_closer_to_the_predecessor():
    """Tour 0: 0.4 + 0.5 (1 - 0.4) = 0.7, and after 4 days of 12 it is 0.9; then 0.65 and 0.85; then 0.625."""
    net = one_desk(
        "{staff: {count: 1, tour: 4 d, first_change: 2021-01-06, "
        "learning: {start: 40 %, time: 12 d, memory: 50 %}}}"
    )
    assert proficiency(net, 0) == pytest.approx(0.7 + 0.05 * 2)
    assert proficiency(net, 2) == pytest.approx(0.65)
    assert proficiency(net, 5) == pytest.approx(0.65 + 0.05 * 3)
    assert proficiency(net, 6) == pytest.approx(0.625)


def test_what_is_remembered_is_what_the_predecessor_left_with():
    """With learning so fast that the predecessor is settled, all of it is kept where memory is whole."""
    net = one_desk(
        "{staff: {count: 1, tour: 6 d, first_change: 2021-01-06, "
        "learning: {start: 40 %, time: 1 d, memory: 1}}}"
    )
    assert [proficiency(net, day) for day in (0, 2, 8, 14)] == [1.0] * 4


def test_after_an_early_departure_the_memory_is_of_the_day_of_departure():
    net = one_desk(
        "{staff: {count: 1, tour: 8 d, change: block, first_change: 2021-01-06, early_departure: 100 %, "
        "learning: {start: 20 %, time: 16 d, memory: 50 %}}}"
    )
    key = draws.key(SEED, "departure", "desk", "staff", "shift")
    stayed = [math.floor(draws.uniform(key, REPLICATION, 0, n) * 8 * DAY + 0.5) for n in range(2)]
    first = 0.2 + 0.5 * 0.8
    second = 0.2 + 0.5 * (min(1.0, first + 0.8 / 16 * stayed[0] / DAY) - 0.2)
    assert proficiency(net, 2) == pytest.approx(second)
    third = 0.2 + 0.5 * (min(1.0, second + 0.8 / 16 * stayed[1] / DAY) - 0.2)
    assert proficiency(net, 10) == pytest.approx(third)


def test_who_never_came_is_no_predecessor():
    net = one_desk(
        "{staff: {count: 1, tour: {empirical: {values: [2 d, 6 d]}}, first_change: 2021-01-06, gap: 2 d, "
        "learning: {start: 20 %, time: 8 d, memory: 100 %}}}",
        "20 wk",
    )
    duty = unfold(net, SEED, REPLICATION).duty[0]
    assert set(range(1, max(duty.tour))) - set(duty.tour.tolist()), "some tours are as short as the gap"
    for spell in range(1, len(duty.on) - 1):
        left_with = min(
            1.0,
            duty.p0[spell - 1] + duty.slope[spell - 1] * int(duty.off[spell - 1] - duty.tenure[spell - 1]),
        )
        assert duty.p0[spell] == pytest.approx(left_with)


def test_without_learning_everybody_is_settled():
    duty = unfold(one_desk("{staff: {count: 1, tour: 6 d, overlap: 1 d}}"), SEED, REPLICATION).duty[0]
    assert set(duty.p0) == set(duty.start) == {1.0}
    assert set(duty.slope) == {0.0}


def test_who_stays_for_good_is_settled():
    net = one_desk("{staff: {count: 1, learning: {start: 30 %, time: 30 d}}}")
    assert proficiency(net, 0) == 1.0
    assert unfold(net, SEED, REPLICATION).duty[0].start.tolist() == [0.3], (
        "so misreading is that of the settled"
    )


def test_who_comes_for_good_after_the_start_is_new():
    net = one_desk("{staff: {count: 1, from: 2021-01-06, learning: {start: 40 %, time: 12 d}}}")
    assert proficiency(net, 2) == pytest.approx(0.4)
    assert proficiency(net, 8) == pytest.approx(0.7)


def test_a_group_that_begins_after_the_start_has_nobody_to_learn_from():
    net = one_desk(
        "{staff: {count: 1, tour: 6 d, change: block, from: 2021-01-06, overlap: 1 d, "
        "learning: {start: 40 %, time: 12 d, memory: 50 %}}}"
    )
    assert proficiency(net, 2) == pytest.approx(0.4)
    assert proficiency(net, 8) == pytest.approx(0.4 + 0.5 * (0.7 - 0.4) + 0.05 * 1)


def test_a_person_goes_on_learning_between_shifts():
    net = one_desk(
        "{staff: {count: 1, tour: 20 d, first_change: 2021-01-06, learning: {start: 40 %, time: 10 d}, "
        "shift: {from: 06:00, to: 18:00}}}"
    )
    assert proficiency(net, 4.5) == pytest.approx(0.4 + 0.06 * 2.5)
