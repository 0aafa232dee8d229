"""Rapport: it grows while both contacts are in post, and begins again, with less effort, when one goes."""

from dataclasses import replace

import pytest

from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.people.rapport import ALWAYS_HERE, curve
from stovepipe.network.people.rosters import Stay
from stovepipe.network.records import NEVER

HORIZON = 1000
GROWING = Rapport(
    sender=0,
    recipient=1,
    floor=0.2,
    ceiling=0.8,
    time=100,
    fatigue=0.5,
    carried_over=0.0,
    earned=0.0,
    lost=0.0,
)


def stays(*spans):
    return [Stay(n, on, off, on, 1.0, 0.0, ()) for n, (on, off) in enumerate(spans)]


def at(found, tick):
    piece = max(i for i, since in enumerate(found.since) if since <= tick)
    grown = found.base[piece] + found.slope[piece] * (tick - found.origin[piece])
    return found.effort[piece] * min(found.cap[piece], grown)


FOR_GOOD = (ALWAYS_HERE, NEVER)


@pytest.mark.parametrize(
    ("tick", "expected"),
    [
        (0, 0.2 + 0.6 * 0.5),  # the one who came last came 50 ticks before the clock
        (49, 0.2 + 0.6 * 0.99),
        (50, 0.8),
        (299, 0.8),
        (300, 0.5 * 0.2),  # a new face, met with half the effort
        (350, 0.5 * 0.5),
        (599, 0.5 * 0.8),
        (600, 0.25 * 0.2),  # and another
    ],
)
def test_each_new_counterpart_is_met_from_the_floor_and_with_less_effort(tick, expected):
    found = curve(GROWING, stays((-200, 900)), stays((-50, 300), (300, 600), (600, 900)), HORIZON)
    assert at(found, tick) == pytest.approx(expected, abs=1e-12)


def test_who_has_just_come_is_not_tired_of_those_who_went_before():
    found = curve(GROWING, stays((0, 300), (300, 900)), stays((0, 100), (100, 200), (200, 900)), HORIZON)
    assert at(found, 299) == pytest.approx(0.25 * (0.2 + 0.6 * 0.99))
    assert at(found, 300) == pytest.approx(0.5 * 0.2)  # the recipient has been longer in post, and saw one go
    assert at(found, 400) == pytest.approx(0.5 * 0.8)


def test_while_nobody_is_there_rapport_is_that_of_strangers():
    found = curve(GROWING, stays((0, 200), (300, 900)), stays(FOR_GOOD), HORIZON)
    assert [at(found, tick) for tick in (199, 200, 299)] == pytest.approx([0.8, 0.2, 0.2])
    assert at(found, 950) == pytest.approx(0.2)
    assert at(found, 300) == pytest.approx(0.5 * 0.2)


def test_two_who_have_always_been_there_know_each_other_as_well_as_they_ever_will():
    found = curve(GROWING, stays(FOR_GOOD), stays(FOR_GOOD), HORIZON)
    assert [at(found, tick) for tick in (0, 999)] == [0.8, 0.8]


def test_nothing_changes_before_the_clock_or_after_the_horizon():
    found = curve(GROWING, stays((-500, -400), (-400, 2000)), stays((-300, 1500), (1500, 3000)), HORIZON)
    assert found.since.tolist() == [0]
    assert at(found, 0) == pytest.approx(0.8)


# --- what is carried over (8.5) ------------------------------------------------------------------

KEPT = replace(GROWING, carried_over=0.5, fatigue=0.0)


def test_a_successor_begins_with_a_share_of_what_was_there_above_the_floor():
    found = curve(KEPT, stays((-200, 900)), stays((-200, 300), (300, 340), (340, 900)), HORIZON)
    assert at(found, 299) == pytest.approx(0.8)
    assert at(found, 300) == pytest.approx(0.2 + 0.5 * 0.6)
    assert at(found, 339) == pytest.approx(0.5 + 0.6 * 0.39)
    assert at(found, 340) == pytest.approx(0.2 + 0.5 * (0.3 + 0.6 * 0.4))
    assert at(found, 340 + 55) == pytest.approx(0.8), "it grows as ever, and is full sooner"


def test_while_a_post_is_empty_what_is_carried_over_stays_and_nothing_grows():
    found = curve(KEPT, stays((0, 200), (300, 900)), stays(FOR_GOOD), HORIZON)
    assert [at(found, tick) for tick in (199, 200, 299, 300)] == pytest.approx([0.8, 0.5, 0.5, 0.5])


def test_when_both_go_a_share_of_a_share_is_left_whoever_goes_first():
    together = curve(KEPT, stays((0, 200), (300, 900)), stays((0, 200), (300, 900)), HORIZON)
    apart = curve(KEPT, stays((0, 200), (300, 900)), stays((0, 250), (300, 900)), HORIZON)
    assert at(together, 300) == at(apart, 300) == pytest.approx(0.2 + 0.25 * 0.6)
    assert at(together, 220) == pytest.approx(0.2 + 0.25 * 0.6)
    assert at(apart, 220) == pytest.approx(0.2 + 0.5 * 0.6)
    assert together.ends.tolist() == [200, 200, 900, 900]


def test_those_in_post_when_the_clock_starts_follow_two_who_knew_each_other_well():
    known = curve(KEPT, stays((-10, 900)), stays((-20, 900)), HORIZON)
    new = curve(KEPT, stays((5, 900)), stays((5, 900)), HORIZON, known_before=False)
    assert at(known, 0) == pytest.approx(0.2 + 0.5 * 0.6 + 0.6 * 0.1)
    assert [at(new, tick) for tick in (0, 5)] == [0.2, 0.2]


def test_where_all_is_carried_over_people_may_come_and_go():
    """By rounding, to the last digits."""
    full = replace(KEPT, carried_over=1.0)
    changing = curve(full, stays((-50, 130), (130, 900)), stays((-50, 20), (20, 300), (300, 950)), HORIZON)
    assert [at(changing, tick) for tick in (0, 20, 130, 300, 920)] == pytest.approx([0.8] * 5)


def test_without_anything_carried_over_the_curve_has_no_more_pieces_than_it_needs():
    found = curve(GROWING, stays((0, 200), (300, 900)), stays((0, 950)), HORIZON)
    assert found.since.tolist() == [0, 200, 300, 900, 950]
