"""Whether the verdict of a comparison holds throughout the space, and where it flips.

At each point of a sample two structures run on common random numbers, and the difference of their outcomes is
positive where the verdict holds. `stovepipe.importance.shares` tells at which points it surely holds, surely
fails, or cannot be told by so many replications, and in which share of the input space it holds, free of the
pull of noise. The largest part of the space that one limit on one factor cuts off, and in which the verdict
is the other way round, tells where to look.

The share is one of ranges. It is no probability: nobody has said that one value in a range is as likely as
another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.boxes import Limit, Region, limits_of
from stovepipe.importance.design import Design, sample
from stovepipe.importance.method import Method
from stovepipe.importance.noise import notes_on
from stovepipe.importance.outputs import checked
from stovepipe.importance.shares import Share, Told
from stovepipe.importance.space import Space

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
    holds: Share


@dataclass(frozen=True)
class Verdict:
    """How far a verdict carries.

    Attributes:
        holds: share of the input space in which it holds: estimate and interval, and where it surely does.
        flip: the part where it is the other way round; None if no single limit surely cuts off such a part.
        notes: what the reader has to know.
    """

    holds: Share
    flip: Flip | None
    notes: tuple[str, ...]

    def __str__(self) -> str:
        found = self.holds.estimate
        value, low, high = (number or 0.0 for number in (found.value, found.low, found.high))
        text = (
            f"it surely holds in {self.holds.surely:.0%} of the input space and surely fails in "
            f"{self.holds.surely_not:.0%}; in all it holds in about {value:.0%} ({low:.0%} to {high:.0%})"
        )
        if self.flip is None:
            return f"{text}; no limit on a single factor tells where it is the other way round"
        return f"{text}; it {'holds' if value < 0.5 else 'fails'} where {self.flip.limit}"


def verdict(design: Design, differences: ArrayLike, level: float = 0.95) -> Verdict:
    """The share of the input space in which a verdict holds, and where it flips.

    A flip is reported only if the verdict is surely the other way round at most points inside, at a level
    that allows for all the cuts tried (Bonferroni). Of 400 studies of two structures that do not differ
    anywhere, own or common noise, none reported one.

    Args:
        design: made by `stovepipe.importance.design.sample`.
        differences: of shape (points,) or (points, replications), on common random numbers: above 0 where the
            verdict holds. A difference of exactly 0 does not hold.
        level: the confidence level of the intervals.

    Raises:
        NonFiniteOutput: a difference is not finite.
        ValueError: the shape of the differences is another.
    """
    numbers = checked(design.points, differences)
    told = Told.of(numbers, level)
    return Verdict(
        holds=told.share(),
        flip=_flip(design, told, level),
        notes=(*design.space.notes, *notes_on(numbers.shape[1])),
    )


def _flip(design: Design, told: Told, level: float) -> Flip | None:
    """The part, cut off by one limit, with the greatest surplus of points that are the other way round."""
    space, coordinates = design.space, design.space.coordinates(design.units)
    against = told.turned() if told.holds.mean() >= 0.5 else told
    parts = [(region, region.holds(coordinates)) for region in _cuts(space)]
    parts = [(region, inside) for region, inside in parts if inside.sum() >= FEWEST]
    strict = 1 - (1 - level) / max(len(parts), 1)
    by_surplus = sorted(parts, key=lambda part: int(part[1].sum() - 2 * against.holds[part[1]].sum()))
    for region, inside in by_surplus:
        low = against.share(inside, strict).estimate.low
        if low is not None and low > 0.5:
            (limit,) = limits_of(space, region)
            return Flip(limit, float(inside.mean()), told.share(inside))
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


VERDICT = Method[Design, Verdict](
    name="verdict",
    about="difference",
    base_points=128,
    points=lambda space, options: options.count,
    design=lambda space, options: sample(space, options.count, options.seed),
    analyse=lambda design, differences, options, _: verdict(design, differences, options.level),
)
