"""The second simulator, whole: the calendar (8), duty (3.7), closing (3.9) and channels (4)."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from stovepipe.network.records import ANY, NONE, AtEnd, Ending, Hurdle, Network
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import Passage, VisitEnd
from tests.properties.reference.clock import CHANGE, CLOSE, JOIN, LEAVE, OCCUR, PASS, RELEASE
from tests.properties.reference.records import Copy, Part, Place
from tests.properties.reference.stations import Server, Stations


def has(mask: int, rank: int) -> bool:
    """Whether a set has a member; only the set of all has what is not there at all."""
    return mask == ANY or (rank != NONE and bool(mask >> rank & 1))


class Reference(Stations):
    """One replication."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        super().__init__(network, calendar)
        self._read_calendar()

    def run(self) -> Reference:
        """From tick 0 to the horizon."""
        self.tick_on()
        for copy in self.accounts.living:
            self.turn(copy, copy.state)
        for server in self.servers:
            if server.working and server.service:
                server.service.ended = self.now
        return self

    def _read_calendar(self) -> None:
        for server in self.servers:
            for spell, (on, off) in enumerate(zip(server.duty.on, server.duty.off, strict=True)):
                place = (server.station, server.rank)
                self.plan(on, JOIN, *place, lambda who=server, spell=spell: self.join(who, spell))
                self.plan(off, LEAVE, *place, lambda who=server: self.leave(who))
        for change in self.calendar.changes:
            self.plan(
                change.at,
                CHANGE,
                change.station,
                change.group,
                lambda c=change: self.change(c.station, c.group, c.number),
            )
        for rank, station in enumerate(self.network.stations):
            self.plan(station.closes, CLOSE, rank, 0, lambda rank=rank: self.close(rank))
            for at in station.batch_releases:
                self.plan(at, RELEASE, rank, 0, lambda rank=rank: self.release(rank))
        reports = self.calendar.reports
        for rank, at in enumerate(reports.occurred):
            source = self.network.streams[reports.stream[rank]].source
            self.plan(at, OCCUR, source, rank, lambda rank=rank: self.occur(rank))

    # --- reports (2) ---

    def occur(self, report: int) -> None:
        source = self.network.sources[self.network.streams[self.calendar.reports.stream[report]].source]
        at = Place(source.written_at)
        klass = self.network.classes[self.calendar.reports.klass[report]]
        copy = self.accounts.make(
            [Part(report)],
            at,
            language=int(self.calendar.reports.language[report]),
            system=NONE,
            level=klass.level,
            lineage=set(),
            now=self.now,
        )
        self.accounts.no_route(copy)
        self.arrive(copy, source.written_at, None)

    # --- duty (3.7) ---

    def join(self, server: Server, spell: int) -> None:
        server.present, server.spell = True, spell
        if server.working:
            return
        if server.hand is not None:
            if not self.at_work(server.desk):
                self.start(server, server.hand)
            return
        server.idle_since = self.now
        self.take_next(server)

    def leave(self, server: Server) -> None:
        server.present = False
        if server.hand is None:
            return
        ending = Ending(server.duty.ending[server.spell])
        if server.working:
            self.leave_work(server, ending)
        elif ending != Ending.SHIFT or server.at_end != AtEnd.SUSPEND:
            copy, server.hand = server.hand, None
            self.turn(copy, "waiting")
            copy.returned = 0
            if ending == Ending.TOUR:
                self.hand_over(server, copy)
            else:
                self.come_back(copy, server)
        if not server.working:
            self.desk_is_free(server)

    def leave_work(self, server: Server, ending: Ending) -> None:
        if ending == Ending.TOUR:
            if server.group.tour_rule == AtEnd.HAND_OVER:
                self.hand_over(server, self.stop(server))
        elif server.at_end == AtEnd.FINISH:
            pass
        elif ending == Ending.SHIFT and server.at_end == AtEnd.SUSPEND:
            copy = self.stop(server)
            self.turn(copy, "suspended")
            server.hand = copy
        else:
            self.come_back(self.stop(server), server)

    def hand_over(self, server: Server, copy: Copy) -> None:
        name = self.network.stations[server.station].name
        number = self.count("handover", server.station, copy.lead)
        if self.uniform("handover", name, lead=copy.lead, visit=number) < server.group.loss:
            self.lose(copy, VisitEnd.HANDOVER)
            return
        copy.content = floor(copy.content * server.group.growth + 0.5)
        self.come_back(copy, server)

    def change(self, rank: int, group: int, number: int) -> None:
        station = self.network.stations[rank]
        names = (station.name, station.groups[group].name)
        for copy in sorted(self.queue[rank], key=self.order):
            u = self.uniform("queue loss", *names, lead=copy.lead, visit=number)
            if u < station.groups[group].queue_loss:
                self.queue[copy.visit.station].remove(copy)
                self.lose(copy, VisitEnd.HANDOVER)

    # --- closing (3.9) ---

    def close(self, rank: int) -> None:
        self.closed.add(rank)
        here = [server for server in self.servers if server.station == rank and server.hand is not None]
        waiting = sorted(self.queue[rank], key=self.order)
        for copy in waiting:
            self.queue[copy.visit.station].remove(copy)
        moved = list(waiting)
        for server in here:
            moved.append(self.stop(server) if server.working else server.hand)
            server.hand = None
        batch, self.batch[rank] = self.batch[rank], []
        gone = self.network.stations[rank].transfer_to != NONE
        for copy in moved:
            through = copy.crossing
            self.end_visit(copy, VisitEnd.TRANSFERRED if gone else VisitEnd.STRANDED)
            self.arrive(copy, rank, through)
        for copy in batch:
            self.turn(copy, "waiting")
            self.arrive(copy, rank, None)

    # --- channels (4) ---

    def offer(self, copy: Copy) -> None:
        channel = copy.place.channel
        copy.crossing = self.accounts.crossing(copy, channel, self.now)
        copy.crossing.number = self.count("crossing", channel, copy.lead)
        self.go_on(copy)

    def go_on(self, copy: Copy) -> None:
        """On to the next hurdle, or the transit, or the recipient."""
        copy.through, crossing = NONE, copy.crossing
        channel = self.network.channels[crossing.channel]
        address = {"lead": copy.lead, "visit": crossing.number}
        while crossing.next_hurdle < len(channel.hurdles):
            hurdle = channel.hurdles[crossing.next_hurdle]
            crossing.next_hurdle += 1
            if not self.applies(hurdle, copy):
                continue
            names = (channel.name, hurdle.name)
            if hurdle.probability > 0 and self.uniform("hurdle", *names, **address) < hurdle.probability:
                self.end_crossing(crossing, Passage.STOPPED, crossing.next_hurdle - 1)
                self.turn(copy, copy.state)
                self.accounts.end(copy, self.network.causes[hurdle.cause], self.now)
                return
            delay = self.duration(hurdle.delay, "hurdle delay", *names, **address)
            self.wait(copy, "hurdles", delay, lambda hurdle=hurdle: self.work_through(copy, hurdle))
            return
        transit = self.duration(channel.transit, "transit", channel.name, **address)
        self.wait(copy, "transit", transit, lambda: self.reach_recipient(copy))

    def wait(self, copy: Copy, state: str, length: int, then: Callable[[], None]) -> None:
        if length == 0:
            then()
            return
        self.turn(copy, state)
        self.plan(self.now + length, PASS, copy.crossing.channel, copy.lead, then)

    def work_through(self, copy: Copy, hurdle: Hurdle) -> None:
        if hurdle.through == NONE:
            self.go_on(copy)
        else:
            self.arrive(copy, hurdle.through, copy.crossing)

    def reach_recipient(self, copy: Copy) -> None:
        crossing, copy.crossing = copy.crossing, None
        self.end_crossing(crossing, Passage.ARRIVED)
        self.arrive(copy, self.network.channels[crossing.channel].recipient, None)

    def applies(self, hurdle: Hurdle, copy: Copy) -> bool:
        reports, network = self.calendar.reports, self.network
        nations = [
            network.sources[network.streams[reports.stream[p.report]].source].nation for p in copy.parts
        ]
        return (
            any(has(hurdle.classes, int(reports.klass[part.report])) for part in copy.parts)
            and has(hurdle.levels, copy.level)
            and any(has(hurdle.origins, nation) for nation in nations)
            and has(hurdle.languages, copy.language)
            and has(hurdle.systems, copy.system)
            and len(copy.parts) > hurdle.more_than
        )
