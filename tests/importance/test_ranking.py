"""Whether the ranking of the leading inputs would come out the same again."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.importance.methods.sobol import sobol_design, sobol_indices
from stovepipe.importance.ranking import ranking
from stovepipe.inference.intervals import Estimate
from tests.importance.known import common, linear


def estimates(*values: float) -> list[Estimate]:
    return [Estimate(value, value, value, 0.95, 8) for value in values]


def test_inputs_far_apart_are_ranked_firmly() -> None:
    draws = np.random.Generator(np.random.PCG64(0)).normal([0.1, 0.5, 0.3], 0.01, (500, 3))
    result = ranking(["a", "b", "c"], estimates(0.1, 0.5, 0.3), draws)
    assert (result.leaders, result.stable, result.same_order) == (("b", "c", "a"), True, 1.0)
    assert str(result) == "the ranking b, c, a is stable: the same in 100% of resamples"


def test_a_tie_is_no_ranking_but_the_leaders_may_be_firm() -> None:
    draws = np.random.Generator(np.random.PCG64(1)).normal([0.5, 0.5, 0.1], 0.01, (2000, 3))
    result = ranking(["a", "b", "c"], estimates(0.5, 0.5, 0.1), draws, leading=2)
    assert not result.stable
    assert result.same_order == pytest.approx(0.5, abs=0.05)
    assert result.same_leaders == 1.0
    assert result.ahead == pytest.approx((0.5, 1.0), abs=0.05)
    assert "their order is not stable" in str(result)


def test_the_order_in_which_inputs_are_given_changes_nothing() -> None:
    """Equal ones are taken by name."""
    draws = np.full((10, 3), 0.5)
    one = ranking(["a", "b", "c"], estimates(0.5, 0.5, 0.5), draws)
    other = ranking(["c", "b", "a"], estimates(0.5, 0.5, 0.5), draws)
    assert one == other
    assert (one.leaders, one.stable) == (("a", "b", "c"), True)


def test_what_is_nothing_throughout_has_no_rank_and_needs_no_more_points() -> None:
    nothing = ranking(["a", "b"], estimates(0, 0), np.zeros((10, 2)))
    assert (nothing.leaders, nothing.stable, str(nothing)) == ((), True, "there is nothing to rank")
    one = ranking(["a", "b", "c"], estimates(0, 0.5, 0), np.array([[0.0, 0.4, 0.0], [0.0, 0.6, 0.0]]))
    assert (one.leaders, one.same_order, one.stable) == (("b",), 1.0, True)
    perhaps = ranking(["a", "b"], estimates(0, 0.5), np.array([[0.0, 0.4], [0.7, 0.6]]))
    assert (perhaps.leaders, perhaps.stable) == (("b", "a"), False)


def test_more_points_and_replications_settle_a_ranking() -> None:
    """Slopes of 3, 2 and 1 under common random numbers: unstable on a small study, stable on a large one."""
    problem, firm = linear(), []
    for count, replications in ((16, 4), (512, 64)):
        design = sobol_design(problem.space, count, seed=0)
        luck = common(np.random.Generator(np.random.PCG64(3)), design.units, replications)
        result = sobol_indices(design, problem.at(design)[:, None] + luck)
        firm.append(ranking(result.names, result.total, result.draws))
    assert [each.stable for each in firm] == [False, True]
    assert firm[1].leaders == ("x0", "x1", "x2")


def test_without_estimates_there_is_no_ranking() -> None:
    unknown = [Estimate(None, None, None, 0.95, 4)] * 2
    result = ranking(["a", "b"], unknown, np.empty((0, 2)))
    assert (result.leaders, result.stable, str(result)) == ((), False, "there is nothing to rank")
    with pytest.raises(ValueError, match="2 names, 2 estimates, 3 columns"):
        ranking(["a", "b"], unknown, np.empty((0, 3)))
