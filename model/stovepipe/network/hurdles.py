"""Which copies a hurdle applies to, how likely it stops them, what stations make of a copy (semantics, 4).

For those who ask after or without a run; the engine has its own, made for speed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stovepipe.network import draws
from stovepipe.network.records import ANY, NEVER, NONE, Hurdle, Network, Station
from stovepipe.network.schedule import Calendar, Curve


@dataclass(frozen=True)
class Written:
    """What stations rewrite in a copy: language, system and level, as ranks."""

    language: int
    system: int
    level: int

    def by(self, station: Station) -> Written:
        """What it is after a station has written."""
        return Written(
            self.language if station.writes_language == NONE else station.writes_language,
            self.system if station.writes_system == NONE else station.writes_system,
            self.level if station.writes_level == NONE else station.writes_level,
        )


@dataclass(frozen=True)
class Content:
    """What is carried: masks of classes and origins, the rank of the marking, whether it is coarse."""

    classes: int
    origins: int
    marking: int
    coarse: bool

    @classmethod
    def of(cls, network: Network, calendar: Calendar, reports: tuple[int, ...]) -> Content:
        """That of some reports, by rank."""
        table = calendar.reports
        nations = [network.sources[network.streams[table.stream[each]].source].nation for each in reports]
        classes = origins = 0
        for report, nation in zip(reports, nations, strict=True):
            classes |= 1 << int(table.klass[report])
            origins |= 0 if nation == NONE else 1 << nation
        marking = max(int(table.marking[report]) for report in reports)
        return cls(classes, origins, marking, all(bool(table.coarse[report]) for report in reports))


def fits(hurdle: Hurdle, content: Content) -> bool:
    """Whether the conditions of a hurdle hold on what is carried; one on what there is not does not hold."""
    return (
        bool(hurdle.classes & content.classes)
        and (hurdle.origins == ANY or bool(hurdle.origins & content.origins))
        and bool(hurdle.markings >> content.marking & 1)
        and (content.coarse or not hurdle.coarse)
    )


def suits(hurdle: Hurdle, written: Written, reports: int, now: int) -> bool:
    """Whether the conditions of a hurdle hold on how a copy is written, and how many reports it carries."""
    return (
        reports > hurdle.more_than
        and bool(hurdle.levels >> written.level & 1)
        and (hurdle.languages == ANY or _holds(hurdle.languages, written.language))
        and (
            hurdle.systems == ANY
            or _holds(hurdle.systems, written.system)
            or now >= dict(hurdle.frozen).get(written.system, NEVER)
        )
    )


def _holds(mask: int, rank: int) -> bool:
    return rank != NONE and bool(mask >> rank & 1)


def probability(hurdle: Hurdle, rapport: float) -> float:
    """With which a hurdle stops a copy that it applies to."""
    return hurdle.probability + (hurdle.at_full_rapport - hurdle.probability) * rapport


def rapport_at(curve: Curve | None, tick: int) -> float:
    """The rapport on a channel, from 0 to 1."""
    if curve is None:
        return 0.0
    piece = int(np.searchsorted(curve.since, tick, side="right")) - 1
    grown = curve.base[piece] + curve.slope[piece] * (tick - int(curve.origin[piece]))
    return float(curve.effort[piece] * min(float(curve.cap[piece]), float(grown)))


def key_of(network: Network, calendar: Calendar, report: int, purpose: str, *names: str) -> draws.Key:
    """The key of a draw for a report (semantics, 6)."""
    stream = network.streams[calendar.reports.stream[report]]
    source, klass = network.sources[stream.source].name, network.classes[stream.klass].name
    return draws.key(calendar.seed, purpose, *names, source, klass, stream.trigger)
