"""Conditions of hurdles that nothing in the mission can ever meet."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.scenario.checks.channels.hurdles import languages_written
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import did_you_mean, listed


@question
def check(mission: Mission, draft: Draft) -> None:
    """Warn of each hurdle that never applies, by what the mission consists of."""
    for name, channel in mission.channels.items():
        for hurdle_name, hurdle in channel.hurdles.items():
            path = ("channels", name, "hurdles", hurdle_name)
            for ask in (_sizes, _levels, _markings, _languages, _systems, _coarse):
                ask(hurdle, path, mission, draft)


@question
def _sizes(hurdle: Hurdle, path: Key, mission: Mission, draft: Draft) -> None:
    if hurdle.more_than is None:
        return
    if not hurdle.more_than:
        draft.warn((*path, "more_than"), "is not a condition: all has more than 0 reports", "leave it out")
    elif not any(
        station.batch is not None or station.confirms is not None for station in mission.stations.values()
    ):
        hint = "give a station a batch, for example {at: [18:00]}"
        draft.warn((*path, "more_than"), "never applies: no station puts reports together", hint)


@question
def _levels(hurdle: Hurdle, path: Key, mission: Mission, draft: Draft) -> None:
    if not hurdle.levels:
        return
    written = {klass.level for klass in mission.classes.values()}
    written |= {station.level for station in mission.stations.values() if station.level is not None}
    if not written & set(hurdle.levels):
        what = f"never applies: nothing is written at the level {listed(hurdle.levels, 'or')}"
        draft.warn((*path, "levels"), what, f"there is {listed(sorted(written))}")


@question
def _markings(hurdle: Hurdle, path: Key, mission: Mission, draft: Draft) -> None:
    if hurdle.above is None or not mission.markings:
        return
    above = mission.markings[mission.markings.index(settled(hurdle.above, mission.markings)) + 1 :]
    overmarked = any(source.overmarked is not None for source in mission.sources.values())
    if not above:
        what = f"never applies: {hurdle.above} is the most restrictive marking"
        draft.warn((*path, "above"), what, "name one below it")
    elif not overmarked and not {*_given(mission)} & set(above):
        draft.warn((*path, "above"), f"never applies: nothing is marked {listed(above, 'or')}")


def _given(mission: Mission) -> Iterator[str]:
    yield from (klass.marking for klass in mission.classes.values() if klass.marking is not None)
    yield from (source.marking for source in mission.sources.values() if source.marking is not None)


@question
def _languages(hurdle: Hurdle, path: Key, mission: Mission, draft: Draft) -> None:
    written = languages_written(mission)
    if hurdle.languages and not set(hurdle.languages) & written:
        what = f"never applies: nobody writes {listed(hurdle.languages, 'or')}"
        draft.warn((*path, "languages"), what, did_you_mean(hurdle.languages[0], sorted(written)))


@question
def _systems(hurdle: Hurdle, path: Key, mission: Mission, draft: Draft) -> None:
    there = {station.system for station in mission.stations.values() if station.system is not None}
    if hurdle.systems and not set(hurdle.systems) & there:
        what = f"never applies: no station is on {listed(hurdle.systems, 'or')}"
        draft.warn((*path, "systems"), what, did_you_mean(hurdle.systems[0], sorted(there)))


@question
def _coarse(hurdle: Hurdle, path: Key, mission: Mission, draft: Draft) -> None:
    """A product is coarse if all its reports are, which hardly ever happens."""
    sender, _ = ends(path[1] if isinstance(path[1], str) else "")
    if (
        hurdle.coarse
        and not hurdle.each
        and _puts_together(mission.stations[settled(sender, mission.stations)])
    ):
        what = f"hardly ever applies: {sender} puts reports together, and few products have coarse ones only"
        draft.warn((*path, "coarse"), what, "each: true asks of each report by itself")


def _puts_together(station: Station) -> bool:
    confirms = station.confirms is not None and station.confirms.sources > 1
    return confirms or (station.batch is not None and (station.batch.size or 2) > 1)
