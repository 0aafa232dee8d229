"""The life of one report in one replication: what happened to each of its copies, in order of time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stovepipe.measures.ends import DISPOSED, LOST, causes_of_kind
from stovepipe.measures.fates.deliveries import COMPONENTS
from stovepipe.measures.life.asked import asked_about
from stovepipe.measures.life.crossing import Crossing, WaitForLink, crossing_met
from stovepipe.measures.life.events import AboutEvent, Event, EventKind, Fate, Life, Person
from stovepipe.measures.life.holds import Held, event_name, sources_heard
from stovepipe.measures.life.lineage import Batched, Lineage, lineage
from stovepipe.measures.timelines.spans import StationTime, station_time
from stovepipe.network.details.rules import AtEnd, Ending
from stovepipe.network.records import NEVER, NONE, Network, Source
from stovepipe.network.schedule import Calendar
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.network.ways.precedence import rises
from stovepipe.terms import PRECEDENCES
from stovepipe.text import listed
from stovepipe.trajectory import DONE, DeliveryOutcome, HoldEnd, Passage, Trajectory, VisitEnd


def life(trajectory: Trajectory, rank: int) -> Life:
    """The life of the report of a rank."""
    network, reports = trajectory.network, trajectory.calendar.reports
    stream = network.streams[reports.stream[rank]]
    source = network.sources[stream.source]
    fates = tuple(fates_of(trajectory, rank))
    deadline, language = int(reports.deadline[rank]), int(reports.language[rank])
    return Life(
        rank=rank,
        source=source.name,
        number=int(np.searchsorted(reports_of_source(network, trajectory.calendar, stream.source), rank)) + 1,
        report_class=network.classes[reports.klass[rank]].name,
        trigger=stream.trigger,
        precedence=int(reports.precedence[rank]),
        occurred=int(reports.occurred[rank]),
        deadline=None if deadline >= NEVER else deadline,
        language="" if language == NONE else network.languages[language],
        nation="" if source.nation == NONE else network.nations[source.nation],
        marking=network.markings[reports.marking[rank]] if network.markings else "",
        coarse=bool(reports.coarse[rank]),
        written=None if reports.unreported[rank] else int(reports.occurred[rank] + reports.delay[rank]),
        about=_about(trajectory, rank),
        events=_Teller(trajectory, rank).events(fates),
        fates=fates,
    )


def _about(trajectory: Trajectory, rank: int) -> AboutEvent | None:
    events, row = trajectory.calendar.events, int(trajectory.calendar.reports.event[rank])
    if row == NONE:
        return None
    subject = trajectory.network.subjects[events.subject[row]].name
    return AboutEvent(subject, int(events.number[row]) + 1, int(events.began[row]))


def reports_of_source(network: Network, calendar: Calendar, source: int) -> NDArray[np.int64]:
    """The ranks of a source's reports, in order of occurrence."""
    mine = np.array([stream.source == source for stream in network.streams], dtype=np.bool_)
    return np.flatnonzero(mine[calendar.reports.stream])


def fates_of(trajectory: Trajectory, rank: int) -> Iterator[Fate]:
    """What became of the report of a rank, for each consumer that needs it."""
    network, rows, reports = trajectory.network, trajectory.deliveries, trajectory.calendar.reports
    names = [*(station.name for station in network.stations), *(channel.name for channel in network.channels)]
    for row in np.flatnonzero(rows.report == rank).tolist():
        outcome, decided = DeliveryOutcome(rows.outcome[row]), int(rows.decided[row])
        delivered = outcome is DeliveryOutcome.DELIVERED
        cause = int(rows.cause[row])
        disposed = bool(causes_of_kind(network, "disposition")[cause])
        yield Fate(
            consumer=consumer_of(network, int(rows.consumer[row])).name,
            outcome=DISPOSED if disposed else outcome.name.lower(),
            timely=decided <= int(reports.deadline[rank]) if delivered else None,
            cause=network.causes[cause] if outcome is DeliveryOutcome.LOST else "",
            decided=None if outcome is DeliveryOutcome.IN_FLIGHT else decided,
            where="" if outcome is DeliveryOutcome.IN_FLIGHT else names[rows.where[row]],
            parts=tuple(int(getattr(rows, part)[row]) for part in COMPONENTS),
            fidelity=float(rows.fidelity[row]) if delivered else None,
            counts=int(reports.occurred[rank]) >= network.counted_from,
        )


_ENDS = {
    VisitEnd.FINISHED: EventKind.FINISHED,
    VisitEnd.REWORK: EventKind.REWORK,
    VisitEnd.EXPIRED: EventKind.EXPIRED,
    VisitEnd.OVERFLOW: EventKind.OVERFLOW,
    VisitEnd.DUPLICATE: EventKind.DUPLICATE,
    VisitEnd.HANDOVER: EventKind.HANDOVER,
    VisitEnd.STRANDED: EventKind.STRANDED,
    VisitEnd.TRANSFERRED: EventKind.TRANSFERRED,
    VisitEnd.ABANDONED: EventKind.ABANDONED,
    VisitEnd.PASSED_ON: EventKind.PASSED_ON,
    VisitEnd.PRESENT: EventKind.STILL,
}


_HOLD_ENDS = {
    HoldEnd.CONFIRMED: (EventKind.LEFT_HOLD, "confirmed"),
    HoldEnd.PASSED: (EventKind.LEFT_HOLD, "limit"),
    HoldEnd.RAISED: (EventKind.LEFT_HOLD, "raised"),
    HoldEnd.STOPPED: (EventKind.UNCONFIRMED, ""),
    HoldEnd.TRANSFERRED: (EventKind.TRANSFERRED, ""),
    HoldEnd.STRANDED: (EventKind.STRANDED, ""),
    HoldEnd.PRESENT: (EventKind.STILL, "held for confirmation"),
}


class _Teller:
    """Puts the rows of the tables that are about one report in order, and says what happened."""

    def __init__(self, trajectory: Trajectory, rank: int) -> None:
        self._trajectory, self._rank = trajectory, rank
        self._lineage: Lineage = lineage(trajectory)
        self._visits = self._by_copy(trajectory.visits.copy, self._visited())
        self._crossings = self._by_copy(trajectory.crossings.copy, self._offered())
        made = {copy for copy, whole in self._lineage.made.items() if rank in whole.reports}
        self._labels = {
            copy: label for label, copy in enumerate(sorted({*self._visits, *self._crossings, *made}), 1)
        }
        self._time: StationTime = station_time(trajectory)

    def _visited(self) -> Iterator[int]:
        """The visits (rows) whose copy carried the report."""
        visits = self._trajectory.visits
        for row in np.flatnonzero(visits.lead <= self._rank).tolist():
            copy, lead, number = int(visits.copy[row]), int(visits.lead[row]), int(visits.carried[row])
            if self._rank in self._lineage.reports(copy, lead, number):
                yield row

    def _offered(self) -> Iterator[int]:
        """The crossings (rows) that the report was offered in."""
        return (row for row, offer in self._lineage.offers.items() if self._rank in offer.reports)

    @staticmethod
    def _by_copy(copies: NDArray[np.int64], rows: Iterator[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row in rows:
            found.setdefault(int(copies[row]), []).append(row)
        return found

    def events(self, fates: tuple[Fate, ...]) -> tuple[Event, ...]:
        """What happened, in order of time; at one tick, in the order of cause and effect."""
        trajectory, source = self._trajectory, self._source()
        reports = trajectory.calendar.reports
        station = trajectory.network.stations[reports.door[self._rank]].name
        delay = int(reports.delay[self._rank])
        told = [
            Event(
                int(reports.occurred[self._rank]),
                EventKind.OCCURRED,
                station,
                1,
                lasted=delay or None,
                about=source.name,
                why="unreported" if reports.unreported[self._rank] else "late" if delay else "",
            )
        ]
        for copy in self._labels:
            told += self._of_copy(copy, fates)
        told[1:1] = self._raised(told)
        told += [
            Event(fate.decided, EventKind(fate.outcome), fate.where, 0, about=fate.consumer, why=fate.cause)
            for fate in fates
            if fate.decided is not None and fate.outcome in (LOST, DISPOSED)
        ]
        told += asked_about(trajectory, self._rank)
        return tuple(sorted(told, key=lambda event: event.at))

    def _source(self) -> Source:
        network = self._trajectory.network
        stream = int(self._trajectory.calendar.reports.stream[self._rank])
        return network.sources[network.streams[stream].source]

    def _raised(self, told: list[Event]) -> list[Event]:
        """When incidents raised the report in a copy; once for all copies, where nobody ever sorted it."""
        network, calendar, seen = (
            self._trajectory.network, self._trajectory.calendar, self._lineage.appearances
        )  # fmt: skip
        raised = [(0, *each) for each in rises(network, calendar, self._rank)]
        last = max(event.at for event in told)
        if any(seen.of(copy, self._rank, last) for copy in self._labels):
            raised = []
            for copy, label in self._labels.items():
                mine = [event.at for event in told if event.copy == label]
                sortings = seen.of(copy, self._rank, max(mine))
                found = seen.raised(self._rank, sortings, max(mine))
                raised += [(label, *each) for each in found if each.at >= min(mine)]
        return [
            Event(
                at, EventKind.RAISED, "", label, about=network.incidents[incident].name, why=PRECEDENCES[to]
            )
            for label, at, to, incident in raised
            if at <= last
        ]

    def _of_copy(self, copy: int, fates: tuple[Fate, ...]) -> Iterator[Event]:
        """Visits and crossings in turn, as one leads to the other."""
        visits = self._trajectory.visits
        through = [row for row in self._visits.get(copy, []) if visits.through[row] != NONE]
        stays = [row for row in self._visits.get(copy, []) if visits.through[row] == NONE]
        crossings = list(self._crossings.get(copy, []))
        made = self._lineage.made.get(copy)
        if made is not None and made.batched is not None:
            place = self._trajectory.network.stations[made.station].name
            others = len(made.reports) - 1
            yield from self._batched(made.batched, place, self._labels[copy], others, made.at)
        if copy not in self._lineage.parents and stays:
            yield from self._stays_until_finished(stays, fates)
        while crossings or stays:
            if crossings:
                yield from self._of_crossing(crossings.pop(0), through)
            yield from self._stays_until_finished(stays, fates)

    def _stays_until_finished(self, stays: list[int], fates: tuple[Fate, ...]) -> Iterator[Event]:
        while stays:
            row = stays.pop(0)
            yield from self._of_visit(row, fates)
            if self._trajectory.visits.end[row] in DONE:
                return

    # --- at a station ------------------------------------------------

    def _of_visit(self, row: int, fates: tuple[Fate, ...]) -> Iterator[Event]:
        trajectory, visits = self._trajectory, self._trajectory.visits
        network = trajectory.network
        place = network.stations[visits.station[row]].name
        copy, others = self._labels[int(visits.copy[row])], int(visits.carried[row]) - 1
        channel = int(visits.through[row])
        at = int(visits.arrived[row])
        about = "" if channel == NONE else network.channels[channel].name
        yield Event(at, EventKind.ARRIVED, place, copy, others, about=about)
        services = trajectory.services
        stretches = np.flatnonzero(services.visit == row).tolist()
        end = VisitEnd(visits.end[row])
        left = network.horizon if end is VisitEnd.PRESENT else int(visits.ended[row])
        who: Person | None = None
        worked = 0
        for number, stretch in enumerate(stretches):
            began, ended = int(services.began[stretch]), int(services.ended[stretch])
            server = int(services.server[stretch])
            who = person(trajectory, server, began)
            waited, suspended = self._between(row, at, began)
            yield Event(began, EventKind.BEGAN, place, copy, others, who, waited, suspended)
            at, worked = ended, ended - began
            if number < len(stretches) - 1 or ended < left:
                why = self._why_stopped(server, began, ended, int(visits.station[row]))
                yield Event(ended, EventKind.STOPPED_WORK, place, copy, others, who, lasted=worked, why=why)
                who, worked = None, 0
        waited, suspended = self._between(row, at, left)
        what_next = self._state(waited, suspended, who) if end is VisitEnd.PRESENT else ""
        yield Event(
            left, _ENDS[end], place, copy, others, who, waited, suspended, worked if who else None,
            about=about, why=what_next,
        )  # fmt: skip
        if end in DONE and channel == NONE:
            yield from self._sent_on(row, place, copy, others, left, fates)

    def _sent_on(
        self, row: int, place: str, copy: int, others: int, at: int, fates: tuple[Fate, ...]
    ) -> Iterator[Event]:
        for fate in fates:
            # To the station itself, and to the groups of which it is the first to read it.
            if fate.outcome == "delivered" and (fate.where, fate.decided) == (place, at):
                why = "" if fate.timely else "late"
                yield Event(at, EventKind.DELIVERED, place, copy, others, about=fate.consumer, why=why)
        number = int(self._trajectory.visits.copy[row])
        yield from self._sorted(number, int(self._trajectory.visits.station[row]), at, copy, others)
        batched, held = self._lineage.batched.get(row), self._lineage.held.get(row)
        gone = batched is not None and batched.dropped.get(self._rank, NEVER) <= at
        if held is not None and not gone:
            yield from self._held(held, place, copy, others)
            at = at if held.until is None else held.until
        if batched is not None:
            yield from self._batched(batched, place, copy, others, at)
        elif held is None and not self._shared(row, at):
            yield Event(at, EventKind.NOT_SENT, place, copy, others)

    def _shared(self, row: int, at: int) -> bool:
        """Whether a channel took the report after a visit; or none leads on that carries its class."""
        trajectory, copy = self._trajectory, int(self._trajectory.visits.copy[row])
        klass, station = trajectory.calendar.reports.klass[self._rank], trajectory.visits.station[row]
        onward = (each.carries for each in trajectory.network.channels if each.sender == station)
        if not any(carries >> int(klass) & 1 for carries in onward):
            return True
        offered = any(trajectory.crossings.offered[each] >= at for each in self._crossings.get(copy, []))
        return offered or any(copy in self._lineage.parents.get(each, ()) for each in self._labels)

    def _sorted(self, number: int, station: int, at: int, copy: int, others: int) -> Iterator[Event]:
        """What the station took it for, if it sorts such reports."""
        network = self._trajectory.network
        rows = self._lineage.appearances.of(number, self._rank, at, station)
        if rows and (rows[-1].station, rows[-1].at) == (station, at):
            before, after = (network.classes[klass].name for klass in rows[-1][2:])
            place = network.stations[station].name
            yield Event(at, EventKind.SORTED, place, copy, others, about=before, why=after)

    def _batched(self, batched: Batched, place: str, copy: int, others: int, at: int) -> Iterator[Event]:
        """The copy is put in the batch, unless that holds the report already."""
        if self._rank in batched.dropped:
            at = batched.dropped[self._rank]
            yield Event(at, EventKind.DUPLICATE, place, copy, others, why="in the batch")
        elif batched.taken:
            yield Event(at, EventKind.BATCHED, place, copy, others)
            left = batched.left
            crowded = batched.crowded_out.get(self._rank)
            if crowded is not None:
                yield Event(crowded, EventKind.CROWDED_OUT, place, copy, lasted=crowded - at)
            elif left is not None:
                yield Event(left.at, EventKind.LEFT_BATCH, place, copy, left.reports - 1, lasted=left.at - at)

    def _held(self, held: Held, place: str, copy: int, others: int) -> Iterator[Event]:
        """The wait for confirmation, and what ended it."""
        event = event_name(self._trajectory, held.event)
        yield Event(held.since, EventKind.HELD, place, copy, others, about=event)
        until = self._trajectory.network.horizon if held.until is None else held.until
        kind, why = _HOLD_ENDS[held.end]
        about = event
        if held.end is HoldEnd.CONFIRMED:
            heard = sources_heard(self._trajectory, self._lineage.reports, held, until)
            about = listed(name for name in heard if name != self._source().name)
        yield Event(
            until, kind, place, copy, held.reports - 1, lasted=until - held.since, about=about, why=why
        )  # fmt: skip

    def _between(self, row: int, since: int, until: int) -> tuple[int, int]:
        """How long the copy waited and lay suspended in that part of its visit."""
        found = []
        for spans in (self._time.waiting, self._time.suspended):
            within = spans.of((spans.visit == row) & (spans.began >= since) & (spans.ended <= until))
            found.append(int((within.ended - within.began).sum()))
        return found[0], found[1]

    def _state(self, waited: int, suspended: int, who: Person | None) -> str:
        if who is not None:
            return "in work"
        return "suspended" if suspended and not waited else "waiting"

    def _why_stopped(self, server: int, began: int, ended: int, station: int) -> str:
        network, duty = self._trajectory.network, self._trajectory.duty[server]
        post = network.servers[server]
        spells = np.flatnonzero((duty.off == ended) & (duty.ending != Ending.CALL))
        if not len(spells):
            return "station closed" if ended == network.stations[station].closes else "interrupted"
        ending = Ending(duty.ending[spells[0]])
        if ending is Ending.SHIFT:
            rule = network.stations[post.station].groups[post.group].shifts[post.shift].at_end
            return "shift ended, kept" if rule is AtEnd.SUSPEND else "shift ended"
        return "tour ended" if ending is Ending.TOUR else "leave began"

    # --- on a channel ------------------------------------------------

    def _of_crossing(self, row: int, through: list[int]) -> Iterator[Event]:
        """The hurdles in order, with what was worked through; `through` loses the visits that are told."""
        crossings, network = self._trajectory.crossings, self._trajectory.network
        offer = self._lineage.offers[row]
        copy, others = self._labels[int(crossings.copy[row])], len(offer.reports) - 1
        place = network.channels[crossings.channel[row]].name
        ends = network.horizon if crossings.ended[row] < 0 else int(crossings.ended[row])
        visits = self._trajectory.visits
        mine = [each for each in through if visits.through[each] == crossings.channel[row]]
        for each in mine:
            through.remove(each)
        found: Crossing = crossing_met(self._trajectory, self._lineage, row, self._rank, mine)
        yield Event(found.offered, EventKind.OFFERED, place, copy, others)
        held = found.held
        for number, met in enumerate(found.met):
            if held is not None and number == held.after:
                yield self._link_down(held, place, copy, others)
            yield Event(
                met.at,
                EventKind.HURDLE,
                place,
                copy,
                others,
                lasted=met.delay,
                about=met.hurdle,
                why=met.cause,
                met=met,
            )
            for visit in met.visits:
                mine.remove(visit)
                yield from self._of_visit(visit, ())
        if held is not None and held.after == len(found.met):
            yield self._link_down(held, place, copy, others)
        for each in mine:
            yield from self._of_visit(each, ())
        passage = Passage(crossings.passage[row])
        if found.met and found.met[-1].cause:
            return
        others = int(crossings.carried[row]) - 1
        if passage is Passage.ARRIVED:
            yield Event(ends, EventKind.CROSSED, place, copy, others, lasted=found.transit)
        elif passage is Passage.UNDER_WAY and not found.at_station:
            yield Event(ends, EventKind.STILL, place, copy, others, why="on the way")

    @staticmethod
    def _link_down(held: WaitForLink, place: str, copy: int, others: int) -> Event:
        lasted = None if held.until is None else held.until - held.since
        return Event(held.since, EventKind.LINK_DOWN, place, copy, others, lasted=lasted)


def person(trajectory: Trajectory, server: int, at: int) -> Person:
    """Who was on duty as a server at a tick."""
    network, duty = trajectory.network, trajectory.duty[server]
    who = network.servers[server]
    group = network.stations[who.station].groups[who.group]
    spell = int(np.searchsorted(duty.on, at, side="right")) - 1
    tour, tenure = int(duty.tour[spell]), int(duty.tenure[spell])
    # Tenure begins with the overlap, before arrival; but never before the group does.
    first_on = int(duty.on[int(np.flatnonzero(duty.tour == tour)[0])])
    return Person(
        group=group.name,
        post=who.post,
        posts=group.count,
        shift=group.shifts[who.shift].name if len(group.shifts) > 1 else "",
        tour=tour,
        since=None if group.tour is None or not group.turnover else min(tenure + group.overlap, first_on),
        proficiency=min(1.0, float(duty.p0[spell]) + float(duty.slope[spell]) * (at - tenure)),
        on_call=trajectory.on_call(server, at),
    )
