"""What becomes of requests: the ledger where reports are made while the clock runs (semantics, 3.13)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np

from stovepipe.engines.simpy.books.ledger import LOST, Ledger, total, wrong_sum
from stovepipe.engines.simpy.books.made import MadeReports
from stovepipe.engines.simpy.copies import NOTHING, Carried, Copy, Report
from stovepipe.network.records import NONE, Network
from stovepipe.trajectory import DeliveryOutcome, RequestOutcome, Requests

IN_FLIGHT, ANSWERED, UNANSWERED = (
    RequestOutcome.IN_FLIGHT, RequestOutcome.ANSWERED, RequestOutcome.UNANSWERED,
)  # fmt: skip
NOT_YET = -1


class RoundTrip:
    """A request and its answer.

    `spent`: the six counters up to when the request reached its source, and in the end of the whole.
    """

    __slots__ = (
        "about", "answer", "ask", "cause", "decided", "outcome", "reached", "request", "spent", "where",
        "written",
    )  # fmt: skip

    def __init__(self, ask: int, about: Report, request: Report) -> None:
        self.ask, self.about, self.request = ask, about, request
        self.answer: Report | None = None
        self.reached = self.written = self.decided = NOT_YET
        self.outcome, self.cause, self.where = IN_FLIGHT, int(NONE), int(NONE)
        self.spent: tuple[int, ...] = NOTHING

    def row(self) -> tuple[int, ...]:
        """The columns of `Requests`."""
        answer = NONE if self.answer is None else self.answer.rank
        begun = self.ask, self.about.rank, self.request.rank, answer, self.request.occurred
        spent = NOTHING if self.outcome is IN_FLIGHT else self.spent
        decided = int(self.outcome), self.cause, self.decided, self.where
        return *begun, self.reached, self.written, *decided, *spent


class RequestLedger(Ledger):
    """The ledger that also keeps what becomes of requests, in rows of their own.

    What a request, or an answer, is still to reach are its pending bits, behind those of the consumers.
    """

    def __init__(self, network: Network, made: MadeReports) -> None:
        super().__init__(network)
        self.made = made
        first = len(network.consumers)
        self._bit = {station: 1 << first + i for i, station in enumerate(network.addressees)}
        self._trips: list[RoundTrip] = []
        self._trip_of: list[RoundTrip] = []  # by rank of what was made

    def trip(self, report: Report) -> RoundTrip:
        """The round trip to which a request or an answer belongs."""
        return self._trip_of[report.rank - self.made.first]

    def begin(self, trip: RoundTrip) -> None:
        """A request is made."""
        self._trips.append(trip)
        self._trip_of.append(trip)

    def reply(self, trip: RoundTrip, answer: Report) -> None:
        """The answer is made."""
        trip.answer = answer
        self._trip_of.append(trip)

    def seek(self, report: Report, stations: Iterable[int], where: int, *, is_sorted: bool = False) -> None:
        """What was made is to reach one of the stations, from where it occurs now, and is sorted or not."""
        for station in stations:
            report.pending |= self._bit[station]
        self._undecided[report.rank] = report
        self.lose_unreachable(report, where, is_sorted=is_sorted)

    def fail(self, report: Report, cause: int, where: int) -> None:
        """What was made is never a copy."""
        if report.pending:
            self._settle(report, report.pending, LOST, cause, report.occurred, where, NOTHING)

    def reach(self, trip: RoundTrip, now: int, spent: tuple[int, ...] = NOTHING) -> None:
        """The request reaches its source, which collects from now on."""
        if sum(spent) != now - trip.request.occurred or min(spent) < 0:
            raise wrong_sum(trip.request, now, spent)
        trip.reached, trip.spent = now, spent
        self._arrived(trip.request)

    def answered(self, trip: RoundTrip, item: Carried, copy: Copy, station: int, now: int) -> None:
        """Who asked has finished the answer."""
        self._arrived(item.report)
        self._decide(trip, ANSWERED, int(NONE), now, station, total(item, copy))

    def _arrived(self, report: Report) -> None:
        report.pending = 0
        self._undecided.pop(report.rank, None)

    def _write_down(
        self, report: Report, consumers: int, outcome: DeliveryOutcome, rest: tuple[int, ...]
    ) -> None:
        """What was made has no deliveries: when nobody can read it any more, its round trip has failed."""
        if report.rank < self.made.first:
            super()._write_down(report, consumers, outcome, rest)
        elif not report.pending:
            cause, now, where, *spent = rest
            self._decide(self.trip(report), UNANSWERED, cause, now, where, tuple(spent))

    def _decide(
        self,
        trip: RoundTrip,
        outcome: RequestOutcome,
        cause: int,
        now: int,
        where: int,
        spent: tuple[int, ...],
    ) -> None:
        trip.outcome, trip.cause, trip.decided, trip.where = outcome, cause, now, where
        trip.spent = tuple(before + own for before, own in zip(trip.spent, spent, strict=True))

    def table(self) -> Requests:
        """The requests, as columns."""
        values = chain.from_iterable(trip.row() for trip in self._trips)
        columns = len(IN_NO_ROWS)
        table = np.fromiter(values, np.int64, len(self._trips) * columns).reshape(-1, columns)
        return Requests(*(np.ascontiguousarray(column) for column in table.T))


IN_NO_ROWS = Requests.__dataclass_fields__


def no_requests() -> Requests:
    """The table where nobody asks."""
    return Requests(*(np.empty(0, dtype=np.int64) for _ in IN_NO_ROWS))
