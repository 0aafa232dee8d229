"""Channels, and the kinds of hurdle filled in to the one mechanism."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.network import records
from stovepipe.network.compiler.words import LEVELS, Words, law, mask, rank
from stovepipe.scenario.schema import Hurdle, Station, ends


def compile_channels(words: Words) -> tuple[records.Channel, ...]:
    """The channels, by rank."""
    channels = []
    for name in words.channels:
        spec = words.mission.channels[name]
        sender, recipient = ends(name)
        to = words.mission.stations[recipient]
        hurdles = tuple(
            compiled
            for hurdle, part in spec.hurdles.items()
            for compiled in _hurdles(words, hurdle, part, to)
        )
        channels.append(
            records.Channel(
                name=name,
                sender=words.stations.index(sender),
                recipient=words.stations.index(recipient),
                carries=mask(words.classes, spec.carries or words.classes),
                transit=law(spec.transit),
                hurdles=hurdles,
            )
        )
    return tuple(channels)


def _hurdles(words: Words, name: str, spec: Hurdle, recipient: Station) -> Iterator[records.Hurdle]:
    """A hurdle as one or more of the general kind."""
    if spec.kind == "language":
        yield from _language(words, name, spec, recipient)
    elif spec.kind == "system":
        opened = mask(words.systems, [s for s in (recipient.system, *recipient.opens) if s is not None])
        meant = mask(words.systems, spec.systems or words.systems)
        yield _hurdle(words, name, spec, systems=meant & ~opened)
    else:
        yield _hurdle(words, name, spec)


def _language(words: Words, name: str, spec: Hurdle, recipient: Station) -> Iterator[records.Hurdle]:
    """What a station reads goes through it, the first in the list first; what nobody reads is stopped."""
    unread = mask(words.languages, spec.languages or words.languages) & ~mask(
        words.languages, recipient.reads
    )
    for station in spec.through or ():
        read = unread & mask(words.languages, words.mission.stations[station].reads)
        if read:
            yield _hurdle(words, name, spec, languages=read, through=station)
        unread &= ~read
    if unread:
        yield _hurdle(words, name, spec, languages=unread, probability=1.0)


def _hurdle(
    words: Words,
    name: str,
    spec: Hurdle,
    *,
    languages: int | None = None,
    systems: int | None = None,
    through: str | None = None,
    probability: float | None = None,
) -> records.Hurdle:
    """One hurdle of the general kind; what is not given is as the user wrote it."""
    if through is None and spec.kind != "language" and spec.through:
        (through,) = spec.through
    return records.Hurdle(
        name=name,
        kind=spec.kind,
        cause=rank(words.causes, spec.cause),
        classes=mask(words.classes, spec.classes),
        levels=mask(LEVELS, spec.levels),
        origins=mask(words.nations, spec.origins),
        languages=mask(words.languages, spec.languages) if languages is None else languages,
        systems=mask(words.systems, spec.systems) if systems is None else systems,
        more_than=spec.more_than or 0,
        probability=(0.0 if through and spec.kind == "language" else spec.stops)
        if probability is None
        else probability,
        delay=law(spec.delay),
        through=rank(words.stations, through),
    )
