"""Log-gamma and the gamma quantile hold against decimal arithmetic and scipy."""

import math
from decimal import Decimal

import numpy as np
import pytest
from scipy.special import gammainccinv, gammaincinv

from stovepipe.network.draws import gamma
from stovepipe.network.draws.gamma import gamma_quantile, log_gamma, log_gamma_1p
from tests.network.draws import exact

RANDOM = np.random.default_rng(5)
TAILS = [2.0**-53, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3]
PROBABILITIES = [*TAILS, *(1.0 - u for u in TAILS), *(i / 32 for i in range(1, 32)), math.nextafter(0.5, 1)]
SHAPES = [0.04, 0.1, 0.5, 0.999, 1.0, 1.001, 2.0, 3.7, 10.0, 40.0, 400.0, 1e4]


def test_the_constants_are_those_of_the_zeta_function() -> None:
    assert [float(exact.zeta_minus_one(k)) for k in range(2, 29)] == list(gamma._ZETA_MINUS_ONE)


@pytest.mark.parametrize(
    "points",
    [
        10.0 ** RANDOM.uniform(-6, 7, 300),
        RANDOM.uniform(0.4, 12.0, 300),
        1.0 + 10.0 ** RANDOM.uniform(-9, -0.5, 100),
        2.0 - 10.0 ** RANDOM.uniform(-9, -0.5, 100),
        [0.5, 1.5, 2.5, 10.0, math.nextafter(10.0, 0)],
    ],
    ids=["all sizes", "small", "near 1", "near 2", "edges"],
)
def test_log_gamma(points: np.ndarray) -> None:
    """Relative to itself, also where it passes through 0."""
    for x in map(float, points):
        reference = exact.log_gamma(Decimal(x))
        assert abs(Decimal(log_gamma(x)) / reference - 1) < Decimal("2e-15"), x


@pytest.mark.parametrize("t", [1e-300, 1e-12, 1e-3, 0.1, 0.5, 0.51, 1.5, 8.0, 100.0])
def test_log_gamma_1p(t: float) -> None:
    """Where t is small, it is what 1 + t would have lost."""
    reference = (
        exact.log_gamma(1 + Decimal(t)) if t > 1e-15 else Decimal("-0.5772156649015328606") * Decimal(t)
    )
    assert abs(Decimal(log_gamma_1p(t)) / reference - 1) < Decimal("2e-15")


@pytest.mark.parametrize("shape", [1e-4, 1e-3, 0.01, *SHAPES])
def test_quantile_agrees_with_scipy(shape: float) -> None:
    """To 1e-10, from the first cell of (0, 1) to the last, where the result is a normal number."""
    for u in PROBABILITIES:
        reference = float(gammaincinv(shape, u) if u < 0.5 else gammainccinv(shape, 1.0 - u))
        quantile = gamma_quantile(shape, log_gamma(shape), u)
        if reference > 1e-290:
            assert math.isclose(quantile, reference, rel_tol=1e-10), u
        else:
            assert quantile < 1e-289, u


@pytest.mark.parametrize("shape", [1e-4, 0.04, 0.3, 1.0, 25.0, 400.0, 1e6])
def test_quantile_inverts_the_distribution_function(shape: float) -> None:
    """An error of P, over x times the density, is the relative error of x."""
    for u in PROBABILITIES[::3]:
        x = gamma_quantile(shape, log_gamma(shape), u)
        if x > 1e-290:
            lower, density = exact.lower_gamma(Decimal(shape), Decimal(x))
            assert abs(float((lower - Decimal(u)) / density)) < 1e-10, u


@pytest.mark.parametrize("shape", [1e-4, *SHAPES, 1e6])
def test_the_search_takes_few_steps(shape: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a search cut short by the limit on its steps, with a wrong result, is far away."""
    steps = []
    tail = gamma._log_tail

    def counted(*arguments: float) -> float:
        steps[-1] += 1
        return tail(*arguments)

    monkeypatch.setattr(gamma, "_log_tail", counted)
    for u in PROBABILITIES:
        steps.append(0)
        gamma_quantile(shape, log_gamma(shape), u)
    assert 1 <= max(steps) <= 4


def test_too_small_for_a_number_is_0() -> None:
    assert gamma_quantile(0.04, log_gamma(0.04), 2.0**-53) == 0.0
