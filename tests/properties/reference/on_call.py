"""People who are called out of hours (3.12)."""

from __future__ import annotations

from stovepipe.network import draws
from stovepipe.network.records import NONE
from tests.properties.reference.clock import CALL, COME, LEAVE
from tests.properties.reference.records import Call, Copy
from tests.properties.reference.servers import Server
from tests.properties.reference.stations import Stations


class OnCall(Stations):
    """Who is called, when they come, and when they go. `leave` (3.7) is in `run`."""

    def look(self, rank: int) -> None:
        called = any(group.called_for != NONE for group in self.network.stations[rank].groups)
        if called and rank not in self.closed and self.count("look", rank, self.now) == 0:
            self.plan(self.now, CALL, rank, 0, lambda: self.call_people(rank))

    def call_people(self, rank: int) -> None:
        del self.counts["look", rank, self.now]
        if rank in self.closed:
            return
        taken: list[Server] = []
        for copy in sorted(self.queue[rank], key=lambda copy: (copy.precedence, copy.arrival)):
            called = [s for s in self.servers if s.station == rank and s.call and not s.working]
            called = [s for s in called if s not in taken and self.is_of(copy, s)]
            if called:
                taken.append(min(called, key=lambda s: (s.group.called_for, s.rank)))
            else:
                able = [s for s in self.servers if s.station == rank and self.is_of(copy, s)]
                able = [s for s in able if self.can_be_called(s)]
                if able:
                    self.call(able[0])
                    taken.append(able[0])

    def is_of(self, copy: Copy, server: Server) -> bool:
        called = server.group.called_for != NONE and copy.precedence <= server.group.called_for
        return called and self.can_take(server.group, copy)

    def can_be_called(self, server: Server) -> bool:
        mates = [s for s in self.servers if s.desk == server.desk]
        there = any(s.present or s.working or s.call is not None for s in mates)
        return not there and self.piece(server) is not None

    def piece(self, server: Server) -> int | None:
        """The spell of the person's presence, if there is one now."""
        presence = self.calendar.presence[server.rank]
        for number, (on, off) in enumerate(zip(presence.on, presence.off, strict=True)):
            if on <= self.now < off:
                return number
        return None

    def call(self, server: Server) -> None:
        presence, number = self.calendar.presence[server.rank], self.piece(server)
        post = self.network.servers[server.rank]
        names = (
            self.network.stations[server.station].name,
            server.group.name,
            server.group.shifts[post.shift].name,
        )
        key = draws.key(self.calendar.seed, "on call", *names)
        law, before = server.group.called_within, self.count("calls", server.rank)
        delay = draws.draw_ticks(law, key, self.calendar.replication, post.post, before)
        call = server.call = Call(server.rank, int(presence.tour[number]), self.now)
        self.accounts.calls.append(call)
        ends = int(presence.off[number])
        place = (server.station, server.rank)
        self.plan(ends, LEAVE, *place, lambda: self.presence_ends(server, call))
        if self.now + delay < ends:
            self.plan(self.now + delay, COME, *place, lambda: self.come(server, call, number))

    def presence_ends(self, server: Server, call: Call) -> None:
        if server.call is not call:
            return
        there = call.came >= 0
        call.over, server.call = self.now, None
        if there:
            self.leave(server)
            self.back_to_roster(server)
        else:
            self.look(server.station)

    def come(self, server: Server, call: Call, piece: int) -> None:
        if server.call is not call:
            return
        call.came = self.now
        server.duty, server.spell, server.present = self.calendar.presence[server.rank], piece, True
        if server.hand is not None and not self.is_of(server.hand, server):
            copy, server.hand = server.hand, None
            self.turn(copy, "waiting")
            copy.returned = 0
            self.enqueue(copy)
        if server.hand is not None:
            if not self.at_work(server.desk):
                self.start(server, server.hand)
        elif not self.take_next(server):
            self.has_nothing_to_do(server)
        self.work_goes_on(server.station)

    def has_nothing_to_do(self, server: Server) -> None:
        """On call, it leaves, unless another is at work at the desk."""
        if server.call is not None and self.available(server):
            self.end_call(server)
            server.present = False
            self.look(server.station)

    def end_call(self, server: Server) -> None:
        if server.call is not None:
            server.call.over, server.call = self.now, None
            self.back_to_roster(server)

    def back_to_roster(self, server: Server) -> None:
        """What is still in hand was begun at the pace that the person had."""
        server.duty, server.spell = self.calendar.duty[server.rank], -1

    def end_calls(self, rank: int) -> None:
        for server in self.servers:
            if server.station == rank and server.call is not None:
                self.end_call(server)
                server.present = False
