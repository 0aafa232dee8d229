"""Laws of random durations, as they are written: by mean and coefficient of variation, by limits, or by observations.

A duration alone is the fixed law. What the numbers mean for a draw is the business of the network.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import PlainValidator, ValidationError, ValidationInfo, model_validator

from stovepipe.scenario.datafiles import DataFiles
from stovepipe.scenario.parts import Part
from stovepipe.scenario.plain import faults
from stovepipe.scenario.problems import Fault, Faults, did_you_mean, fault, listed
from stovepipe.scenario.quantities import LONGEST, Count, Duration, Factor, Quantity, read
from stovepipe.scenario.units import unit as ticks_of

T = TypeVar("T")

CV = (0.01, 10.0)  # what the inversions are made for
PHASES = (1, 1000)


class Fixed(Part):
    """Always the same."""

    value: Duration


class Exponential(Part):
    """Exponential, by its mean."""

    mean: Duration

    @model_validator(mode="after")
    def _sound(self) -> Self:
        return _refuse(self, _mean_above_zero(self.mean))


class _ByVariation(Part):
    mean: Duration
    cv: Factor

    @model_validator(mode="after")
    def _sound(self) -> Self:
        return _refuse(self, _mean_above_zero(self.mean), _cv_in_reach(self.cv))


class Gamma(_ByVariation):
    """Gamma, by its mean and coefficient of variation."""


class Lognormal(_ByVariation):
    """Lognormal, by its own mean and coefficient of variation (not those of the logarithm)."""


class Weibull(_ByVariation):
    """Weibull, by its mean and coefficient of variation."""


class Erlang(Part):
    """The sum of a number of equal exponential phases, by its mean."""

    mean: Duration
    phases: Count

    @model_validator(mode="after")
    def _sound(self) -> Self:
        low, high = PHASES
        outside = Fault(f"{self.phases} phases", f"write a number from {low} to {high}", ("phases",))
        return _refuse(
            self, _mean_above_zero(self.mean), None if low <= self.phases.value <= high else outside
        )


class Triangular(Part):
    """Triangular, by its lowest, most likely and highest value."""

    low: Duration
    mode: Duration
    high: Duration

    @model_validator(mode="after")
    def _sound(self) -> Self:
        return _refuse(self, _ascending(low=self.low, mode=self.mode, high=self.high))


class Uniform(Part):
    """Uniform between two values."""

    low: Duration
    high: Duration

    @model_validator(mode="after")
    def _sound(self) -> Self:
        return _refuse(self, _ascending(low=self.low, high=self.high))


class Empirical(Part):
    """One of a number of observed values, each as likely as the others; `values` are in ticks."""

    values: tuple[float, ...]
    file: str | None = None
    column: str | None = None
    unit: str | None = None


Law = Fixed | Exponential | Gamma | Erlang | Lognormal | Weibull | Triangular | Uniform | Empirical
KINDS: Mapping[str, type[Part]] = {
    "fixed": Fixed,
    "exponential": Exponential,
    "gamma": Gamma,
    "erlang": Erlang,
    "lognormal": Lognormal,
    "weibull": Weibull,
    "triangular": Triangular,
    "uniform": Uniform,
    "empirical": Empirical,
}


def mean(law: Law) -> float:
    """The mean of a law, in ticks."""
    match law:
        case Fixed():
            return law.value.value
        case Triangular():
            return (law.low.value + law.mode.value + law.high.value) / 3
        case Uniform():
            return (law.low.value + law.high.value) / 2
        case Empirical():
            return math.fsum(law.values) / len(law.values)
        case _:
            return law.mean.value


def longest(law: Law) -> float:
    """The longest duration that the law can give, in ticks; infinite where there is none."""
    match law:
        case Fixed():
            return law.value.value
        case Triangular() | Uniform():
            return law.high.value
        case Empirical():
            return max(law.values)
        case _:
            return math.inf


def read_law(raw: object, info: ValidationInfo) -> Law:
    """A law from what YAML gave: a duration, or a map with the one name of a law.

    Raises:
        Faults: everything that is wrong with it, as far as it is not a matter of the shape of the parameters.
    """
    if isinstance(raw, Law):
        return raw
    if not isinstance(raw, dict) or "value" in raw:
        return Fixed(value=read(raw, "duration"))
    if len(raw) != 1:
        known = [key for key in raw if key in KINDS]
        what = f"{listed(known)} both given" if len(known) > 1 else "not a law of durations"
        raise fault(what, "write a duration, or one law, for example {lognormal: {mean: 3 h, cv: 1.2}}")
    [(kind, parameters)] = raw.items()
    if kind not in KINDS:
        raise Faults(Fault("unknown law", did_you_mean(kind, KINDS), (kind,)))
    if kind == "fixed":
        return Fixed(value=_within(kind, lambda: read(parameters, "duration")))
    if not isinstance(parameters, dict):
        example = ", ".join(f"{name}: ..." for name in KINDS[kind].model_fields)
        raise Faults(Fault("its parameters are missing", f"write {{{kind}: {{{example}}}}}", (kind,)))
    if kind == "empirical":
        files = info.context if isinstance(info.context, DataFiles) else DataFiles()
        return _within(kind, lambda: _read_empirical(parameters, files))
    return _within(kind, lambda: _validated(KINDS[kind], parameters))


def _validated(model: type[Any], parameters: dict[str, object]) -> Any:
    try:
        return model.model_validate(parameters)
    except ValidationError as error:
        raise Faults(*faults(error, model)) from None


def _within(kind: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except Faults as error:
        raise Faults(*(fault.within(kind) for fault in error.faults)) from None


_OBSERVED = ("file", "column", "unit", "values")


def _read_empirical(raw: dict[str, object], files: DataFiles) -> Empirical:
    unknown = [
        Fault("unknown key", did_you_mean(key, _OBSERVED), (key,), on_key=True)
        for key in raw
        if key not in _OBSERVED
    ]
    if unknown:
        raise Faults(*unknown)
    if ("values" in raw) == ("file" in raw):
        raise fault(
            "needs a file or values, and not both",
            "write {file: observed.csv, column: hours, unit: h} or {values: [2 h, 5 h]}",
        )
    if "values" in raw:
        return Empirical(values=_listed_values(raw), unit=_text(raw, "unit", default=None))
    file, column, unit = (_text(raw, key) for key in ("file", "column", "unit"))
    return Empirical(values=_column(files, file, column, unit), file=file, column=column, unit=unit)


def _text(raw: dict[str, object], key: str, *, default: Any = ...) -> Any:
    if key not in raw:
        if default is ...:
            raise fault(f"{key} is missing", "write {file: observed.csv, column: hours, unit: h}")
        return default
    if not isinstance(raw[key], str):
        raise fault("not a text", "put it in quotes", (key,))
    return raw[key]


def _listed_values(raw: dict[str, object]) -> tuple[float, ...]:
    values = raw["values"]
    if not isinstance(values, tuple | list) or not values:
        raise fault("values is a list of durations", "write, for example, [2 h, 5 h]", ("values",))
    unit = _text(raw, "unit", default=None)
    found, read_values = [], []
    for i, value in enumerate(values):
        try:
            read_values.append(
                read(f"{value} {unit}" if unit and not isinstance(value, str) else value, "duration").value
            )
        except Faults as error:
            found += [fault.within("values", i) for fault in error.faults]
    if found:
        raise Faults(*found)
    return tuple(read_values)


_SHOWN = 20  # bad rows reported one by one; the rest are counted


def _column(files: DataFiles, file: str, column: str, unit: str) -> tuple[float, ...]:
    try:
        ticks = ticks_of(unit, unit)
    except Faults as error:
        raise Faults(*(fault.within("unit") for fault in error.faults)) from None
    try:
        table = files.table(Path(file))
    except Faults as error:
        raise Faults(*(fault.within("file") for fault in error.faults)) from None
    try:
        position = table.column(column)
    except Faults as error:
        raise Faults(*(fault.within("column") for fault in error.faults)) from None
    values, bad = [], []
    for line, row in table.rows():
        text = row[position].strip() if position < len(row) else ""
        try:
            value = float(text) * ticks
        except ValueError:
            value = math.nan
        if 0 <= value <= LONGEST:
            values.append(value)
        else:
            bad.append((line, text))
    if bad:
        raise Faults(
            *(
                Fault(f'{file}:{line}: "{text}" is not a duration', "", ("file",))
                for line, text in bad[:_SHOWN]
            )
        )
    if not values:
        raise fault(f"{file} has no rows", "", ("file",))
    return tuple(values)


def _refuse(law: T, *found: Fault | None) -> T:
    faults = [fault for fault in found if fault is not None]
    if faults:
        raise Faults(*faults)
    return law


def _mean_above_zero(mean: Quantity) -> Fault | None:
    return None if mean.value > 0 else Fault("a mean of zero", "write 0 s for no time at all", ("mean",))


def _cv_in_reach(cv: Quantity) -> Fault | None:
    low, high = CV
    if low <= cv.value <= high:
        return None
    hint = "for no variation at all write the mean alone" if cv.value < low else f"at most {high:g}"
    return Fault(f"a coefficient of variation of {cv}", hint, ("cv",))


def _ascending(**limits: Quantity) -> Fault | None:
    for (name, low), (other, high) in itertools.pairwise(limits.items()):
        if low.value > high.value:
            return Fault(
                f"{name} ({low}) is above {other} ({high})",
                f"write {listed(limits)} in ascending order",
                (name,),
            )
    first, last = list(limits.values())[0], list(limits.values())[-1]
    return Fault("low and high are the same", f"write {first} alone") if first.value == last.value else None


DurationLaw = Annotated[Law, PlainValidator(read_law)]
