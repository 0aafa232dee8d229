"""Asking: what a station asks about, what reaches a source here, and what is answered (semantics, 3.13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from stovepipe.engines.simpy.books.ledger import FINISHED, total
from stovepipe.engines.simpy.books.requests import RequestLedger, RoundTrip
from stovepipe.engines.simpy.chance import Chance, Uniforms
from stovepipe.engines.simpy.channels.hurdle import Recipient
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy, Report
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.network.details.asks import Ask
from stovepipe.network.records import NONE, SILENCED
from stovepipe.network.ways.hurdles import Written

Share = Callable[[Copy, int], None]


class Inquiry:
    """One ask at work, about reports of one stream: it comes to each of them once."""

    def __init__(self, chance: Chance, station: str, rank: int, ask: Ask, request: int) -> None:
        self.rank = rank
        self.request = request  # the stream of the requests
        self._coarse, self._probability = ask.coarse, ask.probability
        self._draw = None if ask.probability >= 1.0 else Uniforms(chance, "ask", station, ask.name)
        self._seen: set[int] = set()

    def arises(self, report: Report) -> bool:
        """Whether a report that has been finished is asked about now."""
        if report.rank in self._seen or (self._coarse and not report.traits.coarse):
            return False
        self._seen.add(report.rank)
        return self._draw is None or self._draw.at(report, 0) < self._probability


class Asking:
    """What is asked, reached and answered at one station."""

    def __init__(self, common: Common, ledger: RequestLedger, rank: int) -> None:
        network = common.network
        self._common, self._ledger, self._rank = common, ledger, rank
        self._spec = network.stations[rank]
        streams = network.streams
        made = {stream.made: i for i, stream in enumerate(streams) if stream.made is not None}
        self._doors = [frozenset(door.station for door in source.doors) for source in network.sources]
        self._answer_to: dict[int, int] = {}  # by the stream of the requests
        self._requests = set[int]()  # the streams of those that reach their source here
        self._answers = set[int]()  # the streams of those that are asked for here
        self._inquiries: dict[int, list[Inquiry]] = {}  # by the stream that is asked about
        for origin, i in made.items():
            ask = network.asks[origin.ask]
            if origin.answers:
                if ask.station == rank:
                    self._answers.add(i)
                continue
            self._answer_to[i] = made[replace(origin, answers=True)]
            if rank in self._doors[streams[i].source]:
                self._requests.add(i)
            if ask.station == rank:
                inquiry = Inquiry(common.chance, self._spec.name, origin.ask, ask, i)
                self._inquiries.setdefault(origin.about, []).append(inquiry)
        self._classes = 0  # that what is of any concern here may appear as
        own = {streams[i].klass for i in (*self._requests, *self._answers, *self._inquiries)}
        for klass, appears in network.kinds:
            if klass in own:
                self._classes |= 1 << appears
        self._stations: Sequence[Recipient] = ()
        self._share: Share | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is ever asked, reached or answered here."""
        return not self._classes

    def connect(self, stations: Sequence[Recipient], share: Share) -> None:
        """Find the stations where answers are written, and the way of a request out of this one."""
        self._stations, self._share = stations, share

    def settle(self, copy: Copy, now: int) -> bool:
        """A copy is finished here. Whether it ends, because it is nothing but requests that are here."""
        if not copy.traits.classes & self._classes:
            return False
        for item in copy.carried:
            if item.report.stream in self._requests:
                self._reach(item, copy, now)
            elif item.report.stream in self._answers:
                self._have_answer(item, copy, now)
        for item in copy.carried:
            for inquiry in self._inquiries.get(item.report.stream, ()):
                if inquiry.arises(item.report):
                    self._ask(inquiry, item.report, now)
        if all(item.report.stream in self._requests for item in copy.carried):
            self._ledger.end(copy, FINISHED, now)
            return True
        return False

    def _have_answer(self, item: Carried, copy: Copy, now: int) -> None:
        if item.report.pending:
            self._ledger.answered(self._ledger.trip(item.report), item, copy, self._rank, now)

    def _reach(self, item: Carried, copy: Copy, now: int) -> None:
        trip = self._ledger.trip(item.report)
        if trip.reached < 0:
            self._ledger.reach(trip, now, total(item, copy))
            self._answer(trip, now)

    # --- requests ----------------------------------------------------

    def _ask(self, inquiry: Inquiry, about: Report, now: int) -> None:
        common, ledger = self._common, self._ledger
        request = ledger.made.request(inquiry.request, inquiry.rank, about, now)
        bit = 1 << self._rank
        request.finished |= bit
        trip = RoundTrip(inquiry.rank, about, request)
        ledger.begin(trip)
        if inquiry.request in self._requests:
            ledger.reach(trip, now)
            self._answer(trip, now)
            return
        doors = self._doors[common.network.streams[inquiry.request].source]
        # It leaves a station that has sorted all that it is ever to sort of it.
        ledger.seek(request, sorted(doors), self._rank, is_sorted=True)
        level = common.network.classes[request.klass].level
        written = Written(NONE, NONE, level).by(self._spec)
        copy = Copy(common.number_copy(), (Carried(request, 1.0),), now, written, bit)
        copy.visit = 0
        ledger.enter(copy, ledger.reach_sorted[self._rank], self._rank)
        if self._share is not None:
            self._share(copy, now)

    # --- answers -----------------------------------------------------

    def _answer(self, trip: RoundTrip, now: int) -> None:
        """The source collects, and its answer is written down after that."""
        common, ledger = self._common, self._ledger
        stream = self._answer_to[trip.request.stream]
        answer, language, door, delay = ledger.made.answer(stream, trip.ask, trip.request, trip.about, now)
        ledger.reply(trip, answer)
        ledger.seek(answer, (common.network.asks[trip.ask].station,), door)
        source = common.network.streams[stream].source
        if common.exposure.silences(source, now):
            ledger.fail(answer, SILENCED, door)
            return
        written = Written(language, NONE, common.network.classes[answer.klass].level)
        copy = Copy(common.number_copy(), (Carried(answer, 1.0),), now, written, 0)
        ledger.enter(copy, ledger.reach_station[door], door)
        if delay > 0:
            if common.late is not None:
                common.late[copy] = None
            moment = order(MomentKind.WRITE, source, answer.rank)
            Moment(common.env, delay, moment, self._written, (copy, delay, trip))
        else:
            trip.written = now
            self._stations[door].arrive(copy, now)

    def _written(self, moment: Moment) -> None:
        copy, delay, trip = moment.subject
        common = self._common
        copy.hurdles += delay
        if common.late is not None:
            del common.late[copy]
        trip.written = common.env.now
        self._stations[copy.where].arrive(copy, common.env.now)


def asking_at(common: Common, rank: int) -> Asking | None:
    """What is asked, reached or answered at a station; None where nothing is."""
    if common.requests is None:
        return None
    asking = Asking(common, common.requests, rank)
    return None if asking.idle else asking
