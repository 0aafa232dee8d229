"""What a published figure says, what the model gives for it, and by which rule the two are compared.

The rules were written before the numbers were known. Each says agrees, disagrees or cannot be judged:

- `figure`: the reference is a figure or a range. The model agrees if its interval meets it, and disagrees
  if not.
- `case`: the reference is one thing that happened. A model that makes it less likely than 5 %, with the
  whole of its interval, disagrees. Otherwise the case cannot judge it: one draw tells nothing more.
- `bound`: the reference is a time within which more was done than the model is about. A model that takes
  longer disagrees; one that does not only fails to contradict it, and cannot be judged.
- `sign`: the reference says what is the larger, so that a difference is positive. The model agrees or
  disagrees if its interval lies on one side of zero, and cannot be judged if it does not.
- `beside`: there is nothing to compare it with, or the mission puts it in. It cannot be judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, t

Rule = Literal["figure", "case", "bound", "sign", "beside"]
AGREES, DISAGREES, UNJUDGED = "agrees", "disagrees", "cannot be judged"
RARE = 5.0  # per cent: a case that a model makes rarer than this contradicts it
LEVEL = 0.95
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reference:
    """A quantity that the model gives, and what was published of it.

    Attributes:
        quantity: what is compared, in words.
        rule: how the model is held to the reference.
        reference: the published figure, in words; "-" if there is none.
        grade: how it is known: cited, weak, derived, or exact for a closed form; "-" if there is none.
        unit: of the figure and of the model's estimate.
        low: the figure, or the lower end of its range, where the rule asks for it.
        high: the figure, or the upper end of its range, likewise.
        digits: after the point, where the estimate is shown.
    """

    quantity: str
    rule: Rule
    reference: str = "-"
    grade: str = "-"
    unit: str = "%"
    low: float = math.nan
    high: float = math.nan
    digits: int = 1


@dataclass(frozen=True)
class Estimate:
    """What the model gives: a mean over replications with a 95 % interval."""

    value: float
    low: float
    high: float
    replications: int


@dataclass(frozen=True)
class Sample:
    """One number for each replication, whose mean is the estimate.

    Samples of runs that share their random numbers can be subtracted, replication by replication. A share
    carries the counts behind it: where it is the same in all replications, its spread says nothing.
    """

    values: Floats
    successes: float = 0.0
    trials: float = 0.0

    def __sub__(self, other: Sample) -> Sample:
        return Sample(self.values - other.values)

    def by(self, other: Sample) -> Sample:
        """The ratio of two means, as pseudo-values."""
        ratio = self.values.mean() / other.values.mean()
        return Sample(ratio + (self.values - ratio * other.values) / other.values.mean())

    def times(self, factor: float) -> Sample:
        """The same in another unit."""
        return Sample(self.values * factor)

    def estimate(self) -> Estimate:
        """The mean with Student's interval; a share that never differs, with that of its counts."""
        count, mean = len(self.values), float(self.values.mean())
        error = float(self.values.std(ddof=1)) / np.sqrt(count)
        if error == 0 and self.trials:
            low, high = binomial(self.successes, self.trials)
            return Estimate(mean, 100 * low, 100 * high, count)
        half = float(t.ppf((1 + LEVEL) / 2, count - 1)) * error
        low, high = mean - half, mean + half
        if self.trials:
            low, high = max(low, 0.0), min(high, 100.0)
        return Estimate(mean, low, high, count)


def binomial(successes: float, trials: float) -> tuple[float, float]:
    """The interval of Clopper and Pearson (1934) for a share."""
    tail = (1 - LEVEL) / 2
    low = float(beta.ppf(tail, successes, trials - successes + 1)) if successes > 0 else 0.0
    high = float(beta.ppf(1 - tail, successes + 1, trials - successes)) if successes < trials else 1.0
    return low, high


def ratio(numerators: Floats, denominators: Floats) -> Sample:
    """What all replications sum up, by what they sum it up over.

    The values are pseudo-values: the ratio, moved by what a replication adds to it (the linearisation of
    Cochran 1977, *Sampling Techniques*, section 6.4).

    Raises:
        ValueError: there is nothing to sum up over.
    """
    if not denominators.sum() > 0:
        raise ValueError("no replication has anything of this kind")
    value = numerators.sum() / denominators.sum()
    return Sample(value + (numerators - value * denominators) / denominators.mean())


def share(sums: Floats, sizes: Floats) -> Sample:
    """How many of all, in per cent."""
    found = ratio(sums, sizes).times(100)
    return Sample(found.values, float(sums.sum()), float(sizes.sum()))


def judgement(reference: Reference, found: Estimate) -> str:
    """Whether the model agrees with the reference."""
    low, high = reference.low, reference.high
    match reference.rule:
        case "figure":
            return AGREES if found.low <= high and low <= found.high else DISAGREES
        case "case":
            return DISAGREES if found.high < RARE else UNJUDGED
        case "bound":
            return DISAGREES if found.low > high else UNJUDGED
        case "sign":
            return AGREES if found.low > 0 else DISAGREES if found.high < 0 else UNJUDGED
        case "beside":
            return UNJUDGED
