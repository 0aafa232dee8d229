"""Factors: the inputs of a mission that may be otherwise, and the space that they span.

A design lives in the unit cube, one column per factor, and a `Space` turns its rows into values. Which column
is whose depends on names alone: factors are sorted by name, and each keeps its place even if it turns out not
to vary. So:

- factors in another order give the same design and the same results, bit for bit;
- a factor whose range is nothing drops out with a note, and the columns of all others stay as they were;
- a factor renamed moves to another column, and so may others: the results are another draw of the same
  estimates, and agree within their intervals, not bit for bit (the mission's own draws are addressed by names
  too, so that a renamed station has other luck in any case);
- a factor added or removed is another space, with another design.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Quantiles = Callable[[Floats], Floats]
Value = float | int | str
Point = Mapping[str, Value]
"""The value of each factor, by name."""

TAIL = 1e-6
"""A belief is taken to be certain if its quantiles at this share and at one less this share are equal."""


@dataclass(frozen=True)
class Axis:
    """An input that may be otherwise: a number in a range, a number with a law of belief, or a choice.

    Exactly one of `range`, `belief` and `choices` is given.

    >>> Axis("channels.link.delay", range=(2.0, 10.0), value=4.0).at(0.25)
    4.0
    >>> Axis("stations.cell.posts", range=(1, 3), whole=True, value=2).at(0.9)
    3
    >>> Axis("overlay", choices=("parallel", "fused"), value="fused").at(0.2)
    'parallel'

    Attributes:
        name: the path of a quantity in the configuration, with dots, or of a rule or an overlay.
        range: lowest and highest value, in the quantity's own unit; every value between is as likely.
        belief: quantile function of a law: shares in (0, 1) to values.
        choices: what may be chosen, each as likely.
        whole: the range holds whole numbers only, both ends included.
        group: the factors of a group are varied together and judged as one; empty for none.
        value: as configured: where one-at-a-time analyses start; None for the middle.
    """

    name: str
    range: tuple[float, float] | None = None
    belief: Quantiles | None = None
    choices: tuple[str, ...] = ()
    whole: bool = False
    group: str = ""
    value: Value | None = None

    def __post_init__(self) -> None:
        given = [self.range is not None, self.belief is not None, bool(self.choices)]
        if sum(given) != 1:
            raise ValueError(f"{self.name}: give a range, a belief or choices, not {sum(given)} of them")
        if self.range is not None:
            self._check_range(*self.range)
        elif self.whole:
            raise ValueError(f"{self.name}: only a range can be of whole numbers")
        if self.choices and len(set(self.choices)) < len(self.choices):
            raise ValueError(f"{self.name}: a choice is listed twice: {', '.join(self.choices)}")
        if self.choices and self.value is not None and self.value not in self.choices:
            raise ValueError(f"{self.name}: {self.value} is not among its choices: {', '.join(self.choices)}")

    def _check_range(self, low: float, high: float) -> None:
        if not (np.isfinite(low) and np.isfinite(high) and low <= high):
            raise ValueError(f"{self.name}: the range {low} to {high} should rise and be finite")
        if self.whole and (low != int(low) or high != int(high)):
            raise ValueError(f"{self.name}: the range {low} to {high} should have whole ends")

    @property
    def levels(self) -> int:
        """How many values there are; 0 if a continuum."""
        if self.choices:
            return len(self.choices)
        return int(self.range[1] - self.range[0]) + 1 if self.whole and self.range else 0

    @property
    def categorical(self) -> bool:
        """Whether its values have no order."""
        return bool(self.choices)

    @property
    def varies(self) -> bool:
        """Whether it has more than one value."""
        if self.levels:
            return self.levels > 1
        return self.at(TAIL) != self.at(1 - TAIL)

    @property
    def base(self) -> Value:
        """The configured value; without one the middle of the range or of the belief, or the first choice."""
        if self.value is not None:
            return self.value
        return self.choices[0] if self.choices else self.at(0.5)

    def at(self, unit: float) -> Value:
        """The value at a place between 0 and 1.

        Raises:
            ValueError: the belief has no finite value there.
        """
        level = int(self.coordinates(np.array([unit]))[0])
        if self.choices:
            return self.choices[level]
        if self.range is not None:
            low, high = self.range
            return int(low) + level if self.whole else low + unit * (high - low)
        assert self.belief is not None  # checked when it was made
        value = float(np.asarray(self.belief(np.array([unit]))).reshape(-1)[0])
        if not np.isfinite(value):
            raise ValueError(f"{self.name}: its belief gives {value} at the share {unit:.6g}")
        return value

    def coordinates(self, units: Floats) -> Floats:
        """Places between 0 and 1 as they are; for a factor with levels, the number of the level, from 0."""
        if not self.levels:
            return units
        return np.minimum(np.floor(units * self.levels), self.levels - 1)


class Space:
    """The factors of an analysis, sorted by name.

    >>> space = Space([Axis("b", range=(0.0, 2.0)), Axis("a", range=(5.0, 5.0)), Axis("c", range=(0, 1))])
    >>> space.names, space.columns, space.notes
    (('b', 'c'), (1, 2), ('a does not vary: it is 5.0 throughout',))
    >>> space.point(np.array([0.25, 0.5]))
    {'a': 5.0, 'b': 0.5, 'c': 0.5}

    Attributes:
        factors: those that vary, sorted by name.
        columns: the column of each in a sequence of numbers that has one for every factor, varying or not.
        width: the columns of that sequence.
        fixed: those that do not vary, and their value.
        notes: a sentence on each of them.
    """

    def __init__(self, factors: Iterable[Axis]) -> None:
        """Sort the factors by name, and set aside those that do not vary.

        Raises:
            ValueError: two factors have one name, or a group has the name of a factor outside it.
        """
        ordered = sorted(factors, key=lambda factor: factor.name)
        names = [factor.name for factor in ordered]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two factors have the same name: {', '.join(twice)}")
        varies = [factor.varies for factor in ordered]
        self.width = len(ordered)
        self.columns = tuple(column for column, moves in enumerate(varies) if moves)
        self.factors = tuple(ordered[column] for column in self.columns)
        still = [factor for factor, moves in zip(ordered, varies, strict=True) if not moves]
        self.fixed: dict[str, Value] = {factor.name: factor.at(0.5) for factor in still}
        self.notes = tuple(
            f"{name} does not vary: it is {value} throughout" for name, value in self.fixed.items()
        )
        mixed = sorted({f.group for f in ordered} & {f.name for f in ordered if f.group != f.name})
        if mixed:
            raise ValueError(f"a group has the name of a factor outside it: {', '.join(mixed)}")

    def __len__(self) -> int:
        return len(self.factors)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the factors that vary."""
        return tuple(factor.name for factor in self.factors)

    @cached_property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """What is judged: each group, or factor without one, and the positions of its factors; sorted."""
        members: dict[str, list[int]] = {}
        for position, factor in enumerate(self.factors):
            members.setdefault(factor.group or factor.name, []).append(position)
        return {name: tuple(members[name]) for name in sorted(members)}

    def point(self, row: Floats) -> dict[str, Value]:
        """The value of every factor, sorted by name, those that do not vary included.

        Args:
            row: one place between 0 and 1 per factor that varies.
        """
        moving = {factor.name: factor.at(float(unit)) for factor, unit in zip(self.factors, row, strict=True)}
        return dict(sorted({**self.fixed, **moving}.items()))

    def coordinates(self, units: Floats) -> Floats:
        """Rows of the unit cube with each factor on the scale it is cut on (see `Axis.coordinates`)."""
        columns = [f.coordinates(units[:, position]) for position, f in enumerate(self.factors)]
        return np.column_stack(columns) if columns else np.empty((len(units), 0))


def written(value: Value) -> str:
    """A value as it stands in a sentence."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def described(point: Point) -> str:
    """A point in words, for messages.

    >>> described({"a": 1.23456789, "b": "fused"})
    'a = 1.23457, b = fused'
    """
    return ", ".join(f"{name} = {written(value)}" for name, value in point.items())
