"""Batching: finished reports wait and leave as one product (semantics, section 3.8)."""

from __future__ import annotations

from functools import reduce
from operator import or_

from stovepipe.engines.simpy.books.ledger import DUPLICATE, FINISHED, Ledger
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy
from stovepipe.trajectory import HELD_ALREADY


class Batch:
    """The copies that wait at one station to leave together."""

    def __init__(self, common: Common, station_bit: int) -> None:
        self._ledger, self._recorder = common.ledger, common.recorder
        self._station_bit = station_bit
        self._copies: list[Copy] = []
        self._held: set[int] = set()
        self._changed = 0
        self.ticks = 0  # integral over time of the reports held
        self.spent = 0  # the same, summed over the reports

    @property
    def copies(self) -> tuple[Copy, ...]:
        """The copies that wait, in the order in which they came."""
        return tuple(self._copies)

    def __len__(self) -> int:
        """The number of reports held."""
        return len(self._held)

    def add(self, copy: Copy, now: int) -> bool:
        """A finished copy joins; what is here already ends as a duplicate. Whether anything of it is left."""
        self._account(now)
        new = []
        for item in copy.carried:
            if item.report.rank in self._held:
                self._ledger.drop(copy, item, DUPLICATE, now, self._station_bit)
                self._recorder.descend_as(HELD_ALREADY, item.report.rank, copy.number, now)
            else:
                self._held.add(item.report.rank)
                new.append(item)
        if new:
            if len(new) < len(copy.carried):
                copy.carry(tuple(new))
            copy.since = now
            self._copies.append(copy)
        return bool(new)

    def let_go(self, copies: list[Copy], now: int) -> None:
        """Some copies leave, and the others stay."""
        self._account(now)
        gone = set(copies)
        self._copies = [copy for copy in self._copies if copy not in gone]
        for copy in copies:
            self._held.difference_update(item.report.rank for item in copy.carried)
            self._leave(copy, now)

    def take(self, now: int) -> list[Copy]:
        """Empty the batch: its copies, in the order in which they came."""
        self._account(now)
        copies, self._copies, self._held = self._copies, [], set()
        for copy in copies:
            self._leave(copy, now)
        return copies

    def _leave(self, copy: Copy, now: int) -> None:
        copy.batching += now - copy.since
        self.spent += len(copy.carried) * (now - copy.since)

    def close_books(self, horizon: int) -> None:
        """Count what is still here up to the horizon."""
        self._account(horizon)
        self.spent += sum(len(copy.carried) * (horizon - copy.since) for copy in self._copies)

    def _account(self, now: int) -> None:
        self.ticks += len(self._held) * (now - self._changed)
        self._changed = now


def crowded_out(copies: list[Copy], keeps: int) -> set[int]:
    """The ranks of the reports for which a product of so many has no room: the least urgent."""
    reports = [item.report for copy in copies for item in copy.carried]
    reports.sort(key=lambda report: (report.precedence, report.deadline, report.rank))
    return {report.rank for report in reports[keeps:]}


def product(copies: list[Copy], number: int, now: int) -> Copy:
    """One copy that carries all that the copies carry.

    Language, system and level are those of the first: all were written by one station.
    """
    carried = sorted(
        (
            Carried(item.report, item.fidelity, _sum(item.before, copy.spent()))
            for copy in copies
            for item in copy.carried
        ),
        key=lambda item: item.report.rank,
    )
    first = copies[0]
    lineage = 0
    for copy in copies:
        lineage |= copy.lineage
    whole = Copy(number, tuple(carried), now, first.written, lineage)
    whole.visit = next(
        copy.visit for copy in copies if any(item.report is whole.lead for item in copy.carried)
    )
    return whole


def replace(copies: list[Copy], new: Copy, ledger: Ledger, now: int) -> None:
    """The product takes the place of what it was made from.

    A copy's reach is that of the channel it came by, which may not have carried all classes of the product.
    """
    by_class = zip(*(copy.reach for copy in copies), strict=True)
    ledger.enter(new, tuple(reduce(or_, masks) for masks in by_class), copies[0].where)
    for copy in copies:
        ledger.end(copy, FINISHED, now)


def _sum(before: tuple[int, ...], own: tuple[int, ...]) -> tuple[int, int, int, int, int, int]:
    a, b, c, d, e, f = (x + y for x, y in zip(before, own, strict=True))
    return a, b, c, d, e, f
