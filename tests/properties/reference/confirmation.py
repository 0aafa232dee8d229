"""Confirmation in the second simulator: what a station has heard, and what it holds (semantics, 3.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.network.records import NEVER, NONE
from stovepipe.trajectory import HoldEnd
from tests.properties.reference.clock import LIMIT
from tests.properties.reference.records import Copy, Hold, has

if TYPE_CHECKING:
    from tests.properties.reference.stations import Stations


class Confirmations:
    """Who has told what to whom, and what waits for a further source."""

    def __init__(self, world: Stations) -> None:
        self.world = world
        self.told: set[tuple[int, int, int]] = set()  # (station, event, source)
        self.rows: list[Hold] = []

    def event(self, report: int) -> int:
        return int(self.world.calendar.reports.event[report])

    def count(self, rank: int, event: int) -> int:
        return len({source for station, about, source in self.told if (station, about) == (rank, event)})

    def knows(self, rank: int, report: int) -> bool:
        """Whether the station has finished a report about the same event."""
        return self.event(report) != NONE and self.count(rank, self.event(report)) > 0

    def is_confirmed(self, rank: int, event: int) -> bool:
        return self.count(rank, event) >= self.world.network.stations[rank].confirms.sources

    def held(self, rank: int, event: int) -> list[Hold]:
        """In the order in which they came."""
        return [
            row for row in self.rows if (row.station, row.event) == (rank, event) and row.copy is not None
        ]

    def meets(self, copy: Copy, rank: int) -> bool:
        """The conditions."""
        confirms = self.world.network.stations[rank].confirms
        if self.event(copy.lead) == NONE or not confirms.classes >> copy.klass & 1:
            return False
        return has(confirms.precedences, copy.precedence)

    def finish(self, copy: Copy, rank: int) -> None:
        """Step 6 of 3.5, and what follows."""
        network, reports = self.world.network, self.world.calendar.reports
        events = {self.event(part.report) for part in copy.parts} - {NONE}
        waits = network.stations[rank].confirms is not None
        before = {event for event in events if waits and self.is_confirmed(rank, event)}
        for part in copy.parts:
            source = network.streams[reports.stream[part.report]].source
            self.told.add((rank, self.event(part.report), source))
        if not waits:
            self.world.go_on_from(copy, rank)
            return
        after = {event for event in events if self.is_confirmed(rank, event)}
        mine = self.event(copy.lead)
        joins = self.meets(copy, rank) and (mine not in after or bool(self.held(rank, mine)))
        if joins:
            self.join(copy, rank, mine)
        for event in sorted(after - before):
            self.leave(rank, event, HoldEnd.CONFIRMED)
        if not joins:
            self.world.go_on_from(copy, rank)

    def join(self, copy: Copy, rank: int, event: int) -> None:
        world = self.world
        world.turn(copy, "batching")
        there = {part.report for row in self.held(rank, event) for part in row.copy.parts}
        twice = [part for part in copy.parts if part.report in there]
        if twice:
            by = {part.report: {rank} for part in twice}
            world.accounts.end_parts(copy, twice, "duplicate", world.now, by)
        if copy.parts:
            self.rows.append(Hold(copy.lead, len(copy.parts), rank, event, world.now, copy=copy))
            self.plan_limit(rank, event)

    def plan_limit(self, rank: int, event: int) -> None:
        """Of the first copy that is held now."""
        held, within = self.held(rank, event), self.world.network.stations[rank].confirms.within
        if held and within < NEVER:
            due = held[0].since + within
            self.world.plan(due, LIMIT, rank, event, lambda: self.limit(rank, event, due))

    def limit(self, rank: int, event: int, due: int) -> None:
        confirms, held = self.world.network.stations[rank].confirms, self.held(rank, event)
        if not held or held[0].since + confirms.within != due:
            return
        if not confirms.stops:
            self.leave(rank, event, HoldEnd.PASSED)
            return
        for copy in self.let(held, HoldEnd.STOPPED):
            self.world.accounts.end(copy, "unconfirmed", self.world.now)

    def leave(self, rank: int, event: int, how: HoldEnd) -> None:
        copies = self.let(self.held(rank, event), how)
        if len(copies) == 1:
            self.world.go_on_from(copies[0], rank)
        elif copies:
            self.world.go_on_from(self.world.accounts.merge(copies, self.world.now), rank)

    def let(self, held: list[Hold], how: HoldEnd) -> list[Copy]:
        """They wait no more."""
        copies = []
        for row in held:
            row.until, row.end = self.world.now, how
            self.world.turn(row.copy, "waiting")
            copies.append(row.copy)
            row.copy = None
        return copies

    def let_go(self, rank: int, rose: list[Copy]) -> None:
        """Of what was raised (11), what does not meet the conditions any more leaves, each copy alone."""
        here = [row for row in self.rows if row.station == rank and row.copy is not None]
        here.sort(key=lambda row: row.event)
        gone = [row for row in here if row.copy in rose and not self.meets(row.copy, rank)]
        copies = self.let(gone, HoldEnd.RAISED)
        for event in {row.event for row in gone}:
            self.plan_limit(rank, event)
        for copy in copies:
            self.world.go_on_from(copy, rank)

    def close(self, rank: int) -> list[Copy]:
        """All that is held there (3.9)."""
        gone = self.world.network.stations[rank].transfer_to != NONE
        here = [row for row in self.rows if row.station == rank and row.copy is not None]
        here.sort(key=lambda row: row.event)
        return self.let(here, HoldEnd.TRANSFERRED if gone else HoldEnd.STRANDED)
