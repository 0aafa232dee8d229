"""Stopping when it is precise enough: by the rule, and what that does to coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from stovepipe.inference.intervals import mean_interval
from stovepipe.inference.precision import precision, until_precise
from tests.inference.structures import assert_at_least, assert_at_most

ROWS = np.random.default_rng(1).normal([[5.0], [0.1]], 1.0, (2, 2000))


def test_half_widths_hold_together_and_are_those_of_the_mean() -> None:
    found = precision(ROWS[:, :30], ["hours", "difference"], absolute=0.5, level=0.9)
    for row, half in zip(ROWS[:, :30], found.half_widths, strict=True):
        interval = mean_interval(row, 0.95)
        assert half == pytest.approx(max(interval.high - row.mean(), row.mean() - interval.low))
    assert found.short_enough.tolist() == (found.half_widths <= 0.5).tolist()
    assert found.allowed.tolist() == [0.5, 0.5]


def test_a_relative_precision_is_of_the_true_value() -> None:
    """An estimate off by g / (1 + g) of itself is off by at most g of the truth."""
    found = precision(ROWS[:1, :40], ["hours"], relative=0.25)
    assert found.allowed[0] == pytest.approx(0.2 * ROWS[0, :40].mean())
    assert found.reached


def test_one_that_is_not_short_enough_keeps_the_others_waiting() -> None:
    found = precision(ROWS[:, :40], ["hours", "difference"], relative=0.25)
    assert found.short_enough.tolist() == [True, False]
    assert not found.reached


def test_what_it_will_take_is_foreseen_from_the_spread() -> None:
    """Half the half-width takes four times as many."""
    half = float(precision(ROWS[:1, :40], ["hours"], absolute=1.0).half_widths[0])
    assert precision(ROWS[:1, :40], ["hours"], absolute=half / 2).foreseen == pytest.approx(160, abs=1)
    assert precision(ROWS[:1, :40], ["hours"], absolute=half * 1.01).foreseen == 40
    assert precision([[1.0, -1.0]], ["difference"], relative=0.1).foreseen is None


def test_an_estimate_of_zero_has_no_relative_precision() -> None:
    """Nothing was lost in ten replications: that is not a loss known to 10 %. An absolute one it has."""
    assert not precision(np.zeros((1, 10)), ["loss"], relative=0.1).reached
    assert precision(np.zeros((1, 10)), ["loss"], absolute=0.1).reached


def test_what_is_nothing_throughout_is_given_up_as_soon_as_the_rest_is_precise() -> None:
    """No number of replications would make 0 known to 10 % of itself; at most 1000 would be made in vain."""
    rows = np.vstack([np.zeros(2000), ROWS[0]])
    nothing = until_precise(lambda count: rows[:1, :count], ["loss"], relative=0.1)
    assert (nothing.replications, nothing.reached, nothing.nothing.tolist()) == (20, False, [True])
    both = until_precise(lambda count: rows[:, :count], ["loss", "hours"], relative=0.05)
    alone = until_precise(lambda count: rows[1:, :count], ["hours"], relative=0.05, level=0.975)
    assert (both.replications, both.reached) == (alone.replications, False)
    assert 20 < both.replications < 1000
    rare = np.zeros((1, 2000))
    rare[0, 19] = 1.0
    assert until_precise(lambda count: rare[:, :count], ["loss"], relative=0.1).replications == 1000


@pytest.mark.parametrize(("goal", "first", "batch"), [(0.2, 10, 5), (0.35, 10, 1), (0.9, 25, 7)])
def test_it_stops_at_the_first_look_that_is_precise_enough(goal: float, first: int, batch: int) -> None:
    asked: list[int] = []

    def observe(count: int) -> np.ndarray:
        asked.append(count)
        return ROWS[:, :count]

    found = until_precise(observe, ["hours", "difference"], absolute=goal, first=first, batch=batch)
    assert asked == list(range(first, found.replications + 1, batch))
    enough = [precision(ROWS[:, :count], ["a", "b"], absolute=goal).reached for count in asked]
    assert enough == [False] * (len(asked) - 1) + [True]
    assert found.reached


def test_at_the_limit_it_stops_and_says_that_it_is_not_precise() -> None:
    found = until_precise(lambda count: ROWS[:, :count], ["a", "b"], absolute=0.01, limit=33)
    assert (found.replications, found.reached) == (33, False)


def test_wrong_input_is_refused() -> None:
    for goals in ({}, {"absolute": 0.1, "relative": 0.1}, {"absolute": 0.0}, {"relative": -1.0}):
        with pytest.raises(ValueError, match="one precision above 0"):
            precision(ROWS, ["a", "b"], **goals)
    with pytest.raises(ValueError, match="1 quantities need as many rows"):
        precision(ROWS, ["a"], absolute=1)
    with pytest.raises(ValueError, match="two replications or more"):
        precision([[1.0]], ["a"], absolute=1)
    with pytest.raises(ValueError, match="'b' in replication 1 is nan"):
        precision([[1.0, 2.0], [1.0, np.nan]], ["a", "b"], absolute=1)
    with pytest.raises(ValueError, match="20 replications were asked for, and 2000 came"):
        until_precise(lambda count: ROWS, ["a", "b"], absolute=1)
    for wrong in ({"first": 1}, {"batch": 0}, {"limit": 9}):
        with pytest.raises(ValueError, match="no less than the first stage"):
            until_precise(lambda count: ROWS, ["a", "b"], absolute=1, **wrong)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("law", "target", "least"),
    [
        ("normal", 15, 0.93), ("normal", 30, 0.93), ("normal", 100, 0.93),
        ("exponential", 15, 0.89), ("exponential", 30, 0.90), ("exponential", 100, 0.92),
    ],
)  # fmt: skip
def test_intervals_that_were_stopped_at_hold_somewhat_less_often(law: str, target: int, least: float) -> None:
    """Nominal 0.95. The table in the module says what was measured; this gate holds it to within 2 %.

    The precision is that at which a known spread would take 15, 30 or 100 replications: absolute for normal
    values, relative for exponential ones. 2500 studies, one standard error up to 0.006; false alarm 1e-4 over
    the 6 cases. Never more than nominal either: what is lost is no artefact of ours.
    """
    random = np.random.default_rng([target, len(law)])
    share = float(norm.isf(0.025)) / np.sqrt(target)
    goal = {"absolute": share} if law == "normal" else {"relative": share / (1 - share)}
    truth, trials, held = 0.0 if law == "normal" else 1.0, 2500, 0
    for _ in range(trials):
        values = random.standard_normal((1, 300)) if law == "normal" else random.exponential(1, (1, 300))
        found = until_precise(lambda count, values=values: values[:, :count], ["value"], limit=300, **goal)
        held += bool(abs(found.estimates[0] - truth) <= found.half_widths[0])
    assert_at_least(held, trials, least, family=6)
    assert_at_most(held, trials, 0.95, family=6)
