"""Screening by elementary effects: which inputs matter at all, for few points (Morris 1991).

An elementary effect is the change of the expected output when one input alone is moved, by the length of the
move as a share of its range. Campolongo, Cariboni and Saltelli (2007) judge an input by the mean of the sizes
of its effects (mu*), which does not cancel where the sign changes; the mean (mu) tells the direction, the
standard deviation (sigma) whether the effect depends on where the other inputs are.

The design is radial (Campolongo, Saltelli and Cariboni 2011): from each base point every input is moved once.
It departs from theirs in one thing. They take the end of a move from a second sequence, so that some moves
are very short; an effect is divided by the move, and with simulation noise the variance of an effect has then
no bound (the mean of 1 / move^2 diverges). Here a move is between a quarter and a half of the range long,
drawn for each base point and input, towards the further end. A factor with unordered choices moves to another
one, each as likely, and its effect is the change itself; whole numbers move by one or more. With two choices
an effect is that of going from the first to the second. With more of them there is no direction, so that mu
and sigma have no meaning, and are not given.

A group of factors moves as one, each member by the same share of its range. Members may pull in different
directions, so that only mu* has a meaning. In a group of numbers and choices an effect is the change itself
too: choices change wholly, and numbers by a quarter to a half of their range. So mu* is never more than the
group can change, but it may understate its numbers, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.design import Design, sequence
from stovepipe.importance.method import Method, RankedBy
from stovepipe.importance.noise import (
    DRAWS,
    Weights,
    covariance,
    estimate,
    notes_on,
    second_moment,
    surely_positive,
    together,
)
from stovepipe.importance.outputs import checked
from stovepipe.importance.space import Axis, Floats, Space
from stovepipe.inference.intervals import Estimate

FEWEST_TRAJECTORIES = 4
SHORTEST, LONGEST = 0.25, 0.5
"""Of a move, as a share of the range."""


@dataclass(frozen=True)
class Effect:
    """The elementary effects of one input, in the unit of the output per full range of the input.

    Attributes:
        name: the name of the input.
        mu: mean effect. Unknown where effects have no direction: a group, or three choices or more.
        mu_star: mean size of the effects. Noise adds to it: compare `noise_floor`.
        sigma: standard deviation of the effects over trajectories, without that of noise; 0 if noise explains
            it all; unknown where mu is. Its interval is a guide: with few replications that share much luck
            it may hold the true value in 75 to 90 % of studies instead of 95 %.
        noise_floor: the mu* that noise alone would show, were the input without effect. None with one
            replication.
        matters: whether the mean square of the effects, without noise, is above 0, with confidence in what is
            said of all inputs together; and the interval of mu* does not begin at 0. With one replication,
            whether any effect is other than 0.
    """

    name: str
    mu: Estimate
    mu_star: Estimate
    sigma: Estimate
    noise_floor: float | None
    matters: bool


@dataclass(frozen=True, eq=False)
class Screening:
    """Elementary effects of all inputs.

    Attributes:
        effects: one per input (group, or factor without one), sorted by name.
        trajectories: base points.
        replications: how many there are at each point.
        draws: resampled mu*, of shape (draws, inputs), for judging their ranking.
        notes: what the reader has to know.
    """

    effects: tuple[Effect, ...]
    trajectories: int
    replications: int
    draws: Floats
    notes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the inputs."""
        return tuple(effect.name for effect in self.effects)


def morris_points(space: Space, count: int) -> int:
    """How many points a design has: what it costs, before it is made."""
    return count * (len(space.groups) + 1)


def morris_design(space: Space, count: int, seed: int) -> Design:
    """A radial design: blocks of a base point and, for each input, the base point with that input moved.

    Args:
        space: the factors.
        count: base points, four or more; ten to a hundred are usual. A design of more with the same seed
            begins with this one.
        seed: any whole number from 0.

    Raises:
        ValueError: there are fewer than four base points, or as in `sequence`.
    """
    if count < FEWEST_TRAJECTORIES:
        raise ValueError(f"screening needs {FEWEST_TRAJECTORIES} trajectories or more, not {count}")
    base, far = sequence(space, count, seed, sets=2)
    kinds = [base]
    for positions in space.groups.values():
        moved = base.copy()
        step = _step(far, positions)
        for position in positions:
            moved[:, position] = _moved(space.factors[position], base[:, position], step, far[:, position])
        kinds.append(moved)
    return Design.of_blocks(space, kinds)


def _step(far: Floats, positions: tuple[int, ...]) -> Floats:
    """The length of the moves of one input, from the column of its first factor."""
    return np.asarray(SHORTEST + (LONGEST - SHORTEST) * far[:, positions[0]])


def _moved(factor: Axis, base: Floats, step: Floats, far: Floats) -> Floats:
    """Where one factor goes; choices go to one of the others."""
    towards = np.where(base < 0.5, 1, -1)
    if not factor.levels:
        return np.asarray(base + towards * step)
    if factor.categorical:
        others = np.floor(far * (factor.levels - 1)) + 1
        level = (factor.coordinates(base) + others) % factor.levels
    else:
        level = factor.coordinates(base) + towards * np.maximum(1, np.round(step * (factor.levels - 1)))
    return np.asarray((level + 0.5) / factor.levels)


def _lengths(space: Space, positions: tuple[int, ...], start: Floats, end: Floats) -> Floats:
    """How far an input moved: signed if it has a direction, else the root mean square; 1 for choices."""
    factors = [space.factors[position] for position in positions]
    moves = (space.coordinates(end) - space.coordinates(start))[:, list(positions)]
    if len(factors) == 1 and _directed(space, positions):
        return np.asarray(moves[:, 0] / max(factors[0].levels - 1, 1))
    if any(factor.categorical for factor in factors):
        return np.ones(len(start))
    return np.asarray(np.sqrt(((moves / [max(f.levels - 1, 1) for f in factors]) ** 2).mean(axis=1)))


def _directed(space: Space, positions: tuple[int, ...]) -> bool:
    """Whether an effect has a sign: a single number, or a choice between two."""
    factors = [space.factors[position] for position in positions]
    return len(factors) == 1 and (not factors[0].categorical or factors[0].levels == 2)


def _mixed(space: Space) -> Iterator[str]:
    """A note on each group of numbers and choices."""
    for name, positions in space.groups.items():
        kinds = {space.factors[position].categorical for position in positions}
        if len(kinds) == 2:
            yield (
                f"{name} has numbers and choices: its mu* is of the change that it made, with its numbers "
                "moved by a quarter to a half of their range; judge them apart to know what each can do"
            )


def elementary_effects(
    design: Design, outputs: ArrayLike, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Screening:
    """mu, mu* and sigma from the outputs of a design made by `morris_design`.

    The intervals resample trajectories and replications (see `stovepipe.importance.noise`).

    Args:
        design: the points.
        outputs: an array of shape (points,) or (points, replications), on common random numbers.
        level: the confidence level of the intervals.
        draws: resamples of trajectories, and of replications, that they rest on.
        seed: the seed of the resampling.

    Raises:
        NonFiniteOutput: an output is not finite.
        ValueError: the shape of the outputs is another, or the design is not one for screening.
    """
    space = design.space
    if design.block != len(space.groups) + 1:
        raise ValueError("these points were not made by morris_design")
    numbers = checked(design.points, outputs)
    base, *moved = design.kinds(numbers)
    start, *ends = design.kinds(design.units)
    replications = numbers.shape[1]
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = Weights.drawn(len(base), replications, draws, generator)
    effects, resampled = [], []
    for (name, positions), output, end in zip(space.groups.items(), moved, ends, strict=True):
        length = _lengths(space, positions, start, end)
        changes = (output - base) / length[:, None]
        effect, sizes = _effect(name, changes, weights, level, len(space.groups))
        if not _directed(space, positions):
            unknown = Estimate(None, None, None, level, replications)
            effect = replace(effect, mu=unknown, sigma=unknown)
        effects.append(effect)
        resampled.append(sizes)
    return Screening(
        effects=tuple(effects),
        trajectories=len(base),
        replications=replications,
        draws=np.stack(resampled, axis=1),
        notes=(*space.notes, *_mixed(space), *notes_on(replications)),
    )


def _effect(name: str, changes: Floats, weights: Weights, level: float, inputs: int) -> tuple[Effect, Floats]:
    """One of so many inputs, from its effects in each trajectory and replication; and the resampled mu*."""
    p, q = weights.points, weights.replications
    points, replications = len(p), len(q)
    means = changes @ q
    # Resampled with the signs of the estimates: sizes taken anew would count the noise a second time.
    star = (p * np.sign(means[:, :1]) * means).sum(axis=0)
    square = second_moment(changes, changes, weights)
    floor = None
    if replications > 1:
        errors = changes.std(axis=1, ddof=1) / np.sqrt(replications)
        floor = float(errors.mean() * np.sqrt(2 / np.pi))  # the mean size of a normal variate
    size = estimate(star, level, points, replications)
    size = replace(size, low=max(size.low or 0.0, 0.0))
    square_is = estimate(square, 1 - (1 - level) / inputs, points, replications)
    known = surely_positive(square, level) and (square_is.low or 0.0) > 0 and (size.low or 0.0) > 0
    effect = Effect(
        name=name,
        mu=estimate((p * means).sum(axis=0), level, points, replications),
        mu_star=size,
        sigma=_root(estimate(covariance(changes, changes, weights), level, points, replications)),
        noise_floor=floor,
        matters=known if replications > 1 else surely_positive(square, level),
    )
    return effect, together(star)


def _root(variance: Estimate) -> Estimate:
    """The standard deviation; what noise makes negative counts as 0."""
    value, low, high = (
        None if number is None else float(np.sqrt(max(number, 0.0)))
        for number in (variance.value, variance.low, variance.high)
    )
    return Estimate(value, low, high, variance.level, variance.replications)


MORRIS = Method[Design, Screening](
    name="morris",
    about="outcome",
    base_points=10,
    fewest=lambda _: FEWEST_TRAJECTORIES,
    points=lambda space, options: morris_points(space, options.count),
    design=lambda space, options: morris_design(space, options.count, options.seed),
    analyse=lambda design, outputs, options, _: elementary_effects(design, outputs, options.level),
    ranked=lambda found: RankedBy(
        found.names, tuple(effect.mu_star for effect in found.effects), found.draws
    ),
)
