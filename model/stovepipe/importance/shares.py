"""Shares of points, with exact intervals."""

from __future__ import annotations

from scipy.stats import beta

from stovepipe.inference.intervals import Estimate


def share(hits: int, trials: int, level: float) -> Estimate:
    """A share with its exact binomial interval (Clopper and Pearson 1934); unknown without trials.

    Exact for independent points. Those of a sample that fills the space evenly are a little better than that,
    and the interval a little wide.

    >>> share(0, 10, 0.95)
    Estimate(value=0.0, low=0.0, high=0.308..., level=0.95, replications=10)

    Args:
        hits: points that count.
        trials: all points. They stand as `replications` of the estimate.
        level: of the interval.
    """
    if not trials:
        return Estimate(None, None, None, level, 0)
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, hits, trials - hits + 1)) if hits else 0.0
    high = float(beta.isf(tail, hits + 1, trials - hits)) if hits < trials else 1.0
    return Estimate(hits / trials, low, high, level, trials)
