"""The pooled curve, and the influence of each replication on it."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.inference.incidence import Incidence, incidence, pool
from stovepipe.inference.intervals import ratio_interval
from stovepipe.inference.pooling import PooledCurve
from tests.inference.known import replication

OUTCOMES = ("delivered", "expired", "withheld")


def tied_replications(number: int = 6) -> list[Incidence]:
    """Different sizes, many ties, a quarter in flight."""
    random = np.random.default_rng(3)
    sizes = random.integers(20, 60, number)
    return [incidence(random.integers(0, 25, n), random.integers(-1, 3, n), OUTCOMES) for n in sizes]


def test_the_PooledCurve_is_the_incidence_of_all_deliveries() -> None:
    parts = tied_replications()
    curve = PooledCurve(parts, "expired")
    np.testing.assert_array_equal(curve.values(curve.times), pool(parts).at(curve.times, "expired"))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_influence_is_the_derivative_of_the_curve_by_the_weight_of_a_replication(outcome: str) -> None:
    """One more copy of a replication among a thousand copies of each is a small weight."""
    parts, copies = tied_replications(), 1000
    times = np.unique(pool(parts).ages)
    before = pool(parts).at(times, outcome)
    for each, influence in zip(parts, PooledCurve(parts, outcome).influences(times), strict=True):
        after = pool([part for part in parts for _ in range(copies)] + [each]).at(times, outcome)
        np.testing.assert_allclose(influence, (after - before) * copies * len(parts), atol=2e-4)
        assert np.abs(influence).max() > 0.01


def test_influences_cancel() -> None:
    assert np.abs(PooledCurve(tied_replications()).influences(range(30)).sum(axis=0)).max() < 1e-13


def test_without_censoring_curve_and_error_are_those_of_a_ratio_of_means() -> None:
    random = np.random.default_rng(4)
    parts = [replication(random, 50) for _ in range(8)]
    curve = PooledCurve(parts)
    for position in (10, 100, 200):
        time = curve.times[position]
        delivered = [int(((each.codes == 0) & (each.ages <= time)).sum()) for each in parts]
        estimate = ratio_interval(delivered, [each.count for each in parts], level=0.9)
        assert curve.values(time) == pytest.approx(estimate.value, rel=1e-14)
        low, high = curve.limits(time, 1.894579)  # Student's quantile at 0.9
        assert (low, high) == pytest.approx((estimate.low, estimate.high), rel=1e-6)
        shorter = min(estimate.value - estimate.low, estimate.high - estimate.value)
        assert curve.errors(time) * 1.894579 == pytest.approx(shorter, rel=1e-6)


def test_the_error_is_near_that_of_leaving_out_one_replication_at_a_time() -> None:
    """The ordinary jackknife (Tukey 1958) is the same to first order."""
    random = np.random.default_rng(5)
    parts = [replication(random, 400, horizon=2.82) for _ in range(12)]
    curve = PooledCurve(parts)
    left_out = np.array([pool(parts[:i] + parts[i + 1 :]).at(curve.times) for i in range(12)])
    jackknife = np.sqrt(11 / 12 * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    middle = (curve.values(curve.times) > 0.05) & (curve.times < 2_000_000)
    np.testing.assert_allclose(curve.errors(curve.times)[middle], jackknife[middle], rtol=0.05)


def test_the_curve_between_and_beyond_its_times() -> None:
    curve = PooledCurve([incidence([10, 20], [0, 0], OUTCOMES), incidence([10, 30], [1, -1], OUTCOMES)])
    ages = [5, 10, 15, 20, 29, 30]
    np.testing.assert_allclose(curve.values(ages), [0, 0.25, 0.25, 0.5, 0.5, np.nan])
    errors = curve.errors(ages)
    assert errors[0] == 0.0
    assert (errors[1:5] > 0).all()
    assert np.isnan(errors[5])


def test_one_replication_has_a_curve_without_an_error() -> None:
    curve = PooledCurve([incidence([10, 20], [0, 1], OUTCOMES)])
    assert curve.values([5, 10]).tolist() == [0.0, 0.5]
    assert np.isnan(curve.errors([5, 10])).all()


def test_replications_that_agree_have_no_error() -> None:
    each = incidence([1, 1, 2, 3, 4, 4, 5], [0, 1, 0, -1, 2, 0, 0], OUTCOMES)
    assert PooledCurve([each] * 3).errors(range(8)).tolist() == [0.0] * 8
