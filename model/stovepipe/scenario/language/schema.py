"""The language of a configuration: what a mission file may say.

Shapes only: types, units, required keys, allowed words. Whether the names in one part exist in another, and
whether the whole makes sense, is asked in `stovepipe.scenario.checks`.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from stovepipe.scenario.language.any_of import AnyOf
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdles import Caveat
from stovepipe.scenario.language.sources.incidents import Incident
from stovepipe.scenario.language.sources.occurrences import Topic
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.stations.stocks import Stock
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Duration, Quantity
from stovepipe.scenario.language.values.times import DateRange, Moment
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import (
    Caption,
    ChannelName,
    Level,
    MechanismName,
    Name,
    Names,
    Switch,
    Title,
    Whole,
    each_once,
    one_or_more,
)
from stovepipe.terms import CauseKind, Precedence


class ReportClass(Shape):
    """A kind of report."""

    precedence: Precedence = "ROUTINE"
    ltiov: DurationLaw | None = None
    half_life: Duration | None = None
    level: Level = "tactical"
    marking: Name | None = None
    title: Caption = ""


class Limits(Shape):
    """How large a run may become before it is refused.

    The highest values are ceilings that no configuration may raise; the command may.
    """

    reports: Whole = Field(default=2_000_000, ge=1, le=20_000_000)
    visits: Whole = Field(default=10_000_000, ge=1, le=100_000_000)
    stations: Whole = Field(default=1_000, ge=1, le=10_000)
    posts: Whole = Field(default=20_000, ge=1, le=200_000)
    spells: Whole = Field(default=1_000_000, ge=1, le=10_000_000)
    replications: Whole = Field(default=10_000, ge=1, le=1_000_000)
    points: Whole = Field(default=1_000_000, ge=1, le=10_000_000)
    memory: Whole = Field(default=16_000_000_000, ge=1, le=256_000_000_000)
    file_size: Whole = Field(default=100_000_000, ge=1, le=10_000_000_000)


class System(Shape):
    """An information system. From the date on which it is frozen, nobody else opens what is written on it."""

    frozen: Moment | None = None
    stock: Stock | None = None
    title: Caption = ""


class Mission(Shape):
    """One organisation and the time over which it is watched."""

    mission: Title
    start: Moment
    horizon: Duration
    warm_up: Duration | None = None
    description: str = ""
    markings: Names = ()
    classes: dict[Name, ReportClass]
    sources: dict[Name, Source]
    incidents: dict[Name, Incident] = Field(default_factory=dict)
    topics: dict[Name, Topic] = Field(default_factory=dict)
    stations: dict[Name, Station]
    channels: dict[ChannelName, Channel] = Field(default_factory=dict)
    any_of: dict[Name, AnyOf] = Field(default_factory=dict)
    systems: dict[Name, System] = Field(default_factory=dict)
    caveats: dict[Name, Caveat] = Field(default_factory=dict)
    causes: dict[Name, CauseKind] = Field(default_factory=dict)
    holidays: dict[
        Name, Annotated[tuple[DateRange, ...], AfterValidator(each_once), BeforeValidator(one_or_more)]
    ] = Field(default_factory=dict)
    mechanisms: dict[MechanismName, Switch] = Field(default_factory=dict)
    limits: Limits = Limits()

    @property
    def begins(self) -> dt.datetime:
        """The moment of tick 0: the start, less the warm-up."""
        return self.start - _length(self.warm_up) if self.warm_up else self.start

    @property
    def ends(self) -> dt.datetime:
        """The moment at which the clock stops: the horizon is counted from the start."""
        return self.start + _length(self.horizon)


def _length(duration: Quantity) -> dt.timedelta:
    return dt.timedelta(microseconds=math.floor(duration.value + 0.5))
