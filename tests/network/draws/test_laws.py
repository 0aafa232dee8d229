"""A law has the mean and the variation asked for, scales, and refuses what makes no sense."""

import math
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from stovepipe.network.draws.laws import Law

MEANS = st.floats(1.0, 1e15)
CVS = st.floats(0.05, 5.0)
LAWS = st.one_of(
    st.builds(Law.fixed, MEANS),
    st.builds(Law.exponential, MEANS),
    st.builds(Law.gamma, MEANS, CVS),
    st.builds(Law.erlang, MEANS, st.integers(1, 50)),
    st.builds(Law.lognormal, MEANS, CVS),
    st.builds(Law.weibull, MEANS, CVS),
    st.lists(MEANS, min_size=3, max_size=3).map(sorted).map(lambda three: Law.triangular(*three)),
    st.lists(MEANS, min_size=2, max_size=2).map(sorted).map(lambda two: Law.uniform(*two)),
    st.builds(Law.empirical, st.lists(MEANS, min_size=1, max_size=9)),
)
BAD = [math.nan, math.inf, -1.0]


@given(MEANS, CVS)
def test_gamma_has_its_mean_and_variation(mean: float, cv: float) -> None:
    law = Law.gamma(mean, cv)
    peer = stats.gamma(law.b, scale=law.a)
    assert (peer.mean(), peer.std() / mean) == pytest.approx((mean, cv), rel=1e-12)


@given(MEANS, CVS)
def test_lognormal_has_its_mean_and_variation(mean: float, cv: float) -> None:
    law = Law.lognormal(mean, cv)
    peer = stats.lognorm(law.b, scale=law.a)
    assert (peer.mean(), peer.std() / mean) == pytest.approx((mean, cv), rel=1e-12)


@given(MEANS, CVS)
def test_weibull_has_its_mean_and_variation(mean: float, cv: float) -> None:
    """To 1e-10, since scipy takes the variance as a small difference."""
    law = Law.weibull(mean, cv)
    peer = stats.weibull_min(1.0 / law.b, scale=law.a)
    assert (peer.mean(), peer.std() / mean) == pytest.approx((mean, cv), rel=1e-10)


@given(MEANS, st.integers(1, 1000))
def test_erlang_is_the_gamma_law_of_whole_shape(mean: float, phases: int) -> None:
    law = Law.erlang(mean, phases)
    assert law.kind == Law.gamma(mean, 0.5).kind
    assert law.b == phases
    assert law.a * law.b == pytest.approx(mean, rel=1e-15)


@pytest.mark.parametrize("make", [Law.gamma, Law.weibull])
def test_variation_1_is_exponential(make: Callable[[float, float], Law]) -> None:
    ours, exponential = make(60.0, 1.0), Law.exponential(60.0)
    for u in (1e-12, 0.01, 0.3, 0.5, 0.9, 1 - 1e-12):
        assert math.isclose(ours.quantile(u), exponential.quantile(u), rel_tol=1e-12)


@given(LAWS, st.floats(1e-3, 1e3), st.floats(2.0**-53, 1 - 2.0**-53))
def test_scaling_a_law_scales_its_variates_and_its_mean(law: Law, factor: float, u: float) -> None:
    scaled = law.scaled(factor)
    tolerance = 1e-12 * scaled.mean()
    assert math.isclose(scaled.quantile(u), factor * law.quantile(u), rel_tol=1e-9, abs_tol=tolerance)
    assert math.isclose(scaled.mean(), factor * law.mean(), rel_tol=1e-12)


@given(LAWS)
def test_laws_are_values(law: Law) -> None:
    """Equal, hashed and sent to another process by what they say, also after they were drawn from."""
    assert len(law.parameters) == 5
    copy = pickle.loads(pickle.dumps(law))
    assert copy == law
    assert hash(copy) == hash(law)
    assert copy.quantile(0.3) == law.quantile(0.3)


def test_empirical_forgets_the_order_of_its_values() -> None:
    assert Law.empirical([3, 1, 2]) == Law.empirical([1, 2, 3])


@pytest.mark.parametrize("bad", [*BAD, 0.0])
@pytest.mark.parametrize(
    "make",
    [
        Law.exponential,
        lambda mean: Law.gamma(mean, 1.0),
        lambda mean: Law.erlang(mean, 2),
        lambda mean: Law.lognormal(mean, 1.0),
        lambda mean: Law.weibull(mean, 1.0),
        Law.fixed(1.0).scaled,
    ],
)
def test_a_mean_or_factor_must_be_positive(make: Callable[[float], Law], bad: float) -> None:
    with pytest.raises(ValueError, match=r"(mean|factor) must be a positive number, got"):
        make(bad)


@pytest.mark.parametrize("bad", [*BAD, 0.0, 0.0009, 100.1])
@pytest.mark.parametrize("make", [Law.gamma, Law.lognormal, Law.weibull])
def test_a_variation_must_be_in_range(make: Callable[[float, float], Law], bad: float) -> None:
    with pytest.raises(ValueError, match=r"cv must be from 0.001 to 100, got .*; use a fixed value"):
        make(1.0, bad)


@pytest.mark.parametrize("cv", [0.001, 100.0])
@pytest.mark.parametrize("make", [Law.gamma, Law.lognormal, Law.weibull])
def test_the_ends_of_the_range_of_variation_work(make: Callable[[float, float], Law], cv: float) -> None:
    law = make(1000.0, cv)
    assert law.mean() == pytest.approx(1000.0, rel=1e-9)
    variates = [law.quantile(u) for u in (2.0**-53, 0.01, 0.5, 0.99, 1.0 - 2.0**-53)]
    assert variates == sorted(variates)
    assert 0.0 <= variates[0] < variates[-1] < math.inf


@pytest.mark.parametrize("bad", [*BAD, 0, 1.5, 1_000_001])
def test_phases_must_be_a_whole_number_in_range(bad: float) -> None:
    with pytest.raises(ValueError, match="phases must be a whole number from 1 to 1000000, got"):
        Law.erlang(1.0, bad)


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    "make",
    [
        Law.fixed,
        lambda value: Law.uniform(value, 1.0),
        lambda value: Law.uniform(1.0, value),
        lambda value: Law.triangular(value, 1.0, 2.0),
        lambda value: Law.triangular(1.0, value, 2.0),
        lambda value: Law.triangular(1.0, 2.0, value),
        lambda value: Law.empirical([1.0, value]),
    ],
)
def test_a_value_must_not_be_negative(make: Callable[[float], Law], bad: float) -> None:
    with pytest.raises(ValueError, match="must be a number from 0 upwards, got"):
        make(bad)


def test_limits_must_be_in_order() -> None:
    with pytest.raises(ValueError, match=r"low must not be above high, got 2.0 and 1.0"):
        Law.uniform(2.0, 1.0)
    with pytest.raises(ValueError, match=r"low, mode and high must not fall, got 1.0, 3.0, 2.0"):
        Law.triangular(1.0, 3.0, 2.0)


def test_an_empirical_law_needs_values() -> None:
    with pytest.raises(ValueError, match="at least one observed value, got none"):
        Law.empirical([])


@pytest.mark.parametrize("u", [0.0, 1.0, -0.5, math.nan])
def test_a_quantile_is_asked_for_between_0_and_1(u: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1, both excluded, got"):
        Law.fixed(1.0).quantile(u)
