"""Sorting in the second simulator: what reports are taken for (semantics, 3.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.trajectory import DeliveryOutcome
from tests.properties.reference.records import Copy, Ended, Part, Place, Sorted

if TYPE_CHECKING:
    from tests.properties.reference.stations import Stations


def sort(world: Stations, copy: Copy, rank: int) -> None:
    """At the beginning of step 5 of 3.5."""
    station = world.network.stations[rank]
    if not any(station.taken_for):
        return
    accounts = world.accounts
    before = {part.report: accounts.within_reach(copy.place, part) for part in copy.parts}
    for part in sorted(copy.parts, key=lambda part: part.report):
        take(world, part, copy, rank)
    accounts.carry(copy, copy.parts, due=copy.expires)
    copy.place = Place(rank, is_sorted=True)
    for part in copy.parts:
        own = int(world.calendar.reports.klass[part.report])
        gone = before[part.report] - accounts.within_reach(copy.place, part)
        cause = "sent_elsewhere" if part.klass == own else "missorted"
        if cause == "missorted":
            lost = Ended(frozenset(gone), frozenset(copy.lineage), cause, frozenset())
            accounts.history.setdefault(part.report, []).append(lost)
        accounts.lose_sight(copy, part, cause, world.now, set(), copy.place)
        for delivery in accounts.undecided(part.report):
            if delivery.consumer in gone - accounts.reached_by_others(copy, part.report):
                accounts.decide(delivery, part, DeliveryOutcome.LOST, copy, world.now, cause)


def take(world: Stations, part: Part, copy: Copy, rank: int) -> None:
    """What a report appears as from now on."""
    station, own = world.network.stations[rank], int(world.calendar.reports.klass[part.report])
    if not station.taken_for[own]:
        return
    u = world.uniform("sort", station.name, lead=part.report, visit=copy.began_as)
    klass = next(kind for upto, kind in station.taken_for[own] if u < upto)
    world.accounts.sortings.append(Sorted(part.report, rank, world.now, part.klass, klass))
    if klass != part.klass and station.sorting_gives_precedence:
        part.precedence = world.network.classes[klass].precedence
    part.klass = klass
