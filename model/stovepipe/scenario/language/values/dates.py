"""What holds from a date on, or until a date."""

from __future__ import annotations

from pydantic import Field

from stovepipe.scenario.language.values.times import Moment
from stovepipe.scenario.language.words.shape import Shape


class Dated(Shape):
    """What holds from a date on, and before another. A date that is left out sets no bound."""

    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
