"""Laws of posts that take only some work, from the tables alone (semantics, 3.15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stovepipe.network.people.skills import takes_everything
from stovepipe.network.records import ANY, PostGroup
from stovepipe.network.ways.precedence import meets
from tests.properties.told import Told, Wait


def group_of(told: Told, server: int) -> PostGroup:
    one = told.network.servers[server]
    return told.network.stations[one.station].groups[one.group]


def apart(told: Told, wait: Wait) -> Iterator[Wait]:
    """A wait in parts, in each of which the precedence is one."""
    raised = [at for at, _ in told.raised[told.visits[wait.visit].lead] if wait.since < at <= wait.until]
    for at in raised:
        yield wait._replace(until=at, served=False)
        wait = wait._replace(since=at)
    if wait.since < wait.until:
        yield wait


def surely_for(told: Told, group: PostGroup, waits: Iterable[Wait]) -> list[Wait]:
    """The waits, or parts of them, of copies that a group can take for all that is told.

    In what language a copy is when it waits is not told, nor the precedence of a product.
    """
    if takes_everything(group):
        return list(waits)
    if group.takes_languages != ANY:
        return []
    found = []
    for wait in waits:
        visit = told.visits[wait.visit]
        if visit.lead in told.resorted:
            continue
        if not group.takes_classes >> told.reports[visit.lead].klass & 1:
            continue
        if group.takes_precedences == ANY:
            found.append(wait)
        elif visit.carried == 1:
            parts = apart(told, wait)
            found += [
                part
                for part in parts
                if meets(group.takes_precedences, told.precedence(visit.lead, part.since))
            ]
    return found


def everybody_works_on_what_they_take(told: Told) -> None:
    for service in told.services:
        group, visit = group_of(told, service.server), told.visits[service.visit]
        if visit.lead in told.resorted:
            continue  # what it appeared as is told by the sortings
        klass = told.reports[visit.lead].klass
        assert group.takes_classes >> klass & 1, f"{service} is on a class that {group.name} do not take"
        whole = visit.carried == 1 and visit.suspended == 0 and service.began not in told.ticks_of_raising
        if whole:  # else what precedence it had when this person began is not told
            precedence = told.precedence(visit.lead, service.began)
            assert meets(group.takes_precedences, precedence), f"{service} is of a precedence not taken"


LAWS_OF_SKILLS = (everybody_works_on_what_they_take,)
