"""What a station asks the sources for, about what it has read."""

from __future__ import annotations

from pydantic import Field

from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Flag, Name, Names, Whole


class Ask(Shape):
    """A request that a station makes about reports that it has finished, and the answer to it."""

    about: Names | None = None
    coarse: Flag = False
    probability: Share | None = None
    request: Name
    collects: DurationLaw | None = None
    within: DurationLaw | None = None
    answer: Name | None = None
    still_coarse: Share | None = None
    rounds: Whole = Field(default=1, ge=1, le=10)
