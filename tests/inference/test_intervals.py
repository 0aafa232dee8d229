"""Intervals of means and ratios across replications, against statsmodels and by coverage."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.weightstats import DescrStatsW

from stovepipe.inference.intervals import Estimate, caution, limits, mean_interval, ratio_interval, skewness
from tests.inference.known import assert_covers, limits_by_root
from tests.inference.structures import assert_at_least, assert_at_most

SAMPLE = np.array([3.1, 2.7, 4.4, 3.9, 2.2, 3.3])
EVEN = np.array([2.0, 2.7, 3.0, 3.6, 3.9, 4.6])
"""Without skewness."""
COUNTS = np.array([30, 25, 44, 41, 20, 33])
LONG_TAIL = np.array([0.2, 0.1, 0.4, 0.3, 0.1, 2.5, 0.2])


def ends(estimate: Estimate) -> tuple[float | None, float | None]:
    return estimate.low, estimate.high


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_without_skewness_the_interval_of_a_mean_is_that_of_statsmodels(level: float) -> None:
    estimate = mean_interval(EVEN, level)
    assert estimate.value == pytest.approx(EVEN.mean(), rel=1e-14)
    assert ends(estimate) == pytest.approx(DescrStatsW(EVEN).tconfint_mean(alpha=1 - level), rel=1e-12)
    assert (estimate.level, estimate.replications) == (level, 6)


@pytest.mark.parametrize("values", [SAMPLE, LONG_TAIL, -LONG_TAIL, 1e9 * LONG_TAIL, LONG_TAIL[:3]])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_with_skewness_the_long_side_is_lengthened_as_halls_equation_says(
    values: np.ndarray, level: float
) -> None:
    estimate = mean_interval(values, level)
    assert ends(estimate) == pytest.approx(limits_by_root(values, (1 - level) / 2), rel=1e-9)
    student = DescrStatsW(values).tconfint_mean(alpha=1 - level)
    assert estimate.low <= student[0] + 1e-6 * abs(student[0])
    assert estimate.high >= student[1] - 1e-6 * abs(student[1])


def test_limits_of_many_means_are_those_of_each() -> None:
    rows = np.random.default_rng(3).exponential(1.0, (2, 3, 12))
    low, high = limits(rows, 0.01)
    assert low.shape == high.shape == (2, 3)
    for place in np.ndindex(2, 3):
        assert (low[place], high[place]) == pytest.approx(limits_by_root(rows[place], 0.01), rel=1e-9)


def test_rounding_has_no_skewness() -> None:
    assert skewness(np.array([0.1 + 0.2, 0.3, 0.3, 0.3])) == 0.0


def test_a_ratio_has_the_limits_of_its_residuals() -> None:
    """A regression through the origin, weighted by 1 / denominator, has the ratio for slope."""
    fit = WLS(SAMPLE, COUNTS.astype(float), weights=1 / COUNTS).fit(cov_type="HC1", use_t=True)
    estimate = ratio_interval(SAMPLE, COUNTS)
    assert estimate.value == pytest.approx(fit.params[0], rel=1e-12)
    residuals = fit.params[0] + (SAMPLE - fit.params[0] * COUNTS) / COUNTS.mean()
    assert ends(estimate) == pytest.approx(limits_by_root(residuals, 0.025), rel=1e-10)
    low, high = fit.conf_int(0.05)[0]
    student = min(fit.params[0] - estimate.low, estimate.high - fit.params[0])
    assert student == pytest.approx((high - low) / 2, rel=1e-10)


def test_with_equal_denominators_a_ratio_is_a_mean() -> None:
    ratio, mean = ratio_interval(SAMPLE, [10] * 6), mean_interval(SAMPLE / 10)
    assert (ratio.value, *ends(ratio)) == pytest.approx((mean.value, *ends(mean)))


def test_a_replication_in_which_nothing_occurred_is_no_trouble() -> None:
    """A mean of shares would be undefined; the ratio of means is not."""
    assert ratio_interval([0, 5, 7], [0, 10, 10]).value == 0.6


def test_replications_that_agree_leave_no_width() -> None:
    assert mean_interval([2.0, 2.0]) == Estimate(2.0, 2.0, 2.0, 0.95, 2)
    assert ratio_interval([0, 0, 0], [5, 3, 4]).half_width == 0.0


def test_one_replication_has_a_value_and_no_interval() -> None:
    assert mean_interval([2.0]) == Estimate(2.0, None, None, 0.95, 1)
    assert ratio_interval([1], [4]) == Estimate(0.25, None, None, 0.95, 1)
    assert mean_interval([2.0]).half_width is None


def test_without_anything_to_divide_by_there_is_no_value() -> None:
    assert ratio_interval([0, 0], [0, 0]) == Estimate(None, None, None, 0.95, 2)


def test_another_unit_scales_value_and_interval() -> None:
    scaled = mean_interval(EVEN).scaled(60)
    assert (scaled.value, *ends(scaled)) == pytest.approx(
        (60 * EVEN.mean(), *(60 * end for end in DescrStatsW(EVEN).tconfint_mean()))
    )
    assert Estimate(None, 1.0, None, 0.95, 5).scaled(2) == Estimate(None, 2.0, None, 0.95, 5)
    with pytest.raises(ValueError, match="positive factor"):
        scaled.scaled(0)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, float("nan")])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        mean_interval(SAMPLE, level)


def test_wrong_input_is_refused_and_its_replication_named() -> None:
    with pytest.raises(ValueError, match="the value of replication 1 is nan"):
        mean_interval([1.0, float("nan")])
    with pytest.raises(ValueError, match="one replication or more"):
        mean_interval([])
    with pytest.raises(ValueError, match="2 numerators, 3 denominators"):
        ratio_interval([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="denominator of replication 1 is negative"):
        ratio_interval([1, 2], [1, -2])


def test_an_interval_says_where_it_is_to_be_read_with_care() -> None:
    even = np.arange(20.0)
    assert caution(even) == ""
    assert caution(even[:9]) == "few replications"
    assert caution(np.full(20, 0.1)) == caution(np.full(4, 7.0)) == "no spread"
    assert caution(np.append(np.zeros(19), 1.0)) == caution(np.append(np.zeros(19), -1.0)) == "very skewed"
    assert caution(np.array([3.0])) == "few replications"


def held(rows: np.ndarray, truth: float, least: float = -np.inf) -> int:
    estimates = [mean_interval(row, least=least) for row in rows]
    return sum(e.low <= truth <= e.high for e in estimates)


LAWS = {
    "normal": lambda random, shape: random.normal(5.0, 2.0, shape),
    "exponential": lambda random, shape: random.exponential(5.0, shape),
    "lognormal": lambda random, shape: random.lognormal(0.0, 1.0, shape),
    "negative": lambda random, shape: -random.exponential(5.0, shape),
}
TRUTHS = {"normal": 5.0, "exponential": 5.0, "lognormal": float(np.exp(0.5)), "negative": -5.0}


@pytest.mark.parametrize(
    ("law", "replications", "least", "most"),
    [
        ("normal", 5, 0.955, 0.98),
        ("normal", 20, 0.95, 0.965),
        ("exponential", 5, 0.925, 0.945),
        ("exponential", 10, 0.94, 0.96),
        ("exponential", 20, 0.945, 0.965),
        ("negative", 10, 0.94, 0.96),
        ("lognormal", 5, 0.89, 0.91),
        ("lognormal", 20, 0.92, 0.94),
    ],
)
def test_intervals_of_means_hold_as_often_as_the_module_says(
    law: str, replications: int, least: float, most: float
) -> None:
    """Nominal 0.95; 4,000 samples, false alarm 1e-4 over the family.

    Student's hold 0.88 of exponential means with 5 replications, 0.82 and 0.86 of lognormal ones with 5 and
    20: those would fail.
    """
    random = np.random.default_rng([replications, len(law)])
    rows = LAWS[law](random, (4000, replications))
    count = held(rows, TRUTHS[law])
    assert_at_least(count, 4000, least, family=16)
    assert_at_most(count, 4000, most, family=16)


def test_intervals_of_ratios_hold_the_ratio_as_often_as_they_say() -> None:
    """Shares of a random number of deliveries: binomial, with a probability drawn for each replication."""
    random = np.random.default_rng(12)
    created = random.poisson(150, (4000, 12))
    timely = random.binomial(created, random.beta(14, 6, created.shape))
    estimates = [ratio_interval(*pair, most=1.0) for pair in zip(timely, created, strict=True)]
    assert_covers(sum(e.low <= 0.7 <= e.high for e in estimates), 4000)


@pytest.mark.parametrize(("replications", "least"), [(5, 0.93), (10, 0.94), (20, 0.945)])
@pytest.mark.parametrize("near", ["nothing", "everything"])
def test_the_interval_of_a_share_near_an_end_stays_inside_and_holds(
    replications: int, least: float, near: str
) -> None:
    """Shares with mean 5 % and a standard deviation of nearly 5 %, of about 150 deliveries each; and 95 %.

    Student's interval holds 0.89 with 5 replications and 0.92 with 20, and reaches below 0.
    """
    random = np.random.default_rng([13, replications])
    created = random.poisson(150, (4000, replications))
    lost = random.binomial(created, random.beta(1, 19, created.shape))
    counted, truth = (lost, 0.05) if near == "nothing" else (created - lost, 0.95)
    estimates = [ratio_interval(*pair, most=1.0) for pair in zip(counted, created, strict=True)]
    assert all(0.0 <= e.low <= e.value <= e.high <= 1.0 for e in estimates)
    assert_at_least(sum(e.low <= truth <= e.high for e in estimates), 4000, least, family=6)


def test_what_cannot_be_is_in_no_interval() -> None:
    """Shares of 100, 100 and 40 %, and a mean time of which one replication has nearly all."""
    assert ratio_interval([10, 10, 4], [10, 10, 10], most=1.0).high == 1.0
    assert ratio_interval([0, 0, 6], [10, 10, 10], most=1.0).low == 0.0
    assert ratio_interval([-1, 0, 6], [1, 1, 1]).low < 0.0
    assert mean_interval([0.1, 0.0, 4.0], least=0.0).low == 0.0
    assert mean_interval([0.1, 0.0, 4.0]).low < 0.0
