"""Sorting: reports appear as other classes, rightly or wrongly (semantics, 3.16)."""

from __future__ import annotations

from bisect import bisect_right

from stovepipe.engines.simpy.chance import Uniforms
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy, Report
from stovepipe.network.records import Station


class Guise(Report):
    """A report as it appears in some copies: as a class, and with a precedence there.

    All else is the report's own: what is counted on the one is counted on the other.
    """

    __slots__ = ("_own",)
    _own: Report

    def __init__(self, report: Report, klass: int, kind: int, precedence: int) -> None:
        own = report._own if isinstance(report, Guise) else report
        self._own = own
        self.rank, self.stream, self.position = own.rank, own.stream, own.position
        self.block = own.block | klass + 1 << 64  # what is drawn by class is drawn for each class by itself
        self.klass, self.kind, self.precedence = klass, kind, precedence
        self.traits = own.traits._replace(classes=1 << klass)
        self.occurred, self.deadline, self.off = own.occurred, own.deadline, own.off
        self.begun, self.ends = own.begun, own.ends

    @property
    def pending(self) -> int:
        """The report's own mask of consumers not yet decided."""
        return self._own.pending

    @pending.setter
    def pending(self, mask: int) -> None:
        self._own.pending = mask

    @property
    def reached_by(self) -> int:
        """The report's own tally of living copies."""
        return self._own.reached_by

    @reached_by.setter
    def reached_by(self, counts: int) -> None:
        self._own.reached_by = counts

    @property
    def finished(self) -> int:
        """The report's own mask of stations."""
        return self._own.finished

    @finished.setter
    def finished(self, mask: int) -> None:
        self._own.finished = mask

    @property
    def given(self) -> tuple[tuple[int, float], ...]:
        """What stations whose twins take it over gave to the report."""
        return self._own.given

    @given.setter
    def given(self, given: tuple[tuple[int, float], ...]) -> None:
        self._own.given = given


class Sorting:
    """How one station sorts what it finishes."""

    def __init__(self, common: Common, spec: Station, rank: int) -> None:
        network = common.network
        self._ledger, self._recorder = common.ledger, common.recorder
        self._rank = rank
        self._taken_for = [
            (tuple(upto for upto, _ in row), tuple(klass for _, klass in row)) for row in spec.taken_for
        ]
        self._own_class = [stream.klass for stream in network.streams]
        self._kinds = {kind: number for number, kind in enumerate(network.kinds)}
        self._precedence = [klass.precedence for klass in network.classes]
        self._gives_precedence = spec.sorting_gives_precedence
        self._draw = Uniforms(common.chance, "sort", spec.name)

    def sort(self, copy: Copy, now: int) -> None:
        """A copy is finished here: what it carries appears as what it is taken for."""
        carried = tuple(self._sorted(item, copy, now) for item in copy.carried)
        self._ledger.sort(copy, carried, self._ledger.reach_sorted[self._rank], now)
        copy.appear(carried)

    def _sorted(self, item: Carried, copy: Copy, now: int) -> Carried:
        report = item.report
        own = self._own_class[report.stream]
        shares, classes = self._taken_for[own]
        if not shares:
            return item
        klass = classes[bisect_right(shares, self._draw.at(report, copy.visit))]
        self._recorder.sort(copy, report.rank, self._rank, now, report.klass, klass)
        if klass == report.klass:
            return item
        precedence = self._precedence[klass] if self._gives_precedence else report.precedence
        return item._replace(report=Guise(report, klass, self._kinds[own, klass], precedence))


def sorting_at(common: Common, spec: Station, rank: int) -> Sorting | None:
    """How a station sorts; None where it does not."""
    return Sorting(common, spec, rank) if any(spec.taken_for) else None
