"""Who works at the stations: post groups, their shifts, and the servers."""

from __future__ import annotations

from stovepipe.network import records
from stovepipe.network.compiler.calendar_times import ALWAYS, CalendarTimes, whole_ticks
from stovepipe.network.compiler.laws import law, law_or_none, share_or_none
from stovepipe.network.compiler.names import Names, mask, precedence, precedences, rank
from stovepipe.network.details.rules import AtEnd
from stovepipe.network.records import ANY, NEVER, NONE, Server
from stovepipe.scenario.language.mechanisms import switched_off
from stovepipe.scenario.language.people.posts import PostGroup
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station

# The name of the shift of a group that has one or none: hours do not change who is there.
ONLY_SHIFT = "shift"
_AT_END = {"finish": AtEnd.FINISH, "suspend": AtEnd.SUSPEND, "hand_over": AtEnd.HAND_OVER}


def servers(mission: Mission, names: Names) -> tuple[Server, ...]:
    """One server for each post and shift, in the order of station, group, post and shift.

    Where a relief waits until the desk is free, the servers of one post share a desk; else each has its own.
    """
    found: list[Server] = []
    desks = 0
    for station, name in enumerate(names.stations):
        posts = mission.stations[name].posts
        for number, group in enumerate(posts[key] for key in sorted(posts)):
            shifts = len(group.shifts) or 1
            for post in range(int(group.count.value)):
                for shift in range(shifts):
                    waits = group.relief == "when_free"
                    found.append(Server(station, number, post, shift, desks if waits else desks + shift))
                desks += 1 if group.relief == "when_free" else shifts
    return tuple(found)


def groups(
    station: Station, mission: Mission, names: Names, clock: CalendarTimes
) -> tuple[records.PostGroup, ...]:
    """The post groups of a station, by rank."""
    frozen = NEVER if station.system is None else freezes(station.system, mission, clock)
    return tuple(
        _group(name, station.posts[name], frozen, mission, names, clock) for name in sorted(station.posts)
    )


def freezes(system: str, mission: Mission, clock: CalendarTimes) -> int:
    """The tick at which a system is frozen."""
    stated = mission.systems.get(system)
    return NEVER if stated is None or stated.frozen is None else clock.tick(stated.frozen)


def _group(
    name: str, group: PostGroup, frozen: int, mission: Mission, names: Names, clock: CalendarTimes
) -> records.PostGroup:
    off = switched_off(mission)
    leave, learning, rule = group.leave, group.learning, group.change_over
    kept = 0.0 if learning is None else 1.0 if "memory" in off else share_or_none(learning.memory)
    return records.PostGroup(
        name=name,
        count=int(group.count.value),
        nation=rank(names.nations, group.nation),
        since=0 if group.since is None else clock.tick(group.since),
        until=NEVER if group.until is None else clock.tick(group.until),
        tour=law_or_none(group.tour),
        block=group.change == "block",
        turnover="turnover" not in off,
        first_change=NONE if group.first_change is None else clock.tick(group.first_change),
        overlap=whole_ticks(group.overlap),
        gap=law_or_none(group.gap),
        early_departure=share_or_none(group.early_departure),
        leave_length=0 if leave is None else whole_ticks(leave.length),
        leave_times=0 if leave is None else leave.times,
        start=1.0 if learning is None else learning.start.value,
        learning_time=0 if learning is None else whole_ticks(learning.time),
        memory=kept,
        memory_until=NEVER if "memory" in off else frozen,
        tour_rule=_AT_END[rule.in_hand],
        growth=1.0 if rule.growth is None else rule.growth.value,
        loss=share_or_none(rule.loss),
        queue_loss=share_or_none(rule.queue_loss),
        shifts=_shifts(group, mission, clock),
        relief_when_free=group.relief == "when_free",
        called_for=NONE if group.on_call is None else precedence(group.on_call.precedence),
        called_within=None if group.on_call is None else law(group.on_call.within),
        takes_classes=ANY if group.takes is None else mask(names.classes, group.takes.classes),
        takes_languages=ANY if group.takes is None else mask(names.languages, group.takes.languages),
        takes_precedences=precedences(group.takes),
    )


def _shifts(group: PostGroup, mission: Mission, clock: CalendarTimes) -> tuple[records.Shift, ...]:
    stated = group.shifts or ({} if group.shift is None else {ONLY_SHIFT: group.shift})
    if not stated:
        return (records.Shift(ONLY_SHIFT, ALWAYS, AtEnd.FINISH),)
    return tuple(
        records.Shift(name, clock.windows(shift, mission.holidays), _AT_END[shift.at_end])
        for name, shift in sorted(stated.items())
    )
