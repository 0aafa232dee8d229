"""Numbers with a unit, and what is known about them: their range, evidence and source.

Written short (``6 h``, ``1.5 /day``, ``40 %``, ``2``) or long (``{value: 6 mo, range: [4 mo, 12 mo],
evidence: cited, source: "..."}``). Durations are held in ticks of one microsecond, rates per tick, shares and
factors as plain numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Annotated, Any, Generic, Literal, TypeVar, cast, get_args

from pydantic import PlainSerializer, PlainValidator, ValidationError

from stovepipe.scenario.language.values.units import SECOND, UNITS, YEAR, number, unit
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.problems.problem import Faults, fault
from stovepipe.scenario.problems.pydantic_faults import faults

Dimension = Literal["duration", "rate", "share", "factor", "count"]
Evidence = Literal["cited", "weak", "derived", "observed", "assumed"]

LONGEST = 1000 * YEAR  # durations above this are taken for a slip
FASTEST = Fraction(10**6, SECOND)  # per tick; rates above this are taken for a slip
LARGEST = 10**6  # factors and counts above this are taken for a slip


@dataclass(frozen=True)
class Quantity:
    """A number in base units, the text it was written as, and what is known about it.

    `value` is in ticks for a duration, per tick for a rate, a whole number for a count. `range` is (low,
    high) in the same units, or None. A number about which nothing is said counts as assumed.
    """

    value: float
    text: str
    dimension: Dimension
    range: tuple[float, float] | None = None
    range_text: tuple[str, str] | None = None
    evidence: Evidence = "assumed"
    source: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def count(self) -> int:
        """The value as a whole number."""
        return int(self.value)


def _text_of(raw: object) -> str:
    return raw if isinstance(raw, str) else str(raw)


def _plain(raw: object, example: str) -> tuple[Fraction, str]:
    """The number and the rest of the text; a number that YAML has read already has no rest."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise fault(f"{_described(raw)} where a number belongs", f"write, for example, {example}")
    if isinstance(raw, int | float):
        if not math.isfinite(raw):
            raise fault(f"{raw} is not a usable number", f"write, for example, {example}")
        return Fraction(repr(raw)) if isinstance(raw, float) else Fraction(raw), ""
    value, rest = number(raw.strip())
    if value is None:
        raise fault(f'"{raw}" does not begin with a number', f"write, for example, {example}")
    return value, rest


def _described(raw: object) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    return {dict: "a map", tuple: "a list", list: "a list", type(None): "nothing"}.get(type(raw), repr(raw))


def _not_negative(value: Fraction, text: str) -> None:
    if value < 0:
        raise fault(f'"{text}" is negative', "write a number of 0 or more")


def _duration(raw: object) -> float:
    value, rest = _plain(raw, "6 h")
    text = _text_of(raw)
    if not rest:
        raise fault(f'"{text}" has no unit', f"say which unit of time, for example {text.strip()} h")
    if rest.startswith("/") or rest.startswith("per "):
        raise fault(f'"{text}" is a rate where a length of time belongs', "write, for example, 6 h")
    if rest == "%":
        raise fault(f'"{text}" is a share where a length of time belongs', "write, for example, 6 h")
    ticks = value * unit(_one_unit(rest, text, "6.5 h"), text)
    _not_negative(value, text)
    if ticks > LONGEST:
        raise fault(f'"{text}" is more than 1000 years', "check the number and its unit")
    return float(ticks)


def _one_unit(rest: str, text: str, example: str) -> str:
    if any(character.isdigit() or character in ".,;:" for character in rest):
        raise fault(f'"{text}" is not one number and one unit', f"write, for example, {example}")
    return rest


def _rate(raw: object) -> float:
    value, rest = _plain(raw, "1.5 /day")
    text = _text_of(raw)
    for sign in ("/", "per "):
        if rest.startswith(sign):
            per = rest.removeprefix(sign).strip()
            break
    else:
        if rest in UNITS:
            raise fault(f'"{text}" is a length of time where a rate belongs', "write, for example, 1.5 /day")
        raise fault(f'"{text}" does not say per what', "write, for example, 1.5 /day")
    rate = value / unit(_one_unit(per, text, "1.5 /day"), text)
    _not_negative(value, text)
    if rate > FASTEST:
        raise fault(f'"{text}" is more than a million per second', "check the number and its unit")
    return float(rate)


def _bare(raw: object, example: str) -> Fraction:
    """A number without a unit; ``40 %`` is 0.4."""
    value, rest = _plain(raw, example)
    text = _text_of(raw)
    if rest not in ("", "%"):
        raise fault(
            f'"{text}" has a unit, "{rest}", where a plain number belongs', f"write, for example, {example}"
        )
    _not_negative(value, text)
    return value / 100 if rest else value


def _share(raw: object) -> float:
    value = _bare(raw, "40 % or 0.4")
    if value > 1:
        text = _text_of(raw)
        percent = isinstance(raw, str) and "%" in raw
        raise fault(
            f'"{text}" is more than {"100 %" if percent else "1"}',
            ""
            if percent
            else f"did you mean {text} %?"
            if value <= 100
            else "write a share from 0 % to 100 %",
        )
    return float(value)


def _factor(raw: object) -> float:
    value = _bare(raw, "1.5")
    if value > LARGEST:
        raise fault(f'"{_text_of(raw)}" is more than a million', "check the number")
    return float(value)


def _count(raw: object) -> int:
    value, rest = _plain(raw, "2")
    text = _text_of(raw)
    if rest or value.denominator != 1:
        raise fault(f'"{text}" is not a whole number', "write, for example, 2")
    _not_negative(value, text)
    if value > LARGEST:
        raise fault(f'"{text}" is more than a million', "check the number")
    return int(value)


_READERS: dict[Dimension, Callable[[object], float]] = {
    "duration": _duration, "rate": _rate, "share": _share, "factor": _factor, "count": _count,
}  # fmt: skip


def read(raw: object, dimension: Dimension) -> Quantity:
    """A quantity from what YAML gave: short or long.

    >>> read("6 h", "duration").value
    21600000000.0

    Raises:
        Faults: everything that is wrong with it.
    """
    if isinstance(raw, Quantity):
        if raw.dimension != dimension:
            raise fault(f"{raw} is a {raw.dimension} where a {dimension} belongs")
        return raw
    return _long(raw, dimension) if isinstance(raw, dict) else _short(raw, dimension)


def _short(raw: object, dimension: Dimension) -> Quantity:
    return Quantity(_READERS[dimension](raw), _text_of(raw).strip(), dimension)


def _long(raw: dict[str, object], dimension: Dimension) -> Quantity:
    try:
        return cast(Long[Any], LONG[dimension].model_validate(raw)).quantity()
    except ValidationError as error:
        raise Faults(*faults(error, LONG[dimension])) from None


Short = TypeVar("Short")


class Long(Shape, Generic[Short]):
    """A quantity written long: the value, how far it could be off, and how it is known."""

    value: Short
    range: tuple[Short, Short] | None = None
    evidence: Evidence = "assumed"
    source: str = ""

    def quantity(self) -> Quantity:
        """The quantity that is written.

        Raises:
            Faults: the range does not contain the value.
        """
        value = cast(Quantity, self.value)
        if self.range is None:
            return replace(value, evidence=self.evidence, source=self._source)
        low, high = cast(tuple[Quantity, Quantity], self.range)
        if low.value > high.value:
            raise fault(f"the range begins at {low} and ends at {high}", f"write [{high}, {low}]", ("range",))
        if not low.value <= value.value <= high.value:
            raise fault(f"the range {low} to {high} does not contain the value {value}", at=("range",))
        between, texts = (low.value, high.value), (low.text, high.text)
        return replace(value, range=between, range_text=texts, evidence=self.evidence, source=self._source)

    @property
    def _source(self) -> str:
        """The source in one line, however many it is written in."""
        return " ".join(self.source.split())


LONG_KEYS = frozenset(Long.model_fields)


def _short_form(dimension: Dimension) -> Any:
    return Annotated[Quantity, PlainValidator(partial(_short, dimension=dimension))]


LONG: Mapping[Dimension, Any] = {
    each: Long.__class_getitem__(_short_form(each)) for each in get_args(Dimension)
}


def _annotated(dimension: Dimension) -> tuple[PlainValidator, PlainSerializer]:
    return PlainValidator(partial(read, dimension=dimension)), PlainSerializer(str)


Duration = Annotated[Quantity, *_annotated("duration")]
Rate = Annotated[Quantity, *_annotated("rate")]
Share = Annotated[Quantity, *_annotated("share")]
Factor = Annotated[Quantity, *_annotated("factor")]
Count = Annotated[Quantity, *_annotated("count")]
__all__ = [
    "LONG_KEYS",
    "Count",
    "Dimension",
    "Duration",
    "Evidence",
    "Factor",
    "Quantity",
    "Rate",
    "Share",
    "read",
]
