"""Shares of points at which a condition holds, free of the pull of noise, with intervals that allow for it.

A condition is that an expected output is above 0. At each point a few replications give its mean, and the
mean of noise has either sign: where noise is large beside the outputs, the share of points with a mean above
0 is pulled towards one half. Two things are done about it.

**What can be told.** A point is *sure* if the confidence limits of its mean
(`stovepipe.inference.intervals.limits`) lie on one side of 0, at a tail so small that few points are taken
for sure in error, however noise is shared among them: with a tail of a / 50 at each point, the expected share
of points taken for sure in error is a / 50 at most, so that it is above 1 / 50 with probability *a* at most
(Markov's inequality). So the number of points at which the condition holds is between the sure ones less a
fiftieth of all, and all but those that surely do not, less a fiftieth likewise. An exact binomial interval
(Clopper and Pearson 1934) on these two numbers allows for the choice of points. Points that share all luck
(common random numbers) and points that share none are both covered by that.

**The estimate.** The means of the points vary by more than the expected outputs do. Drawn together towards
their common mean until their variance is that of the expected outputs, which is known free of noise
(`stovepipe.importance.noise.covariance`), they have the right spread (Louis 1984; Ghosh 1992), and the share
of them above 0 is the estimate. It is kept inside the interval.

Measured at a level of 0.95 with 128 points of two inputs (40 studies for each kind of noise: own, common to
all points, common to blocks of the space, growing with an input, exponential): the interval held the share in
all 4,000. It is wide rather than narrow; the estimate is what is known between. Means over the studies with
own noise:

==================  ==================  =====  ========  =============  =======
expected output     noise, replications truth  estimate  means above 0  unclear
==================  ==================  =====  ========  =============  =======
x - 0.05            sd 1, 4              0.95      0.95           0.78     1.00
x - 0.05            sd 0.5, 20           0.95      0.94           0.92     0.52
x - 0.3             sd 1, 4              0.70      0.77           0.63     1.00
x - 0.3             sd 0.5, 20           0.70      0.71           0.69     0.76
3 (x + y - 0.6)     sd 0.5, 20           0.82      0.82           0.82     0.19
0.05 throughout     sd 1, 4              1.00      0.69           0.53     1.00
0.05 throughout     sd 0.5, 20           1.00      0.94           0.68     1.00
==================  ==================  =====  ========  =============  =======
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, ndtri

from stovepipe.importance.boxes import Bools
from stovepipe.importance.noise import Weights, covariance
from stovepipe.importance.space import Floats
from stovepipe.inference.intervals import Estimate, limits

ERRING = 0.02
"""Share of the points that may be taken for sure in error."""


@dataclass(frozen=True)
class Share:
    """The share of some points at which a condition holds.

    Attributes:
        estimate: free of the pull of noise, with its interval.
        surely: share of the points at which it surely holds.
        surely_not: share of the points at which it surely does not.
    """

    estimate: Estimate
    surely: float
    surely_not: float

    @property
    def unclear(self) -> float:
        """Share of the points at which the replications cannot tell."""
        return max(1.0 - self.surely - self.surely_not, 0.0)


@dataclass(frozen=True, eq=False)
class Told:
    """What replications tell of a condition at each of some points; arrays have one entry per point.

    Attributes:
        holds: whether it seems to hold, the pull of noise removed.
        surely, surely_not: whether it surely holds, or surely does not.
        slack: how many points may be taken for sure in error.
        level: the confidence level of the intervals made of it.
    """

    holds: Bools
    surely: Bools
    surely_not: Bools
    slack: float
    level: float

    @classmethod
    def of(cls, outputs: Floats, level: float) -> Told:
        """Whether the expected output is above 0; an output of exactly 0 is not.

        With one replication noise is not known, and counts as none.

        Args:
            outputs: an array of shape (points, replications).
            level: the confidence level of the intervals made of it.
        """
        points, replications = outputs.shape
        means = outputs.mean(axis=1)
        spread = np.ptp(outputs, axis=1) > 0
        if replications < 2 or not spread.any():
            return cls.known(means > 0, level)
        tail = (1 - level) / 2 * ERRING
        low, high = limits(outputs, tail)
        # A few replications may agree nearly by chance, or wholly. So no point is taken to have less than
        # half of the standard error that points commonly have, and one without any spread to have all of it.
        errors = outputs.std(axis=1, ddof=1) / np.sqrt(replications)
        usual = -float(ndtri(tail)) * float(np.median(errors[spread]))
        low = np.minimum(low, means - np.where(spread, usual / 2, usual))
        high = np.maximum(high, means + np.where(spread, usual / 2, usual))
        return cls(_drawn_together(outputs) > 0, low > 0, high <= 0, ERRING * points, level)

    @classmethod
    def known(cls, conditions: Bools, level: float) -> Told:
        """A condition that is known without noise."""
        return cls(conditions, conditions, ~conditions, 0.0, level)

    def turned(self) -> Told:
        """The opposite condition."""
        return Told(~self.holds, self.surely_not, self.surely, self.slack, self.level)

    def share(self, inside: Bools | None = None, level: float | None = None) -> Share:
        """The share at which it holds, of all points or of those inside."""
        some = np.ones(len(self.holds), dtype=np.bool_) if inside is None else inside
        size, level = int(some.sum()), self.level if level is None else level
        surely, surely_not = int(self.surely[some].sum()), int(self.surely_not[some].sum())
        least, most = max(surely - self.slack, 0.0), size - max(surely_not - self.slack, 0.0)
        interval = between(least, most, int(self.holds[some].sum()), size, level)
        return Share(interval, surely / size if size else 0.0, surely_not / size if size else 0.0)

    def part(self, inside: Bools) -> Estimate:
        """The share of all points at which it holds that is inside."""
        fewest, most = (
            (max(float(sure[where].sum()) - self.slack, 0.0), float((~never[where]).sum()))
            for where, sure, never in (
                (inside, self.surely, self.surely_not),
                (~inside, self.surely, self.surely_not),
            )
        )
        hits, trials = int(self.holds[inside].sum()), int(self.holds.sum())
        least = _low(fewest[0], fewest[0] + most[1], self.level)
        greatest = _high(fewest[1], fewest[1] + most[0], self.level)
        if not trials:
            return Estimate(None, None, None, self.level, 0)
        value = hits / trials
        return Estimate(value, min(least, value), max(greatest, value), self.level, trials)


def share(hits: int, trials: int, level: float) -> Estimate:
    """A share with its exact binomial interval (Clopper and Pearson 1934); unknown without trials.

    Exact for independent points. Those of a sample that fills the space evenly are a little better than that,
    and the interval a little wide.

    >>> share(0, 10, 0.95)
    Estimate(value=0.0, low=0.0, high=0.308..., level=0.95, replications=10)

    Args:
        hits: points that count.
        trials: all points. They stand as `replications` of the estimate.
        level: the confidence level of the interval.
    """
    return between(hits, hits, hits, trials, level)


def between(least: float, most: float, hits: float, trials: int, level: float) -> Estimate:
    """A share with an interval that allows for not knowing how many hits there are.

    >>> between(4, 8, 6, 10, 0.95)
    Estimate(value=0.6, low=0.121..., high=0.974..., level=0.95, replications=10)

    Args:
        least: so many hits there are at least.
        most: so many there are at most.
        hits: so many there seem to be; kept inside the interval.
        trials: all points.
        level: the confidence level of the interval.
    """
    if not trials:
        return Estimate(None, None, None, level, 0)
    low, high = _low(least, trials, level), _high(most, trials, level)
    return Estimate(min(max(hits / trials, low), high), low, high, level, trials)


def _low(hits: float, trials: float, level: float) -> float:
    return float(betaincinv(hits, trials - hits + 1, (1 - level) / 2)) if hits > 0 else 0.0


def _high(hits: float, trials: float, level: float) -> float:
    return float(betaincinv(hits + 1, trials - hits, (1 + level) / 2)) if hits < trials else 1.0


def _drawn_together(outputs: Floats) -> Floats:
    """The means of the points, drawn together until only the spread without noise is left."""
    points, replications = outputs.shape
    means: Floats = np.asarray(outputs.mean(axis=1))
    whole = float(means.var(ddof=1)) if points > 1 else 0.0
    if not whole:
        return np.asarray(means)
    equal = Weights(np.full((points, 1), 1 / points), np.full((replications, 1), 1 / replications))
    free = float(covariance(outputs, outputs, equal)[0])
    kept = np.sqrt(min(max(free / whole, 0.0), 1.0))
    return np.asarray(means.mean() + kept * (means - means.mean()))
