"""The quantile functions of all laws, as one function that runs as plain Python and compiled.

A law is a kind, three parameters and a table of values (only the empirical law has one):

| kind        | a            | b            | c                      |
| ----------- | ------------ | ------------ | ---------------------- |
| fixed       | the value    |              |                        |
| exponential | mean         |              |                        |
| gamma       | scale        | shape        | log Gamma(shape)       |
| lognormal   | median       | sd of the log|                        |
| weibull     | scale        | 1 / shape    |                        |
| triangular  | low          | mode         | high                   |
| uniform     | low          | high         |                        |
| empirical   | factor       |              |                        |
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.draws.elementary import exp, log, log1p
from stovepipe.network.draws.gamma import gamma_quantile
from stovepipe.network.draws.normal import normal_quantile

FIXED = 0
EXPONENTIAL = 1
GAMMA = 2
LOGNORMAL = 3
WEIBULL = 4
TRIANGULAR = 5
UNIFORM = 6
EMPIRICAL = 7


def quantile(
    kind: int, a: float, b: float, c: float, values: Sequence[float] | NDArray[np.float64], u: float
) -> float:
    """The variate that the law makes of the uniform number u, 0 < u < 1.

    It does not fall as u rises, up to the rounding told of in docs/background/random-numbers.md.
    """
    if kind == EXPONENTIAL:
        return -a * log1p(-u)
    if kind == LOGNORMAL:
        return a * exp(b * normal_quantile(u))
    if kind == GAMMA:
        return a * gamma_quantile(b, c, u)
    if kind == WEIBULL:
        return a * exp(b * log(-log1p(-u)))
    if kind == TRIANGULAR:
        return _triangular(a, b, c, u)
    if kind == UNIFORM:
        return min(a + (b - a) * u, b)
    if kind == EMPIRICAL:
        return a * values[_rank(len(values), u)]
    return a


def _triangular(low: float, mode: float, high: float, u: float) -> float:
    width = high - low
    if u * width < mode - low:
        return min(high, low + math.sqrt(u * width * (mode - low)))
    return max(low, high - math.sqrt((1.0 - u) * width * (high - mode)))


def _rank(count: int, u: float) -> int:
    """The place, from 0, of the smallest of `count` sorted values with at least a share u at or below it."""
    return max(0, min(count, math.ceil(u * count)) - 1)
