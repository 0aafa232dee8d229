"""The language of a configuration: what a mission file may say.

Shapes only: types, units, required keys, allowed words. Whether the names in one part exist in another, and whether
the whole makes sense, is asked in `stovepipe.scenario.checks`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from stovepipe.scenario.laws import DurationLaw
from stovepipe.scenario.quantities import Count, Duration, Factor, Rate, Share
from stovepipe.scenario.times import ClockTime, DateRange, HourRange, Moment, Weekday

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]* -> [A-Za-z][A-Za-z0-9_]*$")]
Precedence = Literal["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]
Level = Literal["tactical", "operational", "strategic"]
Stage = Literal["collection", "translation", "registry", "release", "analysis", "command"]


def _one_or_more(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


Names = Annotated[Name | tuple[Name, ...], AfterValidator(_one_or_more)]


class Part(BaseModel):
    """Any part of a configuration: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


# --- reports -------------------------------------------------------------------------------------------------------


class ReportClass(Part):
    """A kind of report."""

    precedence: Precedence = "ROUTINE"
    ltiov: DurationLaw | None = None
    half_life: Duration | None = None
    level: Level = "tactical"
    title: str = ""


class RateProfile(Part):
    """A rate and how it varies: factors by hour of the day, day of the week and date multiply."""

    rate: Rate
    hours: dict[HourRange, Factor] = {}
    weekdays: dict[Weekday, Factor] = {}
    dates: dict[DateRange, Factor] = {}


class EventFile(Part):
    """Occurrences read from a CSV file."""

    path: str
    time: str
    klass: str | None = Field(default=None, alias="class")
    classes: dict[str, Name] = {}
    format: str | None = None
    outside: Literal["drop", "error"] = "drop"


class Source(Part):
    """Where reports originate."""

    written_at: Name
    nation: Name | None = None
    languages: dict[Name, Share] = {}
    reports: dict[Name, Rate | RateProfile] = {}
    file: EventFile | None = None
    title: str = ""


# --- incidents -----------------------------------------------------------------------------------------------------


class Clustering(Part):
    """Over-dispersion: the rate of each period is multiplied by a gamma variate of mean 1."""

    period: Duration
    cv: Factor


class Burst(Part):
    """Reports that an incident causes at a source."""

    reports: Factor
    delay: DurationLaw


class Diversion(Part):
    """Collectors and staff that an incident ties down."""

    lasts: Duration
    sources: dict[Name, Share] = {}
    posts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Count] = {}


class Raise(Part):
    """Precedence that an incident gives to the reports of some classes while it lasts."""

    lasts: Duration
    classes: dict[Name, Precedence]
    sources: Names | None = None


class Incident(RateProfile):
    """What happens in the area of operations: an attack, say, and what follows from it."""

    clustering: Clustering | None = None
    bursts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Burst] = {}
    diverts: Diversion | None = None
    raises: Raise | None = None
    title: str = ""


# --- stations ------------------------------------------------------------------------------------------------------


class Shift(Part):
    """The hours of duty and what happens to the report in hand when they end."""

    start: ClockTime = Field(alias="from")
    end: ClockTime = Field(alias="to")
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    at_end: Literal["finish", "suspend", "hand_over"] = "finish"


class Leave(Part):
    """Absences within a tour."""

    length: Duration
    times: int = Field(default=1, ge=1, le=12)


class Learning(Part):
    """How a person's proficiency grows."""

    start: Share
    time: Duration
    memory: Share | None = None


class ChangeOver(Part):
    """What happens to work when a tour ends."""

    in_hand: Literal["finish", "hand_over"] = "hand_over"
    growth: Factor | None = None
    loss: Share | None = None
    queue_loss: Share | None = None


class PostGroup(Part):
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
    shifts: dict[Name, Shift] = {}
    relief: Literal["at_once", "when_free"] = "when_free"


class Queue(Part):
    """A finite waiting room."""

    limit: int = Field(ge=0)


class Misreading(Part):
    """How often work is misread, what that costs, and how much a review catches."""

    fresh: Share
    settled: Share
    fidelity: Share
    review: Share | None = None


class Batch(Part):
    """Finished reports leave together."""

    size: int | None = Field(default=None, ge=1)
    at: tuple[ClockTime, ...] = ()
    classes: Names | None = None


class Closing(Part):
    """A station that stops on a date."""

    on: Moment
    transfer_to: Name | None = None


class Station(Part):
    """A place where people work on reports."""

    stage: Stage
    posts: dict[Name, PostGroup]
    work: DurationLaw
    work_by_class: dict[Name, DurationLaw] = {}
    needs: Names = ()
    reads: Names | None = None
    writes: Name | None = None
    system: Name | None = None
    opens: Names = ()
    level: Level | None = None
    remit: Name | None = None
    discipline: Literal["precedence", "fifo", "lifo", "ltiov"] = "precedence"
    assign: Literal["longest_idle", "most_proficient"] = "longest_idle"
    interrupts: Precedence | None = None
    purges: bool = True
    queue: Queue | None = None
    misreading: Misreading | None = None
    batch: Batch | None = None
    closes: Closing | None = None
    place: str = ""
    title: str = ""


# --- channels ------------------------------------------------------------------------------------------------------


class Hurdle(Part):
    """Something on a channel that may stop, divert or delay a report. Every field left out is no condition."""

    kind: Literal["language", "system", "caveat", "reluctance", "access", "release", "aggregation", "granularity", "other"] = "other"
    classes: Names | None = None
    levels: tuple[Level, ...] | None = None
    origins: Names | None = None
    languages: Names | None = None
    systems: Names | None = None
    more_than: int | None = Field(default=None, ge=0)
    probability: Share | None = None
    otherwise: Name | None = None
    delay: DurationLaw | None = None
    through: Names | None = None


class Channel(Part):
    """A directed link over which a station shares what it finished."""

    carries: Names | None = None
    share: Share | None = None
    transit: DurationLaw | None = None
    hurdles: dict[Name, Hurdle] = {}


# --- the mission ---------------------------------------------------------------------------------------------------


class Limits(Part):
    """How large a run may become before it is refused."""

    reports: int = Field(default=2_000_000, ge=1)
    stations: int = Field(default=1_000, ge=1)
    replications: int = Field(default=10_000, ge=1)
    file_size: int = Field(default=100_000_000, ge=1)


class Mission(Part):
    """One organisation and the time over which it is watched."""

    mission: str
    start: dt.datetime
    horizon: Duration
    warm_up: Duration | None = None
    description: str = ""
    classes: dict[Name, ReportClass]
    sources: dict[Name, Source]
    incidents: dict[Name, Incident] = {}
    stations: dict[Name, Station]
    channels: dict[ChannelName, Channel] = {}
    limits: Limits = Limits()
