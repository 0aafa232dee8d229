"""The persons of the second simulator: who holds a post, from when until when, and how able (8.2, 8.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from stovepipe.network import draws
from stovepipe.network.records import NEVER, NONE, Network, PostGroup
from stovepipe.network.schedule import Calendar


@dataclass(frozen=True)
class Person:
    """One who comes, and what he or she can do then."""

    tour: int
    arrives: int
    leaves: int
    tenure: int
    p0: float
    planned: int  # the change that ends the tour


class Line:
    """The persons of one server, one after the other, until after the horizon."""

    def __init__(self, network: Network, calendar: Calendar, server: int) -> None:
        who = network.servers[server]
        station = network.stations[who.station]
        self.group: PostGroup = station.groups[who.group]
        self.network, self.calendar, self.post = network, calendar, who.post
        self.together = (station.name, self.group.name)
        self.alone = (*self.together, self.group.shifts[who.shift].name)
        self.begins = max(0, self.group.since)

    def persons(self) -> list[Person]:
        """Those who come. One who comes back is the same person."""
        if self.group.tour is None or not self.group.turnover:
            return [self.for_good()]
        return self.turns(self.network.horizon)

    def turns(self, until: int) -> list[Person]:
        """Each tour's person, if he or she comes at all; with turnover, they are different persons."""
        found: list[Person] = []
        number, (change, following) = 0, self.tour_0()
        while change < until:
            gap = 0 if self.begins_with_group and number == 0 else self.duration("gap", number)
            arrives = change + gap
            if arrives < following:
                found.append(self.person(number, change, arrives, following, found))
            number, change = number + 1, following
            following = change + self.length(number)
        return found

    def stays(self) -> list[Person]:
        """Those who come while the group is there, until it ends."""
        until = self.group.until
        return [replace(p, leaves=min(p.leaves, until)) for p in self.persons() if p.arrives < until]

    def away(self, until: int) -> list[tuple[int, int]]:
        """When the one person of a line without turnover is absent; without a tour, never."""
        if self.group.tour is None:
            return []
        found, since = [], self.begins
        for turn in self.turns(until):
            found += [(since, turn.arrives), *self.leaves(turn)]
            since = max(since, turn.leaves)
        return [*found, (since, NEVER)]

    def leaves(self, turn: Person) -> list[tuple[int, int]]:
        group, found = self.group, []
        length = turn.planned - turn.arrives
        for number in range(group.leave_times):
            first = length * number // group.leave_times
            part = length * (number + 1) // group.leave_times - first
            v = self.uniform("leave", 64 * turn.tour + number)
            late = floor(v * max(0, part - group.leave_length) + 0.5)
            on = turn.arrives + first + late
            found.append((on, on + min(group.leave_length, part)))
        return found

    def for_good(self) -> Person:
        start = self.group.start if self.begins > 0 else 1.0
        return Person(0, self.begins if self.begins > 0 else -NEVER, NEVER, self.begins, start, NEVER)

    def tour_0(self) -> tuple[int, int]:
        """The tick at which it begins, and that of the first change."""
        length, group = self.length(0), self.group
        digits = f"{self.post:b}"[::-1]  # of the place of the post, after the point
        share = 0.0 if group.block else int(digits, 2) / 2 ** len(digits)
        if group.first_change != NONE:
            first = group.first_change + floor(share * length + 0.5)
        elif group.block and self.begins > 0:
            first = self.begins + length
        else:
            names = self.together if group.block else self.alone
            u = draws.uniform(self.key("phase", *names), self.calendar.replication, 0, 0)
            first = self.begins + floor((u + share) % 1 * length + 0.5)
        self.begins_with_group = self.begins > 0 or first - length > 0
        return (self.begins if self.begins_with_group else first - length), first

    def person(self, number: int, change: int, arrives: int, following: int, before: list[Person]) -> Person:
        leaves, group = following, self.group
        if self.uniform("early departure", number) < group.early_departure:
            leaves = arrives + floor(self.uniform("departure", number) * (following - arrives) + 0.5)
        tenure = arrives - group.overlap
        if self.begins > 0:
            tenure = max(tenure, self.begins)
        left = self.proficiency(before[-1], before[-1].leaves) if before else 1.0
        if not before and self.begins > 0:
            left = group.start
        memory = group.memory if change < group.memory_until else 0.0
        p0 = group.start + memory * (left - group.start)
        return Person(number, arrives, leaves, tenure, p0, following)

    def proficiency(self, person: Person, tick: int) -> float:
        if self.group.learning_time == 0:
            return 1.0
        slope = (1.0 - self.group.start) / self.group.learning_time
        return min(1.0, person.p0 + slope * (tick - person.tenure))

    # --- draws ---

    def key(self, purpose: str, *names: str) -> draws.Key:
        return draws.key(self.calendar.seed, purpose, *names)

    def uniform(self, purpose: str, number: int) -> float:
        return draws.uniform(self.key(purpose, *self.alone), self.calendar.replication, self.post, number)

    def duration(self, purpose: str, number: int) -> int:
        """A length of a tour, or of a gap: those of a block are common."""
        law = self.group.tour if purpose == "tour" else self.group.gap
        if law is None:
            return 0
        names, post = (self.together, 0) if self.group.block else (self.alone, self.post)
        return draws.draw_ticks(law, self.key(purpose, *names), self.calendar.replication, post, number)

    def length(self, number: int) -> int:
        return max(1, self.duration("tour", number))
