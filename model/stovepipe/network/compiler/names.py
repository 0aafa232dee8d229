"""Ranks: the positions of names in their sorted lists, and sets of them as masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import get_args

from stovepipe.network.records import ANY, NONE, Mask, Rank
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.words.urgency import Urgent, meeting
from stovepipe.scenario.language.words.vocabulary import Level
from stovepipe.terms import CAUSES, PRECEDENCES

LEVELS: tuple[Level, ...] = get_args(Level)  # the lowest first


def rank(names: Sequence[str], name: str | None) -> Rank:
    """The rank of a name; `NONE` for none.

    >>> rank(("eng", "fra"), "fra"), rank(("eng", "fra"), None)
    (1, -1)
    """
    return NONE if name is None else Rank(names.index(name))


def mask(names: Sequence[str], chosen: Iterable[str] | None) -> Mask:
    """The mask of some of the names; `ANY` where nothing is chosen.

    >>> mask(("ara", "eng", "fra"), ["ara", "fra"]), mask(("ara",), None)
    (5, -1)
    """
    if chosen is None:
        return ANY
    return Mask(reduce(or_, (1 << names.index(name) for name in chosen), 0))


def all_but(names: Sequence[str], chosen: Iterable[str] | None) -> Mask:
    """The mask of the names that are not chosen; none where nothing is chosen, which leaves out nothing.

    >>> all_but(("ara", "eng", "fra"), ["eng"]), all_but(("ara",), None)
    (5, 0)
    """
    return Mask((1 << len(names)) - 1 & ~mask(names, chosen))


def cumulative(shares: Iterable[float]) -> tuple[float, ...]:
    """The cumulative shares, in order; no sum is above 1, and the last is exactly 1.

    >>> cumulative([0.1, 0.2, 0.7])
    (0.1, 0.30000000000000004, 1.0)
    >>> cumulative([0.5, 0.5000001, 0.0])
    (0.5, 1.0, 1.0)
    """
    sums: list[float] = []
    total = 0.0
    for share in shares:
        total += share
        sums.append(min(total, 1.0))
    return (*sums[:-1], 1.0) if sums else ()


def precedences(part: Urgent | None) -> Mask:
    """The mask of the precedences that meet the condition of a part; `ANY` where there is none.

    >>> from stovepipe.scenario.language.channels.channel import Channel
    >>> precedences(Channel(at_least="IMMEDIATE")), precedences(Channel())
    (3, -1)
    """
    if part is None or (part.at_least is None and part.below is None):
        return ANY
    return mask(PRECEDENCES, meeting(part))


def precedence(name: str) -> int:
    """The number of a precedence, 0 the most urgent."""
    return PRECEDENCES.index(name)


@dataclass(frozen=True)
class Names:
    """All names of a mission, sorted; of the causes of loss, the built-in ones first."""

    classes: tuple[str, ...]
    sources: tuple[str, ...]
    incidents: tuple[str, ...]
    subjects: tuple[str, ...]
    stations: tuple[str, ...]
    channels: tuple[str, ...]
    nations: tuple[str, ...]
    languages: tuple[str, ...]
    systems: tuple[str, ...]
    causes: tuple[str, ...]

    @classmethod
    def of(cls, mission: Mission) -> Names:
        """The names in use anywhere in a mission."""
        hurdles = [hurdle for channel in mission.channels.values() for hurdle in channel.hurdles.values()]
        return cls(
            classes=tuple(sorted(mission.classes)),
            sources=tuple(sorted(mission.sources)),
            incidents=tuple(sorted(mission.incidents)),
            subjects=tuple(sorted({*mission.incidents, *mission.topics})),
            stations=tuple(sorted(mission.stations)),
            channels=tuple(sorted(mission.channels)),
            nations=_distinct(_nations(mission, hurdles)),
            languages=_distinct(_languages(mission, hurdles)),
            systems=_distinct(_systems(mission, hurdles)),
            causes=CAUSES + _distinct(cause for cause in _causes(mission, hurdles) if cause not in CAUSES),
        )


def systems_opened(station: Station) -> tuple[str, ...] | None:
    """The information systems that a station can open: its own and others; None where it names none."""
    own = () if station.system is None else (station.system,)
    return (*own, *station.opens) or None


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name is not None}))


def _nations(mission: Mission, hurdles: list[Hurdle]) -> Iterator[str | None]:
    yield from (source.nation for source in mission.sources.values())
    yield from (group.nation for station in mission.stations.values() for group in station.posts.values())
    yield from (nation for hurdle in hurdles for nation in hurdle.origins or ())
    yield from (nation for caveat in mission.caveats.values() for nation in caveat.of)


def _causes(mission: Mission, hurdles: list[Hurdle]) -> Iterator[str | None]:
    yield from (hurdle.cause for hurdle in hurdles)
    yield from (caveat.otherwise for caveat in mission.caveats.values())


def _languages(mission: Mission, hurdles: list[Hurdle]) -> Iterator[str | None]:
    yield from (language for source in mission.sources.values() for language in source.languages)
    for station in mission.stations.values():
        yield from (station.writes, *(station.reads or ()))
        takes = (group.takes for group in station.posts.values() if group.takes is not None)
        yield from (language for each in takes for language in each.languages or ())
    yield from (language for hurdle in hurdles for language in hurdle.languages or ())


def _systems(mission: Mission, hurdles: list[Hurdle]) -> Iterator[str | None]:
    for station in mission.stations.values():
        yield from systems_opened(station) or ()
    yield from (system for hurdle in hurdles for system in hurdle.systems or ())
