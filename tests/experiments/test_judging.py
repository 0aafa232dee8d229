"""By which rule a published figure and a model agree."""

import numpy as np
import pytest
from judging import (
    AGREES,
    DISAGREES,
    UNJUDGED,
    Estimate,
    Reference,
    Sample,
    binomial,
    judgement,
    ratio,
    share,
)


@pytest.mark.parametrize(
    ("rule", "low", "high", "found", "judged"),
    [
        ("figure", 54, 73, (72, 75), AGREES),
        ("figure", 54, 73, (73.1, 75), DISAGREES),
        ("figure", 54, 73, (50, 53.9), DISAGREES),
        ("figure", 36, 36, (35, 37), AGREES),
        ("case", None, None, (0, 4.9), DISAGREES),
        ("case", None, None, (0, 5.1), UNJUDGED),
        ("case", None, None, (95, 100), UNJUDGED),
        ("bound", None, 2.8, (2.7, 2.9), UNJUDGED),
        ("bound", None, 2.8, (1, 2), UNJUDGED),
        ("bound", None, 2.8, (2.81, 3), DISAGREES),
        ("sign", None, None, (0.1, 2), AGREES),
        ("sign", None, None, (-2, -0.1), DISAGREES),
        ("sign", None, None, (-0.1, 2), UNJUDGED),
        ("beside", None, None, (0, 1), UNJUDGED),
    ],
)
def test_the_rules(rule, low, high, found, judged):
    reference = Reference("what", rule, low=low, high=high)
    assert judgement(reference, Estimate(sum(found) / 2, *found, replications=10)) == judged


def test_a_ratio_counts_all_replications_together_and_its_spread_is_that_of_a_linear_fit():
    """The variance of Cochran's estimator: residuals about the ratio, by the mean denominator."""
    above, below = np.array([3.0, 10.0, 2.0, 9.0]), np.array([5.0, 12.0, 6.0, 10.0])
    found = ratio(above, below)
    assert found.values.mean() == pytest.approx(24 / 33)
    residuals = above - 24 / 33 * below
    assert found.values.std(ddof=1) == pytest.approx(residuals.std(ddof=1) / below.mean())


def test_what_is_shared_by_two_runs_cancels_in_their_difference():
    luck = np.array([1.0, 5.0, 2.0, 4.0])
    found = (Sample(luck + 2.0) - Sample(luck)).estimate()
    assert (found.value, found.low, found.high) == (2.0, 2.0, 2.0)


def test_a_share_that_is_always_nothing_has_an_interval_of_its_own():
    """The rule of three: 3 of n at most, for a tail of 2.5 % a little more."""
    found = share(np.zeros(5), np.full(5, 20.0)).estimate()
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(100 * (1 - 0.025 ** (1 / 100)))


def test_nothing_of_the_kind_is_no_share():
    with pytest.raises(ValueError, match="no replication has anything"):
        share(np.zeros(3), np.zeros(3))


def test_the_interval_of_a_share_is_that_of_clopper_and_pearson():
    """One of their examples: 1 of 10, 0.25 to 44.5 %."""
    assert binomial(1, 10) == pytest.approx((0.0025, 0.4450), abs=5e-5)
    assert binomial(10, 10)[1] == 1.0
