"""Whether one set of numbers could be one more of many simulated ones: a Monte Carlo test with a band.

If what was observed came about as the simulated sets did, it is exchangeable with them, however its numbers
depend on one another: nothing tells which of all the sets is the observed one. So any rule that treats all
sets alike gives a test whose level is exact (Barnard 1963 [1]_; Besag and Clifford 1989 [2]_). The rule here
is the greatest deviation from the mean of all sets, in standard deviations of all sets, over all the numbers:
the studentised global envelope test of Myllymaki and others (2015 [3]_, 2017 [4]_). The numbers that go
beyond the band are those that make the difference, and if only some of the numbers come about as simulated,
these stay within the band with the stated probability (the single-step procedure of Westfall and Young
1993 [5]_).

.. [1] Barnard, G. A. (1963). Discussion of Bartlett, The spectral analysis of point processes. Journal of the
   Royal Statistical Society B 25, 294.
.. [2] Besag, J. and Clifford, P. (1989). Generalized Monte Carlo significance tests. Biometrika 76, 633-642.
.. [3] Myllymaki, M., Grabarnik, P., Seijo, H. and Stoyan, D. (2015). Deviation test construction and power
   comparison for marked spatial point patterns. Spatial Statistics 11, 19-34.
.. [4] Myllymaki, M., Mrkvicka, T., Grabarnik, P., Seijo, H. and Hahn, U. (2017). Global envelope tests for
   spatial processes. Journal of the Royal Statistical Society B 79, 381-404.
.. [5] Westfall, P. H. and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Envelope:
    """What was observed beside what was simulated, and the band that tells them apart.

    Attributes:
        observed: of shape (numbers,). NaN where nothing is known.
        low, high: the band, of shape (numbers,): the observed numbers all lie within it with probability
            `level`, if they came about as the simulated ones. NaN where nothing is known.
        ratios: deviation of each observed number from the mean of all sets, in standard deviations; 0 where
            nothing is known.
        greatest: the greatest absolute ratio of each simulated set, of shape (simulated sets,).
        reach: the greatest absolute ratio within the band.
        level: 1 less the level of the test.
    """

    observed: Floats
    low: Floats
    high: Floats
    ratios: Floats
    greatest: Floats
    reach: float
    level: float

    @property
    def beyond(self) -> NDArray[np.bool_]:
        """Which of the observed numbers lie beyond the band."""
        return np.asarray(np.abs(self.ratios) > self.reach)

    @property
    def p(self) -> float:
        """The share of all sets that lie at least as far out as the observed one, itself included."""
        return self.p_of(slice(None))

    def p_of(self, part: slice) -> float:
        """The same for a part of the observed numbers, adjusted for there being the others too."""
        mine = np.abs(self.ratios[part])
        as_far = np.count_nonzero(self.greatest >= mine.max(initial=0.0))
        return float((1 + as_far) / (1 + len(self.greatest)))


def fewest(level: float) -> int:
    """How many simulated sets it takes at least.

    >>> fewest(0.95), fewest(0.99)
    (19, 99)
    """
    return next(number for number in range(1, 1_000_000) if _may_lie_beyond(number, level))


def envelope(observed: ArrayLike, simulated: ArrayLike, least: ArrayLike, level: float = 0.95) -> Envelope:
    """Hold what was observed against what was simulated.

    Of *n* sets, the observed one included, with the mean *m* and the standard deviation *s* of a number, the
    ratio of a set with *x* is *(x - m) / sqrt(s^2 + least^2)*. A number that is not known in a set is left
    out there, in the same way for every set.

    Args:
        observed: of shape (numbers,).
        simulated: of shape (simulated sets, numbers).
        least: of shape (numbers,), positive: what is added to each standard deviation, so that a number that
            hardly ever varies does not decide alone. It must not depend on which set is the observed one.
        level: 1 less the level of the test.

    Raises:
        ValueError: there are fewer simulated sets than `fewest` says, or the shapes do not agree.

    >>> sums = np.arange(19.0)[:, None]
    >>> far, near = (envelope([x], sums, [0.1]) for x in (60, 12))
    >>> far.p, far.beyond, near.p
    (0.05, array([ True]), 0.75)
    """
    mine, sets, extra = (np.asarray(each, dtype=np.float64) for each in (observed, simulated, least))
    beyond = _may_lie_beyond(len(sets), level)
    if not beyond:
        raise ValueError(f"{fewest(level)} simulated sets are needed at this level, not {len(sets)}")
    if sets.shape != (len(sets), *mine.shape) or extra.shape != mine.shape or mine.ndim != 1:
        raise ValueError(f"numbers of shape {mine.shape}, {sets.shape} and {extra.shape} do not agree")
    every = np.vstack([mine, sets])
    mean, square = _moments(every)
    spread = np.sqrt(square / np.maximum(np.isfinite(every).sum(axis=0) - 1, 1) + extra**2)
    ratios = np.nan_to_num((every - mean) / spread)
    greatest = np.abs(ratios[1:]).max(axis=1, initial=0.0)
    reach = float(np.sort(greatest)[-beyond])
    low, high = _band(sets, extra, reach)
    return Envelope(mine, low, high, ratios[0], greatest, reach, level)


def _may_lie_beyond(sets: int, level: float) -> int:
    """How many of all sets, the observed one included, may lie beyond the band."""
    return floor((sets + 1) * (1 - level) + ROUNDING)


def _moments(sets: Floats) -> tuple[Floats, Floats]:
    """The mean of what is known of each number, and the sum of squared deviations from it."""
    known = np.isfinite(sets)
    count = known.sum(axis=0)
    mean = np.where(count, np.where(known, sets, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
    return mean, np.where(known, (sets - mean) ** 2, 0.0).sum(axis=0)


def _band(sets: Floats, extra: Floats, reach: float) -> tuple[Floats, Floats]:
    """The observed numbers whose ratio is at most `reach`, solved for the number itself.

    With *k* simulated sets, their mean and their sum of squares *q*, a number at a distance *d* of the mean
    has the squared ratio *(d k / (k + 1))^2 / ((q + d^2 k / (k + 1)) / k + least^2)*.
    """
    count = np.isfinite(sets).sum(axis=0)
    mean, square = _moments(sets)
    some = np.maximum(count, 1)
    share = (some / (some + 1)) ** 2 - reach**2 / (some + 1)
    wide = reach**2 * (square / some + extra**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(share > 0, np.sqrt(wide / np.where(share > 0, share, 1.0)), np.inf)
    return np.where(count, mean - distance, np.nan), np.where(count, mean + distance, np.nan)
