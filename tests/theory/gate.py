"""A gate: does an estimate agree with the exact value, and is it sharp enough to tell?

Both questions must be answered yes. An interval that misses the exact value is an alarm; one that is too wide
is no pass either, since it would have let a wrong engine through.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Sample = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """What the gate saw.

    Attributes:
        what: the quantity.
        estimate: of it.
        exact: the value it is held to.
        half_width: of the interval around the estimate, in the quantity's own unit.
    """

    what: str
    estimate: float
    exact: float
    half_width: float

    def __str__(self) -> str:
        share = self.half_width / abs(self.exact)
        off = self.estimate / self.exact - 1
        return (
            f"{self.what}: {self.estimate:.6g} +- {self.half_width:.3g} ({share:.2%}), "
            f"exact {self.exact:.6g}, off by {off:+.2%}"
        )


def gate(
    estimates: Sample,
    exact: float,
    *,
    family: int,
    what: str = "the value",
    alarm: float = 1e-4,
    half_width: float = 0.02,
) -> Reading:
    """Hold the mean of independent estimates to an exact value.

    The interval is Student's, at the level 1 - alarm / family: over a family of so many gates a right engine
    raises one or more alarms with probability at most `alarm` (Bonferroni). It takes the estimates to be
    independent, of mean `exact`, and enough that their mean is near normal that far out in the tails:
    hundreds for skewed ones.

    Args:
        estimates: one number per replication (or batch).
        exact: not 0.
        family: how many gates share the false-alarm rate.
        what: names the quantity in messages.
        alarm: false-alarm rate of the whole family.
        half_width: the widest half-interval that will do, as a share of the exact value.

    Raises:
        AssertionError: the interval misses the exact value, or is too wide; the message says which (or both).
        ValueError: the gate is asked something it cannot answer.
    """
    return gate_ratio(
        estimates,
        np.ones(len(estimates)),
        exact,
        family=family,
        what=what,
        alarm=alarm,
        half_width=half_width,
    )


def gate_ratio(
    numerators: Sample,
    denominators: Sample,
    exact: float,
    *,
    family: int,
    what: str = "the ratio",
    alarm: float = 1e-4,
    half_width: float = 0.02,
) -> Reading:
    """Hold a ratio of means to an exact value: a mean wait is expected waiting over expected reports.

    A mean of ratios per replication would be biased, and so would its gate. Instead the differences
    *numerator - exact x denominator* have mean 0 exactly when the ratio of means is exact (Fieller 1954);
    they get the interval, and dividing by the mean denominator gives it the ratio's unit.

    Args:
        numerators: one per replication.
        denominators: one per replication, of positive mean.
        exact: ratio of the means, not 0.
        family: as in `gate`.
        what: as in `gate`.
        alarm: as in `gate`.
        half_width: as in `gate`.

    Raises:
        AssertionError: as in `gate`.
        ValueError: as in `gate`.
    """
    above, below = np.asarray(numerators, dtype=np.float64), np.asarray(denominators, dtype=np.float64)
    if above.ndim != 1 or above.shape != below.shape or len(above) < 2:
        raise ValueError("a gate needs one number per replication, and two replications or more")
    if not (np.isfinite(above).all() and np.isfinite(below).all() and math.isfinite(exact)):
        raise ValueError(f"{what}: not all numbers are finite")
    if exact == 0 or below.mean() <= 0:
        raise ValueError(f"{what}: the exact value must not be 0, nor the mean denominator")
    if family < 1 or not 0 < alarm < 1:
        raise ValueError("a family has one gate or more, and the false-alarm rate is between 0 and 1")
    off = above - exact * below
    error = float(off.std(ddof=1)) / math.sqrt(len(off))
    half = float(student.isf(alarm / family / 2, len(off) - 1)) * error / float(below.mean())
    reading = Reading(what, float(above.mean() / below.mean()), exact, half)
    failures = []
    if abs(reading.estimate - exact) > half:
        failures.append("the interval misses the exact value")
    if half > half_width * abs(exact):
        failures.append(f"the interval is wider than {half_width:.2%}: use more replications")
    if failures:
        raise AssertionError(
            f"{reading}: {'; '.join(failures)} ({len(off)} replications, {alarm:g} over {family})"
        )
    return reading
