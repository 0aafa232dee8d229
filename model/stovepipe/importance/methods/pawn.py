"""PAWN: how far fixing a factor moves the whole distribution of the outcome (Pianosi and Wagener 2015, 2018).

For outcomes whose variance says little: a share near 0 or 1, a quantile, anything very skewed. The range of a
factor is cut into intervals; in each, the distribution of the outcome is compared with the one over the whole
sample by the greatest distance between the two distribution functions (Kolmogorov and Smirnov). The index is
the median (or mean, or maximum) of these distances: 0 for a factor without influence, towards 1 for one that
decides the outcome. Any sample serves, and the same one as for scenario discovery (the generic sample of
2018).

A distance between samples is never 0, so the index of a factor without influence is not either. How large it
comes out by chance is learned from dummies: the same outcomes with their places shuffled (a permutation test,
    exact
whatever the outcome's distribution). A factor counts as influential if its index is above what the largest
of as many dummies stays below with the stated confidence, so that with no factor influential, one or more are
called so with probability at most 1 less that.

Simulation noise blurs the distribution of the outcome: the index is that of the mean over the replications
given. Dummies carry the same noise, so that it does not raise the rate of false alarms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stovepipe.importance.design import Design
from stovepipe.importance.outputs import checked
from stovepipe.importance.space import Factor, Floats
from stovepipe.inference.intervals import Estimate

Statistic = Literal["median", "mean", "max"]
Whole = NDArray[np.int64]

INTERVALS = 10
FEWEST = 5
"""Points in an interval."""


@dataclass(frozen=True)
class Influence:
    """The PAWN index of one factor.

    Attributes:
        name: of the factor.
        index: corrected for the bias that resampling shows, with its interval (the basic bootstrap: Davison
            and Hinkley 1997, section 5.2).
        distance: the index as it comes out, uncorrected: what is held against dummies.
        dummy: the median distance of dummies.
        threshold: what the largest of as many dummies as there are factors stays below, at the level asked
            for.
        p_value: share of dummies, this one included, with a distance as large: for this factor alone.
        matters: whether the distance is above the threshold.
    """

    name: str
    index: Estimate
    distance: float
    dummy: float
    threshold: float
    p_value: float
    matters: bool


@dataclass(frozen=True, eq=False)
class Pawn:
    """PAWN indices of all factors.

    Attributes:
        factors: sorted by name. Groups are taken apart.
        draws: resampled indices, of shape (draws, factors), for judging their ranking.
        points: in the sample.
        notes: what the reader has to know.
    """

    factors: tuple[Influence, ...]
    draws: Floats
    points: int
    notes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the factors."""
        return tuple(factor.name for factor in self.factors)


def pawn(
    design: Design,
    outputs: ArrayLike,
    intervals: int = INTERVALS,
    statistic: Statistic = "median",
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> Pawn:
    """PAWN indices from the outputs of a sample.

    Args:
        design: made by `stovepipe.importance.design.sample`.
        outputs: of shape (points,) or (points, replications).
        intervals: into which a range is cut, each with as many points; a factor with fewer levels has one for
            each.
        statistic: of the distances.
        level: of the intervals and of the threshold.
        draws: resamples, and dummies.
        seed: of both.

    Raises:
        NonFiniteOutput: an output is not finite.
        ValueError: the shape of the outputs is another, or an interval has fewer than five points.
    """
    numbers = checked(design.points, outputs)
    means = numbers.mean(axis=1)
    order = np.argsort(means, kind="stable")
    sorted_means = means[order]
    generator = np.random.Generator(np.random.PCG64(seed))
    resamples = np.sort(generator.integers(0, len(means), (draws, len(means))), axis=1)
    dummies: dict[bytes, Floats] = {}
    found, resampled = [], []
    for position, factor in enumerate(design.space.factors):
        labels = _labels(factor, design.units[:, position], intervals)[order]
        counts = np.bincount(labels)
        if counts.min() < FEWEST:
            raise ValueError(
                f"{factor.name}: one of its {len(counts)} intervals holds {counts.min()} of {len(means)} "
                f"points, but {FEWEST} are needed: take more points or fewer intervals"
            )
        key = np.sort(counts).tobytes()
        if key not in dummies:
            shuffled = (generator.permutation(labels) for _ in range(draws))
            dummies[key] = np.array([_index(each, sorted_means, statistic) for each in shuffled])
        value = _index(labels, sorted_means, statistic)
        again = np.array([_index(labels[rows], sorted_means[rows], statistic) for rows in resamples])
        index = _corrected(value, again, level, numbers.shape[1])
        found.append(_influence(factor.name, index, value, dummies[key], level ** (1 / len(design.space))))
        resampled.append(again)
    columns = np.stack(resampled, axis=1) if resampled else np.empty((draws, 0))
    return Pawn(tuple(found), columns, len(means), design.space.notes)


def _labels(factor: Factor, units: Floats, intervals: int) -> Whole:
    """The interval of each point: of equal counts, or of equal numbers of levels."""
    if factor.levels:
        bins = factor.levels if factor.categorical else min(factor.levels, intervals)
        return np.asarray(factor.coordinates(units) * bins // factor.levels, dtype=np.int64)
    ranks = np.argsort(np.argsort(units, kind="stable"), kind="stable")
    return np.asarray(ranks * intervals // len(units), dtype=np.int64)


def _index(labels: Whole, sorted_outputs: Floats, statistic: Statistic) -> float:
    """The statistic of the distances of all intervals; labels are in the order of the outputs."""
    size = len(labels)
    counts = np.bincount(labels)
    member = labels[None, :] == np.flatnonzero(counts)[:, None]
    ends = np.append(sorted_outputs[1:] != sorted_outputs[:-1], True)
    inside = np.cumsum(member, axis=1)[:, ends] / counts[counts > 0][:, None]
    overall = np.arange(1, size + 1)[ends] / size
    distances = np.abs(inside - overall).max(axis=1)
    if statistic == "median":
        return float(np.median(distances))
    return float(distances.mean() if statistic == "mean" else distances.max())


def _corrected(value: float, again: Floats, level: float, replications: int) -> Estimate:
    """The basic bootstrap, kept between 0 and 1."""
    ends = np.quantile(again, [(1 + level) / 2, (1 - level) / 2])
    centre, low, high = np.clip(2 * value - np.array([again.mean(), *ends]), 0.0, 1.0)
    return Estimate(float(centre), float(low), float(high), level, replications)


def _influence(name: str, index: Estimate, value: float, dummies: Floats, quantile: float) -> Influence:
    threshold = float(np.quantile(dummies, quantile, method="higher"))
    return Influence(
        name=name,
        index=index,
        distance=value,
        dummy=float(np.median(dummies)),
        threshold=threshold,
        p_value=(1 + int((dummies >= value).sum())) / (1 + len(dummies)),
        matters=value > threshold,
    )
