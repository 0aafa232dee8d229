"""How often things occur: reports of a stream, and what reports can be about."""

from __future__ import annotations

from pydantic import Field

from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import LONG_KEYS, Factor, Rate, read
from stovepipe.scenario.language.values.times import DateRange, HourRange, Weekday
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Caption, Names, Whole
from stovepipe.scenario.problems.problem import fault


class RateProfile(Shape):
    """A rate and how it varies: factors by hour of the day, day of the week and date multiply."""

    rate: Rate
    hours: dict[HourRange, Factor] = Field(default_factory=dict)
    weekdays: dict[Weekday, Factor] = Field(default_factory=dict)
    dates: dict[DateRange, Factor] = Field(default_factory=dict)


class Stream(RateProfile):
    """Reports of a class at a source: how often, and what they are about."""

    about: Names = ()


def rate_alone(raw: object) -> object:
    """A rate alone is a stream that does not vary, about nothing in particular."""
    if isinstance(raw, dict) and "value" in raw and raw.keys() & {"hours", "weekdays", "dates"}:
        raise fault("a rate and how it varies", "write {rate: {value: ...}, hours: {...}}")
    is_stream = isinstance(raw, Stream) or (
        isinstance(raw, dict) and ("rate" in raw or not raw.keys() & LONG_KEYS)
    )
    return raw if is_stream else Stream(rate=read(raw, "rate"))


class Subject(RateProfile):
    """What reports can be about: how often it happens, and what it takes to know of it."""

    lasts: DurationLaw | None = None
    known_within: DurationLaw | None = None
    confirmed_by: Whole | None = Field(default=None, ge=2, le=1_000)
    title: Caption = ""


class Topic(Subject):
    """Something that goes on for a time and that sources report about: a group that moves, say."""

    lasts: DurationLaw
