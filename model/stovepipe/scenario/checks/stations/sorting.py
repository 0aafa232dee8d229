"""Stations that sort: what they take reports for."""

from __future__ import annotations

import math

from stovepipe.scenario.checks.calendar.dates import never_in_time
from stovepipe.scenario.checks.sources.occurrences import percent
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.sorting import ROUNDING, Sorting, appearing_as, leaving_as
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.values.quantities import Quantity
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key


@question
def check(mission: Mission, draft: Draft) -> None:
    """Ask of every station that sorts whether its shares fit together, and whether it does anything."""
    for name, station in mission.stations.items():
        _station(station, ("stations", name, "sorts"), draft)


@question
def _station(station: Station, path: Key, draft: Draft) -> None:
    if station.sorts is not None:
        _something(station.sorts, path, draft)
        for klass, shares in station.sorts.taken_for.items():
            _shares(klass, shares, (*path, "taken_for", klass), draft)


@question
def _something(sorts: Sorting, path: Key, draft: Draft) -> None:
    if not sorts.taken_for:
        hint = "write, for example, taken_for: {tip: {hoax: 10 %}}, or remove sorts"
        draft.problem((*path, "taken_for"), "sorts nothing", hint)


@question
def _shares(klass: str, shares: dict[str, Quantity], path: Key, draft: Draft) -> None:
    total = math.fsum(share.value for share in shares.values())
    if total > 1.0 + ROUNDING:
        what = f"the shares of what {klass} is taken for add up to {percent(total)}"
        draft.problem(path, what, f"100 % at the most; what remains is taken for {klass}")


def appearances(mission: Mission, own: str) -> list[str]:
    """What reports of a class may appear as anywhere, themselves first.

    Raises:
        Unsettled: they are taken for what is no class.
    """
    sorting = [station.sorts for station in mission.stations.values()]
    return [settled(klass, mission.classes) for klass in appearing_as(sorting, own)]


Stop = tuple[str, str]  # a station, and what a report appears as when it comes there


def ways_onward(mission: Mission, own: str) -> dict[Stop, list[Stop]]:
    """Where each station sends reports of a class, by what they appear as, or hands on when it closes."""
    onward: dict[Stop, list[Stop]] = {}
    kinds = appearances(mission, own)
    for name, station in mission.stations.items():
        if station.closes is not None and station.closes.transfer_to is not None:
            heir = settled(station.closes.transfer_to, mission.stations)
            for kind in kinds:
                onward.setdefault((name, kind), []).append((heir, kind))
    for name, channel in mission.channels.items():
        if never_in_time(channel, mission):
            continue
        sender, recipient = (settled(end, mission.stations) for end in ends(name))
        # That a channel carries nothing is reported elsewhere.
        carries = {settled(klass, mission.classes) for klass in channel.carries or mission.classes}
        for kind in kinds:
            leaving = leaving_as(mission.stations[sender].sorts, own, kind)
            heirs = onward.setdefault((sender, kind), [])
            heirs += [(recipient, after) for after in sorted(leaving & carries)]
    return onward


def stops(start: Stop, onward: dict[Stop, list[Stop]]) -> set[Stop]:
    """What can be reached from a station, itself included."""
    found, to_do = {start}, [start]
    while to_do:
        new = set(onward.get(to_do.pop(), ())) - found
        found |= new
        to_do += new
    return found
