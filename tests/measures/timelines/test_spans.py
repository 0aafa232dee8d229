"""Waiting, work and suspension as spans of time agree with the counters of each visit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from stovepipe.measures.timelines.spans import Spans, rows_by, station_time
from stovepipe.network.details.rules import AtEnd, Ending
from tests.measures.build import H, network, reports, spells, station, trajectory
from tests.measures.story import HORIZON, VISITS, mission, tell


def per_visit(spans: Spans) -> list[float]:
    return (np.bincount(spans.visit, weights=spans.ended - spans.began, minlength=len(VISITS)) / H).tolist()


def test_each_visit_spent_its_time_as_the_story_says() -> None:
    time = station_time(tell())
    assert per_visit(time.waiting) == [1, 16, 0, 0, 1, 15, 0, 1, 0, 1]
    assert per_visit(time.work) == [3, 1, 2, 2, 9, 0, 0, 3, 1, 0]
    assert per_visit(time.suspended) == [16, 0, 0, 0, 0, 0, 0, 0, 44, 0]


def test_nothing_is_left_out_and_nothing_counted_twice() -> None:
    told = tell()
    time = station_time(told)
    stay = np.where(told.visits.ended < 0, HORIZON * H, told.visits.ended) - told.visits.arrived
    spent = sum(np.array(per_visit(spans)) for spans in (time.waiting, time.work, time.suspended))
    np.testing.assert_array_equal(spent, stay / H)


def test_the_order_of_the_services_does_not_matter() -> None:
    told = tell()
    backwards = trajectory(
        mission(), told.calendar.reports, told.calendar.duty, VISITS,
        list(zip(*(getattr(told.services, name)[::-1].tolist() for name in ("visit", "server", "began",
                 "ended")), strict=True)),
    )  # fmt: skip
    one, other = station_time(told), station_time(backwards)
    assert per_visit(one.waiting) == per_visit(other.waiting)
    assert per_visit(one.suspended) == per_visit(other.suspended)


def test_what_is_handed_over_waits_even_if_the_same_person_takes_it_up_again() -> None:
    """A spell that ends at 8: after a shift the copy is kept, after leave it goes back to the queue."""
    for ending, waits in ((Ending.SHIFT, 0), (Ending.LEAVE, 16)):
        of = network([station("cell", needs=1, at_end=AtEnd.SUSPEND)], servers=[0])
        told = trajectory(
            of,
            reports([0]),
            [spells((0, 8 * H), (24 * H, 32 * H), ending=ending)],
            [{"copy": 0, "station": 0, "arrived": 0, "ended": 26 * H, "suspended": (16 - waits) * H}],
            [(0, 0, 0, 8 * H), (0, 0, 24 * H, 26 * H)],
        )
        time = station_time(told)
        assert int((time.waiting.ended - time.waiting.began).sum()) == waits * H
        assert int((time.suspended.ended - time.suspended.began).sum()) == (16 - waits) * H


def test_what_is_interrupted_in_the_last_moment_of_a_shift_waits() -> None:
    """Its stretch of work ended as if it were kept; its counter says that it was not suspended."""
    of = network([station("cell", needs=1, at_end=AtEnd.SUSPEND)], servers=[0])
    told = trajectory(
        of,
        reports([0]),
        [spells((0, 8 * H), (24 * H, 32 * H))],
        [{"copy": 0, "station": 0, "arrived": 0, "ended": 26 * H, "waiting": 16 * H}],
        [(0, 0, 0, 8 * H), (0, 0, 24 * H, 26 * H)],
    )
    assert station_time(told).waiting.began.tolist() == [8 * H]


@pytest.mark.parametrize("taken_up", [32, 40])
def test_what_is_kept_overnight_is_handed_over_when_the_person_goes_home(taken_up: int) -> None:
    """Suspended from 8, held through the spell from 24 to 32 (the desk was taken), then in the queue."""
    of = network([station("cell", needs=1, at_end=AtEnd.SUSPEND)], servers=[0, 0])
    duty = spells((0, 8 * H), (24 * H, 32 * H))
    goes_home = dataclasses.replace(duty, ending=np.array([Ending.SHIFT, Ending.TOUR]))
    told = trajectory(
        of,
        reports([0]),
        [goes_home, spells((taken_up * H, 50 * H))],
        [{"copy": 0, "station": 0, "arrived": 0, "ended": 44 * H, "suspended": 24 * H}],
        [(0, 0, 0, 8 * H), (0, 1, taken_up * H, 44 * H)],
    )
    time = station_time(told)
    assert (time.suspended.began.tolist(), time.suspended.ended.tolist()) == ([8 * H], [32 * H])
    assert (time.waiting.ended - time.waiting.began).sum() == (taken_up - 32) * H


def test_rows_are_grouped_by_rank_in_their_order() -> None:
    assert [(rank, rows.tolist()) for rank, rows in rows_by(np.array([2, 0, 2, 5, 0]))] == [
        (0, [1, 4]),
        (2, [0, 2]),
        (5, [3]),
    ]
    assert list(rows_by(np.empty(0, dtype=np.int64))) == []
