"""Intervals of means and ratios across replications, against statsmodels and by coverage."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.weightstats import DescrStatsW

from stovepipe.inference.intervals import Estimate, mean_interval, ratio_interval
from tests.inference.known import assert_covers

SAMPLE = np.array([3.1, 2.7, 4.4, 3.9, 2.2, 3.3])
COUNTS = np.array([30, 25, 44, 41, 20, 33])


def ends(estimate: Estimate) -> tuple[float | None, float | None]:
    return estimate.low, estimate.high


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_the_interval_of_a_mean_is_that_of_statsmodels(level: float) -> None:
    estimate = mean_interval(SAMPLE, level)
    assert estimate.value == pytest.approx(SAMPLE.mean(), rel=1e-14)
    assert ends(estimate) == pytest.approx(DescrStatsW(SAMPLE).tconfint_mean(alpha=1 - level), rel=1e-12)
    assert (estimate.level, estimate.replications) == (level, 6)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_interval_of_a_ratio_is_that_of_a_regression_through_the_origin(level: float) -> None:
    """Weighted by 1 / denominator; its slope is the ratio, its robust variance (HC1) the delta method's."""
    fit = WLS(SAMPLE, COUNTS.astype(float), weights=1 / COUNTS).fit(cov_type="HC1", use_t=True)
    estimate = ratio_interval(SAMPLE, COUNTS, level)
    assert estimate.value == pytest.approx(fit.params[0], rel=1e-12)
    assert ends(estimate) == pytest.approx(tuple(fit.conf_int(1 - level)[0]), rel=1e-10)


def test_a_ratio_worked_out_by_hand() -> None:
    """All together 9 by 8; residuals -1.25, -0.25 and 1.5 by the mean 8/3; Student's quantile is 4.302653."""
    estimate = ratio_interval([1, 2, 6], [2, 2, 4])
    assert estimate.value == 1.125
    error = np.sqrt((1.25**2 + 0.25**2 + 1.5**2) / 6) / (8 / 3)
    assert estimate.half_width == pytest.approx(4.302653 * error, rel=1e-6)


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
    scaled = mean_interval(SAMPLE).scaled(60)
    assert (scaled.value, *ends(scaled)) == pytest.approx(
        (60 * SAMPLE.mean(), *(60 * end for end in DescrStatsW(SAMPLE).tconfint_mean()))
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


def test_intervals_of_normal_means_hold_the_mean_as_often_as_they_say() -> None:
    random = np.random.default_rng(11)
    samples = random.normal(5.0, 2.0, (4000, 5))
    estimates = [mean_interval(sample) for sample in samples]
    assert_covers(sum(e.low <= 5.0 <= e.high for e in estimates), 4000)


def test_intervals_of_ratios_hold_the_ratio_as_often_as_they_say() -> None:
    """Shares of a random number of deliveries: binomial, with a probability drawn for each replication."""
    random = np.random.default_rng(12)
    created = random.poisson(150, (4000, 12))
    timely = random.binomial(created, random.beta(14, 6, created.shape))
    estimates = [ratio_interval(*pair) for pair in zip(timely, created, strict=True)]
    assert_covers(sum(e.low <= 0.7 <= e.high for e in estimates), 4000)


@pytest.mark.parametrize(("replications", "said"), [(5, 0.89), (20, 0.92)])
def test_the_interval_of_a_share_near_an_end_is_as_rough_as_it_is_said_to_be(
    replications: int, said: float
) -> None:
    """Shares with mean 5 % and a standard deviation of nearly 5 %, of about 150 deliveries each."""
    random = np.random.default_rng(13)
    created = random.poisson(150, (4000, replications))
    lost = random.binomial(created, random.beta(1, 19, created.shape))
    estimates = [ratio_interval(*pair) for pair in zip(lost, created, strict=True)]
    held = sum(e.low <= 0.05 <= e.high for e in estimates) / len(estimates)
    assert held == pytest.approx(said, abs=0.015)


def test_the_interval_of_a_share_is_not_cut_off() -> None:
    """Shares of 100, 100 and 40 %: mean 80 %, standard error 20 %, Student's quantile 4.302653."""
    estimate = ratio_interval([10, 10, 4], [10, 10, 10])
    assert ends(estimate) == pytest.approx((0.8 - 0.8605306, 0.8 + 0.8605306))
