"""What comes to each station, to be worked on there or through it, and what it appears as when it comes."""

from __future__ import annotations

from collections.abc import Iterable, Set

from stovepipe.scenario.checks.calendar.dates import never_in_time
from stovepipe.scenario.checks.reach.requests import answers, requested
from stovepipe.scenario.checks.stations.sorting import Stop, stops, ways_onward
from stovepipe.scenario.checks.stations.station import succession
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.sorting import leaving_as
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import settled

Kind = tuple[str, str]  # the own class of a report, and the one that it appears as
Arrivals = dict[str, set[Kind]]  # by station


def arrivals(mission: Mission, reports: Iterable[tuple[str, str]]) -> Arrivals:
    """The kinds of reports, requests and answers that may come to each station.

    A request begins at the station that asks, without coming there, and ends where it reaches its source.

    Args:
        mission: the mission.
        reports: the classes of the reports of the calendar, each with a station where they are written.

    Raises:
        Unsettled: a station or a class that is named does not exist.
    """
    come: Arrivals = {name: set() for name in mission.stations}
    sent: Arrivals = {name: set() for name in mission.stations}
    doors_of: dict[str, set[str]] = {}
    for own, door in (*reports, *answers(mission)):
        doors_of.setdefault(own, set()).add(door)
    for own, doors in doors_of.items():
        onward = ways_onward(mission, own)
        for station, kind in set().union(*(stops((door, own), onward) for door in doors)):
            come[station].add((own, kind))
            sent[station].add((own, kind))
    for own, asker, at in requested(mission):
        if asker in at:
            continue
        sent[asker].add((own, own))
        for station, kind in _on_the_way(own, asker, at, mission):
            come[station].add((own, kind))
            if station not in at:
                sent[station].add((own, kind))
    for name, channel in mission.channels.items():
        if not never_in_time(channel, mission):
            sender = settled(ends(name)[0], mission.stations)
            for station in _behind(channel, mission):
                come[station] |= _taken(channel, sender, sent[sender], mission)
    return come


def _on_the_way(own: str, asker: str, doors: Set[str], mission: Mission) -> set[Stop]:
    """Where a request comes that is on its way to the doors of its source."""
    onward = ways_onward(mission, own)
    for station, kind in [stop for stop in onward if stop[0] in doors]:
        onward[station, kind] = [(heir, kind) for heir in succession(mission, station)[1:]]
    return {stop for first in onward.get((asker, own), ()) for stop in stops(first, onward)}


def _behind(channel: Channel, mission: Mission) -> set[str]:
    """The stations that a channel leads through, and those that take over when these close."""
    return {
        settled(heir, mission.stations)
        for hurdle in channel.hurdles.values()
        for station in hurdle.through or ()
        for heir in succession(mission, settled(station, mission.stations))
    }


def _taken(channel: Channel, sender: str, there: set[Kind], mission: Mission) -> set[Kind]:
    """What a channel may take of what its sender has."""
    carries = set(channel.carries or mission.classes)
    sorts = mission.stations[sender].sorts
    return {(own, after) for own, kind in there for after in leaving_as(sorts, own, kind) & carries}
