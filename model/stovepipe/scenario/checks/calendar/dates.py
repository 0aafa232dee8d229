"""What has a time: channels, hurdles, caveats and needs; and links that are down at times."""

from __future__ import annotations

import datetime as dt

from stovepipe.scenario.language.channels.channel import Channel, Outages
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.values import laws
from stovepipe.scenario.language.values.dates import Dated
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key


@question
def check(mission: Mission, draft: Draft) -> None:
    """Whatever has a time has some of it within the clock, and outages come and last."""
    for name, channel in mission.channels.items():
        _channel(channel, ("channels", name), mission, draft)
    for name, caveat in mission.caveats.items():
        _time(caveat, ("caveats", name), "applies", mission, draft)
    for name, station in mission.stations.items():
        _needs(station, ("stations", name), mission, draft)


def never_in_time(part: Dated, mission: Mission) -> bool:
    """Whether the time of something lies outside the clock."""
    begins, ends = _bounds(part)
    return ends <= mission.begins or begins >= mission.ends


@question
def _channel(channel: Channel, path: Key, mission: Mission, draft: Draft) -> None:
    _time(channel, path, "takes anything", mission, draft)
    for name, hurdle in channel.hurdles.items():
        _time(hurdle, (*path, "hurdles", name), "applies", mission, draft)
    if channel.share is not None and (channel.since is not None or channel.until is not None):
        what = "out of its time, its share of the copies goes nowhere, and is lost to closed"
        draft.warn((*path, "share"), what, "give channels with shares no dates if the others are to take it")
    if channel.outages is not None:
        _outages(channel.outages, (*path, "outages"), mission, draft)


@question
def _needs(station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    for klass, when in station.needs_when.items():
        where = (*path, "needs_when", klass)
        needs = {settled(each, mission.classes) for each in station.needs}
        if klass in mission.classes and klass not in needs:
            draft.problem(where, f"{klass} is not among its needs", f"add {klass} to needs", on_key=True)
        _time(when, where, "is needed", mission, draft)
        if when.since is None and when.until is None:
            draft.problem(where, "says no date", "say from, until or both", on_key=True)


@question
def _time(part: Dated, path: Key, what: str, mission: Mission, draft: Draft) -> None:
    """The dates of a part."""
    if part.since is not None and part.until is not None and part.since >= part.until:
        order = "before it begins" if part.since > part.until else "as soon as it begins,"
        draft.problem((*path, "until"), f"ends at {part.until}, {order} at {part.since}")
    elif never_in_time(part, mission):
        key = "until" if part.until is not None and part.until <= mission.begins else "from"
        clock = f"the clock runs from {mission.begins} to {mission.ends}"
        draft.warn((*path, key), f"it never {what}: {clock}")
    elif part.until is not None and part.until >= mission.ends:
        draft.warn((*path, "until"), f"never happens: the clock stops at {mission.ends}")


@question
def _outages(outages: Outages, path: Key, mission: Mission, draft: Draft) -> None:
    for said, missing in (("every", "last"), ("last", "every")):
        if getattr(outages, said) is not None and getattr(outages, missing) is None:
            hint = "say how often and for how long, for example every: 30 d, last: 2 d"
            draft.problem(path, f"{missing} is missing", hint, lacks=(*path, missing))
    if outages.every is None and outages.last is None and not outages.stated:
        draft.problem(path, "says of no outage", "say every and last, or stated spells", on_key=True)
    if outages.last is not None and laws.longest(outages.last) == 0:
        draft.problem((*path, "last"), "the link is down for no time at all", "write, for example, 2 d")
    for i, spell in enumerate(outages.stated):
        if spell.since is None and spell.until is None:
            draft.problem((*path, "stated", i), "says no date", "say from, until or both")
        _time(spell, (*path, "stated", i), "happens", mission, draft)
        begins, ends = _bounds(spell)
        if begins <= mission.begins and mission.ends <= ends and begins < ends:
            draft.warn((*path, "stated", i), "the link is never up: nothing goes over it")


def _bounds(part: Dated) -> tuple[dt.datetime, dt.datetime]:
    return part.since or dt.datetime.min, part.until or dt.datetime.max
