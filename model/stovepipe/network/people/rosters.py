"""Who is in which post when, and how proficient: tours, leaves, shifts, learning (semantics, 8.2, 8.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import draws
from stovepipe.network.details.rules import Ending
from stovepipe.network.draws import Law
from stovepipe.network.people.calling_in import CallingIn, hours
from stovepipe.network.records import (
    LOOK_AHEAD,
    NEVER,
    NONE,
    Network,
    PostGroup,
    Server,
)
from stovepipe.network.schedule import Change, Duty
from stovepipe.network.spans_of_time import EMPTY, Intervals, intersect, lasting, overlaps, rest, union

AT_ALL_HOURS = np.array([[0, NEVER]], dtype=np.int64)
LEAVES_PER_TOUR = 64  # in the address of a leave: tour number x 64 + leave number


@dataclass(frozen=True)
class Tour:
    """One turn in a post: from one change to the next, and when its person arrives."""

    number: int
    begins: int
    arrives: int
    ends: int


@dataclass(frozen=True)
class Stay:
    """One person's time in a post, [on, off), with leaves.

    At tick t the proficiency is ``min(1, p0 + slope * (t - tenure))``.
    """

    tour: int
    on: int
    off: int
    tenure: int
    p0: float
    slope: float
    leaves: tuple[tuple[int, int], ...]

    def proficiency(self, tick: int) -> float:
        """Speed relative to a fully settled person."""
        return min(1.0, self.p0 + self.slope * (tick - self.tenure))


@dataclass(frozen=True)
class Succession:
    """Where the draws for one line of persons are addressed: its names, and its post's number."""

    seed: int
    replication: int
    names: tuple[str, ...]
    post: int

    def uniform(self, purpose: str, visit: int) -> float:
        """The uniform draw of a purpose."""
        return draws.uniform(draws.key(self.seed, purpose, *self.names), self.replication, self.post, visit)

    def ticks(self, law: Law, purpose: str, visit: int) -> int:
        """The drawn duration of a purpose."""
        key = draws.key(self.seed, purpose, *self.names)
        return draws.draw_ticks(law, key, self.replication, self.post, visit)


def place(post: int) -> float:
    """Where in a tour the change of a post of a staggered group lies, from 0 to 1, behind that of post 0.

    The radical inverse of the number of the post in base 2 (van der Corput, 1935), which is exact. However
    many posts there are, that of one post is the same.

    >>> [place(post) for post in range(6)]
    [0.0, 0.5, 0.25, 0.75, 0.125, 0.625]
    """
    found, digit = 0.0, 0.5
    while post:
        found += digit * (post % 2)
        post, digit = post // 2, digit / 2
    return found


def tours(group: PostGroup, law: Law, line: Succession, share: float, until: int) -> Iterator[Tour]:
    """The tours of one line of persons, until one begins at or after `until`.

    Args:
        group: the post group.
        law: the law of the length of a tour.
        line: the address of the draws; the phase is drawn at post 0.
        share: how far behind that of the first post the first change lies, as a share of the first tour; see
            `place`.
        until: the tick at which to stop.
    """
    length = _length(law, line, 0)
    starts = max(0, group.since)
    first = _first_change(group, line, share, starts, length)
    begins = first - length
    if group.since > 0 or begins > 0:
        begins = arrives = starts
    else:
        arrives = begins + _gap(group, line, 0)
    yield Tour(0, begins, arrives, first)
    number, ends = 0, first
    while ends < until:
        number, begins = number + 1, ends
        ends = begins + _length(law, line, number)
        yield Tour(number, begins, begins + _gap(group, line, number), ends)


def _length(law: Law, line: Succession, number: int) -> int:
    return max(1, line.ticks(law, "tour", number))


def _gap(group: PostGroup, line: Succession, number: int) -> int:
    return 0 if group.gap is None else line.ticks(group.gap, "gap", number)


def _first_change(group: PostGroup, line: Succession, share: float, starts: int, length: int) -> int:
    if group.first_change != NONE:
        return group.first_change + draws.ticks(share * length)
    if group.block and group.since > 0:
        return starts + length
    phase = Succession(line.seed, line.replication, line.names, 0).uniform("phase", 0) + share
    return starts + draws.ticks((phase - 1.0 if phase >= 1.0 else phase) * length)


def stays(group: PostGroup, planned: list[Tour], line: Succession) -> list[Stay]:
    """The persons of one line who come at all while the post exists, in order."""
    slope = (1.0 - group.start) / group.learning_time if group.learning_time > 0 else 0.0
    nobody_before = group.since if group.since > 0 else -NEVER
    left_with = group.start if group.since > 0 else 1.0  # the predecessor's proficiency
    found: list[Stay] = []
    for tour in planned:
        on = max(tour.arrives, nobody_before)
        off = min(_departure(group, line, tour), group.until, NEVER)
        if on >= off:
            continue
        tenure = max(tour.arrives - group.overlap, nobody_before)
        memory = group.memory if tour.begins < group.memory_until else 0.0
        p0 = group.start + memory * (left_with - group.start) if group.learning_time > 0 else 1.0
        stay = Stay(tour.number, on, off, tenure, p0, slope, _leaves(group, line, tour))
        found.append(stay)
        left_with = stay.proficiency(off)
    return found


def _departure(group: PostGroup, line: Succession, tour: Tour) -> int:
    if group.early_departure <= 0.0 or line.uniform("early departure", tour.number) >= group.early_departure:
        return tour.ends
    return tour.arrives + draws.ticks(line.uniform("departure", tour.number) * (tour.ends - tour.arrives))


def _leaves(group: PostGroup, line: Succession, tour: Tour) -> tuple[tuple[int, int], ...]:
    length = tour.ends - tour.arrives
    found = []
    for number in range(group.leave_times):
        begins = tour.arrives + length * number // group.leave_times
        ends = tour.arrives + length * (number + 1) // group.leave_times
        room = max(0, ends - begins - group.leave_length)
        on = begins + draws.ticks(line.uniform("leave", LEAVES_PER_TOUR * tour.number + number) * room)
        found.append((on, min(on + group.leave_length, ends)))
    return tuple(found)


def for_good(group: PostGroup) -> list[Stay]:
    """The one person of a post without tours: settled, or new where the post begins after the clock."""
    fresh = group.since > 0 and group.learning_time > 0
    slope = (1.0 - group.start) / group.learning_time if fresh else 0.0
    on, off = max(0, group.since), min(group.until, NEVER)
    return [Stay(0, on, off, on, group.start if fresh else 1.0, slope, ())] if on < off else []


def as_themselves(group: PostGroup, people: Sequence[Stay]) -> list[Stay]:
    """The one person of a line without turnover, on leave whenever nobody of the line would be there."""
    there = union([(stay.on, stay.off) for stay in people])
    leaves = np.array([row for stay in people for row in stay.leaves], dtype=np.int64).reshape(-1, 2)
    away = union(np.concatenate((leaves, rest(there))))
    return [replace(stay, leaves=tuple((on, off) for on, off in away.tolist())) for stay in for_good(group)]


def duty(people: Sequence[Stay], windows: Intervals, diverted: Intervals, start: float, horizon: int) -> Duty:
    """The spells of one server: presence within the shift's hours, less leaves and diversions.

    Args:
        people: the stays of the line, in order.
        windows: the hours of the shift, and those for which the server is called in.
        diverted: the spells in which the post is diverted.
        start: the start of the learning curve; 1 without learning.
        horizon: spells that begin at or after it are dropped, ends at or after it become `NEVER`.
    """
    presence = np.array([(stay.on, stay.off) for stay in people], dtype=np.int64).reshape(-1, 2)
    leaves = np.array([row for stay in people for row in stay.leaves], dtype=np.int64).reshape(-1, 2)
    away = union(np.concatenate((leaves, diverted)))
    worked, _ = intersect(windows, rest(away))
    spells, stay = intersect(presence, worked)
    ending = _endings(spells, stay, presence, away, int(windows[-1, 1]) if len(windows) else 0)
    kept = spells[:, 0] < horizon
    on, off, stay = spells[kept, 0], spells[kept, 1], stay[kept]
    return Duty(
        on=on,
        off=np.where(off < horizon, off, NEVER),
        ending=ending[kept],
        tour=np.array([one.tour for one in people], dtype=np.int64)[stay],
        tenure=np.array([one.tenure for one in people], dtype=np.int64)[stay],
        p0=np.array([one.p0 for one in people], dtype=np.float64)[stay],
        slope=np.array([one.slope for one in people], dtype=np.float64)[stay],
        start=np.full(len(on), start),
    )


def _endings(
    spells: Intervals, stay: NDArray[np.int64], presence: Intervals, away: Intervals, known_until: int
) -> NDArray[np.int64]:
    """Why each spell ends: the strongest of what lies between it and the person's next spell."""
    off = spells[:, 1]
    last = np.append(stay[1:] != stay[:-1], True)[: len(stay)]
    gone = last & (presence[stay, 1] < NEVER) & (presence[stay, 1] <= known_until)
    goes = np.append(stay[1:] != stay[:-1], False)[: len(stay)] | gone
    back = np.where(last, known_until, np.append(spells[1:, 0], 0)[: len(stay)])
    ending = np.where(overlaps(away, off, back), int(Ending.LEAVE), int(Ending.SHIFT))
    return np.where(goes, int(Ending.TOUR), ending)


@dataclass(frozen=True)
class Rosters:
    """Who is where: the stays of every server's line of persons, and the changes of whole contingents."""

    people: tuple[tuple[Stay, ...], ...]
    changes: tuple[Change, ...]


def rosters(network: Network, seed: int, replication: int) -> Rosters:
    """The persons of every server, and the changes of the contingents that change as one block.

    Args:
        network: the network.
        seed: the mission's seed.
        replication: the replication.
    """
    contingents = {
        (rank, number): _contingent(network, rank, number, seed, replication)
        for rank, station in enumerate(network.stations)
        for number, group in enumerate(station.groups)
        if group.block
    }
    changes = [
        Change(tour.ends, rank, number, tour.number)
        for (rank, number), planned in contingents.items()
        for tour in planned
        if network.stations[rank].groups[number].turnover and _in_clock(tour.ends, network, rank, number)
    ]
    found = []
    for server in network.servers:
        station = network.stations[server.station]
        group, shift = station.groups[server.group], station.groups[server.group].shifts[server.shift]
        line = Succession(seed, replication, (station.name, group.name, shift.name), server.post)
        if group.tour is None:
            people = for_good(group)
        elif group.block:
            people = stays(group, contingents[server.station, server.group], line)
        else:
            planned = list(tours(group, group.tour, line, place(server.post), _known_until(network)))
            people = stays(group, planned, line)
        if not group.turnover:
            people = as_themselves(group, people)
        found.append(tuple(people))
    changes.sort(key=lambda change: (change.at, change.station, change.group))
    return Rosters(tuple(found), tuple(changes))


def duties(
    network: Network,
    people: Sequence[Sequence[Stay]],
    incidents: tuple[NDArray[np.int64], ...],
    calls: CallingIn,
) -> tuple[Duty, ...]:
    """The duty of every server.

    Args:
        network: the network.
        people: the stays of each server's line.
        incidents: the ticks of each incident.
        calls: what the incidents call in.
    """
    found = []
    for server, line in zip(network.servers, people, strict=True):
        group = network.stations[server.station].groups[server.group]
        start = group.start if group.learning_time > 0 else 1.0
        away = diverted(network, incidents, server)
        windows = hours(group.shifts[server.shift].windows, calls.of(server))
        found.append(duty(line, windows, away, start, network.horizon))
    return tuple(found)


def presences(
    network: Network, people: Sequence[Sequence[Stay]], incidents: tuple[NDArray[np.int64], ...]
) -> tuple[Duty | None, ...]:
    """When the person of each server is in post, neither on leave nor diverted, whatever the hours.

    None where nobody is called out of hours. The arguments are those of `duties`.
    """
    found: list[Duty | None] = []
    for server, line in zip(network.servers, people, strict=True):
        group = network.stations[server.station].groups[server.group]
        start = group.start if group.learning_time > 0 else 1.0
        called = group.called_for != NONE
        away = diverted(network, incidents, server) if called else EMPTY
        found.append(duty(line, AT_ALL_HOURS, away, start, network.horizon) if called else None)
    return tuple(found)


def _contingent(network: Network, rank: int, number: int, seed: int, replication: int) -> list[Tour]:
    """The tours that a whole group has in common, drawn at its own name without a shift, as of post 0."""
    station = network.stations[rank]
    group = station.groups[number]
    if group.tour is None:
        return []
    line = Succession(seed, replication, (station.name, group.name), 0)
    return list(tours(group, group.tour, line, 0.0, _known_until(network)))


def _known_until(network: Network) -> int:
    """Up to when tours are made, so that what follows the last spell within the clock is known."""
    return network.horizon + LOOK_AHEAD


def _in_clock(at: int, network: Network, rank: int, number: int) -> bool:
    group = network.stations[rank].groups[number]
    return max(0, group.since) <= at < min(network.horizon, group.until)


def diverted(network: Network, incidents: tuple[NDArray[np.int64], ...], server: Server) -> Intervals:
    """When the server's post is diverted: an incident ties down the highest posts of a group."""
    count = network.stations[server.station].groups[server.group].count
    rows = [
        lasting(times, incident.diverts_for)
        for incident, times in zip(network.incidents, incidents, strict=True)
        for station, group, posts in incident.diverts_posts
        if (station, group) == (server.station, server.group) and server.post >= count - posts
    ]
    return union(np.concatenate(rows)) if rows else EMPTY
