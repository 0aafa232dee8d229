"""Channels, and every kind of hurdle filled in to the one mechanism of the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stovepipe.network import records
from stovepipe.network.compiler.laws import law_or_none
from stovepipe.network.compiler.names import LEVELS, Names, mask, rank, systems_opened
from stovepipe.network.records import NONE
from stovepipe.scenario.schema import Hurdle, Mission, ends


def channels(mission: Mission, names: Names) -> tuple[records.Channel, ...]:
    """The channels by rank."""
    return tuple(_channel(name, mission, names) for name in names.channels)


def _channel(name: str, mission: Mission, names: Names) -> records.Channel:
    channel = mission.channels[name]
    sender, recipient = ends(name)
    hurdles = [
        part
        for key, hurdle in channel.hurdles.items()
        for part in _filled_in(key, hurdle, recipient, mission, names)
    ]
    return records.Channel(
        name=name,
        sender=rank(names.stations, sender),
        recipient=rank(names.stations, recipient),
        carries=mask(names.classes, channel.carries),
        transit=law_or_none(channel.transit),
        hurdles=tuple(hurdles),
    )


def _filled_in(
    name: str, hurdle: Hurdle, recipient: str, mission: Mission, names: Names
) -> Iterator[records.Hurdle]:
    as_written = _as_written(name, hurdle, names)
    if hurdle.kind == "language":
        yield from _language(as_written, hurdle, recipient, mission, names)
    elif hurdle.kind == "system":
        foreign = _others(names.systems, systems_opened(mission.stations[recipient]))
        if as_written.systems & foreign:
            yield replace(as_written, systems=as_written.systems & foreign)
    else:
        yield as_written


def _as_written(name: str, hurdle: Hurdle, names: Names) -> records.Hurdle:
    return records.Hurdle(
        name=name,
        kind=hurdle.kind,
        cause=NONE if hurdle.cause is None else names.causes.index(hurdle.cause),
        classes=mask(names.classes, hurdle.classes),
        levels=mask(LEVELS, hurdle.levels),
        origins=mask(names.nations, hurdle.origins),
        languages=mask(names.languages, hurdle.languages),
        systems=mask(names.systems, hurdle.systems),
        more_than=hurdle.more_than or 0,
        probability=hurdle.stops,
        delay=law_or_none(hurdle.delay),
        through=NONE if not hurdle.through else rank(names.stations, hurdle.through[0]),
    )


def _language(
    hurdle: records.Hurdle, written: Hurdle, recipient: str, mission: Mission, names: Names
) -> Iterator[records.Hurdle]:
    """One part for each station that reads what the recipient does not, then one that stops what is left.

    A language goes to the first station that reads it. What the station makes of it is in a language that the
    recipient reads, so no copy meets two parts: they have one name, and one address.
    """
    foreign = hurdle.languages & _others(names.languages, mission.stations[recipient].reads)
    for station in written.through or ():
        taken = foreign & mask(names.languages, mission.stations[station].reads)
        foreign &= ~taken
        if taken:
            yield replace(hurdle, languages=taken, through=rank(names.stations, station))
    if foreign:
        probability = 1.0 if written.through else hurdle.probability
        yield replace(hurdle, languages=foreign, probability=probability, through=NONE)


def _others(names: tuple[str, ...], known: tuple[str, ...] | None) -> int:
    """All but the known; nothing where all are known."""
    return (1 << len(names)) - 1 & ~mask(names, known)
