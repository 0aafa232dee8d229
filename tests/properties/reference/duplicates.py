"""Duplicates in the second simulator: who has finished what, and what becomes of it then (semantics, 3.6)."""

from __future__ import annotations

from stovepipe.network.details.rules import OnDuplicate
from stovepipe.network.records import NONE
from stovepipe.trajectory import VisitEnd, Worth
from tests.properties.reference.batches import Batches
from tests.properties.reference.records import Copy


class Duplicates(Batches):
    """What is a duplicate where. How a visit ends, and what follows it, is in `stations`."""

    def finishers(self, report: int, copy: Copy, rank: int) -> set[int]:
        """The stations because of which the report is a duplicate here."""
        others = self.twins_outside(copy, rank)
        if self.network.stations[rank].on_duplicate == OnDuplicate.WORK and copy.crossing is None:
            others = set()
        return {s for s in {rank} | others if (s, report) in self.finished}

    def twins_outside(self, copy: Copy, rank: int) -> set[int]:
        twins = [s for s in range(len(self.network.stations)) if self.network.stations[rank].twins >> s & 1]
        return {s for s in twins if s not in copy.lineage}

    def is_recognised(self, report: int, copy: Copy, rank: int) -> bool:
        """Whether a report in a copy that is worked on needs no work itself."""
        passes_on = self.network.stations[rank].on_duplicate == OnDuplicate.PASS_ON
        with_twins = self.network.stations[rank].twins != 0
        return passes_on and with_twins and copy.crossing is None and bool(self.finishers(report, copy, rank))

    def who_finished(self, copy: Copy) -> dict[int, set[int]]:
        return {part.report: self.finishers(part.report, copy, copy.visit.station) for part in copy.parts}

    def is_duplicate(self, copy: Copy, rank: int) -> bool:
        return all(self.finishers(part.report, copy, rank) for part in copy.parts)

    def judge(self, copy: Copy, rank: int) -> None:
        """8.5: whether what has come over a channel is of any use; once for each time that it came."""
        if copy.came_over == NONE:
            return
        reports = [part.report for part in copy.parts]
        useful = any(
            not self.calendar.reports.coarse[report]
            and report not in self.accounts.unasked
            and not self.finishers(report, copy, rank)
            for report in reports
        )
        self.trusts.judge(copy.came_over, Worth.USEFUL if useful else Worth.USELESS)
        copy.came_over = NONE

    def is_repeated(self, copy: Copy, rank: int) -> bool:
        remit = self.network.stations[rank].remit
        others = [s for s in range(len(self.network.stations)) if remit >> s & 1 and s not in copy.lineage]
        work = [part.report for part in copy.parts if not self.is_recognised(part.report, copy, rank)]
        return any((s, report) in self.finished for s in others for report in work)

    def take_out(self, copy: Copy) -> None:
        """3.1 (2)."""
        rank = copy.visit.station
        if copy.crossing is None and self.is_to_be_passed_on(copy, rank):
            self.pass_on(copy, rank)
        elif copy.crossing is None:
            self.judge(copy, rank)
            self.lose(copy, VisitEnd.DUPLICATE)
        else:
            self.end_visit(copy, VisitEnd.DUPLICATE)
            copy.lineage.add(rank)
            self.write(copy, rank)
            self.go_on(copy)

    def is_to_be_passed_on(self, copy: Copy, rank: int) -> bool:
        """Whether some of these duplicates were finished by a twin only."""
        passes_on = self.network.stations[rank].on_duplicate == OnDuplicate.PASS_ON
        return passes_on and any((rank, part.report) not in self.finished for part in copy.parts)

    def pass_on(self, copy: Copy, rank: int) -> None:
        """3.6: as finished, without work, and with what the first twin made of it."""
        if copy.content is None:
            copy.began_as = self.count("visit", rank, copy.lead)
        twins = self.twins_outside(copy, rank)
        for part in copy.parts:
            if (rank, part.report) not in self.finished:
                part.fidelity = next(f for r, s, f in self.given if r == part.report and s in twins)
        self.go_from(copy, rank, VisitEnd.PASSED_ON)
