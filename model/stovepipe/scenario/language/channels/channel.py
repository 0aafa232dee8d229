"""Channels: what each carries and takes, how well its two ends know each other, and when it is down."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from stovepipe.scenario.language.channels.hurdles import Hurdle, kind_from_name
from stovepipe.scenario.language.values.dates import Dated
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Duration, Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name, Names, each_once
from stovepipe.terms import Precedence


class Rapport(Shape):
    """How well the two ends of a channel know each other, from 0 to 1: it grows, and begins anew.

    It moves, too, with what comes over the channel, if it says how much.
    """

    sender: Name | None = None
    recipient: Name | None = None
    floor: Share
    ceiling: Share
    time: Duration
    fatigue: Share | None = None
    carried_over: Share | None = None
    earned: Share | None = None
    lost: Share | None = None


class Embedding(Shape):
    """An officer of the one end who sits with the other."""

    floor: Share | None = None
    bypasses: Names = ()


def _list_of_spells(raw: object) -> object:
    """A single spell is a list of one."""
    return (raw,) if isinstance(raw, dict) else raw


class Outages(Shape):
    """When the link of a channel is down: in stated spells, from time to time, or both."""

    every: DurationLaw | None = None
    last: DurationLaw | None = None
    stated: Annotated[tuple[Dated, ...], AfterValidator(each_once), BeforeValidator(_list_of_spells)] = ()


class Channel(Dated):
    """A directed link over which a station shares what it finished."""

    carries: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None
    share: Share | None = None
    transit: DurationLaw | None = None
    rapport: Rapport | None = None
    embedded: Embedding | None = None
    outages: Outages | None = None
    hurdles: Annotated[dict[Name, Hurdle], BeforeValidator(kind_from_name)] = Field(default_factory=dict)
