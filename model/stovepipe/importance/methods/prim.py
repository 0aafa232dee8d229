"""Scenario discovery: the boxes of the space in which a stated failure is likely.

The patient rule induction method (Friedman and Fisher 1999): from the whole space, peel off the thin slice (a
share alpha of the points inside) whose removal raises the density of failures most for each point given up;
go on until little is left; then paste slices back where that raises it again. The boxes on the way trade
coverage (the share of all failures that is inside) for density (the share of points inside that fail). Of
them the one with the most coverage is taken among those that reach the density asked for. A limit that chance
alone would give is then dropped: its quasi-p-value (Bryant and Lempert 2010) is the probability of at least
so many failures in the box, if failures were as dense there as in the box without that limit. That is the
probability for one limit chosen beforehand, and the best of many is not: so it must be below 5 % by the
number of limits that may be put, one for each slice of each factor from either side, or for each choice.
Where failures are drawn by coin a limit is named in 0.0, 0.0 and 0.2 % of studies then (5 factors; 64, 128
and 256 points; 1,000 studies each), and in a fifth without that. Further boxes are sought among the points
outside those found.

Limits are fitted to the sample, so density on the same sample flatters. `judged` gives an honest figure, with
intervals, from a fresh sample.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from stovepipe.importance.boxes import Bools, Limit, Region, limits_of
from stovepipe.importance.design import Design, sample
from stovepipe.importance.method import FreshSample, Method, MethodOptions
from stovepipe.importance.noise import notes_on
from stovepipe.importance.shares import Share, Told
from stovepipe.importance.space import Floats, Space
from stovepipe.inference.intervals import Estimate

ALPHA = 0.05
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class PeelingStep:
    """A box on the way.

    Attributes:
        coverage: share of all failures that is inside.
        density: share of the points inside that fail.
        mass: share of all points that is inside.
        limited: how many factors are limited.
    """

    coverage: float
    density: float
    mass: float
    limited: int


@dataclass(frozen=True, eq=False)
class Box:
    """A box in which failure is likely.

    Attributes:
        limits: on single factors, sorted by factor; all hold together. Empty for the whole space.
        quasi_p: the quasi-p-value of each limit.
        coverage, density, mass: on the points it was found with (see `PeelingStep`); for a second box, of all
            failures and points still, but without those in boxes before it.
        path: the boxes on the way, from the largest.
        region: the box on the scale of `Space.coordinates`.
    """

    limits: tuple[Limit, ...]
    quasi_p: tuple[float, ...]
    coverage: float
    density: float
    mass: float
    path: tuple[PeelingStep, ...]
    region: Region

    def __str__(self) -> str:
        where = " and ".join(map(str, self.limits)) or "the whole space"
        return f"{where}: {self.density:.0%} fail, {self.coverage:.0%} of all failures"


@dataclass(frozen=True)
class Judgement:
    """A box on a fresh sample.

    Attributes:
        coverage, density, mass: see `PeelingStep`; with intervals that allow for the choice of points and for
            noise (`stovepipe.importance.shares`). Unknown where nothing failed, or no point is inside.
    """

    coverage: Estimate
    density: Estimate
    mass: Estimate


@dataclass(frozen=True, eq=False)
class Discovery:
    """Where a stated failure is likely.

    Attributes:
        fails: share of the input space that fails: estimate and interval, and where it surely does.
        asked: density of failures that was asked for.
        boxes: found, the best first.
        judgements: the judgements of each box on fresh points; empty if there are none.
        notes: what the reader has to know.
    """

    fails: Share
    asked: float
    boxes: tuple[Box, ...]
    judgements: tuple[Judgement, ...]
    notes: tuple[str, ...]


def discover(
    design: Design,
    failed: ArrayLike,
    density: float = 0.8,
    boxes: int = 3,
    least_mass: float = 0.05,
    alpha: float = ALPHA,
) -> tuple[Box, ...]:
    """Boxes in which failure is likely, the first the best.

    Args:
        design: made by `stovepipe.importance.design.sample`.
        failed: whether each point fails, of shape (points,): a condition on the outcome, say, or on its mean
            over replications.
        density: asked for. If no box reaches it, the densest is given.
        boxes: how many boxes there may be. Those after the first are given only if they reach the density.
        least_mass: the smallest box, as a share of all points.
        alpha: share of the points in a box that is peeled off at a time.

    Returns:
        No box if nothing fails.

    Raises:
        ValueError: there is not one condition per point.
    """
    fails = _conditions(failed, len(design))
    coordinates = design.space.coordinates(design.units)
    left = np.ones(len(fails), dtype=np.bool_)
    fewest = max(int(np.ceil(least_mass * len(fails))), 2)
    found: list[Box] = []
    while len(found) < boxes and (left & fails).any() and left.sum() >= fewest:
        box = _box(design.space, coordinates, fails, left, density, fewest, alpha)
        if found and (box.density < density or not box.limits):
            break
        found.append(box)
        left &= ~box.region.holds(coordinates)
    return tuple(found)


def judged(box: Box, design: Design, failed: Told) -> Judgement:
    """Coverage, density and mass of a box on a sample that it was not found with.

    Args:
        box: the box.
        design: a fresh sample of the same space: another seed.
        failed: what is told of the failure at each of its points.
    """
    inside = box.region.holds(design.space.coordinates(design.units))
    return Judgement(
        coverage=failed.part(inside),
        density=failed.share(inside).estimate,
        mass=Told.known(inside, failed.level).share().estimate,
    )


def _conditions(failed: ArrayLike, points: int) -> Bools:
    fails = np.asarray(failed)
    if fails.shape != (points,) or fails.dtype != np.bool_:
        raise ValueError(f"give True or False for each of {points} points, not {fails.dtype} {fails.shape}")
    return fails


def _box(
    space: Space, coordinates: Floats, fails: Bools, left: Bools, density: float, fewest: int, alpha: float
) -> Box:
    """One box among the points that are left."""
    points, failing = coordinates[left], fails[left]
    path = [Region.everything(len(space))]
    while (peeled := _peeled(space, points, failing, path[-1], fewest, alpha)) is not None:
        path.append(peeled)
    path.append(_pasted(space, points, failing, path[-1], alpha))
    steps = tuple(_step(region, points, failing, fails) for region in path)
    dense = [rank for rank, step in enumerate(steps) if step.density >= density]
    densest = max(range(len(steps)), key=lambda rank: (steps[rank].density, steps[rank].coverage))
    best = max(dense, key=lambda rank: (steps[rank].coverage, steps[rank].density), default=densest)
    region, quasi_p = _without_chance(points, failing, path[best], _limits(space, alpha))
    final = _step(region, points, failing, fails)
    return Box(
        limits=limits_of(space, region),
        quasi_p=tuple(quasi_p[place] for place in region.positions()),
        coverage=final.coverage,
        density=final.density,
        mass=final.mass,
        path=steps,
        region=region,
    )


def _step(region: Region, points: Floats, failing: Bools, fails: Bools) -> PeelingStep:
    """A box among the points that are left, by all failures and points there are."""
    inside = region.holds(points)
    return PeelingStep(
        coverage=float(failing[inside].sum() / fails.sum()),
        density=float(failing[inside].mean()),
        mass=float(inside.sum() / len(fails)),
        limited=len(region.positions()),
    )


def _peeled(
    space: Space, points: Floats, failing: Bools, region: Region, fewest: int, alpha: float
) -> Region | None:
    """The box less the slice that raises its density most for each point given up."""
    inside = region.holds(points)
    count, density = int(inside.sum()), failing[inside].mean()
    if density == 1.0:
        return None
    best, best_gain = None, -np.inf
    for candidate in _slices(space, points[inside], region, max(int(alpha * count), 1)):
        kept = candidate.holds(points)
        size = int(kept.sum())
        if fewest <= size < count:
            gain = (failing[kept].mean() - density) / (count - size)
            if gain > best_gain:
                best, best_gain = candidate, gain
    return best


def _slices(space: Space, inside: Floats, region: Region, number: int) -> list[Region]:
    """The box without its lowest, or its highest, points of each factor; or without a level of a choice."""
    candidates = []
    for position, factor in enumerate(space.factors):
        values = np.unique(inside[:, position])
        if len(values) < 2:
            continue
        if factor.categorical:
            candidates += [region.barring(position, int(level)) for level in values]
            continue
        ordered = np.sort(inside[:, position])
        rank = min(max(int(np.searchsorted(values, ordered[number])), 1), len(values) - 1)
        candidates.append(region.limited(position, low=_between(values[rank - 1], values[rank])))
        rank = max(min(int(np.searchsorted(values, ordered[-1 - number])), len(values) - 2), 0)
        candidates.append(region.limited(position, high=_between(values[rank], values[rank + 1])))
    return candidates


def _between(low: float, high: float) -> float:
    """Where to cut between two neighbouring values."""
    return float((low + high) / 2)


def _pasted(space: Space, points: Floats, failing: Bools, region: Region, alpha: float) -> Region:
    """The box grown, slice by slice, as long as that raises its density."""
    while True:
        inside = region.holds(points)
        number, best, best_density = max(int(alpha * inside.sum()), 1), None, failing[inside].mean()
        for candidate in _additions(space, points, region, number):
            grown = candidate.holds(points)
            if grown.sum() > inside.sum() and failing[grown].mean() > best_density:
                best, best_density = candidate, failing[grown].mean()
        if best is None:
            return region
        region = best


def _additions(space: Space, points: Floats, region: Region, number: int) -> list[Region]:
    """The box with its next points of each factor, downwards and upwards; or with a level of a choice."""
    candidates = []
    for position in region.positions():
        if space.factors[position].categorical:
            for place, level in region.barred:
                if place == position:
                    candidates.append(Region(region.low, region.high, region.barred - {(place, level)}))
            continue
        values = np.sort(points[region.holds(points, without=position), position])
        below, above = values[values < region.low[position]], values[values > region.high[position]]
        if len(below):
            low = -np.inf if len(below) <= number else _between(*below[-number - 1 : len(below) - number + 1])
            candidates.append(region.limited(position, low=low))
        if len(above):
            high = np.inf if len(above) <= number else _between(*above[number - 1 : number + 1])
            candidates.append(region.limited(position, high=high))
    return candidates


def _without_chance(
    points: Floats, failing: Bools, region: Region, limits: int
) -> tuple[Region, dict[int, float]]:
    """The box without limits of which chance is a fair explanation, the least convincing dropped first."""
    while True:
        inside = region.holds(points)
        quasi_p = {}
        for position in region.positions():
            wider = region.holds(points, without=position)
            hits, count, density = failing[inside].sum(), inside.sum(), failing[wider].mean()
            quasi_p[position] = _at_least(int(hits), int(count), float(density))
        worst = max(quasi_p, key=lambda position: quasi_p[position], default=None)
        if worst is None or quasi_p[worst] <= SIGNIFICANT / limits:
            return region, quasi_p
        region = region.without(worst)


def _limits(space: Space, alpha: float) -> int:
    """How many limits may be put on single factors."""
    slices = int(np.ceil(1 / alpha))
    return sum(
        each.levels if each.categorical else 2 * min(each.levels or slices, slices) for each in space.factors
    )


def _at_least(hits: int, trials: int, chance: float) -> float:
    """The probability of so many hits or more."""
    return float(betainc(hits, trials - hits + 1, chance)) if hits else 1.0


def _fresh(options: MethodOptions) -> int:
    return options.count // 2 if options.fresh is None else options.fresh


def _fresh_design(space: Space, options: MethodOptions) -> Design | None:
    fresh = _fresh(options)
    return sample(space, fresh, options.seed + 1) if fresh else None


def discovery(
    design: Design, beyond: Floats, options: MethodOptions, fresh: FreshSample | None = None
) -> Discovery:
    """Boxes found with a sample, and judged with a fresh one of another seed.

    Args:
        design: the sample.
        beyond: how far each replication of each point is beyond the threshold: above 0 where it fails.
        options: `level` and `density` of them.
        fresh: what the boxes are judged with.
    """
    fails = Told.of(beyond, options.level)
    boxes = discover(design, fails.holds, options.density)
    judgements: tuple[Judgement, ...] = ()
    if fresh is not None:
        failing = Told.of(fresh.outputs, options.level)
        judgements = tuple(judged(box, fresh.design, failing) for box in boxes)
    notes = (*design.space.notes, *notes_on(beyond.shape[1]))
    return Discovery(fails.share(), options.density, boxes, judgements, notes)


PRIM = Method[Design, Discovery](
    name="prim",
    about="failure",
    base_points=128,
    points=lambda space, options: options.count + _fresh(options),
    design=lambda space, options: sample(space, options.count, options.seed),
    analyse=discovery,
    fresh=_fresh_design,
)
