"""The second simulator, whole: the calendar (8), duty (3.7), closing (3.9) and channels (4)."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from stovepipe.network.details.rules import AtEnd, Ending
from stovepipe.network.records import NONE, Hurdle, Network
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import Passage, VisitEnd
from tests.properties.reference.clock import CHANGE, CLOSE, JOIN, LEAVE, OCCUR, PASS, RAISE, RELEASE, WRITE
from tests.properties.reference.dates import Dates
from tests.properties.reference.on_call import OnCall
from tests.properties.reference.records import Copy, Crossing, Part, Place, has
from tests.properties.reference.servers import Server


class Reference(OnCall):
    """One replication."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        super().__init__(network, calendar)
        self.dates = Dates(self)
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
        for rank, incident in enumerate(self.network.incidents):
            for number, at in enumerate(self.calendar.incidents[rank] if incident.raises_younger else ()):
                self.plan(at, RAISE, rank, number, lambda rank=rank: self.raise_under_way(rank))
        reports = self.calendar.reports
        for rank, at in enumerate(reports.occurred):
            source = self.network.streams[reports.stream[rank]].source
            self.plan(at, OCCUR, source, rank, lambda rank=rank: self.occur(rank))

    # --- reports (2) ---

    def occur(self, report: int) -> None:
        reports = self.calendar.reports
        door = int(reports.door[report])
        at = Place(door)
        klass = self.network.classes[self.calendar.reports.klass[report]]
        copy = self.accounts.make(
            [Part(report, int(reports.klass[report]), int(reports.precedence[report]))],
            at,
            language=int(self.calendar.reports.language[report]),
            system=NONE,
            level=klass.level,
            lineage=set(),
            now=self.now,
        )
        self.accounts.no_route(copy)
        if self.answers_nothing(report):
            self.accounts.unasked.add(report)
        if self.calendar.reports.unreported[report]:
            self.accounts.end(copy, "unreported", self.now)
        elif self.is_silent(self.network.streams[self.calendar.reports.stream[report]].source):
            self.accounts.end(copy, "silenced", self.now)
        elif (delay := int(self.calendar.reports.delay[report])) == 0:
            self.arrive(copy, door, None)
        else:
            self.turn(copy, "hurdles")
            place = self.network.streams[self.calendar.reports.stream[report]].source, report
            self.plan(self.now + delay, WRITE, *place, lambda: self.arrive(copy, door, None))

    def answers_nothing(self, report: int) -> bool:
        """Whether it answers no current requirement."""
        source = self.network.sources[self.network.streams[self.calendar.reports.stream[report]].source]
        if source.guided_by == 0:
            return False
        classes = [klass for klass in range(len(self.network.classes)) if source.guided_by >> klass & 1]
        door = int(self.calendar.reports.door[report])
        last = max(self.last_read.get((door, klass), 0) for klass in classes)
        stale = min(1.0, (self.now - last) / source.stale_after)
        share = source.fresh + (source.stale - source.fresh) * stale
        return not float(self.calendar.reports.requirement[report]) < share

    # --- duty (3.7) ---

    def join(self, server: Server, spell: int) -> None:
        self.end_call(server)
        server.present, server.spell = True, spell
        if server.working:
            return
        if server.hand is not None:
            if not self.at_work(server.desk):
                self.start(server, server.hand)
            return
        server.idle_since = self.now
        if not self.take_next(server):
            self.claim_desk(server)

    def claim_desk(self, server: Server) -> None:
        """What waits first may interrupt the one who is still at work where this one is to sit."""
        queue = self.theirs(server)
        if self.on_duty(server) and server.hand is None and queue:
            first = min(queue, key=self.order)
            lower = [s for s in self.at_work(server.desk) if s.hand.precedence > first.precedence]
            if lower and first.precedence <= self.network.stations[server.station].interrupts:
                stopped = self.stop(lower[0])
                lower[0].idle_since = self.now
                self.enqueue(stopped)
                self.take_next(server)
                self.give(stopped, server.station)

    def leave(self, server: Server) -> None:
        server.present = False
        self.look(server.station)
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

    # --- raising (11) ---

    def raise_under_way(self, incident: int) -> None:
        spec, reports = self.network.incidents[incident], self.calendar.reports
        living = list(self.accounts.living)
        for part in (part for copy in living for part in copy.parts):
            young = self.now - int(reports.occurred[part.report]) < spec.raises_younger
            source = self.network.streams[reports.stream[part.report]].source
            for klass, precedence in spec.raises:
                if young and klass == part.klass and has(spec.raises_at, source):
                    part.precedence = min(part.precedence, precedence)
        rose = []
        for copy in living:
            before, copy.precedence = copy.precedence, min(part.precedence for part in copy.parts)
            if copy.precedence < before:
                rose.append(copy)
        waiting = [[copy for copy in queue if copy in rose] for queue in self.queue]
        for rank, station in enumerate(self.network.stations):
            for copy in [one for one in self.batch[rank] if one in rose]:
                if not has(station.batch_precedences, copy.precedence):
                    self.batch[rank].remove(copy)
                    self.turn(copy, "waiting")
                    self.share(copy, rank)
            if station.confirms is not None:
                self.confirmations.let_go(rank, rose)
        for rank, copies in enumerate(waiting):
            for copy in sorted(copies, key=self.order):
                self.ask(copy, rank)
            if copies:
                self.look(rank)

    def ask(self, copy: Copy, rank: int) -> None:
        """One that was raised while it waited may find somebody, or interrupt."""
        if free := self.choose(rank, copy):
            self.take(free, copy)
            return
        server = None if self.is_duplicate(copy, rank) else self.whom_to_interrupt(copy, rank)
        if server is not None:
            self.queue[rank].remove(copy)
            stopped = self.stop(server)
            self.enqueue(stopped)
            self.start(server if self.on_duty(server) else self.idle_at(server.desk)[0], copy)
            self.give(stopped, rank)

    # --- closing (3.9) ---

    def close(self, rank: int) -> None:
        self.closed.add(rank)
        self.end_calls(rank)
        here = [server for server in self.servers if server.station == rank and server.hand is not None]
        waiting = sorted(self.queue[rank], key=self.order)
        for copy in waiting:
            self.queue[copy.visit.station].remove(copy)
        moved = list(waiting)
        for server in here:
            moved.append(self.stop(server) if server.working else server.hand)
            server.hand = None
        held = self.confirmations.close(rank)
        batch, self.batch[rank] = self.batch[rank], []
        gone = self.network.stations[rank].transfer_to != NONE
        for copy in moved:
            through = copy.crossing
            self.end_visit(copy, VisitEnd.TRANSFERRED if gone else VisitEnd.STRANDED)
            self.arrive(copy, rank, through)
        for copy in batch:
            self.turn(copy, "waiting")
        for copy in (*held, *batch):
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
            if hurdle.on_arrival and not crossing.transited:
                break
            crossing.next_hurdle += 1
            stopped = self.stopped(hurdle, copy, crossing)
            if len(stopped) == len(copy.parts):
                self.end_crossing(crossing, Passage.STOPPED, crossing.next_hurdle - 1)
                self.turn(copy, copy.state)
                self.trusts.stopped(crossing.channel, hurdle)
                self.accounts.end(copy, self.network.causes[hurdle.cause], self.now)
                return
            if stopped:
                self.take_out_annex(copy, stopped, hurdle)
                address["lead"] = copy.lead
            elif not hurdle.each and self.applies(hurdle, copy, copy.parts):
                names = (channel.name, hurdle.name)
                delay = self.duration(hurdle.delay, "hurdle delay", *names, **address)
                self.wait(copy, "hurdles", delay, lambda hurdle=hurdle: self.work_through(copy, hurdle))
                return
        if crossing.transited:
            self.reach_recipient(copy)
            return
        crossing.transited = True
        if self.dates.is_down(crossing.channel):
            self.dates.hold(copy, crossing.channel, lambda: self.travel(copy))
        else:
            self.travel(copy)

    def travel(self, copy: Copy) -> None:
        """The transit begins."""
        channel = self.network.channels[copy.crossing.channel]
        address = {"lead": copy.lead, "visit": copy.crossing.number}
        transit = self.duration(channel.transit, "transit", channel.name, **address)
        self.wait(copy, "transit", transit, lambda: self.go_on(copy))

    def stopped(self, hurdle: Hurdle, copy: Copy, crossing: Crossing) -> list[Part]:
        """What the hurdle stops of what the copy carries: all or nothing, unless each report meets it."""
        names = (self.network.channels[crossing.channel].name, hurdle.name)
        chance = hurdle.probability
        if hurdle.at_full_rapport != hurdle.probability:
            r = self.trusts.rapport(crossing.channel)
            chance = hurdle.probability + (hurdle.at_full_rapport - hurdle.probability) * r

        def stops(lead: int) -> bool:
            return chance > 0 and self.uniform("hurdle", *names, lead=lead, visit=crossing.number) < chance

        if hurdle.each:
            return [p for p in copy.parts if self.applies(hurdle, copy, [p]) and stops(p.report)]
        return copy.parts if self.applies(hurdle, copy, copy.parts) and stops(copy.lead) else []

    def take_out_annex(self, copy: Copy, stopped: list[Part], hurdle: Hurdle) -> None:
        """Some reports leave the copy as a copy of their own, which ends at once."""
        self.turn(copy, copy.state)
        annex = self.accounts.split(copy, stopped, copy.place, self.now)
        self.accounts.carry(copy, [part for part in copy.parts if part not in stopped])
        channel = copy.crossing.channel
        copy.crossing.lead, copy.crossing.carried = copy.lead, len(copy.parts)
        row = self.accounts.crossing(annex, channel, self.now)
        self.end_crossing(row, Passage.STOPPED, copy.crossing.next_hurdle - 1)
        self.trusts.stopped(channel, hurdle)
        self.accounts.end(annex, self.network.causes[hurdle.cause], self.now)

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
        copy.came_over = crossing.channel
        self.arrive(copy, self.network.channels[crossing.channel].recipient, None)

    def applies(self, hurdle: Hurdle, copy: Copy, parts: list[Part]) -> bool:
        """Whether it applies to a copy, asking these of the reports that it carries."""
        if not hurdle.since <= self.now < hurdle.until:
            return False
        reports, network = self.calendar.reports, self.network
        carried = [part.report for part in parts]
        nations = [network.sources[network.streams[reports.stream[r]].source].nation for r in carried]
        frozen = any(system == copy.system and self.now >= since for system, since in hurdle.frozen)
        return (
            any(has(hurdle.classes, part.klass) for part in parts)
            and has(hurdle.levels, copy.level)
            and any(has(hurdle.origins, nation) for nation in nations)
            and has(hurdle.languages, copy.language)
            and (frozen or has(hurdle.systems, copy.system))
            and has(hurdle.markings, max(int(reports.marking[r]) for r in carried))
            and (not hurdle.coarse or all(reports.coarse[r] for r in carried))
            and len(copy.parts) > hurdle.more_than
            and has(hurdle.precedences, copy.precedence)
        )
