"""Delivery accounting: what became of each report for each consumer that needs it (semantics, section 5)."""

from __future__ import annotations

from stovepipe.engines.invariants import InvariantError
from stovepipe.engines.simpy.books.dated_needs import DatedNeeds
from stovepipe.engines.simpy.books.tally import Tally
from stovepipe.engines.simpy.copies import NOTHING, Carried, Copy, Report
from stovepipe.network.records import (
    CLOSED,
    MISSORTED,
    NO_ROUTE,
    NONE,
    OFF_REQUIREMENT,
    SENT_ELSEWHERE,
    Network,
)
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.network.ways.consumers import read_at
from stovepipe.trajectory import DeliveryOutcome

DELIVERED, LOST = DeliveryOutcome.DELIVERED, DeliveryOutcome.LOST
FINISHED, DUPLICATE = -1, -2  # ends of a copy that are no cause of loss


class Ledger:
    """Keeps one row for each (report, consumer), decided once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._tally = Tally(len(network.consumers) + len(network.addressees))
        self._bits: dict[int, int] = {}  # by station: the consumers that it is, or is one of
        for bit, consumer in enumerate(network.consumers):
            for station in read_at(network, consumer):
                self._bits[station] = self._bits.get(station, 0) | 1 << bit
        self.needed_by = [
            tuple(
                bit
                for bit, consumer in enumerate(network.consumers)
                if consumer_of(network, consumer).needs >> klass & 1
            )
            for klass in range(len(network.classes))
        ]
        self._needed = [sum(1 << bit for bit in bits) for bits in self.needed_by]
        offset = [{bit: i for i, bit in enumerate(bits)} for bits in self.needed_by]
        self._offset = [offset[stream.klass] for stream in network.streams]
        self._classes = len(network.classes)
        self.reach_station = network.reach_station  # as it is now
        self.reach_sorted = network.reach_sorted
        self.dated = DatedNeeds(network)
        self._needs_dated = bool(self.dated)
        self._first_row: list[int] = []
        self.rows: list[tuple[int, ...] | None] = []
        self.fidelity: dict[int, float] = {}
        self._undecided: dict[int, Report] = {}  # by rank

    def open(self, report: Report, written_at: int, never_written: int = NONE) -> None:
        """Open the deliveries of a report that occurs now.

        Those that nothing could ever bring are lost to no_route, or to closed if something could have before
        channels ended; the others of one that is never written, to the cause of that. Reports are opened in
        order of rank.
        """
        self._first_row.append(len(self.rows))
        self.rows.extend([None] * len(self.needed_by[report.klass]))
        report.pending = self._needed[report.klass]
        if self._needs_dated:
            report.pending &= ~self.dated.out_of_time(report.klass, report.occurred)
        if report.pending & ~self.reach_station[written_at][report.kind]:
            self.lose_unreachable(report, written_at)
        if never_written != NONE and report.pending:
            nothing = Carried(report, 1.0).before
            self._settle(report, report.pending, LOST, never_written, report.occurred, written_at, nothing)
        if report.pending:
            self._undecided[report.rank] = report

    def lose_unreachable(self, report: Report, where: int, *, is_sorted: bool = False) -> None:
        """What occurs now is lost where nothing leads from there: to closed if anything did at first."""
        now, first = self.reach_station, self._network.reach_station
        if is_sorted:
            now, first = self.reach_sorted, self._network.reach_sorted
        unreachable = report.pending & ~now[where][report.kind]
        if unreachable:
            once = unreachable & first[where][report.kind]
            for consumers, cause in ((unreachable & ~once, NO_ROUTE), (once, CLOSED)):
                if consumers:
                    self._settle(report, consumers, LOST, cause, report.occurred, where, NOTHING)

    def enter(self, copy: Copy, reach: tuple[int, ...], where: int) -> None:
        """A copy comes into being."""
        copy.reach = reach
        copy.where = where
        for item in copy.carried:
            item.report.reached_by += self._tally[reach[item.report.kind]]

    def move(self, copy: Copy, reach: tuple[int, ...], where: int, cause: int, now: int) -> None:
        """The copy goes to another place; consumers it alone could reach, but not from there, are lost."""
        for item in copy.carried:
            report = item.report
            before, after = copy.reach[report.kind], reach[report.kind]
            if before == after:
                continue
            report.reached_by += self._tally[after] - self._tally[before]
            gone = report.pending & before & ~after
            if gone:
                gone = self._tally.absent(report.reached_by, gone)
            if gone:
                self._settle(report, gone, LOST, cause, now, copy.where, total(item, copy))
        copy.reach = reach
        copy.where = where

    def let_go(self, copy: Copy, reach: tuple[int, ...], now: int, *, counter: int = 0) -> None:
        """The copy stays where it is, and reaches less from now on: what it alone reached is lost as closed.

        The time since its six counters were brought up to date goes to the counter of this number.
        """
        for item in copy.carried:
            report = item.report
            gone = copy.reach[report.kind] & ~reach[report.kind]
            if not gone:
                continue
            report.reached_by -= self._tally[gone]
            report.ends.append((gone, copy.lineage, CLOSED, 0))
            lost = report.pending & gone
            if lost:
                lost = self._tally.absent(report.reached_by, lost)
            if lost:
                spent = list(total(item, copy))
                spent[counter] += now - report.occurred - sum(spent)
                self._settle(report, lost, LOST, CLOSED, now, copy.where, tuple(spent))
        copy.reach = reach

    def sort(self, copy: Copy, carried: tuple[Carried, ...], reach: tuple[int, ...], now: int) -> None:
        """What the copy carries appears as these from now on.

        Consumers that it alone could reach as what it appeared as before are lost. Of a report that is not
        sorted as its own class, the copy counts as lost to them (semantics, 3.16).
        """
        for old, item in zip(copy.carried, carried, strict=True):
            report = item.report
            before, after = copy.reach[old.report.kind], reach[report.kind]
            report.reached_by += self._tally[after] - self._tally[before]
            gone = before & ~after
            cause = SENT_ELSEWHERE if report.kind < self._classes else MISSORTED
            if gone and cause == MISSORTED:
                report.ends.append((gone, copy.lineage, cause, 0))
            lost = self._tally.absent(report.reached_by, report.pending & gone)
            if lost:
                self._settle(report, lost, LOST, cause, now, copy.where, total(item, copy))
        copy.reach = reach

    def deliver(self, copy: Copy, station: int, now: int) -> None:
        """The copy was finished by a consumer: deliver what it carries and the consumer still needs.

        What answers no current requirement is lost. A station may be one of a group, too, of which any one
        will do: then the same is done for the group.
        """
        bits = self._bits[station]
        for item in copy.carried:
            report = item.report
            reading = report.pending & bits
            if reading and report.off:
                self._settle(report, reading, LOST, OFF_REQUIREMENT, now, station, total(item, copy))
            elif reading:
                rest = reading
                while rest:
                    bit = rest.bit_length() - 1
                    self.fidelity[self._row(report, bit)] = item.fidelity
                    rest ^= 1 << bit
                self._settle(report, reading, DELIVERED, -1, now, station, total(item, copy))

    def end(self, copy: Copy, cause: int, now: int, finished_by: int = 0) -> None:
        """The copy ends.

        `cause` is a cause of loss, `FINISHED`, or `DUPLICATE` of what the stations `finished_by` (mask) had
        finished.
        """
        for item in copy.carried:
            self.drop(copy, item, cause, now, finished_by)

    def drop(self, copy: Copy, item: Carried, cause: int, now: int, finished_by: int = 0) -> None:
        """One report of the copy ends as in `end`.

        Decides every consumer that only this copy could still reach.
        """
        report = item.report
        reach = copy.reach[report.kind]
        report.reached_by -= self._tally[reach]
        if cause != FINISHED:
            report.ends.append((reach, copy.lineage, cause, finished_by & report.finished))
        lost = report.pending & reach
        if lost:
            lost = self._tally.absent(report.reached_by, lost)
        if not lost:
            return
        if cause != DUPLICATE:
            self._settle(
                report,
                lost,
                LOST,
                SENT_ELSEWHERE if cause == FINISHED else cause,
                now,
                copy.where,
                total(item, copy),
            )
            return
        while lost:
            consumer = lost & -lost
            lost ^= consumer
            own = _cause_of_original(report, consumer, finished_by & report.finished)
            self._settle(report, consumer, LOST, own, now, copy.where, total(item, copy))

    def _row(self, report: Report, bit: int) -> int:
        return self._first_row[report.rank] + self._offset[report.stream][bit]

    def _settle(
        self,
        report: Report,
        consumers: int,
        outcome: DeliveryOutcome,
        cause: int,
        now: int,
        where: int,
        spent: tuple[int, ...],
    ) -> None:
        if sum(spent) != now - report.occurred or min(spent) < 0:
            raise wrong_sum(report, now, spent)
        report.pending &= ~consumers
        if not report.pending:
            self._undecided.pop(report.rank, None)
        self._write_down(report, consumers, outcome, (cause, now, where, *spent))

    def _write_down(
        self, report: Report, consumers: int, outcome: DeliveryOutcome, rest: tuple[int, ...]
    ) -> None:
        """The deliveries to these consumers are decided; `rest`: cause, tick, place and the six counters."""
        decided = (outcome, *rest)
        first, offset = self._first_row[report.rank], self._offset[report.stream]
        while consumers:
            bit = (consumers & -consumers).bit_length() - 1
            consumers &= consumers - 1
            row = first + offset[bit]
            if self.rows[row] is not None:
                where = f"report {report.rank}, consumer {bit}"
                raise InvariantError("a delivery was decided twice", where, rest[1])
            self.rows[row] = decided

    def close_books(self, horizon: int) -> None:
        """Every delivery in flight must have a living copy that can still reach its consumer.

        Raises:
            InvariantError: if one has none.
        """
        for report in self._undecided.values():
            if self._tally.absent(report.reached_by, report.pending):
                raise InvariantError(
                    "a delivery is in flight without a copy", f"report {report.rank}", horizon
                )


def wrong_sum(report: Report, now: int, spent: tuple[int, ...]) -> InvariantError:
    """The error where the six counters of a report do not add up to the time since it occurred."""
    return InvariantError(
        f"the parts {spent} of its time do not add up to {now - report.occurred}",
        f"report {report.rank}",
        now,
    )


def total(item: Carried, copy: Copy) -> tuple[int, ...]:
    """The six counters of one report in a copy."""
    if item.before is NOTHING:
        return copy.spent()
    return tuple(before + own for before, own in zip(item.before, copy.spent(), strict=True))


def _cause_of_original(report: Report, consumer: int, finished_by: int) -> int:
    """The cause of the copy that was duplicated (semantics, section 5).

    What the stations `finished_by` had finished may itself have ended as a duplicate of what others had:
    these are followed, until a copy is found that was lost.
    """
    ends = [end for end in report.ends if end[0] & consumer]
    stations = 0
    while stations != finished_by:
        stations = finished_by
        for _, lineage, cause, others in ends:
            if cause == DUPLICATE and lineage & stations:
                finished_by |= others
    for _, lineage, cause, _ in reversed(ends):
        if cause != DUPLICATE and lineage & stations:
            return cause
    return SENT_ELSEWHERE
