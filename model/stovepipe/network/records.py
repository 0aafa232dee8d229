"""What an engine runs: a mission compiled to plain records, with nothing left to interpret.

Everything that decides a trajectory is in a `Network` (what never changes) and a `Calendar` (what is settled
before the clock starts, for one replication: see `stovepipe.network.schedule`). Entities are numbered by the
rank of their names. Sets of stations, classes, languages, ... are bit masks: bit *i* stands for the entity of
rank *i*; `ANY` has every bit. Times and durations are in ticks of one microsecond since the clock starts. See
``docs/background/semantics.md``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.details.any_of import AnyOf
from stovepipe.network.details.asks import Ask, Origin
from stovepipe.network.details.collected import Collected
from stovepipe.network.details.periods import LaterReach, Outages
from stovepipe.network.details.rules import Assign, AtEnd, Discipline, OnDuplicate
from stovepipe.network.details.stocks import Stock
from stovepipe.network.draws import Law
from stovepipe.terms import CAUSES, CauseKind

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
NEVER = 1 << 62  # later than any horizon
LOOK_AHEAD = 8 * DAY  # so long past the horizon rosters go on: what follows the last spell is known
Mask = NewType("Mask", int)
"""A set of entities: bit *i* stands for the entity of rank *i*."""
Rank = NewType("Rank", int)
"""The position of an entity among the sorted names of its kind."""

# Both are the same number, with opposite meanings; the two types keep them apart.
ANY = Mask(-1)  # every bit
NONE = Rank(-1)  # no such entity; as a number or a tick: none is stated


@dataclass(frozen=True)
class ReportClass:
    """A kind of report. `ltiov` is a law in ticks, or None for no deadline; `half_life` in ticks, or None."""

    name: str
    precedence: int
    ltiov: Law | None
    half_life: float | None
    level: int
    marking: int


@dataclass(frozen=True)
class Door:
    """A station where a source's reports may enter.

    It opens to reports whose class and whose precedence are in the masks. Of the doors that open to a report,
    it enters by the first whose `upto` (a cumulative share, 1 unless doors are drawn) is above its draw.
    """

    station: int
    classes: Mask
    precedences: Mask
    upto: float

    def opens(self, klass: int, precedence: int) -> bool:
        """Whether a report of a class and a precedence may enter here."""
        return bool(self.classes >> klass & 1 and self.precedences >> precedence & 1)


@dataclass(frozen=True)
class Source:
    """Where reports originate. `languages` are (rank, cumulative share), the last share being 1.

    `collection[class][precedence]` is what is lost before a report is written down, and `doors` are where it
    is then.
    Guided by reports of the classes in `guided_by` (mask), the share of its reports that answers a current
    requirement falls from `fresh` to `stale` in `stale_after` ticks. 0: it always answers one.
    """

    name: str
    nation: Rank
    doors: tuple[Door, ...]
    languages: tuple[tuple[int, float], ...]
    collection: tuple[tuple[Collected, ...], ...]
    marking: int
    overmarked: float
    guided_by: Mask
    fresh: float
    stale: float
    stale_after: int
    silenced: float  # the probability that it falls silent when a report of it is exposed
    silence: Law | None  # for how many ticks


@dataclass(frozen=True)
class Rate:
    """A piecewise constant rate.

    `per_tick[i]` from `since[i]` (ticks, `since[0] == 0`) until `since[i + 1]` or the horizon.
    """

    since: NDArray[np.int64]
    per_tick: NDArray[np.float64]


@dataclass(frozen=True)
class Stream:
    """Reports of one class at one source, from one trigger.

    The trigger is a rate, a file of times, or an incident that causes bursts. `about`: the subjects
    of its reports (mask); a burst is about its incident. `made`: it is of requests or answers.
    """

    source: int
    klass: int
    trigger: str
    rate: Rate | None = None
    times: NDArray[np.int64] | None = None
    incident: Rank = NONE
    burst_mean: float = 0.0
    burst_delay: Law | None = None
    about: Mask = Mask(0)
    made: Origin | None = None


@dataclass(frozen=True)
class Incident:
    """What happens in the area of operations.

    `diverts_sources`: (source, share not made); `diverts_posts`: (station, group rank within it, number of
    posts); `raises`: (class, precedence) for reports of the sources in `raises_at` (mask); `raises_younger`:
    also what is on its way and occurred less than so many ticks before (0: nothing). `calls_in`: (station,
    group rank within it, number of posts) of those who come `called_within` and stay until `calls_in_for`.
    """

    name: str
    rate: Rate
    cluster_period: int
    cluster_cv: float
    diverts_for: int
    diverts_sources: tuple[tuple[int, float], ...]
    diverts_posts: tuple[tuple[int, int, int], ...]
    raises_for: int
    raises: tuple[tuple[int, int], ...]
    raises_at: Mask
    raises_younger: int
    calls_in: tuple[tuple[int, int, int], ...] = ()
    called_within: Law | None = None
    calls_in_for: int = 0


@dataclass(frozen=True)
class Subject:
    """What reports can be about: an incident (a rank), or a topic, which has a rate of its own.

    Each occurrence is an event. It lasts for a time drawn from `lasts` (None: it is a moment), is to be known
    within a time drawn from `known_within` (None: there is no such time), and is confirmed by reports from
    `confirmed_by` different sources (NONE: nobody asks for that). The laws are in ticks.
    """

    name: str
    incident: Rank
    rate: Rate | None
    lasts: Law | None
    known_within: Law | None
    confirmed_by: int


@dataclass(frozen=True)
class Shift:
    """Hours of duty.

    (on, off) windows in ticks, sorted, apart and clipped to the clock. One window from 0 to NEVER: always.
    """

    name: str
    windows: NDArray[np.int64]  # shape (n, 2)
    at_end: AtEnd


@dataclass(frozen=True)
class PostGroup:
    """Posts that are filled in the same way.

    A tour of None: one person for good. Without `turnover` there is one as well, who is away whenever nobody
    would be there. Shares are 0 where not stated.
    """

    name: str
    count: int
    nation: Rank
    since: int
    until: int
    tour: Law | None
    block: bool
    turnover: bool  # whether others come when a tour ends, or the same person comes back
    first_change: int  # NONE: drawn
    overlap: int
    gap: Law | None
    early_departure: float
    leave_length: int
    leave_times: int
    start: float  # proficiency on arrival
    learning_time: int  # 0: no learning
    memory: float
    memory_until: int  # nothing is kept of what is learnt for tours that begin then or later
    tour_rule: AtEnd  # FINISH or HAND_OVER
    growth: float
    loss: float
    queue_loss: float
    shifts: tuple[Shift, ...]
    relief_when_free: bool
    called_for: int  # the least urgent precedence for which its people are called; NONE: they are not called
    called_within: Law | None  # the time, in ticks, until a person who is called comes
    takes_classes: Mask = ANY  # of the leads that its people take
    takes_languages: Mask = ANY
    takes_precedences: Mask = ANY


@dataclass(frozen=True)
class Server:
    """One post in one shift: who it is, by ranks; servers with the same `desk` wait for each other."""

    station: int
    group: int
    post: int
    shift: int
    desk: int


@dataclass(frozen=True)
class Confirmation:
    """How a station waits until enough sources tell of the same event (semantics, 3.11).

    Copies wait whose lead is of the `classes` and that have one of the `precedences` (masks), until reports
    of so many `sources` about the event have been finished; at the longest for `within` ticks (NEVER: no
    limit). Then what was held ends if the station `stops` it, else it goes on.
    """

    sources: int
    within: int
    stops: bool
    classes: Mask
    precedences: Mask


@dataclass(frozen=True, slots=True)
class Station:
    """A place where people work on reports.

    Masks: `reads` languages, `opens` systems, `needs` classes, `twins` and `remit` stations.

    `servers` and `outgoing` hold ranks in `Network.servers` and `Network.channels`. `shares` are cumulative,
    for `shared` channels.
    `work` and `work_each` have one law (ticks) for each class: that of the lead, and of each report carried.
    `urgent_work` and `urgent_each` go before them for copies of some precedences; None for the others.
    `twins`: same remit and a common system; `remit`: same remit (both without itself).
    """

    name: str
    stage: str
    groups: tuple[PostGroup, ...]
    servers: tuple[int, ...]
    work: tuple[Law, ...]
    work_each: tuple[Law, ...]
    work_repeats: tuple[float, ...]  # by class, the share of the second for what is heard of an event again
    urgent_work: tuple[Law | None, ...]  # by precedence
    urgent_each: tuple[Law | None, ...]
    needs: Mask
    needs_when: tuple[tuple[int, int, int], ...]  # (class, since, until) of the needs that have a time
    reads: Mask
    opens: Mask
    rests_on: Rank  # the system on whose stock its work rests
    rests_until: int  # the tick from which that stock is lost to it; NEVER
    cleared: Rank  # the most restrictive marking that it may hold; NONE: it may hold anything
    writes_language: Rank
    writes_system: Rank
    writes_level: Rank
    twins: Mask
    remit: Mask
    on_duplicate: OnDuplicate
    discipline: Discipline
    assign: Assign
    interrupts: int  # the least urgent precedence that interrupts; NONE: no one does
    purges: bool
    patience: Law | None  # how long a copy waits for work to begin, in ticks
    queue_limit: int  # NONE: no limit
    misread_fresh: float
    misread_settled: float
    misread_fidelity: float  # 1 and both above 0: no misreading
    review: float
    misread_school: str  # empty: each misreads by itself
    misread_period: int
    batch_classes: Mask  # mask; 0: no batching
    batch_precedences: Mask  # of the copies that wait in the batch
    batch_size: int  # NONE: no size
    batch_keeps: int  # NONE: everything
    batch_releases: NDArray[np.int64]
    confirms: Confirmation | None
    taken_for: tuple[tuple[tuple[float, int], ...], ...]  # by own class: (cumulative share, class); or none
    sorting_gives_precedence: bool  # that of the class, to a report that appears as another than before
    closes: int  # NEVER
    transfer_to: Rank
    outgoing: tuple[int, ...]
    shared: tuple[int, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Hurdle:
    """Something on a channel that may stop, divert or delay a copy; masks and bounds are its conditions.

    `frozen`: systems that the mask holds from a tick on, as (system, tick). `at_full_rapport` is the
    probability where rapport is 1; it equals `probability` where rapport plays no part.
    """

    name: str
    kind: str
    cause: Rank
    classes: Mask
    precedences: Mask
    levels: Mask
    origins: Mask
    languages: Mask
    systems: Mask
    frozen: tuple[tuple[int, int], ...]
    markings: Mask
    coarse: bool  # applies to coarse reports only
    more_than: int  # applies to copies that carry more reports than this
    each: bool  # met by each report carried, by itself
    on_arrival: bool  # met after the transit
    probability: float
    at_full_rapport: float
    delay: Law | None
    through: Rank
    since: int  # it applies in [since, until)
    until: int


@dataclass(frozen=True)
class Channel:
    """A directed link between two stations. The hurdles met on arrival come last.

    `precedences`: of the copies that it takes, when they are shared; it takes them in ``[since, until)``.
    """

    name: str
    sender: int
    recipient: int
    carries: Mask
    precedences: Mask
    transit: Law | None
    rapport: Rapport | None
    hurdles: tuple[Hurdle, ...]
    since: int
    until: int
    outages: Outages | None


@dataclass(frozen=True)
class Network:
    """A compiled mission.

    `consumers` are the numbers of those who need anything, sorted: the ranks of stations, then the groups of
    `any_of` (see `stovepipe.network.ways.consumers`). The *i*-th is bit *i* of the masks in `reach_station`,
    `reach_sorted`, `reach_channel` and, for later ticks, `later_reach`: which of them can be reached from
    where, for each of `kinds` (see `stovepipe.network.ways.reachability.Reach`). The `addressees`, who ask or
    are doors of sources, have the bits behind them. The streams that the clock makes come last.
    `causes` are the names of the causes of loss, the built-in ones first; `cause_kinds` says of each whether
    it is a failure, meant, or a disposition (semantics, 5).
    """

    mission: str
    start: dt.datetime  # the moment of tick `counted_from`
    horizon: int
    counted_from: int
    nations: tuple[str, ...]
    languages: tuple[str, ...]
    systems: tuple[str, ...]
    stocks: tuple[Stock | None, ...]  # by system
    markings: tuple[str, ...]  # from the least to the most restrictive
    causes: tuple[str, ...]
    cause_kinds: tuple[CauseKind, ...]
    classes: tuple[ReportClass, ...]
    sources: tuple[Source, ...]
    incidents: tuple[Incident, ...]
    subjects: tuple[Subject, ...]
    streams: tuple[Stream, ...]
    stations: tuple[Station, ...]
    servers: tuple[Server, ...]
    channels: tuple[Channel, ...]
    any_of: tuple[AnyOf, ...]
    asks: tuple[Ask, ...]
    consumers: tuple[int, ...]
    addressees: tuple[int, ...]
    kinds: tuple[tuple[int, int], ...]
    reach_station: tuple[tuple[int, ...], ...]
    reach_sorted: tuple[tuple[int, ...], ...]
    reach_channel: tuple[tuple[int, ...], ...]
    later_reach: tuple[LaterReach, ...]


# The numbers of the built-in causes of loss.
(
    NO_ROUTE, EXPIRED, OVERFLOW, HANDOVER, STRANDED, SENT_ELSEWHERE, UNREPORTED, OFF_REQUIREMENT,
    ABANDONED, SILENCED, CROWDED_OUT, UNCONFIRMED, CLOSED, MISSORTED,
) = range(len(CAUSES))  # fmt: skip
