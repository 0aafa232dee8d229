"""The laws of random quantities: which distribution, with which parameters."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.draws import quantiles
from stovepipe.network.draws.elementary import exp, log1p
from stovepipe.network.draws.gamma import log_gamma, log_gamma_1p
from stovepipe.network.draws.weibull import weibull_inverse_shape

CV_MIN, CV_MAX = 0.001, 100.0
PHASES_MAX = 1_000_000


@dataclass(frozen=True)
class Law:
    """The law of a quantity that is never negative; build one with the constructors below.

    Attributes:
        kind: Which distribution, one of the kinds in `quantiles`.
        a: First parameter; the three have the unit and the meaning given in `quantiles`.
        b: Second parameter.
        c: Third parameter.
        values: The observed values of an empirical law, in rising order.

    Every constructor raises ValueError for a parameter out of its range. The coefficient of variation
    `cv`, standard deviation / mean, must be from 0.001 to 100.

    >>> Law.exponential(mean=10.0).quantile(0.5)
    6.931471805599453
    """

    kind: int
    a: float
    b: float = 0.0
    c: float = 0.0
    values: tuple[float, ...] = ()

    @classmethod
    def fixed(cls, value: float) -> Law:
        """Always the same value."""
        return cls(quantiles.FIXED, _not_negative("value", value))

    @classmethod
    def exponential(cls, mean: float) -> Law:
        """The exponential law."""
        return cls(quantiles.EXPONENTIAL, _positive("mean", mean))

    @classmethod
    def gamma(cls, mean: float, cv: float) -> Law:
        """The gamma law."""
        square = _variation(cv) * cv
        shape = 1.0 / square
        return cls(quantiles.GAMMA, _positive("mean", mean) * square, shape, log_gamma(shape))

    @classmethod
    def erlang(cls, mean: float, phases: int) -> Law:
        """The sum of `phases` exponential variates, 1 to 1,000,000: a gamma law of whole shape."""
        if not 1 <= phases <= PHASES_MAX or phases != int(phases):
            raise ValueError(f"phases must be a whole number from 1 to {PHASES_MAX}, got {phases!r}")
        shape = float(phases)
        return cls(quantiles.GAMMA, _positive("mean", mean) / shape, shape, log_gamma(shape))

    @classmethod
    def lognormal(cls, mean: float, cv: float) -> Law:
        """The law of a variate whose logarithm is normal."""
        square = _variation(cv) * cv
        median = _positive("mean", mean) / math.sqrt(1.0 + square)
        return cls(quantiles.LOGNORMAL, median, math.sqrt(log1p(square)))

    @classmethod
    def weibull(cls, mean: float, cv: float) -> Law:
        """The Weibull law."""
        inverse_shape = weibull_inverse_shape(_variation(cv))
        scale = _positive("mean", mean) / exp(log_gamma_1p(inverse_shape))
        return cls(quantiles.WEIBULL, scale, inverse_shape)

    @classmethod
    def triangular(cls, low: float, mode: float, high: float) -> Law:
        """The triangular law, with low <= mode <= high."""
        law = cls(
            quantiles.TRIANGULAR,
            _not_negative("low", low),
            _not_negative("mode", mode),
            _not_negative("high", high),
        )
        if not low <= mode <= high:
            raise ValueError(f"low, mode and high must not fall, got {low!r}, {mode!r}, {high!r}")
        return law

    @classmethod
    def uniform(cls, low: float, high: float) -> Law:
        """The uniform law, with low <= high."""
        law = cls(quantiles.UNIFORM, _not_negative("low", low), _not_negative("high", high))
        if not low <= high:
            raise ValueError(f"low must not be above high, got {low!r} and {high!r}")
        return law

    @classmethod
    def empirical(cls, values: Iterable[float]) -> Law:
        """One of the observed values, each as often as it was observed."""
        ordered = tuple(sorted(_not_negative("observed value", value) for value in values))
        if not ordered:
            raise ValueError("an empirical law needs at least one observed value, got none")
        return cls(quantiles.EMPIRICAL, 1.0, values=ordered)

    @cached_property
    def parameters(self) -> tuple[int, float, float, float, NDArray[np.float64]]:
        """The law as the arguments of the compiled quantile function."""
        return self.kind, self.a, self.b, self.c, np.array(self.values, dtype=np.float64)

    def quantile(self, u: float) -> float:
        """The smallest value at or below which a variate is with probability u, 0 < u < 1."""
        if not 0.0 < u < 1.0:
            raise ValueError(f"a uniform number must be between 0 and 1, both excluded, got {u!r}")
        return quantiles.quantile(self.kind, self.a, self.b, self.c, self.values, u)

    def mean(self) -> float:
        """The expected value."""
        match self.kind:
            case quantiles.GAMMA:
                return self.a * self.b
            case quantiles.LOGNORMAL:
                return self.a * exp(0.5 * self.b * self.b)
            case quantiles.WEIBULL:
                return self.a * exp(log_gamma_1p(self.b))
            case quantiles.TRIANGULAR:
                return (self.a + self.b + self.c) / 3.0
            case quantiles.UNIFORM:
                return 0.5 * (self.a + self.b)
            case quantiles.EMPIRICAL:
                return self.a * math.fsum(self.values) / len(self.values)
            case _:
                return self.a

    def scaled(self, factor: float) -> Law:
        """The law of the variate times a positive factor.

        >>> Law.uniform(1.0, 3.0).scaled(2.0) == Law.uniform(2.0, 6.0)
        True
        """
        _positive("factor", factor)
        match self.kind:
            case quantiles.TRIANGULAR:
                return replace(self, a=self.a * factor, b=self.b * factor, c=self.c * factor)
            case quantiles.UNIFORM:
                return replace(self, a=self.a * factor, b=self.b * factor)
            case _:
                return replace(self, a=self.a * factor)


def _positive(name: str, value: float) -> float:
    if not 0.0 < value < math.inf:
        raise ValueError(f"{name} must be a positive number, got {value!r}")
    return float(value)


def _not_negative(name: str, value: float) -> float:
    if not 0.0 <= value < math.inf:
        raise ValueError(f"{name} must be a number from 0 upwards, got {value!r}")
    return float(value)


def _variation(cv: float) -> float:
    if not CV_MIN <= cv <= CV_MAX:
        raise ValueError(
            f"cv must be from {CV_MIN:g} to {CV_MAX:g}, got {cv!r}; use a fixed value where nothing varies"
        )
    return float(cv)
