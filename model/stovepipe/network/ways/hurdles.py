"""Which copies a hurdle applies to, how likely it stops them, what stations make of a copy (semantics, 4).

In a run, and for those who ask after it or without one.
"""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

from stovepipe.network import draws
from stovepipe.network.records import ANY, NEVER, NONE, Hurdle, Network, Station
from stovepipe.network.schedule import Calendar
from stovepipe.network.ways.precedence import meets


class Written(NamedTuple):
    """How a copy is written: its language, system and level as ranks; NONE where it has none."""

    language: int
    system: int
    level: int

    def by(self, station: Station) -> Written:
        """How the copy is written after a station has written it; what the station does not state stays."""
        return Written(
            self.language if station.writes_language == NONE else station.writes_language,
            self.system if station.writes_system == NONE else station.writes_system,
            self.level if station.writes_level == NONE else station.writes_level,
        )


class Traits(NamedTuple):
    """What hurdles look at in what is carried: masks of classes and origins, rank of the marking, coarse."""

    classes: int
    origins: int
    marking: int
    coarse: bool

    @classmethod
    def of(cls, klass: int, nation: int, marking: int, coarse: bool) -> Traits:
        """The traits of one report; its nation is NONE where its source states none."""
        return cls(1 << klass, 0 if nation == NONE else 1 << nation, marking, coarse)

    def joined(self, other: Traits) -> Traits:
        """The traits of what carries both: the more restrictive marking, and coarse only if both are coarse.

        Example:
            >>> Traits.of(0, 2, 1, True).joined(Traits.of(1, NONE, 0, False))
            Traits(classes=3, origins=4, marking=1, coarse=False)
        """
        return Traits(
            self.classes | other.classes,
            self.origins | other.origins,
            max(self.marking, other.marking),
            self.coarse and other.coarse,
        )


def traits_of(
    network: Network, calendar: Calendar, reports: tuple[int, ...], classes: tuple[int, ...]
) -> Traits:
    """The traits of something that carries these reports, by rank, which appear as these classes."""
    table = calendar.reports
    return reduce(
        Traits.joined,
        (
            Traits.of(
                klass,
                network.sources[network.streams[table.stream[each]].source].nation,
                int(table.marking[each]),
                bool(table.coarse[each]),
            )
            for each, klass in zip(reports, classes, strict=True)
        ),
    )


def fits(hurdle: Hurdle, traits: Traits) -> bool:
    """Whether the conditions of a hurdle hold for what is carried.

    A condition on a trait that is absent does not hold.
    """
    classes, origins, marking, coarse = traits
    return (
        bool(hurdle.classes & classes)
        and (hurdle.origins == ANY or bool(hurdle.origins & origins))
        and bool(hurdle.markings >> marking & 1)
        and (coarse or not hurdle.coarse)
    )


def suits(hurdle: Hurdle, written: Written, precedence: int, reports: int, now: int) -> bool:
    """Whether the conditions of a hurdle hold for a copy as a whole.

    For how it is written, for its precedence now, and for how many reports it carries.
    """
    language, system, level = written
    return (
        reports > hurdle.more_than
        and (hurdle.precedences == ANY or meets(hurdle.precedences, precedence))
        and bool(hurdle.levels >> level & 1)
        and (hurdle.languages == ANY or (language != NONE and bool(hurdle.languages >> language & 1)))
        and (
            hurdle.systems == ANY
            or (system != NONE and bool(hurdle.systems >> system & 1))
            or now >= dict(hurdle.frozen).get(system, NEVER)
        )
    )


def probability(hurdle: Hurdle, rapport: float) -> float:
    """The probability with which a hurdle stops a copy, given the rapport on its channel (semantics, 8.4)."""
    return hurdle.probability + (hurdle.at_full_rapport - hurdle.probability) * rapport


def key_of(network: Network, calendar: Calendar, report: int, purpose: str, *names: str) -> draws.Key:
    """The key of a draw for a report (semantics, 6)."""
    stream = network.streams[calendar.reports.stream[report]]
    source, klass = network.sources[stream.source].name, network.classes[stream.klass].name
    return draws.key(calendar.seed, purpose, *names, source, klass, stream.trigger)
