"""One at a time: how far each input alone moves the outcome, from its lowest to its highest value.

The bars of a tornado diagram. All points run on common random numbers, so that the difference of two points
is taken replication by replication, and its interval is that of the paired differences. Nothing is said about
inputs moved together: that is what Sobol' indices are for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.method import Method
from stovepipe.importance.outputs import checked
from stovepipe.importance.space import Point, Space, Value
from stovepipe.inference.intervals import Estimate, mean_interval

TAILS = (0.05, 0.95)
"""Where a belief is taken to end."""


@dataclass(frozen=True)
class Bar:
    """What one value of one factor does to the outcome.

    Attributes:
        factor: its name.
        value: the value that it has at this end of the bar.
        change: the change of the outcome against the base point: the mean of the paired differences.
    """

    factor: str
    value: Value
    change: Estimate


@dataclass(frozen=True)
class Swing:
    """The bars of one factor.

    Attributes:
        factor: its name.
        bars: the low end and the high end; for choices, all but the configured one.
        swing: between the two ends, high less low; for choices, between the ones of highest and lowest mean,
            or the configured one if that is. (The ends of such a swing are picked by their means, so its
            interval lies a little high.)
    """

    factor: str
    bars: tuple[Bar, ...]
    swing: Estimate


@dataclass(frozen=True)
class Tornado:
    """All swings, the widest first.

    Attributes:
        base: the outcome at the base point.
        swings: one per factor, by the size of the swing, then by name.
        notes: what the reader has to know.
    """

    base: Estimate
    swings: tuple[Swing, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class OneAtATime:
    """The points of a tornado: the base first, then each end of each factor.

    Attributes:
        space: the factors.
        points: the value of every factor at each point.
        moves: the factor that is moved and its value, for each point after the base.
    """

    space: Space
    points: tuple[Point, ...]
    moves: tuple[tuple[str, Value], ...]


def tornado_design(space: Space) -> OneAtATime:
    """The base point, and one point for each end of each range (or each other choice).

    A belief has its 5 % and its 95 % quantile for ends. Groups are taken apart: each factor has its own bars.

    Raises:
        ValueError: no factor varies.
    """
    if not len(space):
        raise ValueError("no factor varies; give a quantity a range")
    base: dict[str, Value] = {**space.fixed, **{factor.name: factor.base for factor in space.factors}}
    moves: list[tuple[str, Value]] = []
    for factor in space.factors:
        if factor.choices:
            moves += [(factor.name, choice) for choice in factor.choices if choice != factor.base]
        elif factor.range is not None:
            ends = [int(end) if factor.whole else float(end) for end in factor.range]
            moves += [(factor.name, end) for end in ends]
        else:
            moves += [(factor.name, factor.at(tail)) for tail in TAILS]
    points = [base, *({**base, name: value} for name, value in moves)]
    return OneAtATime(space, tuple(dict(sorted(point.items())) for point in points), tuple(moves))


def tornado(
    design: OneAtATime, outputs: ArrayLike, level: float = 0.95, most: float = np.inf, least: float = -np.inf
) -> Tornado:
    """Swings from the outputs of a design made by `tornado_design`.

    Args:
        design: the points.
        outputs: of shape (points,) or (points, replications), on common random numbers. With one replication
            there are no intervals.
        level: the confidence level of each interval by itself.
        most: what no output can be above: 1 for a share. Intervals are cut at what is possible.
        least: what no output can be below: 0 for a share or a time.

    Raises:
        NonFiniteOutput: an output is not finite.
        ValueError: the shape of the outputs is another.
    """
    numbers = checked(design.points, outputs)
    base = numbers[0]
    swings = []

    def change(row: int, other: int) -> Estimate:
        return _within(mean_interval(numbers[row] - numbers[other], level), least - most, most - least)

    for factor in design.space.factors:
        ends = [row for row, (name, _) in enumerate(design.moves, start=1) if name == factor.name]
        bars = tuple(Bar(factor.name, design.moves[row - 1][1], change(row, 0)) for row in ends)
        low, high = ends[0], ends[-1]
        if factor.choices:
            by_mean = sorted([0, *ends], key=lambda row: float(numbers[row].mean()))
            low, high = by_mean[0], by_mean[-1]
        swings.append(Swing(factor.name, bars, change(high, low)))
    swings.sort(key=lambda swing: (-abs(swing.swing.value or 0.0), swing.factor))
    return Tornado(_within(mean_interval(base, level), least, most), tuple(swings), design.space.notes)


def _within(estimate: Estimate, least: float, most: float) -> Estimate:
    """The same with its interval cut at what is possible."""
    if estimate.low is None or estimate.high is None:
        return estimate
    return replace(estimate, low=max(estimate.low, least), high=min(estimate.high, most))


TORNADO = Method[OneAtATime, Tornado](
    name="tornado",
    about="outcome",
    base_points=0,
    points=lambda space, _: len(tornado_design(space).points),
    design=lambda space, _: tornado_design(space),
    analyse=lambda design, outputs, options, _: tornado(
        design, outputs, options.level, options.most, options.least
    ),
)
