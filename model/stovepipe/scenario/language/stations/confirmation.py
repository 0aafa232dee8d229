"""What a station asks for before it passes on what it has heard of an event."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from stovepipe.scenario.language.values.quantities import Duration
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Names, Whole
from stovepipe.terms import Precedence


class Confirmation(Shape):
    """How many sources must tell of an event, how long a station waits for them, and what it does then."""

    sources: Whole = Field(ge=1, le=1_000)
    within: Duration | None = None
    otherwise: Literal["pass", "stop"] | None = Field(default=None, alias="else")
    classes: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None
