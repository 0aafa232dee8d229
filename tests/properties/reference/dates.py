"""Channels that end and links that are down, in the second simulator (semantics, 4.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.properties.reference.clock import END, UP
from tests.properties.reference.records import Copy, LinkWait, Place

if TYPE_CHECKING:
    from tests.properties.reference.run import Reference


class Dates:
    """What begins and ends on dates, and links that are down."""

    def __init__(self, world: Reference) -> None:
        self.world = world
        self.rows: list[LinkWait] = []
        self.held: dict[int, list[tuple[LinkWait, Callable[[], None]]]] = {}
        self.over: set[tuple[int, int]] = set()  # (channel, end of a spell): the link came up again
        for end in {channel.until for channel in world.network.channels if channel.until > 0}:
            world.plan(end, END, 0, 0, self.end_channels)
        for channel, spells in enumerate(world.calendar.outages):
            for _, off in () if spells is None else spells.tolist():
                world.plan(off, UP, channel, 0, lambda which=(channel, off): self.come_up(*which))

    def takes(self, channel: int) -> bool:
        """Whether a channel is in its time."""
        spec = self.world.network.channels[channel]
        return spec.since <= self.world.now < spec.until

    def end_channels(self) -> None:
        world, accounts = self.world, self.world.accounts
        living = list(accounts.living)
        for copy in living:
            world.turn(copy, copy.state)
        before = [accounts.reachable_for(copy) for copy in living]
        accounts.ended |= {
            rank for rank, each in enumerate(world.network.channels) if each.until <= world.now
        }
        accounts.known.clear()
        after = [accounts.reachable_for(copy) for copy in living]
        for place, copy in enumerate(living):
            gone = {report: before[place][report] - after[place][report] for report in before[place]}
            accounts.let_go(copy, gone, after[:place] + before[place + 1 :], world.now)

    def bar(self, copy: Copy, barred: list[Place], going: list[Place]) -> None:
        """A copy is shared, and these channels would have had one if they were in their time."""
        accounts = self.world.accounts
        gone = {}
        for part in copy.parts:
            there = set().union(*(accounts.within_reach(place, part) for place in barred))
            kept = set().union(*(accounts.within_reach(place, part) for place in going))
            gone[part.report] = accounts.within_reach(copy.place, part) & there - kept
        others = [accounts.reachable_for(other) for other in accounts.living if other is not copy]
        accounts.let_go(copy, gone, others, self.world.now)

    # --- outages -----------------------------------------------------------------------------------

    def is_down(self, channel: int) -> bool:
        spells = self.world.calendar.outages[channel]
        return spells is not None and any(
            on <= self.world.now and (channel, off) not in self.over for on, off in spells.tolist()
        )

    def hold(self, copy: Copy, channel: int, then: Callable[[], None]) -> None:
        self.world.turn(copy, "transit")
        self.rows.append(LinkWait(copy.lead, channel, self.world.now))
        self.held.setdefault(channel, []).append((self.rows[-1], then))

    def come_up(self, channel: int, off: int) -> None:
        self.over.add((channel, off))
        for row, begin in self.held.pop(channel, []):
            row.until = self.world.now
            begin()
