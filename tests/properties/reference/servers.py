"""Servers of the second simulator: who can take a copy, whose work it interrupts (semantics, 3 and 3.15)."""

from __future__ import annotations

from stovepipe.network.details.rules import Assign
from stovepipe.network.records import NONE, Network, PostGroup
from stovepipe.network.schedule import Calendar
from tests.properties.reference.clock import Due
from tests.properties.reference.duplicates import Duplicates
from tests.properties.reference.records import Call, Copy, Service, has


class Server:
    """One post in one shift (3)."""

    def __init__(self, network: Network, calendar: Calendar, rank: int) -> None:
        self.rank, self.duty = rank, calendar.duty[rank]
        self.station, self.desk = network.servers[rank].station, network.servers[rank].desk
        self.group = network.stations[self.station].groups[network.servers[rank].group]
        self.at_end = self.group.shifts[network.servers[rank].shift].at_end
        self.spell = -1
        self.present = False
        self.idle_since = -1
        self.hand: Copy | None = None
        self.working = False  # else what is in hand is suspended
        self.began, self.pace, self.misreads = 0, 1.0, 0.0
        self.finish: Due | None = None
        self.service: Service | None = None
        self.call: Call | None = None

    def proficiency(self, tick: int) -> float:
        """8.3."""
        since = tick - int(self.duty.tenure[self.spell])
        return float(min(1.0, self.duty.p0[self.spell] + self.duty.slope[self.spell] * since))


class Servers(Duplicates):
    """Who is there. What they do is in `stations`, and people on call (3.12) are in `on_call`."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        super().__init__(network, calendar)
        self.servers = [Server(network, calendar, rank) for rank in range(len(network.servers))]
        self.queue: list[list[Copy]] = [[] for _ in network.stations]

    def at_work(self, desk: int) -> list[Server]:
        return [server for server in self.servers if server.desk == desk and server.working]

    def on_duty(self, server: Server) -> bool:
        return server.present and self.now < int(server.duty.off[server.spell])

    def available(self, server: Server) -> bool:
        return self.on_duty(server) and server.hand is None and not self.at_work(server.desk)

    def choose(self, rank: int, copy: Copy | None = None) -> Server | None:
        """Who takes a copy, or anything of the queue."""
        free = [s for s in self.servers if s.station == rank and self.available(s) and s.call is None]
        free = [s for s in free if (self.can_take(s.group, copy) if copy else self.theirs(s))]
        if self.network.stations[rank].assign == Assign.MOST_PROFICIENT:
            return min(free, key=lambda s: (-s.proficiency(self.now), s.idle_since, s.rank), default=None)
        return min(free, key=lambda s: (s.idle_since, s.rank), default=None)

    def whom_to_interrupt(self, copy: Copy, rank: int) -> Server | None:
        if copy.precedence > self.network.stations[rank].interrupts:
            return None
        busy = [s for s in self.servers if s.station == rank and s.finish]
        busy = [s for s in busy if self.on_duty(s) or self.idle_at(s.desk)]
        lower = [s for s in busy if s.hand.precedence > copy.precedence and self.can_take(s.group, copy)]
        return max(lower, key=lambda s: (s.hand.precedence, s.began, s.rank), default=None)

    def idle_at(self, desk: int) -> list[Server]:
        """Those on duty there with nothing in hand, the one idle longest first."""
        idle = [s for s in self.servers if s.desk == desk and self.on_duty(s) and s.hand is None]
        idle = [s for s in idle if s.call is None]
        return sorted(idle, key=lambda s: (s.idle_since, s.rank))

    # --- people on call (3.12); what is done about them is in `on_call` ---

    def theirs(self, server: Server) -> list[Copy]:
        """What waits that the server may take."""
        queue, least = self.queue[server.station], server.group.called_for
        queue = [copy for copy in queue if self.can_take(server.group, copy)]
        return queue if server.call is None else [copy for copy in queue if copy.precedence <= least]

    def is_somebodys(self, copy: Copy, rank: int) -> bool:
        """Whether somebody may be called for a copy."""
        groups = [group for group in self.network.stations[rank].groups if self.can_take(group, copy)]
        return any(g.called_for != NONE and copy.precedence <= g.called_for for g in groups)

    # --- posts that take only some work (3.15) ---

    def can_take(self, group: PostGroup, copy: Copy) -> bool:
        return (
            has(group.takes_classes, copy.klass)
            and has(group.takes_languages, copy.language)
            and has(group.takes_precedences, copy.precedence)
        )
