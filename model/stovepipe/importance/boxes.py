"""Boxes: parts of the space that a few limits on single factors describe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.importance.space import Axis, Floats, Space, Value, written

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """A limit on one factor.

    >>> print(Limit("release.review", high=6.0), "and", Limit("overlay", choices=("fused",)))
    release.review under 6 and overlay is fused

    Attributes:
        factor: its name.
        low: values are this or more; None for no such limit.
        high: values are this or less (for a continuum, under it); None for no such limit.
        choices: the values of a choice that are inside; empty for a number.
    """

    factor: str
    low: Value | None = None
    high: Value | None = None
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.choices:
            return f"{self.factor} is {' or '.join(self.choices)}"
        if self.low is not None and self.high is not None:
            return f"{self.factor} from {written(self.low)} to {written(self.high)}"
        if self.high is not None:
            return (
                f"{self.factor} {'at most' if isinstance(self.high, int) else 'under'} {written(self.high)}"
            )
        if self.low is not None:
            return f"{self.factor} {'at least' if isinstance(self.low, int) else 'over'} {written(self.low)}"
        return f"any {self.factor}"


@dataclass(frozen=True, eq=False)
class Region:
    """A box on the scale of `Space.coordinates`.

    Attributes:
        low: lowest coordinate inside, one per factor.
        high: highest coordinate inside.
        barred: positions and levels of choices that are outside.
    """

    low: Floats
    high: Floats
    barred: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def everything(cls, factors: int) -> Region:
        """The whole space."""
        return cls(np.full(factors, -np.inf), np.full(factors, np.inf))

    def holds(self, coordinates: Floats, without: int | None = None) -> Bools:
        """Which points are inside, all limits counted or all but those on one factor."""
        sides = (coordinates >= self.low) & (coordinates <= self.high)
        if without is not None:
            sides[:, without] = True
        inside = sides.all(axis=1)
        for position, level in self.barred:
            if position != without:
                inside &= coordinates[:, position] != level
        return np.asarray(inside)

    def limited(self, position: int, low: float | None = None, high: float | None = None) -> Region:
        """The same with another end on one factor."""
        lows, highs = self.low.copy(), self.high.copy()
        lows[position] = lows[position] if low is None else low
        highs[position] = highs[position] if high is None else high
        return Region(lows, highs, self.barred)

    def without(self, position: int) -> Region:
        """The same without limits on one factor."""
        kept = frozenset(pair for pair in self.barred if pair[0] != position)
        opened = self.limited(position, -np.inf, np.inf)
        return Region(opened.low, opened.high, kept)

    def barring(self, position: int, level: int) -> Region:
        """The same without one level of a choice."""
        return Region(self.low, self.high, self.barred | {(position, level)})

    def positions(self) -> tuple[int, ...]:
        """Of the factors that it limits."""
        ends = np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))
        return tuple(sorted({*(int(place) for place in ends), *(place for place, _ in self.barred)}))


def limits_of(space: Space, region: Region) -> tuple[Limit, ...]:
    """The limits of a region in the factors' own values."""
    return tuple(_limit(space.factors[place], place, region) for place in region.positions())


def _limit(factor: Axis, place: int, region: Region) -> Limit:
    if factor.categorical:
        inside = [c for level, c in enumerate(factor.choices) if (place, level) not in region.barred]
        return Limit(factor.name, choices=tuple(inside))

    def value(end: float, up: int) -> Value | None:
        if not np.isfinite(end):
            return None
        if not factor.levels:
            return factor.at(float(end))
        level = np.ceil(end) if up else np.floor(end)
        return factor.at((level + 0.5) / factor.levels)

    return Limit(factor.name, value(region.low[place], 1), value(region.high[place], 0))
