"""How much of the beginning to leave out, for those who ask for a steady state (MSER-5).

Most missions have none: tours and calendars make them cyclic, and they are watched from a stated start to a
stated end. Where one is asked for, the beginning is cut off at the place at which the mean of the rest seems
to be known best (White 1997 [1]_), judged on means of five observations (White, Cobb and Spratt 2000 [2]_).

.. [1] White, K. P. (1997). An effective truncation heuristic for bias reduction in simulation output.
   Simulation 69(6), 323-334.
.. [2] White, K. P., Cobb, M. J. and Spratt, S. C. (2000). A comparison of five steady-state truncation
   heuristics for simulation. Proceedings of the 2000 Winter Simulation Conference, 755-760.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from stovepipe.inference.paired import Floats

SIZE = 5
"""Observations in a batch."""
KEPT = 5
"""Batches that are never cut off: a few that happen to be alike would make the criterion vanish."""


@dataclass(frozen=True, eq=False)
class Warmup:
    """Where to cut.

    Attributes:
        cut: observations to leave out at the beginning, a multiple of five.
        observations: how many there are; those that fill no batch at the end are not counted.
        too_long: whether more than half would be cut. Then the series is too short to tell, and the cut is
            not to be relied on.
        criterion: the variance of the rest by its length, for each number of batches cut, from none on.
        mean: the mean of the observations that are left.
    """

    cut: int
    observations: int
    too_long: bool
    criterion: Floats
    mean: float

    def table(self) -> pd.DataFrame:
        """A row for each place to cut: cut (observations), criterion, chosen."""
        cuts = SIZE * np.arange(len(self.criterion))
        return pd.DataFrame({"cut": cuts, "criterion": self.criterion, "chosen": cuts == self.cut})


def mser5(series: ArrayLike) -> Warmup:
    """Where to cut off the beginning of a series by MSER-5.

    With means *Z_1 .. Z_m* of five observations each, cut the *d* of them for which the sum over the rest of
    *(Z_j - mean of the rest)^2* by *(m - d)^2* is least; of equal ones, the smallest *d*.

    >>> found = mser5([9.0, 8, 7, 6, 5] + [1.0, 2, 3, 2, 2, 3, 3, 2, 1, 2] * 5)
    >>> found.cut, found.too_long
    (5, False)

    Args:
        series: observations evenly spaced in time, of shape (observations,); or of several replications, of
            shape (replications, observations), which are averaged at each moment first (Welch 1983).

    Raises:
        ValueError: the shape is another, there are fewer than 50 observations (ten batches), or one is not
            finite.
    """
    rows = np.asarray(series, dtype=np.float64)
    if rows.ndim not in (1, 2) or not rows.size or rows.shape[-1] < 2 * KEPT * SIZE:
        raise ValueError(f"{2 * KEPT * SIZE} observations or more are needed, not shape {rows.shape}")
    wrong = np.argwhere(~np.isfinite(rows))
    if len(wrong):
        place = tuple(int(index) for index in wrong[0])
        where = f"observation {place[-1]}" + (f" of replication {place[0]}" if len(place) > 1 else "")
        raise ValueError(f"{where} is {rows[place]}; each must be finite")
    single = rows if rows.ndim == 1 else rows.mean(axis=0)
    batches = len(single) // SIZE
    means = single[: batches * SIZE].reshape(batches, SIZE).mean(axis=1)
    criterion = _criterion(means)
    cut = int(criterion.argmin())
    return Warmup(
        cut=cut * SIZE,
        observations=batches * SIZE,
        too_long=2 * cut > batches,
        criterion=criterion,
        mean=float(means[cut:].mean()),
    )


def _criterion(means: Floats) -> Floats:
    """For each number of batches cut. Worked out from the end (Welford 1962): 0 for equal values, exactly."""
    mean, squares, found = 0.0, 0.0, []
    for left, value in enumerate(means[::-1].tolist(), start=1):
        step = value - mean
        mean += step / left
        squares += step * (value - mean)
        found.append(squares / left**2)
    return np.array(found[::-1][: len(means) - KEPT + 1])
