"""Writes down what happens, row by row, and turns the rows into the tables of a trajectory."""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from stovepipe.engines.simpy_engine.copies import Copy
from stovepipe.engines.simpy_engine.ledger import Ledger
from stovepipe.trajectory import Crossings, Deliveries, Outcome, Passage, Services, VisitEnd, Visits

Row = tuple[int, ...]
OPEN: Row = ()


class Recorder:
    """Rows of visits, services and crossings.

    A row is taken when something begins and filled in when it has ended.
    """

    def __init__(self) -> None:
        self.visits: list[Row] = []
        self.services: list[Row] = []
        self.crossings: list[Row] = []

    def begin_visit(self, copy: Copy, now: int) -> None:
        """A copy arrives at a station."""
        copy.row = len(self.visits)
        self.visits.append(OPEN)
        copy.arrived = now
        copy.started = -1
        copy.at_arrival = (copy.waiting, copy.work, copy.suspended)
        copy.duplicated = 0

    def end_visit(self, copy: Copy, now: int, end: VisitEnd) -> None:
        """The visit is over; the copy's counters are up to date."""
        waiting, work, suspended = copy.at_arrival
        self.visits[copy.row] = (
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

    def begin_crossing(self, copy: Copy, channel: int, now: int) -> None:
        """A copy is offered to the channel at which it is."""
        copy.crossing_row = len(self.crossings)
        copy.offered = now
        self.crossings.append(
            (copy.number, copy.lead.rank, len(copy.carried), channel, now, -1, -1, Passage.UNDER_WAY)
        )

    def end_crossing(self, copy: Copy, channel: int, now: int, passage: Passage, hurdle: int = -1) -> None:
        """The copy has arrived, was stopped by a hurdle, or ended while it was worked through a station."""
        self.crossings[copy.crossing_row] = (
            copy.number,
            copy.lead.rank,
            len(copy.carried),
            channel,
            copy.offered,
            now,
            hurdle,
            passage,
        )

    def visit_table(self) -> Visits:
        """The visits, as columns."""
        return Visits(*_columns(self.visits, 13))

    def service_table(self) -> Services:
        """The services, as columns."""
        return Services(*_columns(self.services, 5))

    def crossing_table(self) -> Crossings:
        """The crossings, as columns."""
        return Crossings(*_columns(self.crossings, 8))


def delivery_table(ledger: Ledger, klass: NDArray[np.int64], consumers: tuple[int, ...]) -> Deliveries:
    """The deliveries of the reports, whose classes are `klass`; those not decided are in flight."""
    undecided = (int(Outcome.IN_FLIGHT), -1, -1, -1, 0, 0, 0, 0, 0, 0)
    columns = _columns([row or undecided for row in ledger.rows], 10)
    needed_by = [ledger.needed_by[k] for k in klass.tolist()]
    report = np.repeat(np.arange(len(klass), dtype=np.int64), [len(bits) for bits in needed_by])
    consumer = np.array([consumers[bit] for bit in chain.from_iterable(needed_by)], dtype=np.int64)
    fidelity = np.full(len(ledger.rows), np.nan)
    fidelity[list(ledger.fidelity)] = list(ledger.fidelity.values())
    outcome, cause, decided, where, waiting, work, suspended, batching, transit, hurdles = columns
    return Deliveries(
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


def _columns(rows: list[Row], width: int) -> list[NDArray[np.int64]]:
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=width * len(rows))
    return [np.ascontiguousarray(column) for column in flat.reshape(len(rows), width).T]
