"""Sources: where reports originate, and what is said of all that a source reports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from stovepipe.scenario.language.sources.collection import Collection
from stovepipe.scenario.language.sources.doors import Doors
from stovepipe.scenario.language.sources.occurrences import Stream, rate_alone
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Duration, Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Caption, FileName, Name, Names


class EventFile(Shape):
    """Occurrences read from a CSV file, and what they are all about."""

    path: FileName
    time: str
    klass: str | None = Field(default=None, alias="class")
    classes: dict[str, Name] = Field(default_factory=dict)
    about: Names = ()
    format: str | None = None
    outside: Literal["drop", "error"] = "drop"


class Direction(Shape):
    """How far what a source reports answers what is asked for now.

    From `fresh`, when guidance has just come, the share falls to `stale` in the time given.
    """

    by: Names
    fresh: Share
    stale: Share
    time: Duration


class Silence(Shape):
    """What may follow when a report of a source comes to a station that is not cleared for it."""

    silenced: Share
    time: DurationLaw


class Source(Shape):
    """Where reports originate."""

    written_at: Doors
    nation: Name | None = None
    languages: dict[Name, Share] = Field(default_factory=dict)
    collection: Collection | None = None
    marking: Name | None = None
    overmarked: Share | None = None
    direction: Direction | None = None
    exposure: Silence | None = None
    reports: dict[Name, Annotated[Stream, BeforeValidator(rate_alone)]] = Field(default_factory=dict)
    file: EventFile | None = None
    title: Caption = ""
