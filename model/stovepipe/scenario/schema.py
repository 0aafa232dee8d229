"""The language of a configuration: what a mission file may say.

Shapes only: types, units, required keys, allowed words. Whether the names in one part exist in another, and
whether the whole makes sense, is asked in `stovepipe.scenario.checks`.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, StringConstraints

from stovepipe.scenario.laws import DurationLaw
from stovepipe.scenario.parts import Part
from stovepipe.scenario.problems import fault
from stovepipe.scenario.quantities import LONG_KEYS, Count, Duration, Factor, Quantity, Rate, Share, read
from stovepipe.scenario.times import WEEKDAYS, ClockEnd, ClockTime, DateRange, HourRange, Moment, Weekday
from stovepipe.scenario.unsettled import Unsettled

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]* -> [A-Za-z][A-Za-z0-9_]*$")]
Title = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
Precedence = Literal["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]
Level = Literal["tactical", "operational", "strategic"]
Stage = Literal["collection", "translation", "registry", "release", "analysis", "command"]


def one_or_more(raw: object) -> object:
    """A single name is a list of one."""
    return (raw,) if isinstance(raw, str) else raw


HurdleKind = Literal[
    "language", "system", "caveat", "reluctance", "access", "release", "aggregation", "granularity", "other"
]

PRECEDENCES: tuple[Precedence, ...] = get_args(Precedence)  # the most urgent first
WRITING_STAGES: tuple[Stage, ...] = ("analysis", "translation", "registry")  # what they send on is their own
BUILT_IN_CAUSES = ("no_route", "expired", "overflow", "handover", "stranded", "sent_elsewhere")
HURDLE_CAUSES: dict[HurdleKind, str] = {
    "language": "untranslated",
    "system": "incompatible",
    "caveat": "withheld",
    "reluctance": "not_shared",
    "access": "refused",
    "release": "not_released",
    "aggregation": "aggregated",
    "granularity": "no_use",
}

Names = Annotated[tuple[Name, ...], BeforeValidator(one_or_more)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


# --- reports -------------------------------------------------------------------------------------


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
    hours: dict[HourRange, Factor] = Field(default_factory=dict)
    weekdays: dict[Weekday, Factor] = Field(default_factory=dict)
    dates: dict[DateRange, Factor] = Field(default_factory=dict)


def rate_alone(raw: object) -> object:
    """A rate alone is a profile that does not vary."""
    if isinstance(raw, dict) and "value" in raw and raw.keys() & {"hours", "weekdays", "dates"}:
        raise fault("a rate and how it varies", "write {rate: {value: ...}, hours: {...}}")
    is_profile = isinstance(raw, RateProfile) or (
        isinstance(raw, dict) and ("rate" in raw or not raw.keys() & LONG_KEYS)
    )
    return raw if is_profile else RateProfile(rate=read(raw, "rate"))


class EventFile(Part):
    """Occurrences read from a CSV file."""

    path: str
    time: str
    klass: str | None = Field(default=None, alias="class")
    classes: dict[str, Name] = Field(default_factory=dict)
    format: str | None = None
    outside: Literal["drop", "error"] = "drop"


class Source(Part):
    """Where reports originate."""

    written_at: Name
    nation: Name | None = None
    languages: dict[Name, Share] = Field(default_factory=dict)
    reports: dict[Name, Annotated[RateProfile, BeforeValidator(rate_alone)]] = Field(default_factory=dict)
    file: EventFile | None = None
    title: str = ""


# --- incidents -----------------------------------------------------------------------------------


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
    sources: dict[Name, Share] = Field(default_factory=dict)
    posts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Count] = Field(default_factory=dict)


class Raise(Part):
    """Precedence that an incident gives to the reports of some classes while it lasts."""

    lasts: Duration
    classes: dict[Name, Precedence]
    sources: Names | None = None


class Incident(RateProfile):
    """What happens in the area of operations: an attack, say, and what follows from it."""

    clustering: Clustering | None = None
    bursts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Burst] = Field(
        default_factory=dict
    )
    diverts: Diversion | None = None
    raises: Raise | None = None
    title: str = ""


# --- stations ------------------------------------------------------------------------------------


class Shift(Part):
    """The hours of duty and what happens to the report in hand when they end."""

    start: ClockTime = Field(alias="from")
    end: ClockEnd = Field(alias="to")
    days: Annotated[tuple[Weekday, ...], BeforeValidator(one_or_more)] = WEEKDAYS
    at_end: Literal["finish", "suspend", "hand_over"] = "finish"


class Leave(Part):
    """Absences within a tour."""

    length: Duration
    times: Whole = Field(default=1, ge=1, le=12)


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
    shifts: dict[Name, Shift] = Field(default_factory=dict)
    relief: Literal["at_once", "when_free"] = "when_free"


class Queue(Part):
    """A finite waiting room."""

    limit: Whole = Field(ge=0)


class Misreading(Part):
    """How often work is misread, what that costs, and how much a review catches."""

    fresh: Share
    settled: Share
    fidelity: Share
    review: Share | None = None


class Batch(Part):
    """Finished reports leave together."""

    size: Whole | None = Field(default=None, ge=1)
    at: Annotated[tuple[ClockTime, ...], BeforeValidator(one_or_more)] = ()
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
    work_by_class: dict[Name, DurationLaw] = Field(default_factory=dict)
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
    purges: Flag = True
    queue: Queue | None = None
    misreading: Misreading | None = None
    batch: Batch | None = None
    closes: Closing | None = None
    place: str = ""
    title: str = ""


# --- channels ------------------------------------------------------------------------------------


class Hurdle(Part):
    """Something on a channel that may stop, divert or delay a report. A field left out is no condition."""

    kind: HurdleKind = "other"
    classes: Names | None = None
    levels: Annotated[tuple[Level, ...], BeforeValidator(one_or_more)] | None = None
    origins: Names | None = None
    languages: Names | None = None
    systems: Names | None = None
    more_than: Whole | None = Field(default=None, ge=0)
    probability: Share | None = None
    otherwise: Name | None = None
    delay: DurationLaw | None = None
    through: Names | None = None

    @property
    def cause(self) -> str | None:
        """What stops here is lost to; a hurdle of kind `other` that stops nothing has none."""
        return self.otherwise or HURDLE_CAUSES.get(self.kind)

    @property
    def stops(self) -> float:
        """The probability of stopping; unless stated, 0 for what delays or leads elsewhere, else 1."""
        if self.probability is not None:
            return self.probability.value
        return 0.0 if self.delay is not None or self.through is not None else 1.0


def kind_from_name(raw: object) -> object:
    """A hurdle named after a kind is of that kind, unless it says otherwise."""
    if not isinstance(raw, dict):
        return raw
    return {
        name: {"kind": name, **hurdle}
        if name in get_args(HurdleKind) and isinstance(hurdle, dict)
        else hurdle
        for name, hurdle in raw.items()
    }


def ends(channel: str) -> tuple[str, str]:
    """The sender and the recipient in the name of a channel.

    >>> ends("gao -> bamako")
    ('gao', 'bamako')

    Raises:
        Unsettled: it is no name of a channel.
    """
    return _both(channel, " -> ")


def pair(key: str) -> tuple[str, str]:
    """The two names in a key: of a source and a class, or of a station and a post group.

    >>> pair("patrols.warning")
    ('patrols', 'warning')

    Raises:
        Unsettled: it does not have two names.
    """
    return _both(key, ".")


def _both(text: str, joint: str) -> tuple[str, str]:
    one, found, other = text.partition(joint)
    if not found:
        raise Unsettled
    return one, other


class Channel(Part):
    """A directed link over which a station shares what it finished."""

    carries: Names | None = None
    share: Share | None = None
    transit: DurationLaw | None = None
    hurdles: Annotated[dict[Name, Hurdle], BeforeValidator(kind_from_name)] = Field(default_factory=dict)


# --- the mission ---------------------------------------------------------------------------------


class Limits(Part):
    """How large a run may become before it is refused."""

    reports: Whole = Field(default=2_000_000, ge=1)
    stations: Whole = Field(default=1_000, ge=1)
    replications: Whole = Field(default=10_000, ge=1)
    file_size: Whole = Field(default=100_000_000, ge=1)


class Mission(Part):
    """One organisation and the time over which it is watched."""

    mission: Title
    start: Moment
    horizon: Duration
    warm_up: Duration | None = None
    description: str = ""
    classes: dict[Name, ReportClass]
    sources: dict[Name, Source]
    incidents: dict[Name, Incident] = Field(default_factory=dict)
    stations: dict[Name, Station]
    channels: dict[ChannelName, Channel] = Field(default_factory=dict)
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
