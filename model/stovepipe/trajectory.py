"""What happened in one replication: reports, visits, services, crossings and deliveries, as tables.

All times are in ticks of one microsecond since the clock starts; -1 stands for "not (yet)". Ranks are those
of the network.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.details.rules import Ending
from stovepipe.network.records import NEVER, Network
from stovepipe.network.schedule import Calendar, Duty, Reports

Column = NDArray[np.int64]

# What stands in the place of a copy in `Descents` where a report goes over to none.
HELD_ALREADY = -1  # the batch held it already
NO_ROOM = -2  # the product that left has no room for it


class VisitEnd(IntEnum):
    """How a visit of a copy to a station ended."""

    PRESENT = 0  # still there at the horizon
    FINISHED = 1
    REWORK = 2  # misread, caught in review, worked again as a new visit
    EXPIRED = 3
    OVERFLOW = 4
    DUPLICATE = 5
    HANDOVER = 6
    STRANDED = 7
    TRANSFERRED = 8
    ABANDONED = 9
    PASSED_ON = 10  # a twin had finished it: taken over, without work


DONE = (VisitEnd.FINISHED, VisitEnd.PASSED_ON)
"""The ends of a visit after which the copy is delivered and sent on."""


class Passage(IntEnum):
    """How an offer to a channel ended."""

    UNDER_WAY = 0  # at a hurdle or in transit at the horizon
    ARRIVED = 1
    STOPPED = 2  # by the hurdle named
    ENDED = 3  # while it was worked through a station


class HoldEnd(IntEnum):
    """What ended a wait for confirmation."""

    PRESENT = 0  # still held at the horizon
    CONFIRMED = 1
    PASSED = 2  # the limit came, and it went on unconfirmed
    STOPPED = 3  # the limit came, and it ended as unconfirmed
    RAISED = 4  # its precedence was raised, and it did not have to wait any more
    TRANSFERRED = 5  # the station closed, and has a successor
    STRANDED = 6


class Worth(IntEnum):
    """What a copy was worth to those whose rapport moves with it."""

    USEFUL = 0
    USELESS = 1  # all coarse, known already, or beside what is asked for
    STOPPED = 2  # by a hurdle of the channel


class DeliveryOutcome(IntEnum):
    """The outcome of a delivery; `Deliveries.cause` tells the cause of a loss."""

    IN_FLIGHT = 0
    DELIVERED = 1
    LOST = 2


class RequestOutcome(IntEnum):
    """What became of a request; `Requests.cause` tells why one is unanswered."""

    IN_FLIGHT = 0
    ANSWERED = 1
    UNANSWERED = 2


@dataclass(frozen=True)
class Visits:
    """One row for each visit of a copy to a station, in order of arrival.

    `lead`: rank of the copy's lead report; `carried`: number of reports; `started`: first start of work;
    `ended`: when the visit ended; `waiting`, `work`, `suspended`: ticks so spent; `duplicated`: 1 where the
    work repeated what a station with the same remit had finished; `through`: the channel for which it was
    worked through, or -1; `end`: a `VisitEnd`.
    """

    copy: Column
    lead: Column
    carried: Column
    station: Column
    through: Column
    arrived: Column
    started: Column
    ended: Column
    waiting: Column
    work: Column
    suspended: Column
    duplicated: Column
    end: Column


@dataclass(frozen=True)
class Services:
    """One row for each stretch of work.

    Which server (in which tour) worked on which visit (row of `Visits`) from when to when.
    A stretch that lasts at the horizon has `ended` = horizon.
    """

    visit: Column
    server: Column
    tour: Column
    began: Column
    ended: Column


@dataclass(frozen=True)
class Calls:
    """One row for each call of a person who was off duty, in the order in which they were called.

    `server`: who was called; `tour`: in which tour; `called`: when; `came`: when that person came; `over`:
    when the call was over.
    """

    server: Column
    tour: Column
    called: Column
    came: Column
    over: Column


@dataclass(frozen=True)
class Crossings:
    """One row for each offer of a copy to a channel.

    `hurdle` is the index of the hurdle that stopped it, or -1.
    """

    copy: Column
    lead: Column
    carried: Column
    channel: Column
    offered: Column
    ended: Column
    hurdle: Column
    passage: Column


@dataclass(frozen=True)
class Descents:
    """One row for each report that a copy has from another copy, in order of time.

    Copies are made from others where one is shared with several channels, where a batch leaves as a product,
    and where a hurdle takes reports out of a product. `parent`: the copy from which it has the report; `at`:
    when. What a batch held already, and so left with the copy that brought it, has `copy` -1, and what it
    crowded out -2. A copy that is not listed began with its report.
    """

    copy: Column
    report: Column
    parent: Column
    at: Column


@dataclass(frozen=True)
class Exposures:
    """One row for each report and station that is not cleared for it, when it first comes there.

    `until`: the tick until which the report's source is silent because of it; -1 if it is not.
    """

    report: Column
    station: Column
    at: Column
    until: Column


@dataclass(frozen=True)
class Holds:
    """One row for each wait of a copy for confirmation, in the order in which they began.

    `lead`: rank of the copy's lead report; `carried`: number of reports; `event`: the event (row of
    `Calendar.events`) that it was held for; `until` is -1 at the horizon; `end`: a `HoldEnd`.
    """

    copy: Column
    lead: Column
    carried: Column
    station: Column
    event: Column
    since: Column
    until: Column
    end: Column


@dataclass(frozen=True)
class Sortings:
    """One row for each report that a station sorted, in order of time.

    `before` and `after`: the class (rank) that it appeared as in the copy until then, and from then on.
    """

    copy: Column
    report: Column
    station: Column
    at: Column
    before: Column
    after: Column


@dataclass(frozen=True)
class Intakes:
    """One row for each time that something new went into the stock of a system, in order of time.

    `system`: rank; `taken`: how many reports; `amount`: the stock then, in reports.
    """

    system: Column
    at: Column
    taken: Column
    amount: NDArray[np.float64]


@dataclass(frozen=True)
class LinkWaits:
    """One row for each wait of a copy for a link that is down, in the order in which they ended.

    `lead`: rank of the copy's lead report; `until` is -1 of what waits at the horizon, which comes last.
    """

    copy: Column
    lead: Column
    channel: Column
    since: Column
    until: Column


@dataclass(frozen=True)
class Judgements:
    """One row for each move of rapport, in the order in which they happen.

    Which copy moved that of which channel, and when; `worth`: a `Worth`; `moved`: the moved part after it.
    """

    copy: Column
    channel: Column
    at: Column
    worth: Column
    moved: NDArray[np.float64]


@dataclass(frozen=True)
class Deliveries:
    """One row for each (report, consumer that needs it), in order of the report's rank, then the consumer's.

    `consumer`: its number, as in `Network.consumers`;
    `decided`: when it was delivered or lost (-1 in flight); `cause`: rank in `Network.causes`, -1 unless
    lost; the six counters of ticks add up to `decided - occurred` (0 in flight); `fidelity`: of what was
    delivered, else NaN; `where`: the station (rank), or the channel (number of stations + rank), where it was
    delivered or the last copy ended; -1 in flight.
    """

    report: Column
    consumer: Column
    outcome: Column
    cause: Column
    decided: Column
    where: Column
    waiting: Column
    work: Column
    suspended: Column
    batching: Column
    transit: Column
    hurdles: Column
    fidelity: NDArray[np.float64]


@dataclass(frozen=True)
class Requests:
    """One row for each request, in the order in which they were made.

    `ask`: rank in `Network.asks`; `about`, `request`, `answer`: ranks of reports, the last -1 unless the
    request reached its source; `asked`, `reached`, `written`, `decided`: when it was made, when it reached
    the source, when the answer was written down, and when it was answered, or could not be any more (-1: not
    yet, or never); `outcome`: a `RequestOutcome`; `cause`, `where`: as in `Deliveries`. The six counters of
    ticks add up to `decided - asked` (0 in flight).
    """

    ask: Column
    about: Column
    request: Column
    answer: Column
    asked: Column
    reached: Column
    written: Column
    outcome: Column
    cause: Column
    decided: Column
    where: Column
    waiting: Column
    work: Column
    suspended: Column
    batching: Column
    transit: Column
    hurdles: Column


@dataclass(frozen=True)
class Trajectory:
    """One replication, whole.

    `made`: the requests and their answers, which are ranked behind the reports of the calendar.
    """

    network: Network
    calendar: Calendar
    visits: Visits
    services: Services
    calls: Calls
    crossings: Crossings
    descents: Descents
    exposures: Exposures
    holds: Holds
    sortings: Sortings
    intakes: Intakes
    link_waits: LinkWaits
    judgements: Judgements
    deliveries: Deliveries
    made: Reports
    requests: Requests
    queue_peak: Column  # by station: the most copies that ever waited
    batching: Column  # by station: ticks that reports spent in its batch, or held for confirmation

    @cached_property
    def reports(self) -> Reports:
        """All reports by rank: those of the calendar, then those that were made."""
        settled, made = self.calendar.reports, self.made
        if not len(made.occurred):
            return settled
        columns = (
            np.concatenate((getattr(settled, field.name), getattr(made, field.name)))
            for field in fields(Reports)
        )
        return Reports(*columns)

    @cached_property
    def whole(self) -> Calendar:
        """The calendar, with the reports that were made behind its own."""
        return replace(self.calendar, reports=self.reports)

    @cached_property
    def duty(self) -> tuple[Duty, ...]:
        """The spells of duty of each server, with those on call; one on call may be empty."""
        called = set(self.calls.server.tolist())
        return tuple(
            self._with_calls(rank, duty) if rank in called else duty
            for rank, duty in enumerate(self.calendar.duty)
        )

    def on_call(self, server: int, at: int) -> bool:
        """Whether a server was there on call when work began at a tick."""
        calls = self.calls
        over = np.where(calls.over < 0, NEVER, calls.over)
        during = (calls.came <= at) & ((at < over) | (calls.came == over) & (at == over))
        return bool(((calls.server == server) & (calls.came >= 0) & during).any())

    def _with_calls(self, server: int, duty: Duty) -> Duty:
        presence, calls = self.calendar.presence[server], self.calls
        came = np.flatnonzero((calls.server == server) & (calls.came >= 0))
        if presence is None or not len(came):
            return duty
        on, over = calls.came[came], calls.over[came]
        off = np.where(over < 0, NEVER, over)
        piece = np.searchsorted(presence.on, on, side="right") - 1
        ending = np.where(off == presence.off[piece], presence.ending[piece], int(Ending.CALL))
        person = (presence.tour, presence.tenure, presence.p0, presence.slope, presence.start)
        spells = (on, off, ending, *(column[piece] for column in person))
        columns = [
            np.concatenate((getattr(duty, field.name), spell))
            for field, spell in zip(fields(Duty), spells, strict=True)
        ]
        order = np.lexsort((columns[1], columns[0]))
        return Duty(*(column[order] for column in columns))
