"""A Poisson count is the exact inverse of its distribution function."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import pdtr, pdtrc

from stovepipe.network.draws.counts import poisson

UNIFORM = st.integers(0, 2**52 - 1).map(lambda cell: (cell + 0.5) * 2.0**-52)
SLACK = 1e-11


def assert_inverts(mean: float, u: float) -> None:
    """P(N < count) < u <= P(N <= count), each in the tail where it is precise, up to rounding."""
    count = poisson(mean, u)
    if u <= 0.5:
        assert pdtr(count, mean) >= u * (1 - SLACK)
        assert count == 0 or pdtr(count - 1, mean) < u * (1 + SLACK)
    else:
        assert pdtrc(count, mean) <= (1 - u) * (1 + SLACK)
        assert count == 0 or pdtrc(count - 1, mean) > (1 - u) * (1 - SLACK)


@given(st.floats(1e-9, 500.0), UNIFORM)
def test_inverts_the_distribution_function(mean: float, u: float) -> None:
    assert_inverts(mean, u)


@pytest.mark.parametrize("mean", [1e-300, 1e-9, 0.1, 1.0, 7.5, 80.0, 500.0])
@pytest.mark.parametrize("u", [2.0**-53, 1e-12, 1e-6, 0.4999, 0.5, 0.5001, 1 - 1e-6, 1 - 1e-12, 1 - 2.0**-53])
def test_inverts_the_distribution_function_in_the_tails(mean: float, u: float) -> None:
    assert_inverts(mean, u)


def test_rises_with_u() -> None:
    counts = [poisson(30.0, (i + 0.5) / 5000) for i in range(5000)]
    assert counts == sorted(counts)


@pytest.mark.parametrize("mean", [0.3, 4.0, 250.0])
def test_has_its_mean_and_its_variance(mean: float) -> None:
    """The midpoint rule over u, whose error is far below the tolerance."""
    counts = [poisson(mean, (i + 0.5) / 4000) for i in range(4000)]
    average = math.fsum(counts) / 4000
    variance = math.fsum((count - mean) ** 2 for count in counts) / 4000
    assert (average, variance) == pytest.approx((mean, mean), rel=0.01)


def test_a_mean_of_0_gives_none() -> None:
    assert [poisson(0.0, u) for u in (2.0**-53, 0.5, 1 - 2.0**-53)] == [0, 0, 0]


@pytest.mark.parametrize("mean", [-0.1, 500.1, math.nan, math.inf])
def test_the_mean_must_be_in_range(mean: float) -> None:
    with pytest.raises(ValueError, match="mean of a Poisson count must be from 0 to 500, got"):
        poisson(mean, 0.5)


@pytest.mark.parametrize("u", [0.0, 1.0, -1.0, math.nan])
def test_u_must_be_between_0_and_1(u: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1, both excluded, got"):
        poisson(1.0, u)
