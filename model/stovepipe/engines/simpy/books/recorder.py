"""Writes down what happens, row by row, and turns the rows into the tables of a trajectory."""

from __future__ import annotations

from itertools import chain
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from stovepipe.engines.simpy.books.ledger import Ledger
from stovepipe.engines.simpy.copies import Copy
from stovepipe.network.schedule import Reports
from stovepipe.trajectory import (
    Calls,
    Crossings,
    Deliveries,
    DeliveryOutcome,
    Descents,
    Exposures,
    HoldEnd,
    Holds,
    Intakes,
    Judgements,
    LinkWaits,
    Passage,
    Services,
    Sortings,
    VisitEnd,
    Visits,
)

Columns = list[NDArray[np.int64]]

_VISIT = Struct("14q")  # the row, then the columns of `Visits`
_SERVICE = Struct("5q")
_CROSSING = Struct("9q")  # the row, then the columns of `Crossings`
_DESCENT = Struct("4q")
_EXPOSURE = Struct("4q")
_SORTING = Struct("6q")
_INTAKE = Struct("3qd")
_JUDGEMENT = Struct("4qd")
_HOLD = Struct("9q")  # the row, then the columns of `Holds`
_LINK_WAIT = Struct("5q")


ARRIVED = Passage.ARRIVED  # to look a member up in its enumeration takes ten times as long


class Recorder:
    """Rows of visits, services and crossings, packed as they end.

    A visit or crossing has its row from when it begins, so that the tables are in that order.
    """

    def __init__(self) -> None:
        self._visits, self._services, self._crossings = bytearray(), bytearray(), bytearray()
        self._descents, self._exposures, self._holds = bytearray(), bytearray(), bytearray()
        self._sortings = bytearray()
        self._intakes = bytearray()
        self._link_waits = bytearray()
        self._judgements = bytearray()
        self._calls: list[list[int]] = []
        self._begun_visits = self._begun_crossings = self._begun_holds = 0
        self._under_way: dict[int, tuple[Copy, int]] = {}  # by row of the crossing: what crosses, and where

    def begin_visit(self, copy: Copy, now: int) -> None:
        """A copy arrives at a station."""
        copy.row = self._begun_visits
        self._begun_visits += 1
        copy.arrived = now
        copy.started = -1
        copy.at_arrival = (copy.waiting, copy.work, copy.suspended)
        copy.duplicated = 0

    def end_visit(self, copy: Copy, now: int, end: VisitEnd) -> None:
        """The visit is over; the copy's counters are up to date."""
        waiting, work, suspended = copy.at_arrival
        self._visits += _VISIT.pack(
            copy.row,
            copy.number,
            copy.lead.rank,
            len(copy.carried),
            copy.where,
            copy.through,
            copy.arrived,
            copy.started,
            now if end else -1,
            copy.waiting - waiting,
            copy.work - work,
            copy.suspended - suspended,
            copy.duplicated,
            end,
        )

    def call(self, server: int, tour: int, now: int) -> int:
        """A person is called; the row of the call."""
        self._calls.append([server, tour, now, -1, -1])
        return len(self._calls) - 1

    def come(self, row: int, now: int) -> None:
        """The person who was called comes."""
        self._calls[row][3] = now

    def end_call(self, row: int, now: int) -> None:
        """The call is over."""
        self._calls[row][4] = now

    def serve(self, row: int, server: int, tour: int, began: int, ended: int) -> None:
        """A stretch of work on a visit is over."""
        self._services += _SERVICE.pack(row, server, tour, began, ended)

    def descend(self, copy: Copy, parent: int, now: int) -> None:
        """A copy is made, and has what it carries from another."""
        for item in copy.carried:
            self._descents += _DESCENT.pack(copy.number, item.report.rank, parent, now)

    def descend_as(self, copy: int, report: int, parent: int, now: int) -> None:
        """One report goes over to another copy, or (-1) to none."""
        self._descents += _DESCENT.pack(copy, report, parent, now)

    def expose(self, report: int, station: int, now: int, until: int) -> None:
        """A report comes to a station that is not cleared for it."""
        self._exposures += _EXPOSURE.pack(report, station, now, until)

    def sort(self, copy: Copy, report: int, station: int, now: int, before: int, after: int) -> None:
        """A report in a copy appeared as one class, and appears as another, or the same, from now on."""
        self._sortings += _SORTING.pack(copy.number, report, station, now, before, after)

    def take_in(self, system: int, now: int, reports: int, amount: float) -> None:
        """So many new reports go into the stock of a system, which is so large then."""
        self._intakes += _INTAKE.pack(system, now, reports, amount)

    def judge(self, copy: int, channel: int, now: int, worth: int, moved: float) -> None:
        """A copy moves the rapport of a channel."""
        self._judgements += _JUDGEMENT.pack(copy, channel, now, worth, moved)

    def begin_hold(self) -> int:
        """A copy begins to wait for confirmation; the row of its wait."""
        self._begun_holds += 1
        return self._begun_holds - 1

    def end_hold(self, row: int, copy: Copy, station: int, event: int, now: int, end: HoldEnd) -> None:
        """A wait for confirmation is over, or the clock stops."""
        self._holds += _HOLD.pack(
            row,
            copy.number,
            copy.lead.rank,
            len(copy.carried),
            station,
            event,
            copy.since,
            now if end else -1,
            end,
        )

    def wait_for_link(self, copy: Copy, channel: int, since: int, until: int) -> None:
        """A copy has waited for a link that was down, or (until -1) waits at the horizon."""
        self._link_waits += _LINK_WAIT.pack(copy.number, copy.lead.rank, channel, since, until)

    def begin_crossing(self, copy: Copy, now: int) -> None:
        """A copy is offered to a channel."""
        copy.crossing_row = self._begun_crossings
        self._begun_crossings += 1
        copy.offered = now

    def cross(self, copy: Copy, channel: int, now: int) -> None:
        """A copy is offered to a channel and has arrived at once."""
        self._crossings += _CROSSING.pack(
            self._begun_crossings,
            copy.number,
            copy.lead.rank,
            len(copy.carried),
            channel,
            now,
            now,
            -1,
            ARRIVED,
        )
        self._begun_crossings += 1

    def keep_crossing(self, copy: Copy, channel: int) -> None:
        """The crossing takes time: it may still be under way at the horizon."""
        self._under_way[copy.crossing_row] = (copy, channel)

    def under_way(self) -> list[Copy]:
        """The copies whose crossing takes time, on their channel or at a station on the way."""
        return [copy for copy, _ in self._under_way.values()]

    def end_crossing(self, copy: Copy, channel: int, now: int, passage: Passage, hurdle: int = -1) -> None:
        """The copy has arrived, was stopped by a hurdle, or ended while it was worked through a station."""
        self._under_way.pop(copy.crossing_row, None)
        self._crossings += _CROSSING.pack(
            copy.crossing_row,
            copy.number,
            copy.lead.rank,
            len(copy.carried),
            channel,
            copy.offered,
            now,
            hurdle,
            passage,
        )

    def close_books(self) -> None:
        """Write down the crossings that are under way at the horizon."""
        for copy, channel in list(self._under_way.values()):
            self.end_crossing(copy, channel, -1, Passage.UNDER_WAY)

    def visit_table(self) -> Visits:
        """The visits, as columns."""
        return Visits(*_in_order(self._visits, _VISIT))

    def service_table(self) -> Services:
        """The services, as columns."""
        return Services(*_columns(self._services, _SERVICE))

    def call_table(self) -> Calls:
        """The calls, as columns."""
        return Calls(*np.array(self._calls, dtype=np.int64).reshape(-1, 5).T.copy())

    def descent_table(self) -> Descents:
        """The descents, as columns."""
        return Descents(*_columns(self._descents, _DESCENT))

    def exposure_table(self) -> Exposures:
        """The exposures, as columns."""
        return Exposures(*_columns(self._exposures, _EXPOSURE))

    def sorting_table(self) -> Sortings:
        """The sortings, as columns."""
        return Sortings(*_columns(self._sortings, _SORTING))

    def intake_table(self) -> Intakes:
        """What went into stocks, as columns."""
        system, at, taken, amount = _columns(self._intakes, _INTAKE)
        return Intakes(system, at, taken, amount.view(np.float64))

    def hold_table(self) -> Holds:
        """The waits for confirmation, as columns."""
        return Holds(*_in_order(self._holds, _HOLD))

    def link_wait_table(self) -> LinkWaits:
        """The waits for links that were down, as columns."""
        return LinkWaits(*_columns(self._link_waits, _LINK_WAIT))

    def judgement_table(self) -> Judgements:
        """The moves of rapport, as columns."""
        copy, channel, at, worth, moved = _columns(self._judgements, _JUDGEMENT)
        return Judgements(copy, channel, at, worth, moved.view(np.float64))

    def crossing_table(self) -> Crossings:
        """The crossings, as columns."""
        return Crossings(*_in_order(self._crossings, _CROSSING))


def delivery_table(ledger: Ledger, reports: Reports, consumers: tuple[int, ...]) -> Deliveries:
    """The deliveries of the reports; those not decided are in flight."""
    undecided = (int(DeliveryOutcome.IN_FLIGHT), -1, -1, -1, 0, 0, 0, 0, 0, 0)
    values = chain.from_iterable(row or undecided for row in ledger.rows)
    table = np.fromiter(values, np.int64, len(ledger.rows) * len(undecided))
    columns = table.reshape(-1, len(undecided)).T.copy()
    needed_by = [ledger.needed_by[k] for k in reports.klass.tolist()]
    report = np.repeat(np.arange(len(needed_by), dtype=np.int64), [len(bits) for bits in needed_by])
    consumer = np.array([consumers[bit] for bit in chain.from_iterable(needed_by)], dtype=np.int64)
    fidelity = np.full(len(ledger.rows), np.nan)
    fidelity[list(ledger.fidelity)] = list(ledger.fidelity.values())
    outcome, cause, decided, where, waiting, work, suspended, batching, transit, hurdles = columns
    deliveries = Deliveries(
        report,
        consumer,
        outcome,
        cause,
        decided,
        where,
        waiting,
        work,
        suspended,
        batching,
        transit,
        hurdles,
        fidelity,
    )
    return ledger.dated.only_needed(deliveries, reports) if ledger.dated else deliveries


def _columns(packed: bytearray, row: Struct) -> Columns:
    table = np.frombuffer(bytes(packed), dtype=np.int64).reshape(-1, row.size // 8)
    return [np.ascontiguousarray(column) for column in table.T]


def _in_order(packed: bytearray, row: Struct) -> Columns:
    """The columns behind the first, in the order of the first."""
    rows, *columns = _columns(packed, row)
    order = np.argsort(rows)
    return [column[order] for column in columns]
