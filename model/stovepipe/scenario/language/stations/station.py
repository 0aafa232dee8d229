"""Stations: places where people work on reports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from stovepipe.scenario.language.people.posts import PostGroup
from stovepipe.scenario.language.stations.confirmation import Confirmation
from stovepipe.scenario.language.stations.requests import Ask
from stovepipe.scenario.language.stations.sorting import Sorting
from stovepipe.scenario.language.stations.work import StationWork
from stovepipe.scenario.language.values.dates import Dated
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Duration, Share
from stovepipe.scenario.language.values.times import Moment, WeeklyTime
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import (
    Caption,
    Flag,
    Level,
    Name,
    Names,
    Stage,
    Whole,
    each_once,
    one_or_more,
)
from stovepipe.terms import Precedence


class Queue(Shape):
    """A finite waiting room."""

    limit: Whole = Field(ge=0)


class CommonError(Shape):
    """Misreading in common: all of a school misread the reports of a class from one period, or none does."""

    school: Name
    period: Duration


class Misreading(Shape):
    """How often work is misread, what that costs, and how much a review catches."""

    fresh: Share
    settled: Share
    fidelity: Share
    review: Share | None = None
    common: CommonError | None = None


class Batch(Shape):
    """Finished reports leave together; `keeps` is how many of them at the most."""

    size: Whole | None = Field(default=None, ge=1)
    keeps: Whole | None = Field(default=None, ge=1)
    at: Annotated[tuple[WeeklyTime, ...], AfterValidator(each_once), BeforeValidator(one_or_more)] = ()
    classes: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None


class Closing(Shape):
    """A station that stops on a date."""

    on: Moment
    transfer_to: Name | None = None


class Station(Shape):
    """A place where people work on reports."""

    stage: Stage
    posts: dict[Name, PostGroup]
    work: StationWork
    work_by_class: dict[Name, StationWork] = Field(default_factory=dict)
    work_at_least: dict[Precedence, StationWork] = Field(default_factory=dict)
    needs: Names = ()
    needs_when: dict[Name, Dated] = Field(default_factory=dict)
    reads: Names | None = None
    writes: Name | None = None
    system: Name | None = None
    opens: Names = ()
    rests_on: Name | None = None
    level: Level | None = None
    cleared: Name | None = None
    remit: Name | None = None
    on_duplicate: Literal["pass_on", "drop", "work"] = "pass_on"
    discipline: Literal["precedence", "fifo", "lifo", "ltiov"] = "precedence"
    assign: Literal["longest_idle", "most_proficient"] = "longest_idle"
    interrupts: Precedence | None = None
    purges: Flag = True
    patience: DurationLaw | None = None
    queue: Queue | None = None
    misreading: Misreading | None = None
    batch: Batch | None = None
    confirms: Confirmation | None = None
    sorts: Sorting | None = None
    asks: dict[Name, Ask] = Field(default_factory=dict)
    closes: Closing | None = None
    place: Caption = ""
    title: Caption = ""
