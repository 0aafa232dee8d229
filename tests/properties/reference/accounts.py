"""The accounts of the second simulator: who has had what, and which copies live (semantics, 5)."""

from __future__ import annotations

from typing import Any

from stovepipe.network.records import NONE, Network, Station
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import DeliveryOutcome
from tests.properties.reference.records import (
    Call,
    Copy,
    Crossing,
    Delivery,
    Ended,
    Exposed,
    Part,
    Place,
    Service,
    Sorted,
    Sought,
    Visit,
)


def is_in_need(station: Station, klass: int, occurred: int) -> bool:
    """4.1: whether a need for a class that the station has is there when a report occurs."""
    return all(since <= occurred < until for own, since, until in station.needs_when if own == klass)


def owes(network: Network, consumer: int, klass: int, occurred: int) -> bool:
    """Whether there is a delivery to a consumer: a station, or a group (5.1), whose needs have no time."""
    if consumer >= len(network.stations):
        return bool(network.any_of[consumer - len(network.stations)].needs >> klass & 1)
    station = network.stations[consumer]
    return bool(station.needs >> klass & 1) and is_in_need(station, klass, occurred)


Reached = dict[int, set[int]]  # consumers, by report


class Accounts:
    """Who has had what, and which copies live."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        self.network, self.calendar = network, calendar
        self.living: list[Copy] = []
        self.known: dict[tuple[Place, int, int], set[int]] = {}
        self.sortings: list[Sorted] = []
        self.ended: set[int] = {rank for rank, each in enumerate(network.channels) if each.until <= 0}
        self.groups = {  # of which any one will do: by the number of the group, its stations (5.1)
            len(network.stations) + rank: set(group.stations) for rank, group in enumerate(network.any_of)
        }
        self.history: dict[int, list[Ended]] = {}
        self.unasked: set[int] = set()  # the reports that answer no current requirement
        self.visits: list[Visit] = []
        self.services: list[Service] = []
        self.calls: list[Call] = []
        self.crossings: list[Crossing] = []
        self.exposures: list[Exposed] = []
        self.seeks: dict[int, Sought] = {}  # by request or answer
        self.deliveries = {
            (report, consumer): Delivery(report, consumer)
            for report, klass in enumerate(calendar.reports.klass.tolist())
            for consumer in network.consumers
            if owes(network, consumer, klass, int(calendar.reports.occurred[report]))
        }
        self.at_first = {
            (place, klass): self.follow(place, klass, klass)
            for station in range(len(network.stations))
            for place in (Place(station), Place(station, is_sorted=True))
            for klass in range(len(network.classes))
        }

    # --- rows --------------------------------------------------------------------------------------

    def visit(self, copy: Copy, station: int, through: Crossing | None, now: int) -> Visit:
        channel = NONE if through is None else through.channel
        self.visits.append(Visit(copy.lead, len(copy.parts), station, channel, now))
        return self.visits[-1]

    def service(self, visit: Visit, server: Any, now: int) -> Service:
        self.services.append(Service(visit, server.rank, int(server.duty.tour[server.spell]), now))
        return self.services[-1]

    def crossing(self, copy: Copy, channel: int, now: int) -> Crossing:
        self.crossings.append(Crossing(copy.lead, len(copy.parts), channel, now))
        return self.crossings[-1]

    # --- copies (2) --------------------------------------------------------------------------------

    def make(
        self,
        parts: list[Part],
        place: Place,
        *,
        language: int,
        system: int,
        level: int,
        lineage: set[int],
        now: int,
    ) -> Copy:
        copy = Copy(place, language, system, level, set(lineage), since=now)
        self.carry(copy, parts)
        self.living.append(copy)
        return copy

    def carry(self, copy: Copy, parts: list[Part], *, due: bool = False) -> None:
        """What follows from what a copy carries."""
        reports = [part.report for part in parts]
        copy.parts = parts
        copy.precedence = min((part.precedence for part in parts), default=NONE)
        copy.deadline = max((int(self.calendar.reports.deadline[r]) for r in reports), default=NONE)
        copy.expires = due

    def split(self, copy: Copy, parts: list[Part], place: Place, now: int) -> Copy:
        again = [part.again() for part in parts]
        return self.make(
            again,
            place,
            language=copy.language,
            system=copy.system,
            level=copy.level,
            lineage=copy.lineage,
            now=now,
        )

    def merge(self, held: list[Copy], now: int) -> Copy:
        """A product of what a batch held (3.8); what it was made of is gone."""
        parts = sorted((part for copy in held for part in copy.parts), key=lambda part: part.report)
        product = self.make(
            parts,
            held[0].place,
            language=held[0].language,
            system=held[0].system,
            level=held[0].level,
            lineage={station for copy in held for station in copy.lineage},
            now=now,
        )
        product.began_as = next(copy.began_as for copy in held if copy.lead == product.lead)
        for copy in held:
            self.living.remove(copy)
        return product

    # --- deliveries (5) ----------------------------------------------------------------------------

    def reached(self, place: Place, part: Part) -> set[int]:
        """The consumers that can be reached by a report as it appears, from a place."""
        return self.within_reach(place, part) & set(self.network.consumers)

    def within_reach(self, place: Place, part: Part) -> set[int]:
        """The stations that can be reached."""
        own = int(self.calendar.reports.klass[part.report])
        if (place, own, part.klass) not in self.known:
            self.known[place, own, part.klass] = self.follow(place, own, part.klass)
        return set(self.known[place, own, part.klass])

    def follow(self, place: Place, own: int, klass: int) -> set[int]:
        """From channel to channel, as whatever stations may take it for, and to successors."""
        found, ahead = set(), [(place, klass)]
        seen = set()
        while ahead:
            place, klass = here = ahead.pop()
            if here in seen:
                continue
            seen.add(here)
            if place.channel != NONE:
                channel = self.network.channels[place.channel]
                if channel.carries >> klass & 1:
                    ahead.append((Place(channel.recipient), klass))
                continue
            station = self.network.stations[place.station]
            found.add(place.station)
            shares = station.taken_for[own]
            if shares and not place.is_sorted:
                for number, (upto, kind) in enumerate(shares):
                    if upto > (shares[number - 1][0] if number else 0.0):
                        ahead.append((Place(place.station, is_sorted=True), kind))
            else:
                leaving = [number for number in station.outgoing if number not in self.ended]
                ahead += [(Place(channel=number), klass) for number in leaving]
            if station.transfer_to != NONE:
                ahead.append((Place(station.transfer_to), klass))
        return found | {number for number, group in self.groups.items() if found & group}

    def undecided(self, report: int) -> list[Delivery]:
        found = [self.deliveries.get((report, consumer)) for consumer in self.network.consumers]
        return [one for one in found if one and one.outcome == DeliveryOutcome.IN_FLIGHT]

    def no_route(self, copy: Copy) -> None:
        for part in copy.parts:
            reached = self.reached(copy.place, part)
            for delivery in self.undecided(part.report):
                if delivery.consumer not in reached:
                    klass = int(self.calendar.reports.klass[part.report])
                    once = delivery.consumer in self.at_first[copy.place, klass]
                    why = "closed" if once else "no_route"
                    self.decide(delivery, part, DeliveryOutcome.LOST, copy, copy.since, why)

    def deliver(self, copy: Copy, station: int, now: int) -> None:
        for part in copy.parts:
            for delivery in self.undecided(part.report):
                if station != delivery.consumer and station not in self.groups.get(delivery.consumer, ()):
                    continue
                if part.report in self.unasked:
                    self.decide(delivery, part, DeliveryOutcome.LOST, copy, now, "off_requirement")
                else:
                    self.decide(delivery, part, DeliveryOutcome.DELIVERED, copy, now)
                    delivery.fidelity = part.fidelity

    def end(self, copy: Copy, cause: str, now: int, by: dict[int, set[int]] | None = None) -> None:
        """A copy ends; `by` says, for a duplicate, which stations had finished each report."""
        self.living.remove(copy)
        for part in copy.parts:
            self.end_part(copy, part, cause, now, by or {})

    def end_parts(self, copy: Copy, parts: list[Part], cause: str, now: int, by: dict[int, set[int]]) -> None:
        """Some of what a copy carries ends."""
        self.carry(copy, [part for part in copy.parts if part not in parts])
        if not copy.parts:
            self.living.remove(copy)
        for part in parts:
            self.end_part(copy, part, cause, now, by)

    def move(self, copy: Copy, to: Place, cause: str, now: int) -> None:
        """The copy goes where it can no longer reach every consumer."""
        for part in copy.parts:
            self.lose_sight(copy, part, cause, now, set(), to)
            lost = self.only(copy, part)
            for delivery in self.undecided(part.report):
                if delivery.consumer in lost - self.reached(to, part):
                    self.decide(delivery, part, DeliveryOutcome.LOST, copy, now, cause)

    def let_go(self, copy: Copy, gone: Reached, others: list[Reached], now: int) -> None:
        """4.1: a copy lets consumers go, by report; those that no other reaches are lost."""
        for part in copy.parts:
            consumers = gone[part.report]
            if consumers:
                ended = Ended(frozenset(consumers), frozenset(copy.lineage), "closed", frozenset())
                self.history.setdefault(part.report, []).append(ended)
            hoped_for = set().union(*(other.get(part.report, set()) for other in others))
            sought = self.seeks.get(part.report)
            if sought is not None and sought.stations & (consumers - hoped_for):
                sought.stations -= consumers - hoped_for
                if not sought.stations:
                    sought.lost, sought.at, sought.where = "closed", now, self.where(copy)
                    sought.spent = dict(part.spent)
            for delivery in self.undecided(part.report):
                if delivery.consumer in consumers - hoped_for:
                    self.decide(delivery, part, DeliveryOutcome.LOST, copy, now, "closed")

    def reachable_for(self, copy: Copy) -> Reached:
        """The stations that can be reached from where a copy is, by report."""
        return {part.report: self.within_reach(copy.place, part) for part in copy.parts}

    def only(self, copy: Copy, part: Part) -> set[int]:
        """The consumers that this copy can reach and no other living copy of the report."""
        return self.reached(copy.place, part) - self.reached_by_others(copy, part.report)

    def reached_by_others(self, copy: Copy, report: int) -> set[int]:
        others = [(other.place, part) for other in self.living if other is not copy for part in other.parts]
        return {c for place, part in others if part.report == report for c in self.reached(place, part)}

    def end_part(self, copy: Copy, part: Part, cause: str, now: int, by: dict[int, set[int]]) -> None:
        report = part.report
        finishers = frozenset(by.get(report, ()))
        consumers = frozenset(self.within_reach(copy.place, part))
        if cause != "finished":
            ended = Ended(consumers, frozenset(copy.lineage), cause, finishers)
            self.history.setdefault(report, []).append(ended)
        self.lose_sight(copy, part, cause, now, set(finishers))
        here = self.only(copy, part)
        for delivery in self.undecided(report):
            if delivery.consumer in here:
                why = "sent_elsewhere" if cause == "finished" else cause
                if cause == "duplicate":
                    why = self.cause_of_first(report, delivery.consumer, set(finishers))
                self.decide(delivery, part, DeliveryOutcome.LOST, copy, now, why)

    def lose_sight(
        self, copy: Copy, part: Part, cause: str, now: int, by: set[int], to: Place | None = None
    ) -> None:
        """The copy ends or goes elsewhere: what a request or an answer seeks may be out of reach."""
        report, sought = part.report, self.seeks.get(part.report)
        if sought is None or not sought.stations:
            return
        near = set() if to is None else self.within_reach(to, part)
        for other in self.living:
            for same in other.parts:
                if other is not copy and same.report == report:
                    near |= self.within_reach(other.place, same)
        gone = sought.stations - near
        sought.stations -= gone
        if gone and not sought.stations:
            why = "sent_elsewhere" if cause == "finished" else cause
            if cause == "duplicate":
                why = self.cause_of_first(report, max(gone), by)
            sought.lost, sought.at, sought.where = why, now, self.where(copy)
            sought.spent = dict(part.spent)

    def cause_of_first(self, report: int, consumer: int, stations: set[int]) -> str:
        """The cause of the copy that a duplicate repeated, or that what it repeated repeated, and so on."""
        ends = [ended for ended in self.history[report] if consumer in ended.consumers]
        for _ in ends:
            for ended in ends:
                if ended.cause == "duplicate" and ended.lineage & stations:
                    stations = stations | ended.finishers
        lost = [e.cause for e in ends if e.cause != "duplicate" and e.lineage & stations]
        return lost[-1] if lost else "sent_elsewhere"

    def decide(
        self, delivery: Delivery, part: Part, outcome: DeliveryOutcome, copy: Copy, now: int, cause: str = ""
    ) -> None:
        delivery.outcome, delivery.decided = outcome, now
        delivery.cause = self.network.causes.index(cause) if cause else NONE
        delivery.where = self.where(copy)
        delivery.spent = dict(part.spent)

    def where(self, copy: Copy) -> int:
        """The station where a copy is, or is worked through, else its channel."""
        if copy.through != NONE:
            return copy.through
        if copy.place.station != NONE:
            return copy.place.station
        return len(self.network.stations) + copy.place.channel
