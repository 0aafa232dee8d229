"""The Aalen-Johansen estimator, against hand computation, the empirical distribution and statsmodels."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.duration.survfunc import CumIncidenceRight

from stovepipe.inference.incidence import CENSORED, incidence, pool

OUTCOMES = ("delivered", "expired", "no_route")
DELIVERED, EXPIRED, NO_ROUTE = range(3)


def some_deliveries(
    seed: int, size: int = 400, ticks: int = 40, share_in_flight: float = 0.3
) -> tuple[np.ndarray, np.ndarray]:
    """Ages with many ties, and outcomes."""
    random = np.random.default_rng(seed)
    codes = np.where(random.random(size) < share_in_flight, CENSORED, random.integers(0, 3, size))
    return random.integers(1, ticks, size), codes


def test_agrees_with_a_case_worked_out_by_hand() -> None:
    """Five deliveries; at risk 5, 4 and 2; survival 4/5, then 2/5 (ties at 20), then 0."""
    curves = incidence([10, 15, 20, 20, 40], [DELIVERED, CENSORED, DELIVERED, EXPIRED, DELIVERED], OUTCOMES)
    survival_after_10 = 4 / 5
    delivered_at_20 = 1 / 5 + survival_after_10 * 1 / 3
    assert curves.at([9, 10, 19, 20, 39, 40]) == pytest.approx(
        [0, 1 / 5, 1 / 5, delivered_at_20, delivered_at_20, delivered_at_20 + survival_after_10 / 3],
        rel=1e-15,
    )
    assert curves.at([19, 20], "expired") == pytest.approx([0, survival_after_10 / 3], rel=1e-15)
    assert curves.at_risk([0, 10, 11, 15, 20, 21]).tolist() == [5, 5, 4, 3, 3, 1]


def test_without_censoring_it_is_the_empirical_distribution_to_the_last_bit() -> None:
    ages, codes = some_deliveries(1, size=997, share_in_flight=0.0)
    curves = incidence(ages, codes, OUTCOMES)
    times = np.arange(41)
    for code, outcome in enumerate(OUTCOMES):
        counted = [int(((ages <= time) & (codes == code)).sum()) for time in times]
        assert curves.at(times, outcome).tolist() == [number / 997 for number in counted]


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_statsmodels_where_many_ages_are_tied(seed: int) -> None:
    """Statsmodels counts who is censored at an age as at risk at it; half a tick earlier, both agree.

    The weights, all 1, spare us its standard errors, which divide by 0 at the last age.
    """
    ages, codes = some_deliveries(seed)
    curves = incidence(ages, codes, OUTCOMES)
    earlier = np.where(codes == CENSORED, ages - 0.5, ages)
    theirs = CumIncidenceRight(earlier, codes + 1, freq_weights=np.ones(len(ages)))
    whole = theirs.times == np.floor(theirs.times)
    for code, outcome in enumerate(OUTCOMES):
        np.testing.assert_allclose(
            curves.at(theirs.times[whole].astype(np.int64), outcome),
            theirs.cinc[code][whole],
            rtol=1e-12,
            atol=1e-15,
        )


def test_what_is_in_flight_was_not_watched_at_the_age_it_has_at_the_horizon() -> None:
    """One report a day, each delivered after exactly a day: the last is due just at the horizon.

    The others were all delivered at one day, so the curve is 1 there; counted as at risk, the last would make
    it less.
    """
    curves = incidence([24, 24, 24, 24], [DELIVERED, DELIVERED, DELIVERED, CENSORED], OUTCOMES)
    assert curves.at([23, 24]).tolist() == [0.0, 1.0]
    assert curves.complete


def test_losses_at_age_nought_count() -> None:
    curves = incidence([0, 0, 5, 7], [NO_ROUTE, NO_ROUTE, DELIVERED, DELIVERED], OUTCOMES)
    assert curves.at([0], "no_route").tolist() == [0.5]
    assert curves.at([0, 7]).tolist() == [0.0, 0.5]
    assert curves.quantile(0.5) == 7
    assert curves.quantile(0.51) is None


def test_a_quantile_is_the_first_age_at_which_the_curve_is_there() -> None:
    """Nine of ten delivered, one lost: the 90th percentile is the age of the ninth, and there is no 91st."""
    curves = incidence(range(1, 11), [DELIVERED] * 9 + [EXPIRED], OUTCOMES)
    assert [curves.quantile(q) for q in (0.1, 0.11, 0.5, 0.9)] == [1, 2, 5, 9]
    assert curves.quantile(0.91) is None
    assert curves.quantile(0.1, "expired") == 10


def in_fractions(ages: list[int], codes: list[int], share: Fraction) -> int | None:
    """The quantile by the textbook's product and sum (Aalen and Johansen 1978), without any rounding."""
    curve, undecided = Fraction(0), Fraction(1)
    for age in sorted(set(ages)):
        watched = [c for a, c in zip(ages, codes, strict=True) if a > age or (a == age and c != CENSORED)]
        if not watched:
            continue
        here = [c for a, c in zip(ages, codes, strict=True) if a == age and c != CENSORED]
        curve += undecided * Fraction(here.count(DELIVERED), len(watched))
        undecided *= 1 - Fraction(len(here), len(watched))
        if DELIVERED in here and curve >= share:
            return age
    return None


def test_a_quantile_that_the_curve_reaches_exactly_is_reached_where_some_are_in_flight() -> None:
    """After 2 h the curve is 1/5 + 3/5 x 1/2 = 1/2. In floating point it is a little less."""
    ages, codes = [1, 2, 3, 1, 1, 1, 2], [DELIVERED] * 3 + [EXPIRED] + [CENSORED] * 3
    assert incidence(ages, codes, OUTCOMES).quantile(0.5) == 2


def test_quantiles_are_those_of_fractions() -> None:
    """Small samples with many ties, where curves often come to a share exactly."""
    random = np.random.default_rng(6)
    for _ in range(1500):
        size = int(random.integers(1, 16))
        ages = random.integers(1, 8, size)
        codes = random.choice([DELIVERED, DELIVERED, DELIVERED, EXPIRED, CENSORED], size)
        curves = incidence(ages, codes, OUTCOMES)
        for q in ("0.1", "0.25", "0.3", "0.5", "0.6", "0.9", "1"):
            expected = in_fractions(ages.tolist(), codes.tolist(), Fraction(q))
            assert curves.quantile(float(q)) == expected, (ages, codes, q)


@pytest.mark.parametrize("q", [0.0, -0.1, 1.01, float("nan")])
def test_a_quantile_of_no_share_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match="share above 0"):
        incidence([1], [DELIVERED], OUTCOMES).quantile(q)


def test_beyond_what_was_watched_the_curve_is_unknown() -> None:
    """The longest watched is still in flight at 30: nobody knows what happens from there."""
    open_ended = incidence([10, 30], [DELIVERED, CENSORED], OUTCOMES)
    np.testing.assert_array_equal(open_ended.at([10, 29, 30]), [0.5, 0.5, np.nan])
    assert not open_ended.complete
    assert open_ended.watched_to == 29
    closed = incidence([10, 30, 20], [DELIVERED, EXPIRED, CENSORED], OUTCOMES)
    assert closed.at([10**15]).tolist() == [1 / 3]


def test_without_deliveries_nothing_is_known() -> None:
    nothing = incidence([], [], OUTCOMES)
    assert np.isnan(nothing.at([0, 10])).all()
    assert nothing.quantile(0.5) is None
    assert nothing.count == 0


def test_with_everything_in_flight_nothing_has_happened_yet() -> None:
    young = incidence([5, 3], [CENSORED, CENSORED], OUTCOMES)
    np.testing.assert_array_equal(young.at([4, 5]), [0.0, np.nan])
    assert young.quantile(0.5) is None


def test_the_curves_of_all_outcomes_add_up_to_what_is_decided() -> None:
    """One minus their sum is Kaplan and Meier's estimate of what is still undecided."""
    ages, codes = some_deliveries(9)
    curves = incidence(ages, codes, OUTCOMES)
    times = np.unique(ages[codes != CENSORED])
    at_risk = np.array([int((ages >= t).sum() - ((ages == t) & (codes == CENSORED)).sum()) for t in times])
    decided = np.array([int(((ages == t) & (codes != CENSORED)).sum()) for t in times])
    undecided = np.cumprod(1 - decided / at_risk)
    total = sum(curves.at(times, outcome) for outcome in OUTCOMES)
    np.testing.assert_allclose(1 - total, undecided, atol=1e-13)


def test_the_curve_is_the_step_function_that_at_evaluates() -> None:
    ages, codes = some_deliveries(4)
    curves = incidence(ages, codes, OUTCOMES)
    times, values = curves.curve("expired")
    assert (np.diff(times) > 0).all()
    assert (np.diff(values) > 0).all()
    np.testing.assert_array_equal(curves.at(times, "expired"), values)
    np.testing.assert_array_equal(curves.at(times[1:] - 1, "expired"), values[:-1])


def test_pooling_is_the_incidence_of_everything_at_once() -> None:
    parts = [some_deliveries(seed, size=50 * (seed + 1)) for seed in range(3)]
    pooled = pool([incidence(ages, codes, OUTCOMES) for ages, codes in parts])
    whole = incidence(np.concatenate([a for a, _ in parts]), np.concatenate([c for _, c in parts]), OUTCOMES)
    times = np.arange(1, 40)
    for outcome in OUTCOMES:
        np.testing.assert_array_equal(pooled.at(times, outcome), whole.at(times, outcome))


def test_the_order_of_the_deliveries_does_not_matter() -> None:
    ages, codes = some_deliveries(6)
    shuffled = np.random.default_rng(0).permutation(len(ages))
    times = np.arange(40)
    one, other = incidence(ages, codes, OUTCOMES), incidence(ages[shuffled], codes[shuffled], OUTCOMES)
    for outcome in OUTCOMES:
        np.testing.assert_array_equal(one.at(times, outcome), other.at(times, outcome))


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        incidence([-1], [DELIVERED], OUTCOMES)
    with pytest.raises(ValueError, match="not among the 3 outcomes"):
        incidence([1], [3], OUTCOMES)
    with pytest.raises(ValueError, match="for each delivery"):
        incidence([1, 2], [DELIVERED], OUTCOMES)
    with pytest.raises(KeyError, match="no outcome 'withheld'; there are delivered, expired, no_route"):
        incidence([1], [DELIVERED], OUTCOMES).at([1], "withheld")
    with pytest.raises(ValueError, match="nothing to pool"):
        pool([])
    with pytest.raises(ValueError, match="different outcomes"):
        pool([incidence([1], [0], ["delivered"]), incidence([1], [0], ["delivered", "expired"])])


MEAN = 1_000_000


def cut_by_the_horizon(random: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    """A race of delivery (twice as fast) and expiry, exponential in all; reports occur at an even rate.

    With the horizon at `h` mean lengths of the race, a share (1 - exp(-h)) / h is in flight: a third for h =
    2.82.
    """
    race = random.exponential(MEAN, size).astype(np.int64)
    code = np.where(random.random(size) < 2 / 3, DELIVERED, EXPIRED)
    left = (random.random(size) * 2.82 * MEAN).astype(np.int64)
    return np.minimum(race, left), np.where(race < left, code, CENSORED)


def test_it_is_unbiased_where_the_horizon_cuts_a_third_and_the_naive_mean_is_not() -> None:
    """Family of 8 comparisons, false-alarm rate 1e-4 for all; half-widths are at most 2 % of the value."""
    random = np.random.default_rng(20210104)
    replications = [cut_by_the_horizon(random, 5000) for _ in range(400)]
    in_flight = np.mean([np.mean(codes == CENSORED) for _, codes in replications])
    assert in_flight == pytest.approx(1 / 3, abs=0.005)
    times = (np.array([0.1, 0.5, 1.0, 2.0]) * MEAN).astype(np.int64)
    alarm = norm.isf(1e-4 / 8 / 2)
    for outcome, share in (("delivered", 2 / 3), ("expired", 1 / 3)):
        curves = np.array([incidence(*each, OUTCOMES).at(times, outcome) for each in replications])
        truth = share * -np.expm1(-(times + 1) / MEAN)  # an age of t ticks: the race ended before t + 1
        half_width = alarm * curves.std(axis=0, ddof=1) / np.sqrt(len(curves))
        assert (half_width < 0.02 * truth).all()
        assert (np.abs(curves.mean(axis=0) - truth) < half_width).all()
    naive = np.array([ages[codes == DELIVERED].mean() for ages, codes in replications])
    assert naive.mean() + alarm * naive.std(ddof=1) / np.sqrt(len(naive)) < 0.75 * MEAN


def test_what_has_no_deliveries_is_pooled_without_knowing_the_names_of_the_outcomes() -> None:
    """A column of categories that is empty comes back from a file without them."""
    some = incidence([10, 30, 20], [0, 0, 1], ["delivered", "expired"])
    nothing = incidence([], [], ["delivered"])
    for order in ([some, nothing], [nothing, some]):
        pooled = pool(order)
        assert pooled.outcomes == some.outcomes
        assert pooled.quantile(0.5) == 30
    with pytest.raises(ValueError, match="different outcomes"):
        pool([some, incidence([5], [0], ["delivered"])])
