"""What holds from a date on, or until a date, and links that are down at times."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from stovepipe.scenario.language.laws import DurationLaw
from stovepipe.scenario.language.shape import Shape
from stovepipe.scenario.language.times import Moment
from stovepipe.scenario.language.vocabulary import each_once


class Dated(Shape):
    """What holds from a date on, and before another. A date that is left out sets no bound."""

    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None


def _one_or_more(raw: object) -> object:
    """A single spell is a list of one."""
    return (raw,) if isinstance(raw, dict) else raw


class Outages(Shape):
    """When the link of a channel is down: in stated spells, from time to time, or both."""

    every: DurationLaw | None = None
    last: DurationLaw | None = None
    stated: Annotated[tuple[Dated, ...], AfterValidator(each_once), BeforeValidator(_one_or_more)] = ()
