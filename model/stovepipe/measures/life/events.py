"""What happens in the life of one report: events, who is at work, what becomes of it for each consumer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stovepipe.measures.life.crossing import Met
from stovepipe.network.records import Network


class EventKind(StrEnum):
    """What an event is."""

    OCCURRED = "occurred"
    RAISED = "raised"
    ARRIVED = "arrived"
    BEGAN = "began"
    STOPPED_WORK = "stopped work"
    FINISHED = "finished"
    PASSED_ON = "passed on"
    REWORK = "rework"
    EXPIRED = "expired"
    OVERFLOW = "overflow"
    DUPLICATE = "duplicate"
    HANDOVER = "handover"
    STRANDED = "stranded"
    TRANSFERRED = "transferred"
    ABANDONED = "abandoned"
    SORTED = "sorted"
    HELD = "held"
    LEFT_HOLD = "left hold"
    UNCONFIRMED = "unconfirmed"
    BATCHED = "batched"
    LEFT_BATCH = "left batch"
    CROWDED_OUT = "crowded out"
    NOT_SENT = "not sent"
    OFFERED = "offered"
    HURDLE = "hurdle"
    LINK_DOWN = "link down"
    CROSSED = "crossed"
    DELIVERED = "delivered"
    ASKED = "asked"
    REACHED = "reached"
    COLLECTED = "collected"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    LOST = "lost"
    DISPOSED = "disposed"
    STILL = "still there"


@dataclass(frozen=True)
class Person:
    """Who held a report: one person, in one post.

    `post` and `tour` count from 0, as in the tables of a trajectory; `posts`: how many posts the group has;
    `shift` is empty where there is only one; `since`: the tick of arrival, None for one who stays for good;
    `proficiency`: when this stretch of work began; `on_call`: whether the person had been called for it.
    """

    group: str
    post: int
    posts: int
    shift: str
    tour: int
    since: int | None
    proficiency: float
    on_call: bool = False


@dataclass(frozen=True)
class Event:
    """One thing that happened to a copy of the report.

    Attributes:
        at: tick.
        kind: what happened.
        place: the station or channel.
        copy: the number of the copy in this life, from 1.
        others: how many other reports the copy carried.
        who: the person at work, of `BEGAN`, `STOPPED_WORK` and what ends a stretch of work.
        waited, suspended: ticks so spent since the event before at this station, of what ends a wait.
        lasted: ticks: of the stretch of work; of waiting in the batch (`LEFT_BATCH`, `CROWDED_OUT`) or for
            confirmation; of the delay (`HURDLE`), of the wait for a link (`LINK_DOWN`; None if it lasts at
            the end) or transit (`CROSSED`); of a request until it reached its source, was answered or could
            not be; of collecting (`COLLECTED`).
        about: the channel it is worked through for (`ARRIVED`), the hurdle, the consumer, the source, the
            event that it tells of (`HELD`), the sources that confirm it, the incident that raised it, the
            source that is asked, the ask, or the class that it appeared as before (`SORTED`).
        why: the reason why work stopped, or why it waits no more (`LEFT_HOLD`); the cause of a loss or a
            disposal; where it is at the end; the precedence it was raised to; the class that it was taken for
            (`SORTED`).
        met: what the hurdle said, of `HURDLE`.
    """

    at: int
    kind: EventKind
    place: str
    copy: int
    others: int = 0
    who: Person | None = None
    waited: int = 0
    suspended: int = 0
    lasted: int | None = None
    about: str = ""
    why: str = ""
    met: Met | None = None


@dataclass(frozen=True)
class Fate:
    """What became of the report for one consumer that needs it.

    `outcome` is delivered, lost, disposed or in_flight; `timely` is None unless delivered; `decided` is a
    tick, None in flight; `where` names the station or channel; `parts` are the ticks of waiting, work,
    suspended, batching, transit and hurdles up to then (`COMPONENTS`); `counts`: whether it is counted in
    the results.
    """

    consumer: str
    outcome: str
    timely: bool | None
    cause: str
    decided: int | None
    where: str
    parts: tuple[int, ...]
    fidelity: float | None
    counts: bool


@dataclass(frozen=True)
class AboutEvent:
    """The event that a report is about: the topic or the incident, which of its events (from 1), and when."""

    subject: str
    number: int
    began: int


@dataclass(frozen=True)
class Life:
    """Everything that is known of one report.

    `rank` is that of the report, `precedence` that of its occurrence; `number` counts the reports of its
    source from 1; `deadline` is None for none; `written`: the tick at which it is written down, None if it
    never is; `about`: None if it is about no event.
    """

    rank: int
    source: str
    number: int
    report_class: str
    trigger: str
    precedence: int
    occurred: int
    deadline: int | None
    language: str
    nation: str
    marking: str
    coarse: bool
    written: int | None
    about: AboutEvent | None
    events: tuple[Event, ...]
    fates: tuple[Fate, ...]


@dataclass(frozen=True, eq=False)
class Traced:
    """The life of a report, and where it was lived."""

    life: Life
    network: Network
    seed: int
    replication: int
