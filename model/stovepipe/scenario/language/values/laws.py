"""Laws of random durations, as they are written: by moments, by limits, or by observations.

A duration alone is the fixed law. What the numbers mean for a draw is the business of the network.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Annotated, Self, TypeAlias, TypeVar, cast

from pydantic import AfterValidator, PlainValidator, ValidationError, ValidationInfo, model_validator

from stovepipe.scenario.language.values.datafiles import DataFiles
from stovepipe.scenario.language.values.observations import Observed, observations
from stovepipe.scenario.language.values.quantities import Count, Duration, Factor, Quantity, read
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.problems.problem import Fault, Faults, at, fault
from stovepipe.scenario.problems.pydantic_faults import faults
from stovepipe.text import did_you_mean, listed

AnyPart = TypeVar("AnyPart", bound=Shape)

CV = (0.01, 10.0)  # what the inversions are made for
PHASES = (1, 1000)


class Fixed(Shape):
    """Always the same."""

    value: Duration


def _above_zero(mean: Quantity) -> Quantity:
    if mean.value == 0:
        raise fault("a mean of zero", "write 0 s, without a law, for no time at all")
    return mean


def _in_reach(cv: Quantity) -> Quantity:
    low, high = CV
    if not low <= cv.value <= high:
        hint = "for no variation write the mean alone" if cv.value < low else f"write {high:g} or less"
        raise fault(f"a coefficient of variation of {cv}", hint)
    return cv


def _some_phases(phases: Quantity) -> Quantity:
    low, high = PHASES
    if not low <= phases.value <= high:
        raise fault(f"{phases} phases", f"write a number from {low} to {high}")
    return phases


Mean = Annotated[Duration, AfterValidator(_above_zero)]
Variation = Annotated[Factor, AfterValidator(_in_reach)]
Phases = Annotated[Count, AfterValidator(_some_phases)]


class Exponential(Shape):
    """Exponential, by its mean."""

    mean: Mean


class Gamma(Shape):
    """Gamma, by its mean and coefficient of variation."""

    mean: Mean
    cv: Variation


class Lognormal(Shape):
    """Lognormal, by its own mean and coefficient of variation (not those of the logarithm)."""

    mean: Mean
    cv: Variation


class Weibull(Shape):
    """Weibull, by its mean and coefficient of variation."""

    mean: Mean
    cv: Variation


class Erlang(Shape):
    """The sum of a number of equal exponential phases, by its mean."""

    mean: Mean
    phases: Phases


class Triangular(Shape):
    """Triangular, by its lowest, most likely and highest value."""

    low: Duration
    mode: Duration
    high: Duration

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _ascending(low=self.low, mode=self.mode, high=self.high)
        return self


class Uniform(Shape):
    """Uniform between two values."""

    low: Duration
    high: Duration

    @model_validator(mode="after")
    def _sound(self) -> Self:
        _ascending(low=self.low, high=self.high)
        return self


class Empirical(Shape):
    """One of a number of observed values, each as likely as the others; `values` are in ticks."""

    values: tuple[float, ...]
    file: str | None = None
    column: str | None = None
    unit: str | None = None


Law: TypeAlias = Fixed | Exponential | Gamma | Erlang | Lognormal | Weibull | Triangular | Uniform | Empirical
KINDS: Mapping[str, type[Shape]] = {
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

    The validation's context may be the `DataFiles` through which files of observations are read.

    Raises:
        Faults: everything that is wrong with it.
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
        raise Faults(Fault("unknown law", did_you_mean(kind, KINDS), (kind,), on_key=True))
    with at(kind):
        if kind == "fixed":
            return Fixed(value=read(parameters, "duration"))
        if not isinstance(parameters, dict):
            example = ", ".join(f"{name}: ..." for name in KINDS[kind].model_fields)
            raise fault("its parameters are missing", f"write {{{kind}: {{{example}}}}}")
        if kind == "empirical":
            written = _validated(Observed, parameters)
            files = info.context if isinstance(info.context, DataFiles) else DataFiles()
            given = written.model_dump(exclude={"values"})
            return Empirical(values=observations(written, files), **given)
        return cast(Law, _validated(KINDS[kind], parameters))


def _validated(model: type[AnyPart], parameters: dict[str, object]) -> AnyPart:
    try:
        return model.model_validate(parameters)
    except ValidationError as error:
        raise Faults(*faults(error, model)) from None


def _ascending(**limits: Quantity) -> None:
    for (name, low), (other, high) in itertools.pairwise(limits.items()):
        if low.value > high.value:
            raise fault(
                f"{name} ({low}) is above {other} ({high})", f"give {listed(limits)} in this order", (name,)
            )
    if limits["low"].value == limits["high"].value:
        raise fault("low and high are the same", f"write {limits['low']} alone")


DurationLaw = Annotated[Law, PlainValidator(read_law)]
