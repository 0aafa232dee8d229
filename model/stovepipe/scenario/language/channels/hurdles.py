"""Hurdles: what on a channel may stop, divert or delay a report. A caveat stands on many channels."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS, HurdleKind
from stovepipe.scenario.language.values.dates import Dated
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Share
from stovepipe.scenario.language.words.vocabulary import (
    Flag,
    Level,
    Name,
    Names,
    Whole,
    each_once,
    one_or_more,
)
from stovepipe.terms import Precedence

Levels = Annotated[tuple[Level, ...], AfterValidator(each_once), BeforeValidator(one_or_more)]


class Hurdle(Dated):
    """Something on a channel that may stop, divert or delay a report. A field left out is not a condition."""

    kind: HurdleKind = "other"
    classes: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None
    levels: Levels | None = None
    origins: Names | None = None
    languages: Names | None = None
    systems: Names | None = None
    above: Name | None = None
    coarse: Flag = False
    more_than: Whole | None = Field(default=None, ge=0)
    each: Flag = False
    on_arrival: Flag = False
    probability: Share | None = None
    at_full_rapport: Share | None = None
    otherwise: Name | None = None
    delay: DurationLaw | None = None
    through: Names | None = None

    @property
    def cause(self) -> str | None:
        """What stops here is lost to; a hurdle of kind `other` that stops nothing has none."""
        return self.otherwise or HURDLE_KINDS[self.kind].cause

    @property
    def stops(self) -> float:
        """The probability of stopping, of strangers.

        Unless stated, 0 for what delays or leads elsewhere, else 1.
        """
        if self.probability is not None:
            return self.probability.value
        return 0.0 if self.delay is not None or self.through is not None else 1.0

    @property
    def may_stop(self) -> bool:
        """Whether it stops anything, at whatever rapport."""
        return self.stops > 0 or (self.at_full_rapport is not None and self.at_full_rapport.value > 0)


def kind_from_name(raw: object) -> object:
    """A hurdle named after a kind is of that kind, unless it says otherwise."""
    if not isinstance(raw, dict):
        return raw
    return {
        name: {"kind": name, **hurdle} if name in HURDLE_KINDS and isinstance(hurdle, dict) else hurdle
        for name, hurdle in raw.items()
    }


class Caveat(Dated):
    """What some nations keep from others, wherever these may receive it.

    It stands on every channel to a station where one of the nations `towards` holds a post, or that is named
    in `at`. A declared one is known where the report is sent; an undeclared one is found out on arrival.
    """

    of: Names
    towards: Names = ()
    at: Names = ()
    classes: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None
    levels: Levels | None = None
    declared: Flag = True
    each: Flag = False
    probability: Share | None = None
    otherwise: Name = "withheld"
