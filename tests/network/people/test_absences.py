"""Gaps, early departures and leaves: cases worked out by hand from the rules of the semantics, 8.2."""

import math

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.draws import Law
from stovepipe.network.records import DAY, HOUR, NEVER
from tests.network.missions import days, one_desk
from tests.network.people.rosters import REPLICATION, SEED, spells, times, uniform

WEEK = 7 * DAY


def test_a_post_is_empty_during_the_gap():
    net = one_desk("{staff: {count: 1, tour: 8 d, gap: 36 h, first_change: 2021-01-06}}")
    assert spells(net)[:3] == [(0, 2, "tour", 0), (3.5, 10, "tour", 1), (11.5, 18, "tour", 2)]


def test_the_gap_before_the_person_at_the_start_counts_too():
    net = one_desk("{staff: {count: 1, tour: 8 d, gap: 3 d, first_change: 2021-01-10}}")
    assert spells(net)[0] == (1, 6, "tour", 0), "the tour began two days before the clock"


def test_somebody_is_there_at_the_start_where_the_first_change_is_more_than_a_tour_away():
    net = one_desk("{staff: {count: 1, tour: 2 d, gap: 1 d, first_change: 2021-01-10}}")
    assert spells(net)[:2] == [(0, 6, "tour", 0), (7, 8, "tour", 1)]


def test_a_person_whose_gap_is_as_long_as_the_tour_never_comes():
    net = one_desk("{staff: {count: 1, tour: 2 d, gap: 2 d, first_change: 2021-01-06}}")
    assert spells(net) == []


def test_an_overlap_leaves_the_hours_as_they_are():
    with_overlap = one_desk("{staff: {count: 1, tour: 8 d, overlap: 2 d, first_change: 2021-01-06}}")
    assert spells(with_overlap)[:2] == [(0, 2, "tour", 0), (2, 10, "tour", 1)]


def test_who_leaves_early_leaves_the_post_empty_until_the_change():
    net = one_desk(
        "{staff: {count: 2, tour: 8 d, early_departure: 50 %, first_change: 2021-01-06, change: block}}"
    )
    early = {}
    for post in range(2):
        expected = []
        for tour in range(5):
            begins, ends = days(2 + 8 * (tour - 1), 2 + 8 * tour)
            early[post, tour] = (
                uniform("early departure", "desk", "staff", "shift", post=post, visit=tour) < 0.5
            )
            if early[post, tour]:
                at = uniform("departure", "desk", "staff", "shift", post=post, visit=tour)
                ends = begins + math.floor(at * 8 * DAY + 0.5)
            if max(begins, 0) < min(ends, 4 * WEEK):
                expected.append((max(begins, 0), ends if ends < 4 * WEEK else NEVER))
        assert times(net, post) == expected
    assert len(set(early.values())) == 2, "some leave early, some do not"


def test_each_leave_lies_within_its_part_of_the_tour():
    net = one_desk(
        "{staff: {count: 1, tour: 9 d, leave: {length: 1 d, times: 3}, first_change: 2021-01-13}}", "18 d"
    )
    expected = []
    for tour in range(2):
        back = 9 * tour * DAY
        for number in range(3):
            v = uniform("leave", "desk", "staff", "shift", visit=64 * tour + number)
            away = (9 * tour + 3 * number) * DAY + math.floor(v * 2 * DAY + 0.5)
            expected.append((back, away, "leave"))
            back = away + DAY
        expected.append((back, 9 * (tour + 1) * DAY, "tour"))
    assert times(net) == [(on, off if off < 18 * DAY else NEVER) for on, off, _ in expected]
    assert [ending for _, _, ending, _ in spells(net)][:-1] == [ending for _, _, ending in expected][:-1]


def test_a_leave_no_shorter_than_its_part_fills_it():
    law = "{triangular: {low: 1 h, mode: 2 h, high: 60 d}}"  # a mean above the leave, and many tours below
    net = one_desk(
        f"{{staff: {{count: 1, tour: {law}, leave: {{length: 10 d}}, first_change: 2021-01-05}}}}", "40 wk"
    )
    lengths = unfold(net, SEED, REPLICATION).duty[0]
    key = draws.key(SEED, "tour", "desk", "staff", "shift")
    drawn = [
        draws.draw_ticks(Law.triangular(HOUR, 2.0 * HOUR, 60.0 * DAY), key, REPLICATION, 0, n)
        for n in range(60)
    ]
    served = set(lengths.tour.tolist())
    short = {n for n in range(1, max(served)) if drawn[n] <= 10 * DAY}
    assert short
    assert not short & served
    following = {n for n in served if n - 1 in short}
    assert following
    for n in following:
        begins = DAY + sum(drawn[1:n])
        assert lengths.on[lengths.tour == n][0] == begins, "a leave ends with the tour"


def test_leaves_of_who_begins_with_the_group_are_counted_from_there():
    net = one_desk(
        "{staff: {count: 1, tour: 10 d, from: 2021-01-09, first_change: 2021-01-15, leave: {length: 2 d}}}",
        "12 d",
    )
    away = 5 * DAY + math.floor(uniform("leave", "desk", "staff", "shift") * 4 * DAY + 0.5)
    assert times(net)[:2] == [(5 * DAY, away), (away + 2 * DAY, 11 * DAY)]
