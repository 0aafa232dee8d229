"""Estimates across replications, with confidence intervals.

Replications are independent; the reports within one are not. So each replication gives one number (or a
numerator and a denominator), and the spread between replications tells how far off their mean may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Values = Sequence[float] | NDArray[np.floating] | NDArray[np.integer]


@dataclass(frozen=True)
class Estimate:
    """A number with its confidence interval. What is not known is None.

    Attributes:
        value: the estimate.
        low: lower end of the interval.
        high: upper end. For a quantile, None with two replications or more means that no upper end can be
            given.
        level: confidence level of the interval.
        replications: how many it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    replications: int

    @property
    def half_width(self) -> float | None:
        """Half the length of the interval."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    def scaled(self, factor: float) -> Estimate:
        """The same in another unit, of which there are `factor` in one of this.

        >>> Estimate(90.0, 60.0, None, 0.95, 20).scaled(1 / 60)
        Estimate(value=1.5, low=1.0, high=None, level=0.95, replications=20)

        Raises:
            ValueError: the factor is not above 0.
        """
        if not factor > 0:
            raise ValueError(f"a unit is scaled by a positive factor, not {factor}")
        value, low, high = (None if x is None else x * factor for x in (self.value, self.low, self.high))
        return Estimate(value, low, high, self.level, self.replications)


def mean_interval(values: Values, level: float = 0.95) -> Estimate:
    """The mean over replications, with Student's interval (Law 2015, section 4.5).

    Exact for normal values, and close for others unless they are few and very skewed. With one replication
    there is a value and no interval.

    >>> mean_interval([1.0, 2.0, 3.0])
    Estimate(value=2.0, low=-0.484..., high=4.484..., level=0.95, replications=3)

    Args:
        values: one per replication.
        level: confidence level.

    Raises:
        ValueError: there are no values, one is not finite, or the level is not between 0 and 1.
    """
    numbers = _finite(values, "value")
    return _student(float(numbers.mean()), numbers - numbers.mean(), level)


def ratio_interval(numerators: Values, denominators: Values, level: float = 0.95) -> Estimate:
    """A ratio of means: all numerators together by all denominators together.

    The share of deliveries that are timely, say: expected timely deliveries by expected deliveries. (A mean
    over replications of their shares would be biased where these rest on few deliveries, and undefined
    where one has none.) The interval is that of the delta method with a Student quantile (Cochran 1977,
    chapter 6): the spread of *numerator - ratio x denominator*, by the mean denominator.

    >>> ratio_interval([8, 9, 10], [10, 10, 10]).value
    0.9

    Where all denominators are 0 there is no value; with one replication, no interval.

    The interval of a share is not cut off at 0 and 1. It reaches beyond them where replications are few and
    their shares lie close to an end and differ much; there it is rough, and what reaches beyond shows that.
    With 5 replications of a share of 5 % that spreads from one to the next by as much again, an interval of
    95 % holds the true share in 89 %, with 20 in 92 %. It has no width where all replications agree, as on
    0 or 1: that says nothing of what another would do.

    Args:
        numerators: one per replication.
        denominators: one per replication, none negative.
        level: confidence level.

    Raises:
        ValueError: there are none, their numbers differ, one is not finite, a denominator is negative, or
            the level is not between 0 and 1.
    """
    ratio, residuals = ratio_residuals(numerators, denominators)
    if ratio is None:
        return Estimate(None, None, None, level, len(residuals))
    return _student(ratio, residuals, level)


def ratio_residuals(numerators: Values, denominators: Values) -> tuple[float | None, NDArray[np.float64]]:
    """A ratio of means, and what each replication adds to it: residuals of mean 0, by the mean denominator.

    Where all denominators are 0 there is no ratio.

    Raises:
        ValueError: there are none, their numbers differ, one is not finite, or a denominator is negative.
    """
    above, below = _finite(numerators, "numerator"), _finite(denominators, "denominator")
    if len(above) != len(below):
        raise ValueError(f"{len(above)} numerators, {len(below)} denominators: each replication has one")
    if (below < 0).any():
        raise ValueError(f"the denominator of replication {int((below < 0).argmax())} is negative")
    if not below.any():
        return None, np.full(len(below), np.nan)
    ratio = float(above.sum() / below.sum())
    return ratio, (above - ratio * below) / below.mean()


def quantile_of_student(level: float, replications: int) -> float:
    """How many standard errors a two-sided interval reaches to either side.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a confidence level is between 0 and 1, not {level}")
    return float(student.isf((1 - level) / 2, replications - 1))


def _student(value: float, residuals: NDArray[np.float64], level: float) -> Estimate:
    """The interval from each replication's residual, which have mean 0."""
    size = len(residuals)
    reach = quantile_of_student(level, size)
    if size < 2:
        return Estimate(value, None, None, level, size)
    half = reach * float(np.sqrt((residuals**2).sum() / (size * (size - 1))))
    return Estimate(value, value - half, value + half, level, size)


def _finite(values: Values, what: str) -> NDArray[np.float64]:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or not len(numbers):
        raise ValueError(f"one {what} per replication is needed, and one replication or more")
    if not np.isfinite(numbers).all():
        at = int((~np.isfinite(numbers)).argmax())
        raise ValueError(f"the {what} of replication {at} is {numbers[at]}; leave it out or define it")
    return numbers
