"""The allocation of a budget: its optimality conditions, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from stovepipe.inference.allocation import allocate, budget_shares
from stovepipe.inference.best import with_best_of
from tests.inference.structures import assert_at_least, names
from tests.inference.test_kim_nelson import Simulated

MEANS, DEVIATIONS = np.array([3.0, 1.0, 2.5, 1.4]), np.array([1.0, 2.0, 0.5, 1.5])


def test_shares_balance_the_chances_of_confusion() -> None:
    """Chen et al. (2000), theorem 1: gap^2 / (variance / share) is equal for all that are not the best."""
    shares = budget_shares(MEANS, DEVIATIONS, "less")
    gaps = MEANS - 1.0
    rates = (gaps**2 * shares / DEVIATIONS**2)[[0, 2, 3]]
    assert rates == pytest.approx([rates[0]] * 3)
    assert (shares[1] / 2.0) ** 2 == pytest.approx(((shares / DEVIATIONS)[[0, 2, 3]] ** 2).sum())
    assert shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(budget_shares(-MEANS, DEVIATIONS), shares)


def test_two_structures_share_by_their_deviations() -> None:
    """The allocation that minimises the variance of their difference."""
    assert budget_shares(np.array([1.0, 2.0]), np.array([3.0, 1.0])) == pytest.approx([0.75, 0.25])


def test_what_does_not_vary_gets_nothing() -> None:
    assert budget_shares(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 1.0]))[1] == 0
    assert budget_shares(np.array([1.0, 2.0]), np.array([0.0, 1.0])).tolist() == [0.0, 1.0]
    assert budget_shares(np.array([1.0, 2.0]), np.array([1.0, 0.0])).tolist() == [1.0, 0.0]
    assert budget_shares(np.array([1.0, 2.0]), np.zeros(2)).tolist() == [0.5, 0.5]


def test_an_exact_tie_is_close_and_no_division_by_zero() -> None:
    shares = budget_shares(np.array([2.0, 2.0, 1.0]), np.ones(3))
    assert shares[0] == pytest.approx(shares[1], rel=1e-3)
    assert 0.001 < shares[2] < 0.01


def test_the_budget_is_spent_to_the_last_replication_and_where_it_helps() -> None:
    values = np.array([[0.0], [0.3], [4.0]]) + np.random.default_rng(1).standard_normal((3, 500))
    simulated = Simulated(values)
    found = allocate(simulated.more, names(3), 157, first=10, batch=10, direction="less")
    assert found.spent == simulated.given.sum() == 157
    assert found.best.replications.tolist() == simulated.given.tolist()
    assert simulated.given[2] == 10
    assert min(simulated.given[:2]) > 50
    rows = [values[row, :count] for row, count in enumerate(simulated.given)]
    expected = with_best_of(rows, names(3), direction="less")
    np.testing.assert_array_equal(found.best.high, expected.high)
    assert found.chosen == found.table()["structure"][0] == expected.table()["structure"][0]


def test_wrong_input_is_refused() -> None:
    simulated = Simulated(np.zeros((3, 100)))
    with pytest.raises(ValueError, match="takes 30, and the budget is 29"):
        allocate(simulated.more, names(3), 29)
    with pytest.raises(ValueError, match="two or more, and one or more"):
        allocate(simulated.more, names(3), 100, first=1)
    values = np.random.default_rng(3).standard_normal((3, 100))
    values[:, 10] = np.nan
    with pytest.raises(ValueError, match="in replication 10 is nan"):
        allocate(Simulated(values).more, names(3), 100)


@pytest.mark.slow
def test_a_budget_finds_the_best_more_often_than_the_same_for_all() -> None:
    """Ten structures with means 0 to 9 and deviation 6 (Chen et al. 2000, experiment 1), 400 replications.

    1000 studies. Measured: 0.90 with OCBA, 0.74 with 40 each, a difference of 0.16 with a standard error of
    0.017. If there were none, a difference of 3.72 standard errors would come up once in 10,000.
    """
    random = np.random.default_rng(4)
    trials, means, right = 1000, np.arange(10.0), 0

    def more(positions: Sequence[int], count: int) -> np.ndarray:
        return means[list(positions), None] + 6 * random.standard_normal((len(positions), count))

    for _ in range(trials):
        right += allocate(more, names(10), 400, batch=20, direction="less").chosen == "s0"
    equal = means + 6 * random.standard_normal((trials, 10, 40)).mean(axis=2)
    shares = right / trials, float((equal.argmin(axis=1) == 0).mean())
    error = np.sqrt(sum(share * (1 - share) for share in shares) / trials)
    assert shares[0] - shares[1] > 3.72 * error


@pytest.mark.slow
def test_after_an_allocation_intervals_hold_nearly_as_often_as_they_say() -> None:
    """A hard case: three independent structures, two 0.3 deviations behind the best, 120 replications.

    Nominal 0.95, measured 0.93: what was seen decides where to look further. 1500 studies, one standard
    error 0.006; the gate is at 0.92, with a false alarm of 1e-4.
    """
    random = np.random.default_rng(5)
    means, trials, held = np.array([0.0, 0.3, 0.3]), 1500, 0
    true = np.array([-0.3, 0.3, 0.3])

    def more(positions: Sequence[int], count: int) -> np.ndarray:
        return means[list(positions), None] + random.standard_normal((len(positions), count))

    for _ in range(trials):
        best = allocate(more, names(3), 120, batch=5, direction="less").best
        held += bool(((best.low <= true) & (true <= best.high)).all())
    assert_at_least(held, trials, 0.92)
