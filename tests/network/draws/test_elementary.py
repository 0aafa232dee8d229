"""Logarithm and exponential are right to the last place or the one before."""

import math
from collections.abc import Callable, Iterable
from decimal import Decimal

import numpy as np
import pytest

from stovepipe.network.draws.elementary import LN_2_HIGH, LN_2_LOW, exp, log, log1p
from tests.network.draws.exact import units_in_the_last_place

RANDOM = np.random.default_rng(20210104)
COUNT = 4000


def worst(
    function: Callable[[float], float], exact: Callable[[Decimal], Decimal], points: Iterable[float]
) -> float:
    return max(units_in_the_last_place(function(x), exact(Decimal(x))) for x in points)


@pytest.mark.parametrize(
    "points",
    [
        2.0 ** RANDOM.uniform(-1021, 1023, COUNT),
        RANDOM.uniform(0.4, 3.0, COUNT),
        1.0 + 10.0 ** RANDOM.uniform(-15, -1, COUNT),
        1.0 - 10.0 ** RANDOM.uniform(-15, -1, COUNT),
        1.0 - (np.arange(COUNT) + 0.5) * 2.0**-52,
        [math.sqrt(0.5), math.nextafter(math.sqrt(0.5), 0), math.nextafter(1.0, 0), 2.0**-1022, 1.7e308],
    ],
    ids=["all sizes", "around 1", "just above 1", "just below 1", "last cells", "edges"],
)
def test_log_is_within_one_unit_in_the_last_place(points: Iterable[float]) -> None:
    assert worst(log, Decimal.ln, map(float, points)) < 1.0


@pytest.mark.parametrize(
    "points",
    [
        RANDOM.uniform(-0.9999, 4.0, COUNT),
        10.0 ** RANDOM.uniform(-19, 2, COUNT),
        -(10.0 ** RANDOM.uniform(-19, -1e-4, COUNT)),
        [-0.29, 0.41, math.nextafter(-0.29, 0), math.nextafter(0.41, 0), -1 + 2.0**-53, 1e-300],
    ],
    ids=["middle", "positive", "negative", "edges"],
)
def test_log1p_is_within_two_units_in_the_last_place(points: Iterable[float]) -> None:
    def exact(x: Decimal) -> Decimal:
        return x - x * x / 2 if abs(x) < Decimal("1e-18") else (1 + x).ln()

    assert worst(log1p, exact, map(float, points)) < 2.0


@pytest.mark.parametrize(
    "points",
    [
        RANDOM.uniform(-708.3, 709.7, COUNT),
        RANDOM.uniform(-23.0, 23.0, COUNT),
        RANDOM.uniform(-1.0, 1.0, COUNT),
        10.0 ** RANDOM.uniform(-18, 0, COUNT),
        (np.arange(-1021, 1024) + 0.5) * math.log(2.0),
        [-708.3964185322641, 709.782712893384],
    ],
    ids=["all sizes", "usual", "around 0", "small", "where the power of two changes", "edges"],
)
def test_exp_is_within_one_unit_in_the_last_place(points: Iterable[float]) -> None:
    assert worst(exp, Decimal.exp, map(float, points)) < 1.0


def test_exact_values_are_exact() -> None:
    assert log(1.0) == log1p(0.0) == 0.0
    assert exp(0.0) == 1.0


def test_exp_leaves_its_range_at_infinity_and_0() -> None:
    assert exp(709.79) == exp(1e300) == math.inf
    assert exp(-708.4) == exp(-1e300) == 0.0


def test_ln_2_in_two_parts() -> None:
    """The product of the first part and any exponent is exact, and the parts have over 90 bits."""
    assert (LN_2_HIGH * 2**40).is_integer()
    assert abs(Decimal(LN_2_HIGH) + Decimal(LN_2_LOW) - Decimal(2).ln()) < Decimal(2) ** -93
