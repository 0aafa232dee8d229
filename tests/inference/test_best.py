"""Multiple comparisons with the best: their definition, and how often they hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from stovepipe.inference.best import with_best, with_best_of
from stovepipe.inference.paired import Paired, paired
from tests.inference.known import assert_covers, limits_by_root
from tests.inference.structures import assert_at_least, names, root, samples


def by_projection(sample: Paired, miss: float) -> list[tuple[float, float]]:
    """The range of each structure's lead over all means that agree with what was seen.

    Means agree if their best, *k*, leads each other by no more than a one-sided paired interval says. If *k*
    is the best, its lead is between 0 and the least of these limits, and that of *i* between minus its own
    limit and 0; a *k* with a limit below 0 cannot be the best.
    """
    size = len(sample.structures)
    ranges = [(np.inf, -np.inf)] * size
    for best in range(size):
        limits = [
            limits_by_root(sample.values[best] - sample.values[i], miss / (size - 1))[1]
            for i in range(size)
            if i != best
        ]
        if min(limits) < 0:
            continue
        for i in range(size):
            low, high = (0, min(limits)) if i == best else (-limits[i - (i > best)], 0)
            ranges[i] = min(ranges[i][0], low), max(ranges[i][1], high)
    return ranges


@pytest.mark.parametrize("seed", range(12))
def test_intervals_are_the_projection_of_what_may_be(seed: int) -> None:
    random = np.random.default_rng(seed)
    means = random.normal(0, [0.1, 1.0, 4.0][seed % 3], 5)
    sample = samples(random, means, root("fading", np.array([1, 2, 1, 0.5, 1])), 9, 1)[0]
    found = with_best(sample, level=1 - 0.1 / (1 + seed % 2))
    expected = by_projection(sample, 0.1 / (1 + seed % 2))
    np.testing.assert_allclose(np.column_stack([found.low, found.high]), expected, atol=1e-12)
    may_be = [low == 0 or high > 0 for low, high in expected]
    assert (found.possible <= np.array(may_be)).all()
    assert found.possible[sample.estimates.argmax()]


def test_where_less_is_better_leads_are_negative() -> None:
    random = np.random.default_rng(5)
    sample = samples(random, np.arange(4.0), root("equal", np.ones(4)), 12, 1)[0]
    more = with_best(paired(-sample.values, names(4)))
    less = with_best(sample, "less")
    np.testing.assert_array_equal(less.low, -more.high)
    np.testing.assert_array_equal(less.high, -more.low)
    assert less.differences[0] == pytest.approx(sample.estimates[0] - sample.estimates[1:].min())
    assert less.differences[2] == pytest.approx(sample.estimates[2] - sample.estimates[0])
    assert less.table()["structure"].tolist() == ["s0", "s1", "s2", "s3"]
    assert more.table()["structure"].tolist() == ["s0", "s1", "s2", "s3"]


def test_two_structures_have_a_one_sided_interval_each() -> None:
    sample = paired([[1.0, 2.0, 3.5], [3.0, 4.2, 5.0]], names(2))
    found = with_best(sample)
    high = limits_by_root(sample.values[1] - sample.values[0], 0.05)[1]
    assert (found.low.tolist(), found.possible.tolist()) == ([pytest.approx(-high), 0.0], [True, True])
    assert found.high.tolist() == [0.0, pytest.approx(high)]


def test_structures_that_agree_may_both_be_the_best() -> None:
    found = with_best(paired([[1.0, 2.0, 3.5]] * 2, names(2)))
    assert found.possible.all()
    assert found.low.tolist() == found.high.tolist() == [0.0, 0.0]


def test_from_fewer_than_five_replications_none_is_shown_not_to_be_the_best() -> None:
    four = with_best(paired([[1.0] * 4, [0.0] * 4], names(2)))
    assert four.possible.all()
    five = with_best(paired([[1.0] * 5, [0.0] * 5], names(2)))
    assert five.possible.tolist() == [True, False]


def test_a_pair_is_compared_on_the_replications_that_both_have() -> None:
    rows = np.random.default_rng(6).normal(size=(3, 20))
    ragged = with_best_of([rows[0], rows[1, :12], rows[2, :12]], names(3))
    whole = with_best(paired(rows[:, :12], names(3)))
    np.testing.assert_allclose(ragged.low, whole.low)
    np.testing.assert_allclose(ragged.high, whole.high)
    assert ragged.replications.tolist() == [20, 12, 12]
    assert ragged.estimates[0] == pytest.approx(rows[0].mean())


def test_a_structure_that_is_not_the_best_widens_no_interval() -> None:
    """The last is far behind; it varies only in the first three replications, all that the second has."""
    leader = np.zeros(30)
    near = np.array([-0.10, -0.12, -0.11])  # without skewness
    far = np.concatenate([[-9.0, -1.0, -5.0], np.linspace(-5.1, -4.9, 27)])
    found = with_best_of([leader, near, far], names(3))
    assert found.possible.tolist() == [True, True, False], "of the second there are three replications"
    half = student.isf(0.025, 2) * near.std(ddof=1) / np.sqrt(3)
    assert found.low[1] == pytest.approx(-0.11 - half)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["equal", "negative"])
@pytest.mark.parametrize(
    ("means", "sharp"),
    [
        ([0, 0, 0, 0, 0], False),
        ([0.6, 0.6, 0, 0, -1], False),
        ([2, 0, 0, 0, 0], True),
        ([3, 2, 1, 0, -1], True),
    ],
)
def test_intervals_with_the_best_hold_together_as_often_as_they_say(
    means: list[float], sharp: bool, kind: str
) -> None:
    """5 structures with deviations 0.5 to 2, 15 replications; nominal 0.95.

    2600 studies, one standard error 0.0043; false alarm 1e-4 over the 8 cases. With one best structure,
    coverage is also at most 0.975 (measured 0.95 to 0.97); with several it is more, as each is a best one.
    """
    random = np.random.default_rng([len(kind), *(int(10 + mean) for mean in means)])
    mu = np.array(means, dtype=float)
    true = np.array([mean - np.delete(mu, row).max() for row, mean in enumerate(mu)])
    trials, held = 2600, 0
    for sample in samples(random, mu, root(kind, np.array([1, 0.5, 2, 1, 1])), 15, trials):
        found = with_best(sample)
        held += bool(((found.low <= true) & (true <= found.high)).all())
    assert_at_least(held, trials, 0.95, family=8)
    if sharp:
        assert_covers(held, trials, family=8, conservative=True)
