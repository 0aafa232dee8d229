"""The language of a configuration: what a mission file may say.

Shapes only: types, units, required keys, allowed words. Whether the names in one part exist in another, and
whether the whole makes sense, is asked in `stovepipe.scenario.checks`.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from stovepipe.scenario.language.any_of import AnyOf
from stovepipe.scenario.language.calling_in import CallingIn
from stovepipe.scenario.language.channels import Caveat, Channel
from stovepipe.scenario.language.confirmation import Confirmation
from stovepipe.scenario.language.dates import Dated
from stovepipe.scenario.language.doors import Doors
from stovepipe.scenario.language.laws import DurationLaw
from stovepipe.scenario.language.occurrences import Stream, Subject, Topic, rate_alone
from stovepipe.scenario.language.quantities import (
    Count,
    Duration,
    Factor,
    Quantity,
    Share,
)
from stovepipe.scenario.language.requests import Ask
from stovepipe.scenario.language.shape import Shape
from stovepipe.scenario.language.sorting import Sorting
from stovepipe.scenario.language.stocks import Stock
from stovepipe.scenario.language.takes import Takes
from stovepipe.scenario.language.times import (
    WEEKDAYS,
    ClockEnd,
    ClockTime,
    DateRange,
    HourRange,
    Moment,
    Weekday,
    WeeklyTime,
)
from stovepipe.scenario.language.vocabulary import (
    Caption,
    ChannelName,
    FileName,
    Flag,
    Level,
    MechanismName,
    Name,
    Names,
    Stage,
    Switch,
    Title,
    Whole,
    each_once,
    one_or_more,
)
from stovepipe.scenario.language.work import StationWork
from stovepipe.terms import PRECEDENCES, CauseKind, Precedence

# --- reports -------------------------------------------------------------------------------------


class ReportClass(Shape):
    """A kind of report."""

    precedence: Precedence = "ROUTINE"
    ltiov: DurationLaw | None = None
    half_life: Duration | None = None
    level: Level = "tactical"
    marking: Name | None = None
    title: Caption = ""


class EventFile(Shape):
    """Occurrences read from a CSV file, and what they are all about."""

    path: FileName
    time: str
    klass: str | None = Field(default=None, alias="class")
    classes: dict[str, Name] = Field(default_factory=dict)
    about: Names = ()
    format: str | None = None
    outside: Literal["drop", "error"] = "drop"


class Collected(Shape):
    """What is lost before a report is written: not reported at all, written late, without the detail."""

    unreported: Share | None = None
    delay: DurationLaw | None = None
    coarse: Share | None = None


class Collection(Collected):
    """What is lost before any report is written, and what is otherwise for some classes or precedences."""

    by_class: dict[Name, Collected] = Field(default_factory=dict)
    at_least: dict[Precedence, Collected] = Field(default_factory=dict)

    @property
    def leaves_coarse(self) -> bool:
        """Whether it states in any case a share of reports without detail."""
        every = (self, *self.by_class.values(), *self.at_least.values())
        return any(each.coarse is not None for each in every)

    def cases(self, klass: str, precedence: Precedence) -> tuple[Collected, ...]:
        """What holds for reports of a class and a precedence, the most specific first."""
        urgent = PRECEDENCES[PRECEDENCES.index(precedence) :]
        stated = [self.at_least[each] for each in urgent if each in self.at_least]
        return (*stated, *([self.by_class[klass]] if klass in self.by_class else []), self)


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


# --- incidents -----------------------------------------------------------------------------------


class Clustering(Shape):
    """Over-dispersion: the rate of each period is multiplied by a gamma variate of mean 1."""

    period: Duration
    cv: Factor


class Burst(Shape):
    """Reports that an incident causes at a source."""

    reports: Factor
    delay: DurationLaw


class Diversion(Shape):
    """Collectors and staff that an incident ties down."""

    lasts: Duration
    sources: dict[Name, Share] = Field(default_factory=dict)
    posts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Count] = Field(default_factory=dict)


class Raise(Shape):
    """Precedence that an incident gives to the reports of some classes while it lasts.

    With `younger_than`, also to those on their way that occurred less than that long before.
    """

    lasts: Duration
    classes: dict[Name, Precedence]
    sources: Names | None = None
    younger_than: Duration | None = None


class Incident(Subject):
    """What happens in the area of operations: an attack, say, and what follows from it."""

    clustering: Clustering | None = None
    bursts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Burst] = Field(
        default_factory=dict
    )
    diverts: Diversion | None = None
    calls_in: CallingIn | None = None
    raises: Raise | None = None


# --- stations ------------------------------------------------------------------------------------


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


# --- the mission ---------------------------------------------------------------------------------


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
