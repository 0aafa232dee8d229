"""The gate raises the alarm when it should, at the rate it states, and refuses what is too blurred."""

import numpy as np
import pytest
from scipy.stats import binom

from tests.theory.gate import gate, gate_ratio


def normal(size, mean=10.0, sd=1.0, seed=1):
    return np.random.default_rng(seed).normal(mean, sd, size)


def test_a_right_and_sharp_estimate_passes_and_is_reported():
    reading = gate(normal(2000), 10.0, family=20, what="mean wait")
    assert reading.half_width < 0.2
    assert abs(reading.estimate - 10.0) < reading.half_width
    assert str(reading).startswith(f"mean wait: {reading.estimate:.6g} +- ")
    assert "exact 10, off by" in str(reading)


def test_a_biased_estimate_fails_and_says_so():
    with pytest.raises(AssertionError, match=r"mean wait.*misses the exact value \(2000 replications"):
        gate(normal(2000, mean=10.25), 10.0, family=20, what="mean wait")


def test_a_wide_interval_fails_and_says_so():
    with pytest.raises(AssertionError, match=r"wider than 2\.00%: use more replications") as failed:
        gate(normal(100), 10.0, family=20)
    assert "misses" not in str(failed.value)


def test_a_biased_estimate_with_a_wide_interval_fails_for_both():
    with pytest.raises(AssertionError, match=r"misses the exact value; .* wider than"):
        gate(normal(100, mean=12.0), 10.0, family=20)


def test_the_interval_is_students_at_the_level_of_the_family():
    """Two estimates 9 and 11: standard error 1, and t on 1 degree of freedom is tan(pi (1/2 - tail))."""
    reading = gate([9.0, 11.0], 10.0, family=5, alarm=0.5, half_width=10.0)
    assert reading.half_width == pytest.approx(np.tan(np.pi * (0.5 - 0.05)), rel=1e-12)


def test_a_negative_value_has_a_positive_width():
    assert gate(-normal(2000), -10.0, family=1).half_width > 0


def alarms(draw, families, members, alarm):
    """How many of so many families raise at least one alarm when the engine is right."""
    raised = 0
    for family in range(families):
        try:
            for member in range(members):
                draw(family * members + member, members, alarm)
        except AssertionError:
            raised += 1
    return raised


def test_a_right_engine_raises_alarms_at_no_more_than_the_stated_rate():
    """20 % over families of 4. Independent gates at 5 % each make it 1 - 0.95^4, just below."""

    def draw(seed, members, alarm):
        gate(normal(12, seed=seed), 10.0, family=members, alarm=alarm, half_width=1.0)

    raised = alarms(draw, families=1500, members=4, alarm=0.2)
    exact = 1 - (1 - 0.05) ** 4
    low, high = binom.interval(1 - 1e-6, 1500, exact)
    assert low <= raised <= high


def test_a_ratio_of_means_is_held_to_the_rate_where_a_mean_of_ratios_would_not_be():
    """Waiting over reports: where it grows with their number, dividing first is biased."""

    def replications(seed):
        rng = np.random.default_rng(seed)
        reports = rng.poisson(2.0, 400).astype(float)
        return reports * reports + rng.normal(0, 1, 400), reports

    exact = (2.0 + 4.0) / 2.0  # E N^2 / E N for a Poisson number of mean 2

    def draw(seed, members, alarm):
        gate_ratio(*replications(seed), exact, family=members, alarm=alarm, half_width=1.0)

    raised = alarms(draw, families=1000, members=1, alarm=0.05)
    assert raised <= binom.ppf(1 - 1e-6, 1000, 0.05)
    waiting, reports = replications(0)
    some = reports > 0
    with pytest.raises(AssertionError, match="misses"):
        gate(waiting[some] / reports[some], exact, family=1, alarm=0.05, half_width=1.0)


def test_the_ratio_has_its_own_unit():
    reports = np.full(900, 50.0)
    reading = gate_ratio(reports * normal(900), reports, 10.0, family=1)
    assert reading.half_width == pytest.approx(gate(normal(900), 10.0, family=1).half_width, rel=1e-12)


@pytest.mark.parametrize(
    ("estimates", "exact", "family", "message"),
    [
        ([1.0], 1.0, 1, "two replications"),
        ([1.0, np.nan], 1.0, 1, "finite"),
        ([1.0, 2.0], 0.0, 1, "must not be 0"),
        ([1.0, 2.0], np.inf, 1, "finite"),
        ([1.0, 2.0], 1.0, 0, "family"),
    ],
)
def test_what_cannot_be_answered_is_an_error(estimates, exact, family, message):
    with pytest.raises(ValueError, match=message):
        gate(estimates, exact, family=family)
