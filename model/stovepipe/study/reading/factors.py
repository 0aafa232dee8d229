"""Inputs that may be otherwise: where they stand in which structure, and what their values are there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stovepipe.scenario.language.values.quantities import Dimension, Evidence, Quantity
from stovepipe.scenario.language.values.units import UNITS, number
from stovepipe.scenario.problems.problem import Mark
from stovepipe.scenario.reading.settings import Settings
from stovepipe.study.file.entries import Belief

NOWHERE = Mark("study", 1)
_NEARLY = 0.001  # of a range

Value = float | int | str
Written = dict[str, str | list[str]]
Overlays = tuple[Path | Settings, ...]


@dataclass(frozen=True)
class MovedNumber:
    """A number in the configuration of a structure, and how far off it could be, in the unit as written.

    Attributes:
        structure: its name.
        path: of the number.
        low, high, value: ends of its range, and as configured.
        unit: as written after the number: `h`, `%`, `/day` or nothing.
        whole: there are whole numbers only.
        evidence: how it is known.
    """

    structure: str
    path: tuple[str | int, ...]
    low: float
    high: float
    value: float
    unit: str
    whole: bool
    evidence: Evidence

    @property
    def where(self) -> str:
        """The path, with points."""
        return ".".join(map(str, self.path))

    @property
    def scale(self) -> tuple[float, float, float, str, bool]:
        """What two places must share for one number to stand for both."""
        return self.low, self.high, self.value, self.unit, self.whole

    def at(self, share: float, belief: Belief = "uniform") -> float:
        """The value below which it is believed to lie with this probability."""
        if self.whole:
            return min(math.floor(self.low + share * (self.high - self.low + 1)), self.high)
        return min(max(self._quantile(share, belief), self.low), self.high)

    def _quantile(self, share: float, belief: Belief) -> float:
        low, high, width = self.low, self.high, self.high - self.low
        if belief == "loguniform" and width:
            return float(low * (high / low) ** share)
        if belief == "triangular" and width:
            left, right = self.value - low, high - self.value
            if share * width <= left:
                return low + math.sqrt(share * width * left)
            return high - math.sqrt((1 - share) * width * right)
        return low + share * width

    def written(self, value: float) -> Written:
        """A value, and its range, as a configuration says them; the range is wider for a value outside it.

        >>> MovedNumber("base", ("transit",), 1.0, 6.0, 2.0, "h", False, "assumed").written(8.0)
        {'value': '8.0 h', 'range': ['1.0 h', '8.0 h']}
        """
        ends = min(self.low, value), max(self.high, value)
        return {"value": self.text(value), "range": [self.text(end) for end in ends]}

    def text(self, value: float) -> str:
        """A value as a configuration says it.

        >>> MovedNumber("base", ("transit",), 1.0, 6.0, 2.0, "h", False, "assumed").text(2.5)
        '2.5 h'
        """
        return f"{int(value) if self.whole else float(value)!r} {self.unit}".rstrip()


def place_of(structure: str, path: tuple[str | int, ...], quantity: Quantity) -> MovedNumber:
    """The place of a quantity.

    The unit is that of the range's upper end; whatever is written in another one is converted. A quantity
    without a range has one that begins and ends at its value.

    >>> from stovepipe.scenario.language.values.quantities import read
    >>> found = place_of(
    ...     "base", ("transit",), read({"value": "90 min", "range": ["30 min", "3 h"]}, "duration")
    ... )
    >>> found.low, found.value, found.high, found.unit
    (0.5, 1.5, 3.0, 'h')
    """
    texts = (*(quantity.range_text or (quantity.text, quantity.text)), quantity.text)
    numbers = (*(quantity.range or (quantity.value, quantity.value)), quantity.value)
    unit = _unit(texts[1])
    low, high, value = (
        _in_unit(text, base, unit, quantity.dimension) for text, base in zip(texts, numbers, strict=True)
    )
    whole = quantity.dimension == "count"
    return MovedNumber(structure, path, low, high, value, unit, whole, quantity.evidence)


def _unit(text: str) -> str:
    return number(text.strip())[1]


def in_unit(quantity: Quantity, unit: str) -> float:
    """A quantity as a number in a unit.

    >>> from stovepipe.scenario.language.values.quantities import read
    >>> in_unit(read("90 min", "duration"), "h")
    1.5
    """
    return _in_unit(quantity.text, quantity.value, unit, quantity.dimension)


def _in_unit(text: str, base: float, unit: str, dimension: Dimension) -> float:
    exact, own = number(text.strip())
    if own == unit and exact is not None:
        return float(exact)
    if dimension == "duration":
        return base / UNITS[unit]
    if dimension == "rate":
        return base * UNITS[unit.removeprefix("/").removeprefix("per ").strip()]
    return base * 100 if unit == "%" else base


@dataclass(frozen=True, eq=False)
class Factor:
    """What may be otherwise: one number, several that move together, or a choice.

    A number, or several with the same range, has values in its own unit. Numbers with several ranges that
    move together have a share from 0 to 1 for a value, and each takes its own value there. A choice has its
    level.

    Attributes:
        name: of the factor.
        group: with which it is judged; empty for none.
        belief: how likely the values of the ranges are.
        places: of the numbers; none for a choice.
        levels: of a choice: what each lays over the structure.
        asked_by: the entry of the study file.
        mark: where that is written.
    """

    name: str
    group: str
    belief: Belief
    places: tuple[MovedNumber, ...]
    levels: Mapping[str, Overlays] = field(default_factory=dict)
    asked_by: str = ""
    mark: Mark = NOWHERE

    @property
    def shared(self) -> MovedNumber | None:
        """The place that stands for all of them, if they have the same range and value."""
        scales = {place.scale for place in self.places}
        return self.places[0] if len(scales) == 1 else None

    @property
    def base(self) -> Value:
        """The value that means: as configured."""
        if self.levels:
            return next(iter(self.levels))
        if self.shared is not None:
            return int(self.shared.value) if self.shared.whole else self.shared.value
        return sum(_position(place) for place in self.places) / len(self.places)

    @property
    def ends(self) -> tuple[Value, Value]:
        """Nearly the lowest and the highest value of numbers: an end itself is hardly ever drawn."""
        if self.shared is None:
            return _NEARLY, 1 - _NEARLY
        low, high = self.shared.low, self.shared.high
        if self.shared.whole:
            return int(low), int(high)
        return low + _NEARLY * (high - low), high - _NEARLY * (high - low)

    def text(self, value: Value) -> str:
        """A value with its unit."""
        if self.levels:
            return str(value)
        if self.shared is None:
            return f"{float(value) * 100:.3g} % of its ranges"
        return f"{value if self.shared.whole else format(float(value), '.4g')} {self.unit}".rstrip()

    @property
    def unit(self) -> str:
        """Of its values; empty for a choice, and for a share of several ranges."""
        return self.shared.unit if self.shared is not None else ""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """How its numbers are known, each grade once."""
        return tuple(sorted({place.evidence for place in self.places}))

    def settings(self, structure: str, value: Value) -> Iterator[tuple[tuple[str | int, ...], Written]]:
        """What the numbers of a structure are at a value, by path; none if they are as configured.

        Each is written with its range: a hurdle of 0 % is refused as one that does nothing, unless it is said
        that it may be more.
        """
        if self.levels or value == self.base:
            return
        for place in self.places:
            if place.structure == structure:
                here = float(value) if self.shared is not None else place.at(float(value), self.belief)
                yield place.path, place.written(here)


def _position(place: MovedNumber) -> float:
    """Where in its range the configured value is, as a share."""
    width = place.high - place.low
    return (place.value - place.low) / width if width else 0.5
