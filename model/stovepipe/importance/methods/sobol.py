"""Sobol' indices: which share of the variance of the expected output each input is answerable for.

First order: what fixing the input would take away on average. Total: what would be left if all others were
    fixed.
Second order: what two inputs do together that neither does alone. The design is that of Saltelli (2002) and
Saltelli et al. (2010): two independent sets of points A and B, and for each input *i* the set AB_i, which is
A with the column of *i* from B. With second order also BA_i, which is B with the column of *i* from A. Inputs
are groups of factors or single factors. The estimators, with expected outputs f and covariances over points:

    first:   V_i  = cov(f(B), f(AB_i) - f(A))                  Saltelli et al. 2010, table 2 (b)
    total:   VT_i = E (f(A) - f(AB_i))^2 / 2                   Jansen 1999; Saltelli et al. 2010, table 2 (f)
    second:  V_ij = cov(f(AB_i), f(BA_j)) - V_i - V_j          Saltelli 2002, theorem 2

and where BA_i is at hand, the mean of each and of its mirror image with A and B exchanged. All are divided by
the variance of f over A and B. Simulation noise enters none of them (see `stovepipe.importance.noise`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.design import Design, sequence
from stovepipe.importance.method import Method, RankedBy
from stovepipe.importance.noise import (
    DRAWS,
    Weights,
    covariance,
    estimate,
    noise_variance,
    notes_on,
    second_moment,
    surely_positive,
    together,
)
from stovepipe.importance.outputs import checked
from stovepipe.importance.space import Floats, Space
from stovepipe.inference.intervals import Estimate

FEWEST_BLOCKS = 8


@dataclass(frozen=True, eq=False)
class Indices:
    """Sobol' indices with their intervals.

    Estimates are not forced into 0 to 1: one near 0 may come out below it. None stands for every index if the
    output does not vary over the inputs by more than noise explains.

    Attributes:
        names: the names of the inputs (groups, or factors without one), sorted.
        first, total: the index of each.
        second: the index of each pair of inputs, in sorted order; empty if not asked for.
        interactions: share of the variance that no input explains alone: 1 less all first-order indices.
        variance: the variance of the expected output over the inputs, in the square of its unit.
        noise: variance of one replication at a fixed point. It is no part of `variance`. None with one
            replication.
        blocks: how many points each set of the design has.
        replications: how many there are at each point.
        draws: resampled total indices, of shape (draws, inputs), for judging their ranking.
        notes: what the reader has to know.
    """

    names: tuple[str, ...]
    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]
    second: Mapping[tuple[str, str], Estimate]
    interactions: Estimate
    variance: Estimate
    noise: Estimate
    blocks: int
    replications: int
    draws: Floats
    notes: tuple[str, ...]

    @property
    def noise_share(self) -> float | None:
        """The share of the variance of a single replication, over inputs and luck, that is luck."""
        if self.noise.value is None or self.variance.value is None:
            return None
        whole = self.noise.value + max(self.variance.value, 0.0)
        return self.noise.value / whole if whole else 0.0


def sobol_points(space: Space, count: int, second: bool = False) -> int:
    """How many points a design has: what it costs, before it is made."""
    return count * ((2 if second else 1) * len(space.groups) + 2)


def sobol_design(space: Space, count: int, seed: int, second: bool = False) -> Design:
    """Points for Sobol' indices, in blocks of A, AB_1 ... AB_k, [BA_1 ... BA_k], B.

    Args:
        space: the factors.
        count: blocks, eight or more; a power of two fills the space best. A design of more blocks with the
            same seed begins with this one.
        seed: any whole number from 0.
        second: whether second-order indices are wanted.

    Raises:
        ValueError: there are fewer than eight blocks, or as in `sequence`.
    """
    if count < FEWEST_BLOCKS:
        raise ValueError(f"Sobol' indices need {FEWEST_BLOCKS} blocks of points or more, not {count}")
    a, b = sequence(space, count, seed, sets=2)
    kinds = [a, *_swapped(space, a, b), *(_swapped(space, b, a) if second else []), b]
    return Design.of_blocks(space, kinds)


def _swapped(space: Space, kept: Floats, other: Floats) -> list[Floats]:
    """For each input, one set of points with the input's columns from another."""
    sets = []
    for positions in space.groups.values():
        mixed = kept.copy()
        mixed[:, positions] = other[:, positions]
        sets.append(mixed)
    return sets


def sobol_indices(
    design: Design, outputs: ArrayLike, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Indices:
    """Sobol' indices from the outputs of a design made by `sobol_design`.

    Args:
        design: the points.
        outputs: an array of shape (points,) or (points, replications), on common random numbers.
        level: the confidence level of the intervals.
        draws: resamples of points, and of replications, that they rest on.
        seed: the seed of the resampling.

    Raises:
        NonFiniteOutput: an output is not finite.
        ValueError: the shape of the outputs is another, or the design is not one for Sobol' indices.
    """
    names = tuple(design.space.groups)
    numbers = checked(design.points, outputs)
    if design.block not in (len(names) + 2, 2 * len(names) + 2):
        raise ValueError("these points were not made by sobol_design")
    second = design.block > len(names) + 2
    sets = design.kinds(numbers)
    # A shift changes no variance, and keeps rounding small.
    sets = [each - (sets[0].mean() + sets[-1].mean()) / 2 for each in sets]
    a, b, swapped = sets[0], sets[-1], sets[1:-1]
    ab, ba = swapped[: len(names)], swapped[len(names) :]
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = Weights.drawn(len(a), numbers.shape[1], draws, generator)
    both = Weights(np.vstack([weights.points, weights.points]) / 2, weights.replications)
    whole = np.vstack([a, b])
    variance = covariance(whole, whole, both)

    first = [covariance(b, each - a, weights) for each in ab]
    total = [second_moment(a - each, a - each, weights) / 2 for each in ab]
    if second:
        first = [(v + covariance(a, each - b, weights)) / 2 for v, each in zip(first, ba, strict=True)]
        total = [
            (v + second_moment(b - each, b - each, weights) / 2) / 2
            for v, each in zip(total, ba, strict=True)
        ]
    pairs = {
        (i, j): (covariance(ab[i], ba[j], weights) + covariance(ab[j], ba[i], weights)) / 2
        - first[i]
        - first[j]
        for i, j in (combinations(range(len(names)), 2) if second else ())
    }

    replications = numbers.shape[1]

    def estimated(part: Floats) -> Estimate:
        return estimate(part, level, len(a), replications)

    spread = estimated(variance)
    known = surely_positive(variance, level)
    unknown = Estimate(None, None, None, level, replications)

    def shares(part: Floats) -> Floats:
        """A part of the variance by the whole, resampled to first order: the whole may come near 0."""
        whole = part[0] / variance[0]
        return np.asarray(whole + (part - whole * variance) / variance[0])

    def index(part: Floats) -> Estimate:
        return estimated(shares(part)) if known else unknown

    notes = (*design.space.notes, *notes_on(replications))
    if not known:
        notes += ("the output varies over the inputs by no more than noise explains: there are no indices",)
    noise = noise_variance(whole, both)
    return Indices(
        names=names,
        first=tuple(index(v) for v in first),
        total=tuple(index(v) for v in total),
        second={(names[i], names[j]): index(v) for (i, j), v in pairs.items()},
        interactions=index(variance - np.sum(first, axis=0)),
        variance=replace(spread, low=max(spread.low or 0.0, 0.0)),
        noise=unknown if replications == 1 else estimated(noise),
        blocks=len(a),
        replications=replications,
        draws=np.stack([together(shares(v)) for v in total], axis=1) if known else np.empty((0, len(names))),
        notes=notes,
    )


SOBOL = Method[Design, Indices](
    name="sobol",
    about="outcome",
    base_points=64,
    fewest=lambda _: FEWEST_BLOCKS,
    points=lambda space, options: sobol_points(space, options.count, options.second_order),
    design=lambda space, options: sobol_design(space, options.count, options.seed, options.second_order),
    analyse=lambda design, outputs, options, _: sobol_indices(design, outputs, options.level),
    ranked=lambda found: RankedBy(found.names, found.total, found.draws),
    pairs=True,
)
