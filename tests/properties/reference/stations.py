"""The stations of the second simulator: queues, work, finishing, duplicates, batches (semantics, 3)."""

from __future__ import annotations

from math import floor

from stovepipe.network.details.rules import Discipline
from stovepipe.network.records import NONE, Network
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import Passage, VisitEnd
from tests.properties.reference.clock import ABANDON, EXPIRE, FINISH
from tests.properties.reference.confirmation import Confirmations
from tests.properties.reference.misreading import Misreading
from tests.properties.reference.records import (
    Copy,
    Crossing,
    Exposed,
    Part,
    Place,
    Visit,
    has,
)
from tests.properties.reference.requests import Requests
from tests.properties.reference.servers import Server
from tests.properties.reference.sorting import sort
from tests.properties.reference.stocks import Stocks
from tests.properties.reference.trust import Trusts

CAUSE = {
    VisitEnd.EXPIRED: "expired",
    VisitEnd.ABANDONED: "abandoned",
    VisitEnd.OVERFLOW: "overflow",
    VisitEnd.DUPLICATE: "duplicate",
    VisitEnd.HANDOVER: "handover",
    VisitEnd.STRANDED: "stranded",
}


class Stations(Misreading):
    """What happens at stations. Channels (4) are in `run`, and people on call (3.12) in `on_call`."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        super().__init__(network, calendar)
        self.peak = [0 for _ in network.stations]
        self.confirmations = Confirmations(self)
        self.stocks = Stocks(self)
        self.requests = Requests(self)
        self.trusts = Trusts(network, calendar, lambda: self.now)
        self.closed: set[int] = set()
        self.finished: set[tuple[int, int]] = set()  # (station, report)
        self.given: list[tuple[int, int, float]] = []  # report, who finished it first, with what fidelity
        self.last_read: dict[tuple[int, int], int] = {}  # (station, class): when it was last finished there

    # --- arriving (3.1) ---

    def arrive(self, copy: Copy, rank: int, through: Crossing | None) -> None:
        station = self.network.stations[rank]
        if through is None:
            copy.place = Place(rank)
        else:
            copy.through = rank
        self.turn(copy, "waiting")
        if rank in self.closed:
            if station.transfer_to == NONE:
                self.accounts.end(copy, "stranded", self.now)
                self.end_crossing(through, Passage.ENDED)
            else:
                copy.came_over = NONE
                if through is None:
                    self.accounts.move(copy, Place(station.transfer_to), "stranded", self.now)
                self.arrive(copy, station.transfer_to, through)
            return
        self.open_visit(copy, rank, through)
        self.expose(copy, rank)
        if self.is_duplicate(copy, rank):
            self.take_out(copy)
        elif station.purges and copy.deadline <= self.now:
            self.lose(copy, VisitEnd.EXPIRED)
        else:
            self.seek_work(copy, fits=False)

    def expose(self, copy: Copy, rank: int) -> None:
        """3.10: what the station is not cleared for, each report for the first time."""
        station, reports = self.network.stations[rank], self.calendar.reports
        for part in sorted(copy.parts, key=lambda part: part.report):
            report, known = part.report, {(e.report, e.station) for e in self.accounts.exposures}
            if station.cleared == NONE or reports.marking[report] <= station.cleared:
                continue
            if (report, rank) in known:
                continue
            source = self.network.sources[self.network.streams[reports.stream[report]].source]
            until, luck = -1, self.uniform("exposure", station.name, lead=report, visit=0)
            if source.silence is not None and luck < source.silenced:
                until = self.now + self.duration(
                    source.silence, "silence", station.name, lead=report, visit=0
                )
            self.accounts.exposures.append(Exposed(report, rank, self.now, until))

    def is_silent(self, source: int) -> bool:
        """Whether any exposure of its reports silences it now."""
        streams = self.calendar.reports.stream
        return any(
            self.now < each.until and self.network.streams[streams[each.report]].source == source
            for each in self.accounts.exposures
        )

    def open_visit(self, copy: Copy, rank: int, through: Crossing | None) -> None:
        copy.visit = self.accounts.visit(copy, rank, through, self.now)
        copy.crossing = through
        copy.content, copy.returned, copy.arrival = None, 1, self.count("arrival", rank)

    def seek_work(self, copy: Copy, fits: bool) -> None:
        """3.1 from step 4."""
        rank = copy.visit.station
        station, queue = self.network.stations[rank], self.queue[rank]
        if server := self.choose(rank, copy):
            self.start(server, copy)
        elif server := self.whom_to_interrupt(copy, rank):
            stopped = self.stop(server)
            self.enqueue(stopped)
            self.start(server if self.on_duty(server) else self.idle_at(server.desk)[0], copy)
            self.give(stopped, rank)
        elif not fits and station.queue_limit != NONE and len(queue) >= station.queue_limit:
            self.lose(copy, VisitEnd.OVERFLOW)
        else:
            self.enqueue(copy)

    # --- the queue (3.2) ---

    def order(self, copy: Copy) -> tuple[int, int, int]:
        match self.network.stations[copy.visit.station].discipline:
            case Discipline.PRECEDENCE:
                return copy.precedence, copy.returned, copy.arrival
            case Discipline.LTIOV:
                return copy.deadline, copy.returned, copy.arrival
            case Discipline.LIFO:
                return 0, copy.returned, -copy.arrival
            case _:
                return 0, copy.returned, copy.arrival

    def enqueue(self, copy: Copy) -> None:
        rank = copy.visit.station
        if self.network.stations[rank].purges and copy.deadline <= self.now:
            self.lose(copy, VisitEnd.EXPIRED)
            return
        self.queue[rank].append(copy)
        if self.is_somebodys(copy, rank):
            self.look(rank)
        self.peak[rank] = max(self.peak[rank], len(self.queue[rank]))
        if self.network.stations[rank].purges and not copy.expires:
            copy.expires = True
            self.plan(copy.deadline, EXPIRE, 0, copy.lead, lambda: self.expire(copy))

        if self.network.stations[rank].patience is not None and copy.returned:
            name, waits = self.network.stations[rank].name, self.count("waits", rank, copy.lead)
            law, visit = self.network.stations[rank].patience, copy.visit
            patience = self.duration(law, "patience", name, lead=copy.lead, visit=waits)
            self.plan(self.now + patience, ABANDON, rank, copy.lead, lambda: self.give_up(copy, visit))

    def give_up(self, copy: Copy, visit: Visit) -> None:
        """Where it still waits, on that visit, for work to begin."""
        if copy.visit is visit and copy in self.queue[visit.station] and copy.content is None:
            self.queue[visit.station].remove(copy)
            self.lose(copy, VisitEnd.ABANDONED)

    def expire(self, copy: Copy) -> None:
        """Where it waits now, if that station purges."""
        for rank, queue in enumerate(self.queue):
            if copy in queue and self.network.stations[rank].purges:
                queue.remove(copy)
                self.lose(copy, VisitEnd.EXPIRED)

    def come_back(self, copy: Copy, server: Server) -> None:
        """A copy returns from a person who leaves (3.7)."""
        self.enqueue(copy)
        self.desk_is_free(server)
        self.work_goes_on(server.station)

    def work_goes_on(self, rank: int) -> None:
        """Whoever is available takes what waits."""
        while other := self.choose(rank):
            self.take_next(other)

    def take_next(self, server: Server) -> bool:
        while self.available(server) and (theirs := self.theirs(server)):
            self.take(server, min(theirs, key=self.order))
        return server.working

    def take(self, server: Server, copy: Copy) -> None:
        self.queue[server.station].remove(copy)
        if self.is_duplicate(copy, server.station):
            self.take_out(copy)
        else:
            self.start(server, copy)

    def lose(self, copy: Copy, how: VisitEnd) -> None:
        """The copy ends where it is, and its visit with it."""
        by = self.who_finished(copy) if how == VisitEnd.DUPLICATE else {}
        through = copy.crossing
        self.end_visit(copy, how)
        self.end_crossing(through, Passage.ENDED)
        self.accounts.end(copy, CAUSE[how], self.now, by)

    def end_visit(self, copy: Copy, how: VisitEnd) -> None:
        self.turn(copy, copy.state)
        copy.visit.ended, copy.visit.end = self.now, how
        copy.visit = None

    def end_crossing(self, crossing: Crossing | None, how: Passage, hurdle: int = NONE) -> None:
        if crossing is not None:
            crossing.ended, crossing.passage, crossing.hurdle = self.now, how, hurdle

    # --- work (3.3, 3.4) ---

    def start(self, server: Server, copy: Copy) -> None:
        station = self.network.stations[server.station]
        if copy.content is None:
            copy.began_as = self.count("visit", server.station, copy.lead)
            law = station.urgent_work[copy.precedence] or station.work[copy.klass]
            copy.content = self.duration(law, "work", station.name, lead=copy.lead, visit=copy.began_as)
            for part in copy.parts:
                if not self.is_recognised(part.report, copy, server.station):
                    copy.content += self.each(part, copy.precedence, server.station)
            copy.content = self.stocks.work(copy.content, server.station)
            copy.visit.started = self.now
            copy.visit.duplicated = int(self.is_repeated(copy, server.station))
        self.turn(copy, "work")
        server.hand, server.working, server.began = copy, True, self.now
        server.pace = server.proficiency(self.now)
        server.misreads = self.stocks.misreading(self.misreading(server), server.station)
        ready = self.now + floor(copy.content / server.pace + 0.5)
        server.finish = self.plan(ready, FINISH, server.station, server.rank, lambda: self.finish(server))
        server.service = self.accounts.service(copy.visit, server, self.now)

    def each(self, part: Part, precedence: int, rank: int) -> int:
        """What a report adds to the work on whatever carries it."""
        station, report = self.network.stations[rank], part.report
        law = station.urgent_each[precedence] or station.work_each[part.klass]
        turn = self.count("each", rank, report)
        ticks = self.duration(law, "work each", station.name, lead=report, visit=turn)
        share = station.work_repeats[part.klass]
        if share < 1.0 and self.confirmations.knows(rank, report):
            return floor(ticks * share + 0.5)
        return ticks

    def stop(self, server: Server) -> Copy:
        """The server stops early; what it had in hand is in no one's hands."""
        copy, server.hand, server.working = server.hand, None, False
        done = floor((self.now - server.began) * server.pace + 0.5)
        copy.content = max(0, copy.content - done)
        server.service.ended = self.now
        self.due.pop(server.finish, None)
        server.finish = None
        self.turn(copy, "waiting")
        copy.returned = 0
        return copy

    # --- finishing (3.5) ---

    def finish(self, server: Server) -> None:
        copy, rank = server.hand, server.station
        server.service.ended, server.finish = self.now, None
        if copy.crossing is not None:
            self.mark_finished(copy, rank)
            self.write(copy, rank)
            self.go_on(copy)
        elif self.is_caught(copy, server):
            self.end_visit(copy, VisitEnd.REWORK)
            self.open_visit(copy, rank, None)
            self.turn(copy, "waiting")
            self.seek_work(copy, fits=True)
        else:
            self.go_from(copy, rank, VisitEnd.FINISHED)
        server.hand, server.working = None, False
        server.idle_since = self.now
        if not self.on_duty(server):
            self.look(rank)
        if not self.take_next(server):
            self.has_nothing_to_do(server)
            self.desk_is_free(server)

    def go_from(self, copy: Copy, rank: int, how: VisitEnd) -> None:
        """3.5 from step 3."""
        self.judge(copy, rank)
        self.mark_finished(copy, rank, how)
        self.read(copy, rank)
        self.accounts.deliver(copy, rank, self.now)
        if self.requests.settle(copy, rank):
            return
        sort(self, copy, rank)
        self.write(copy, rank)
        self.confirmations.finish(copy, rank)

    def mark_finished(self, copy: Copy, rank: int, how: VisitEnd = VisitEnd.FINISHED) -> None:
        self.end_visit(copy, how)
        self.stocks.finish(copy, rank)
        for part in copy.parts:
            if (rank, part.report) not in self.finished:
                self.finished.add((rank, part.report))
                self.given.append((part.report, rank, part.fidelity))
        copy.lineage.add(rank)

    def read(self, copy: Copy, rank: int) -> None:
        """Guidance, if it is any (2)."""
        for part in copy.parts:
            self.last_read[rank, part.klass] = self.now

    def go_on_from(self, copy: Copy, rank: int) -> None:
        batch = self.network.stations[rank]
        of_class = batch.batch_classes >> copy.klass & 1
        if of_class and has(batch.batch_precedences, copy.precedence):
            self.put_in_batch(copy, rank)
        else:
            self.share(copy, rank)

    def write(self, copy: Copy, rank: int) -> None:
        station = self.network.stations[rank]
        its_own = station.stage in ("analysis", "translation", "registry")
        if its_own and station.writes_language != NONE:
            copy.language = station.writes_language
        if its_own and station.writes_level != NONE:
            copy.level = station.writes_level
        if (its_own or station.stage == "collection") and station.writes_system != NONE:
            copy.system = station.writes_system

    def share(self, copy: Copy, rank: int) -> None:
        station = self.network.stations[rank]
        picked = NONE
        if station.shared:
            u = self.uniform("share", station.name, lead=copy.lead, visit=copy.began_as)
            below = [c for c, upto in zip(station.shared, station.shares, strict=True) if u < upto]
            picked = below[0] if below else station.shared[-1]
        going, barred = [], []
        for number in station.outgoing:
            if number in station.shared and number != picked:
                continue
            carries = self.network.channels[number].carries
            parts = [p for p in copy.parts if carries >> p.klass & 1]
            urgency = min((part.precedence for part in parts), default=NONE)
            if parts and has(self.network.channels[number].precedences, urgency):
                if self.dates.takes(number):
                    going.append((Place(channel=number), parts))
                else:
                    barred.append(Place(channel=number))
        if len(going) == 1 and going[0][1] == copy.parts:
            self.dates.bar(copy, barred, [going[0][0]])
            self.accounts.move(copy, going[0][0], "sent_elsewhere", self.now)
            copy.place = going[0][0]
            self.offer(copy)
            return
        made = [self.accounts.split(copy, parts, place, self.now) for place, parts in going]
        self.dates.bar(copy, barred, [place for place, _ in going])
        self.accounts.end(copy, "finished", self.now)
        for one in made:
            self.offer(one)

    def desk_is_free(self, left: Server) -> None:
        for server in self.servers:
            if server.desk == left.desk and self.on_duty(server) and not self.at_work(server.desk):
                if server.hand is not None:
                    self.start(server, server.hand)
                elif not self.take_next(server):
                    self.has_nothing_to_do(server)

    # --- posts that take only some work (3.15) ---

    def give(self, returned: Copy, rank: int) -> None:
        """What was interrupted may be for somebody for whom what interrupted it was not."""
        if returned in self.queue[rank] and (other := self.choose(rank, returned)):
            self.take(other, returned)
