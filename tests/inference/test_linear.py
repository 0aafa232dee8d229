"""Linearised values: they give each outcome the estimate and the interval that it has by itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from stovepipe.inference.curves import curve_band, quantile_interval
from stovepipe.inference.incidence import CENSORED, Incidence, incidence
from stovepipe.inference.intervals import mean_interval, ratio_interval
from stovepipe.inference.linear import quantile_values, ratio_values, share_values
from stovepipe.inference.pooling import PooledCurve
from tests.inference import known
from tests.inference.known import OUTCOMES, UNIT, assert_covers, replication, true_quantile, truth

SLOWER = 1.3
ALIKE = 0.7


@pytest.fixture(scope="module")
def ten() -> list[Incidence]:
    random = np.random.default_rng(1)
    return [replication(random, 100, horizon=2.82) for _ in range(10)]


def two_structures(random: np.random.Generator, size: float, horizon: float) -> tuple[Incidence, Incidence]:
    """A replication of `known.replication`, and of a structure in which all takes 1.3 times as long.

    In 70 % of deliveries both have the same luck, in the others each its own.
    """
    count = random.poisson(size * random.gamma(20, 1 / 20))
    pace = random.gamma(1 / known.SPREAD, known.SPREAD)
    alike = random.random(count) < ALIKE
    left = (random.random(count) * horizon * UNIT).astype(np.int64) + 1
    luck, other = random.random((2, count)), random.random((2, count))
    made = []
    for factor, (fate, time) in ((1.0, luck), (SLOWER, np.where(alike, luck, other))):
        ages = (-np.log(time) * factor * UNIT / pace).astype(np.int64)
        codes = np.where(ages < left, np.where(fate < known.DELIVERED, 0, 1), CENSORED)
        made.append(incidence(np.minimum(ages, left), codes, OUTCOMES))
    return made[0], made[1]


def test_values_of_a_ratio_have_its_interval() -> None:
    above, below = [3, 0, 8, 5], [4, 0, 9, 9]
    mean, ratio = mean_interval(ratio_values(above, below)), ratio_interval(above, below)
    assert (mean.value, mean.low, mean.high) == pytest.approx((ratio.value, ratio.low, ratio.high), rel=1e-12)


def test_values_of_a_share_have_the_interval_of_the_band(ten: list[Incidence]) -> None:
    mean, band = mean_interval(share_values(ten, UNIT)), curve_band(ten, [UNIT])
    assert (mean.value, mean.low, mean.high) == pytest.approx((band.values[0], band.low[0], band.high[0]))


@pytest.mark.parametrize("q", [0.1, 0.3, 0.5])
def test_values_of_a_quantile_have_its_estimate_and_the_length_of_its_interval(
    ten: list[Incidence], q: float
) -> None:
    """The length of the interval that inverts Student's band, read off at every age; skewness apart."""
    values, curve = quantile_values(ten, q), PooledCurve(ten)
    assert values.mean() == pytest.approx(quantile_interval(ten, q).value)
    half = student.isf(0.025, 9) * curve.errors(curve.times)
    first, last = (curve.times[(curve.values(curve.times) + end >= q).argmax()] for end in (half, -half))
    assert 2 * student.isf(0.025, 9) * values.std(ddof=1) / np.sqrt(10) == pytest.approx(last - first)


def test_values_of_a_quantile_follow_the_unit_of_time(ten: list[Incidence]) -> None:
    longer = [Incidence(each.outcomes, 7 * each.ages, each.codes, 7 * each.censored) for each in ten]
    np.testing.assert_allclose(quantile_values(longer, 0.4), 7 * quantile_values(ten, 0.4), rtol=1e-9)


def test_a_replication_in_which_all_is_slow_has_the_largest_value(ten: list[Incidence]) -> None:
    slow = Incidence(OUTCOMES, 3 * ten[4].ages, ten[4].codes, 3 * ten[4].censored)
    assert quantile_values([*ten[:4], slow, *ten[5:]], 0.4).argmax() == 4


def test_structures_that_do_the_same_do_not_differ_at_all(ten: list[Incidence]) -> None:
    same = [Incidence(each.outcomes, each.ages.copy(), each.codes, each.censored) for each in ten]
    assert (quantile_values(ten, 0.4) == quantile_values(same, 0.4)).all()
    assert (share_values(ten, UNIT) == share_values(same, UNIT)).all()


def test_replications_that_agree_all_have_the_quantile() -> None:
    assert quantile_values([incidence([120, 240], [0, 0], OUTCOMES)] * 3, 0.5).tolist() == [120.0] * 3


def test_a_limit_far_off_changes_nothing(ten: list[Incidence]) -> None:
    np.testing.assert_array_equal(quantile_values(ten, 0.3, limit=2 * UNIT), quantile_values(ten, 0.3))


def test_a_quantile_surely_beyond_the_limit_is_the_limit(ten: list[Incidence]) -> None:
    """80 % are ever delivered."""
    assert quantile_values(ten, 0.9, limit=UNIT).tolist() == [UNIT] * 10


def test_near_the_limit_what_is_not_sure_has_a_spread(ten: list[Incidence]) -> None:
    """From its lower side, whether the estimate is just below the limit or beyond it."""
    estimate = quantile_interval(ten, 0.4)
    for limit in (int(estimate.value) + 1, int(estimate.value) - 1):
        values = quantile_values(ten, 0.4, limit=limit)
        assert values.mean() == pytest.approx(min(limit, estimate.value))
        curve = PooledCurve(ten)
        reach = student.isf(0.025, 9)
        first = curve.times[(curve.values(curve.times) + reach * curve.errors(curve.times) >= 0.4).argmax()]
        low = values.mean() - reach * values.std(ddof=1) / np.sqrt(10)
        assert low == pytest.approx(first, abs=2)


def test_what_is_not_known_is_refused_with_a_way_out(ten: list[Incidence]) -> None:
    with pytest.raises(
        ValueError, match=r"not sure that 90 % are delivered: [67]\d\.\d % are .* give a limit"
    ):
        quantile_values(ten, 0.9)
    with pytest.raises(ValueError, match="limit is beyond"):
        quantile_values(ten, 0.9, limit=4 * UNIT)
    with pytest.raises(ValueError, match="by an age of 4000000 ticks is not known"):
        share_values(ten, 4 * UNIT)
    with pytest.raises(ValueError, match="two replications"):
        quantile_values(ten[:1], 0.3)
    with pytest.raises(ValueError, match="nothing of which a share"):
        ratio_values([0, 0], [0, 0])
    with pytest.raises(KeyError, match="no outcome 'withheld'"):
        share_values(ten, UNIT, "withheld")


@pytest.mark.slow
def test_intervals_of_linearised_values_hold_the_truth_as_often_as_they_say() -> None:
    """Quantiles and a share of one structure, and their paired differences from a slower one.

    A third of deliveries is cut by the horizon, and those of a replication share a pace. 10 replications of
    150 deliveries; 2600 studies, so that coverage is known to 0.0043 (one standard error). Nominal 0.95; the
    gate is 2 % to either side, with a false alarm of 1e-4 over the family of 7. Pairing makes the variance
    of differences less than a quarter of what it would be for independent structures.
    """
    random = np.random.default_rng(21)
    trials, replications, shares = 2600, 10, (0.1, 0.45)
    reach = student.isf(0.025, replications - 1) / np.sqrt(replications)
    ages = [true_quantile(q) for q in shares]
    true_share = float(truth(np.array([UNIT]))[0])
    true_slower = float(truth(np.array([UNIT / SLOWER]))[0])
    true = np.array(
        [[ages[0], 0.3 * ages[0]], [ages[1], 0.3 * ages[1]], [true_share, true_slower - true_share]]
    )
    held, ratios = np.zeros((3, 2), int), []
    for _ in range(trials):
        parts = [two_structures(random, 150, horizon=2.82) for _ in range(replications)]
        quick, slow = ([part[side] for part in parts] for side in (0, 1))
        first = [*(quantile_values(quick, q) for q in shares), share_values(quick, UNIT)]
        second = [*(quantile_values(slow, q) for q in shares), share_values(slow, UNIT)]
        values = np.array([[one, two - one] for one, two in zip(first, second, strict=True)])
        spreads = values.std(axis=2, ddof=1)
        held += np.abs(values.mean(axis=2) - true) <= reach * spreads
        ratios.append((spreads[:, 0] ** 2 + np.var(second, axis=1, ddof=1)) / spreads[:, 1] ** 2)
    for each in held.flat:
        assert_covers(int(each), trials, family=7)
    assert (np.median(ratios, axis=0) > 4).all()
