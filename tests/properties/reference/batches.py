"""The batches of the second simulator (semantics, 3.8)."""

from __future__ import annotations

from stovepipe.network.records import NONE, Network
from stovepipe.network.schedule import Calendar
from tests.properties.reference.clock import Clock
from tests.properties.reference.records import Copy


class Batches(Clock):
    """What waits at stations to leave together. `share` (3.5) is in `stations`."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        super().__init__(network, calendar)
        self.batch: list[list[Copy]] = [[] for _ in network.stations]

    def put_in_batch(self, copy: Copy, rank: int) -> None:
        self.turn(copy, "batching")
        held = {part.report for other in self.batch[rank] for part in other.parts}
        twice = [part for part in copy.parts if part.report in held]
        if twice:
            self.accounts.end_parts(copy, twice, "duplicate", self.now, {p.report: {rank} for p in twice})
        if copy.parts:
            self.batch[rank].append(copy)
        held = [part for other in self.batch[rank] for part in other.parts]
        size = self.network.stations[rank].batch_size
        if size != NONE and len(held) >= size:
            self.release(rank)

    def release(self, rank: int) -> None:
        held, self.batch[rank] = self.batch[rank], []
        if not held:
            return
        for copy in held:
            self.turn(copy, "waiting")
        held = self.with_room_for(held, self.network.stations[rank].batch_keeps)
        self.share(held[0] if len(held) == 1 else self.accounts.merge(held, self.now), rank)

    def with_room_for(self, held: list[Copy], keeps: int) -> list[Copy]:
        """What is left of the copies when only so many reports are kept."""
        deadlines = self.calendar.reports.deadline
        inside = sorted(
            (part for copy in held for part in copy.parts),
            key=lambda part: (part.precedence, int(deadlines[part.report]), part.report),
        )
        gone = {part.report for part in inside[keeps:]} if keeps != NONE else set()
        for copy in held:
            out = [part for part in copy.parts if part.report in gone]
            if out:
                self.accounts.end_parts(copy, out, "crowded_out", self.now, {})
        return [copy for copy in held if copy.parts]
