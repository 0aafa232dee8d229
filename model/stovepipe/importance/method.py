"""What a method is: its design, its analysis and what may be said of it, in one object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from stovepipe.importance.design import Design
from stovepipe.importance.ranking import Ranking, ranking
from stovepipe.importance.space import Floats, Point, Space
from stovepipe.inference.intervals import Estimate

About = Literal["outcome", "difference", "failure"]


class Designed(Protocol):
    """Points to evaluate, in the order in which their outputs are wanted."""

    @property
    def points(self) -> tuple[Point, ...]:
        """The value of every factor at each point."""


AnyDesign = TypeVar("AnyDesign", bound=Designed)
Found = TypeVar("Found")


@dataclass(frozen=True)
class MethodOptions:
    """What may be said of an analysis beside its method. Each method uses what concerns it.

    Attributes:
        count: base points: trajectories, blocks, or points of a sample.
        seed: the seed of the design, any whole number from 0.
        level: the confidence level of the intervals.
        leading: how many of the first inputs are ranked.
        second_order: whether indices of pairs are wanted.
        density: the density of failures in a box that is asked for.
        fresh: points to judge boxes with; None for half as many as the base points.
        least, most: what no output can be below or above.
    """

    count: int
    seed: int = 0
    level: float = 0.95
    leading: int = 3
    second_order: bool = False
    density: float = 0.8
    fresh: int | None = None
    least: float = -inf
    most: float = inf


class RankedBy(NamedTuple):
    """What inputs are ranked by: their names, an estimate of each, and its resamples by column."""

    names: tuple[str, ...]
    estimates: tuple[Estimate, ...]
    draws: Floats


class FreshSample(NamedTuple):
    """Points that nothing was found with, and their outputs, of shape (points, replications)."""

    design: Design
    outputs: Floats


@dataclass(frozen=True)
class Method(Generic[AnyDesign, Found]):
    """A way to ask which inputs matter.

    Attributes:
        name: the name by which it is asked for.
        about: what it is given: an `outcome` of one structure; the `difference` of two, above 0 where the
            first is better; or how far an outcome is beyond a threshold of `failure`, above 0 where it fails.
        base_points: unless stated; 0 if the space alone decides how many points there are.
        points: how many points a design would have, before it is made.
        design: the points. Raises ValueError where there are too few.
        analyse: what the outputs at the points say, of shape (points, replications); with those at the fresh
            points, if there are any.
        ranked: what inputs are ranked by; None if there is no ranking that could become stable.
        fresh: points to judge with what was found; None if nothing is judged.
        fewest: base points that it can work with.
        pairs: whether it knows indices of pairs.
    """

    name: str
    about: About
    base_points: int
    points: Callable[[Space, MethodOptions], int]
    design: Callable[[Space, MethodOptions], AnyDesign]
    analyse: Callable[[AnyDesign, Floats, MethodOptions, FreshSample | None], Found]
    ranked: Callable[[Found], RankedBy] | None = None
    fresh: Callable[[Space, MethodOptions], Design | None] | None = None
    fewest: Callable[[Space], int] = lambda _: 0
    pairs: bool = False

    def ranking(self, found: Found, options: MethodOptions) -> Ranking | None:
        """The leading inputs, and how firm their order is; None if the method has no ranking."""
        return None if self.ranked is None else ranking(*self.ranked(found), options.leading)
