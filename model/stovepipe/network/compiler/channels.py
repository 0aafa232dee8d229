"""Channels, and every kind of hurdle filled in to the one mechanism of the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stovepipe.network import records
from stovepipe.network.compiler.calendar_times import CalendarTimes, whole_ticks
from stovepipe.network.compiler.laws import law_or_none, share_or_none
from stovepipe.network.compiler.names import (
    LEVELS,
    Names,
    all_but,
    mask,
    precedences,
    rank,
    systems_opened,
)
from stovepipe.network.compiler.people import freezes
from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.details.periods import Outages
from stovepipe.network.records import ANY, NONE, Mask, Server
from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.hurdles_on import hurdles_on
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.words.vocabulary import ends


@dataclass(frozen=True)
class _Setting:
    mission: Mission
    names: Names
    clock: CalendarTimes
    staff: tuple[Server, ...]


def channels(
    mission: Mission, names: Names, clock: CalendarTimes, staff: tuple[Server, ...]
) -> tuple[records.Channel, ...]:
    """The channels by rank."""
    setting = _Setting(mission, names, clock, staff)
    return tuple(_channel(name, setting) for name in names.channels)


def _channel(name: str, setting: _Setting) -> records.Channel:
    mission, names = setting.mission, setting.names
    channel = mission.channels[name]
    sender, recipient = ends(name)
    hurdles = [
        part
        for key, hurdle in hurdles_on(name, mission).items()
        for part in _filled_in(key, hurdle, recipient, setting)
    ]
    since, until = setting.clock.time(channel)
    return records.Channel(
        name=name,
        sender=rank(names.stations, sender),
        recipient=rank(names.stations, recipient),
        carries=mask(names.classes, channel.carries),
        precedences=precedences(channel),
        transit=law_or_none(channel.transit),
        rapport=_rapport(channel, sender, recipient, setting),
        hurdles=tuple(hurdles),
        since=since,
        until=until,
        outages=_outages(channel, setting.clock),
    )


def _outages(channel: Channel, clock: CalendarTimes) -> Outages | None:
    stated = channel.outages
    if stated is None:
        return None
    spells = tuple(clock.time(spell) for spell in stated.stated)
    return Outages(spells, every=law_or_none(stated.every), last=law_or_none(stated.last))


def _rapport(channel: Channel, sender: str, recipient: str, setting: _Setting) -> Rapport | None:
    stated = channel.rapport
    if stated is None:
        return None
    floor = stated.floor.value
    if channel.embedded is not None and channel.embedded.floor is not None:
        floor = max(floor, channel.embedded.floor.value)
    return Rapport(
        sender=_contact(sender, stated.sender, setting),
        recipient=_contact(recipient, stated.recipient, setting),
        floor=floor,
        ceiling=max(floor, stated.ceiling.value),
        time=whole_ticks(stated.time),
        fatigue=share_or_none(stated.fatigue),
        carried_over=share_or_none(stated.carried_over),
        earned=share_or_none(stated.earned),
        lost=share_or_none(stated.lost),
    )


def _contact(station: str, group: str | None, setting: _Setting) -> int:
    """The server that is the contact: post 0 of the group, or of the only one, in its first shift."""
    groups = sorted(setting.mission.stations[station].posts)
    who = (rank(setting.names.stations, station), 0 if group is None else groups.index(group), 0, 0)
    return next(
        i
        for i, server in enumerate(setting.staff)
        if (server.station, server.group, server.post, server.shift) == who
    )


def _filled_in(name: str, hurdle: Hurdle, recipient: str, setting: _Setting) -> Iterator[records.Hurdle]:
    mission, names = setting.mission, setting.names
    as_written = _as_written(name, hurdle, mission.stations[recipient], setting)
    if hurdle.kind == "language":
        yield from _language(as_written, hurdle, recipient, mission, names)
    elif hurdle.kind == "system":
        opened = systems_opened(mission.stations[recipient])
        foreign = Mask(as_written.systems & all_but(names.systems, opened))
        frozen = tuple(
            (rank(names.systems, system), tick)
            for system in sorted(opened or ())
            if (tick := freezes(system, mission, setting.clock)) < setting.clock.horizon
            and as_written.systems >> rank(names.systems, system) & 1
        )
        if foreign or frozen:
            yield replace(as_written, systems=foreign, frozen=frozen)
    else:
        yield as_written


def _as_written(name: str, hurdle: Hurdle, to: Station, setting: _Setting) -> records.Hurdle:
    names = setting.names
    at_full_rapport = hurdle.stops if hurdle.at_full_rapport is None else hurdle.at_full_rapport.value
    since, until = setting.clock.time(hurdle)
    return records.Hurdle(
        name=name,
        kind=hurdle.kind,
        cause=rank(names.causes, hurdle.cause),
        classes=mask(names.classes, hurdle.classes),
        precedences=precedences(hurdle),
        levels=mask(LEVELS, hurdle.levels),
        origins=mask(names.nations, hurdle.origins),
        languages=mask(names.languages, hurdle.languages),
        systems=mask(names.systems, hurdle.systems),
        frozen=(),
        markings=_markings(hurdle, to, setting.mission),
        coarse=hurdle.coarse,
        more_than=hurdle.more_than or 0,
        each=hurdle.each,
        on_arrival=hurdle.on_arrival,
        probability=hurdle.stops,
        at_full_rapport=at_full_rapport,
        delay=law_or_none(hurdle.delay),
        through=NONE if not hurdle.through else rank(names.stations, hurdle.through[0]),
        since=since,
        until=until,
    )


def _markings(hurdle: Hurdle, to: Station, mission: Mission) -> Mask:
    """The markings to which a hurdle applies: those above one; a release's is what the recipient may hold."""
    above = to.cleared if hurdle.above is None and hurdle.kind == "release" else hurdle.above
    if above is None:
        return ANY
    return mask(mission.markings, mission.markings[mission.markings.index(above) + 1 :])


def _language(
    hurdle: records.Hurdle, written: Hurdle, recipient: str, mission: Mission, names: Names
) -> Iterator[records.Hurdle]:
    """One part for each station that reads what the recipient does not, then one that stops what is left.

    A language goes to the first station that reads it. What the station makes of it is in a language that the
    recipient reads, so no copy meets two parts: they have one name, and one address.
    """
    foreign = Mask(hurdle.languages & all_but(names.languages, mission.stations[recipient].reads))
    for station in written.through or ():
        taken = Mask(foreign & mask(names.languages, mission.stations[station].reads))
        foreign = Mask(foreign & ~taken)
        if taken:
            yield replace(hurdle, languages=taken, through=rank(names.stations, station))
    if foreign:
        if written.through:
            hurdle = replace(hurdle, probability=1.0, at_full_rapport=1.0)
        yield replace(hurdle, languages=foreign, through=NONE)
