"""Whether the verdict of a comparison holds throughout the space, and where it flips.

At each point of a sample two structures run on common random numbers, and the difference of their outcomes is
positive where the verdict holds. The share of points at which its mean is positive estimates the share of the
input space in which the verdict holds, and the largest part of the space that one limit on one factor cuts
off, and in which the verdict is the other way round, tells where to look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.boxes import Bools, Limit, Region, limits_of
from stovepipe.importance.design import Design
from stovepipe.importance.noise import DRAWS, Weights, estimate, notes_on
from stovepipe.importance.outputs import checked
from stovepipe.importance.shares import share
from stovepipe.importance.space import Floats, Space
from stovepipe.inference.intervals import Estimate, quantile_of_student

CUTS = 20
"""Parts of a continuous range between which it may be cut."""

FEWEST = 10
"""Points in a part of the space about which anything is said."""


@dataclass(frozen=True)
class Flip:
    """A part of the space where the verdict is the other way round.

    Attributes:
        limit: on one factor, which cuts it off.
        mass: share of the points that is inside.
        holds: share of the points inside at which the verdict holds.
    """

    limit: Limit
    mass: float
    holds: Estimate


@dataclass(frozen=True)
class Verdict:
    """How far a verdict carries.

    Attributes:
        holds: share of the input space in which it holds.
        undecided: share of the points at which the replications cannot tell (the interval of the mean
            difference, each for itself, contains 0). None with one replication.
        flip: where it is the other way round; None if no single limit cuts off such a part with confidence.
        notes: what the reader has to know.
    """

    holds: Estimate
    undecided: float | None
    flip: Flip | None
    notes: tuple[str, ...]

    def __str__(self) -> str:
        value, low, high = (number or 0.0 for number in (self.holds.value, self.holds.low, self.holds.high))
        text = f"it holds in {value:.0%} of the input space ({low:.0%} to {high:.0%})"
        if self.flip is None:
            return f"{text}; no limit on a single factor tells where it is the other way round"
        return f"{text}; it {'holds' if value < 0.5 else 'fails'} where {self.flip.limit}"


def verdict(
    design: Design, differences: ArrayLike, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Verdict:
    """The share of the input space in which a verdict holds, and where it flips.

    The interval of a share contains both the exact binomial interval, for the choice of points, and that of
    resampled points and replications (see `stovepipe.importance.noise`), for simulation noise, which may
    turn the sign at points where the difference is small. A flip is reported only if the verdict is the
    other way round at most points inside, by both: for the choice of points at a level that allows for all
    the cuts tried (Bonferroni), for noise at the level asked for. Where two structures do not differ
    anywhere, a flip is reported in less than a share 1 - level of studies (in trials at level 0.95: in none
    of 200 with independent noise, in 3.5 % with common noise and six replications).

    Args:
        design: made by `stovepipe.importance.design.sample`.
        differences: of shape (points,) or (points, replications), on common random numbers: above 0 where the
            verdict holds. A mean of exactly 0 does not hold.
        level: of the intervals.
        draws: resamples.
        seed: of the resampling.

    Raises:
        NonFiniteOutput: a difference is not finite.
        ValueError: the shape of the differences is another.
    """
    numbers = checked(design.points, differences)
    points, replications = numbers.shape
    weights = Weights.drawn(points, replications, draws, np.random.Generator(np.random.PCG64(seed)))
    signs = numbers @ weights.replications > 0
    signs[:, 0] = numbers.mean(axis=1) > 0
    whole = _share(signs, weights.points, np.ones(points, dtype=np.bool_), level, replications)
    undecided = None
    if replications > 1:
        errors = numbers.std(axis=1, ddof=1) / np.sqrt(replications)
        reach = quantile_of_student(level, replications) * errors
        undecided = float((np.abs(numbers.mean(axis=1)) <= reach).mean())
    return Verdict(
        holds=whole,
        undecided=undecided,
        flip=_flip(design, signs, weights.points, level, replications),
        notes=(*design.space.notes, *notes_on(replications)),
    )


def _share(signs: Bools, weights: Floats, inside: Bools, level: float, replications: int) -> Estimate:
    """The share of the points inside at which the verdict holds."""
    hits, trials = int(signs[inside, 0].sum()), int(inside.sum())
    exact = share(hits, trials, level)
    again = (weights[inside] * signs[inside]).sum(axis=0) / weights[inside].sum(axis=0)
    noisy = estimate(again, level, trials, replications)
    known = [end for end in (noisy.low, noisy.high, exact.low, exact.high) if end is not None]
    return Estimate(exact.value, max(min(known), 0.0), min(max(known), 1.0), level, trials)


def _flip(design: Design, signs: Bools, weights: Floats, level: float, replications: int) -> Flip | None:
    """The part, cut off by one limit, with the greatest surplus of points that are the other way round."""
    space, coordinates = design.space, design.space.coordinates(design.units)
    usual = bool(signs[:, 0].mean() >= 0.5)
    parts = [(region, region.holds(coordinates)) for region in _cuts(space)]
    parts = [(region, inside) for region, inside in parts if inside.sum() >= FEWEST]
    strict = 1 - (1 - level) / max(len(parts), 1)
    against = ~signs if usual else signs
    by_surplus = sorted(parts, key=lambda part: int((~against[part[1], 0]).sum() - against[part[1], 0].sum()))
    for region, inside in by_surplus:
        exact = share(int(against[inside, 0].sum()), int(inside.sum()), strict)
        if exact.low is not None and exact.low > 0.5:
            turned = _share(against, weights, inside, level, replications)
            if turned.low is not None and turned.low > 0.5:
                (limit,) = limits_of(space, region)
                return Flip(limit, float(inside.mean()), _share(signs, weights, inside, level, replications))
    return None


def _cuts(space: Space) -> list[Region]:
    """Every part of the space that one limit cuts off."""
    whole = Region.everything(len(space))
    regions = []
    for position, factor in enumerate(space.factors):
        if factor.categorical:
            levels = set(range(factor.levels))
            for level in levels:
                barred = frozenset((position, other) for other in levels - {level})
                regions.append(Region(whole.low, whole.high, barred))
            continue
        places = np.arange(1, factor.levels) - 0.5 if factor.levels else np.arange(1, CUTS) / CUTS
        regions += [whole.limited(position, high=float(place)) for place in places]
        regions += [whole.limited(position, low=float(place)) for place in places]
    return regions
