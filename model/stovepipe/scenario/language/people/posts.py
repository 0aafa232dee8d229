"""Posts: how many there are, who fills them, when they are on duty, and how they learn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from stovepipe.scenario.language.people.takes import Takes
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Count, Duration, Factor, Share
from stovepipe.scenario.language.values.times import WEEKDAYS, ClockEnd, ClockTime, HourRange, Moment, Weekday
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name, Names, Whole, each_once, one_or_more
from stovepipe.terms import Precedence


class Shift(Shape):
    """The hours of duty and what happens to the report in hand when they end."""

    start: ClockTime = Field(alias="from")
    end: ClockEnd = Field(alias="to")
    days: Annotated[tuple[Weekday, ...], AfterValidator(each_once), BeforeValidator(one_or_more)] = WEEKDAYS
    at_end: Literal["finish", "suspend", "hand_over"] = "finish"
    breaks: Annotated[tuple[HourRange, ...], AfterValidator(each_once), BeforeValidator(one_or_more)] = ()
    holidays: Names = ()


class Leave(Shape):
    """Absences within a tour."""

    length: Duration
    times: Whole = Field(default=1, ge=1, le=12)


class Learning(Shape):
    """How a person's proficiency grows."""

    start: Share
    time: Duration
    memory: Share | None = None


class ChangeOver(Shape):
    """What happens to work when a tour ends."""

    in_hand: Literal["finish", "hand_over"] = "hand_over"
    growth: Factor | None = None
    loss: Share | None = None
    queue_loss: Share | None = None


class OnCall(Shape):
    """People of a group who are called, out of hours, when what is urgent waits and nobody can take it."""

    precedence: Precedence = Field(alias="for")
    within: DurationLaw


class PostGroup(Shape):
    """Posts that are filled in the same way."""

    count: Count
    nation: Name | None = None
    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    tour: DurationLaw | None = None
    change: Literal["staggered", "block"] = "staggered"
    first_change: Moment | None = None
    overlap: Duration | None = None
    gap: DurationLaw | None = None
    early_departure: Share | None = None
    leave: Leave | None = None
    learning: Learning | None = None
    change_over: ChangeOver = ChangeOver()
    shift: Shift | None = None
    shifts: dict[Name, Shift] = Field(default_factory=dict)
    on_call: OnCall | None = None
    takes: Takes | None = None
    relief: Literal["at_once", "when_free"] = "when_free"
