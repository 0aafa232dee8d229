"""What stations ask the sources: whether there is anything to ask about, and a way there and back."""

from __future__ import annotations

from collections.abc import Iterator, Set

from stovepipe.scenario.checks.stations.sorting import stops, ways_onward
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import open_to, stations_of
from stovepipe.scenario.language.stations.requests import Ask
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import listed


@question
def check(mission: Mission, draft: Draft) -> None:
    """Each ask has something to ask about, and what it asks reaches a source, and comes back."""
    for name, station in mission.stations.items():
        for ask_name, ask in station.asks.items():
            path = ("stations", name, "asks", ask_name)
            _about(ask, path, station, draft)
            _coarse(ask, path, station, mission, draft)
            _ways(ask, path, name, mission, draft)


@question
def _about(ask: Ask, path: Key, station: Station, draft: Draft) -> None:
    if ask.about == () or (ask.about is None and not station.needs):
        hint = "say what it asks about, for example about: warning"
        where = path if ask.about is None else (*path, "about")
        draft.problem(where, "asks about nothing: the station needs no class", hint)
    if ask.rounds > 1 and ask.answer is not None and ask.answer not in asked_about(ask, station):
        what = f"has no effect: {ask.answer}, the class of the answer, is not asked about"
        draft.warn((*path, "rounds"), what, f"name {ask.answer} in about, or leave rounds out")
    elif ask.rounds > 1 and ask.coarse and ask.still_coarse is None:
        what = "has no effect: only what is coarse is asked about, and no answer is"
        draft.warn(
            (*path, "rounds"), what, "say which share of the answers is still_coarse, or leave rounds out"
        )


@question
def _coarse(ask: Ask, path: Key, station: Station, mission: Mission, draft: Draft) -> None:
    """What is asked about if it is coarse may be coarse."""
    if not ask.coarse:
        return
    told = [source.collection for source in mission.sources.values() if source.collection is not None]
    if not any(collection.leaves_coarse for collection in told):
        hint = "say in the collection of a source which share is coarse, or leave it out"
        draft.warn((*path, "coarse"), "nothing is ever asked: no source leaves anything coarse", hint)


@question
def _ways(ask: Ask, path: Key, asker: str, mission: Mission, draft: Draft) -> None:
    """Some source that reports what is asked about can be reached by requests, and answers come back."""
    about = asked_about(ask, mission.stations[asker])
    asked = [name for name, source in mission.sources.items() if about & set(reported(name, mission))]
    request = settled(ask.request, mission.classes)
    there = reached_with(mission, asker, request)
    unreached = [name for name in asked if not there & set(stations_of(mission.sources[name].written_at))]
    if asked and len(unreached) == len(asked):
        what = f"no channels that carry {request} lead from {asker} to where any source's reports are written"
        draft.problem((*path, "request"), what, lacks=("channels",))
        return
    if unreached:
        what = f"no channels that carry {request} lead from {asker} to {listed(unreached, 'or')}"
        draft.warn((*path, "request"), what, "what is asked of these is lost to no_route")
    answers = sorted(about) if ask.answer is None else [settled(ask.answer, mission.classes)]
    for klass in answers:
        doors = {
            settled(door, mission.stations)
            for name in asked
            if name not in unreached
            for door in _doors(name, klass, mission)
        }
        away = sorted(door for door in doors if asker not in reached_with(mission, door, klass))
        if away:
            what = f"no channels that carry {klass} lead back to {asker} from {listed(away, 'or')}"
            key = "request" if ask.answer is None else "answer"
            draft.warn((*path, key), what, "answers from there are lost to no_route")


def asked_about(ask: Ask, station: Station) -> Set[str]:
    """The classes that are asked about."""
    return set(station.needs if ask.about is None else ask.about)


def reported(source: str, mission: Mission) -> Iterator[str]:
    """The classes that a source may report; of one that reads a file, all."""
    spec = mission.sources[source]
    yield from spec.reports
    yield from mission.classes if spec.file is not None else ()
    for incident in mission.incidents.values():
        yield from (key.partition(".")[2] for key in incident.bursts if key.partition(".")[0] == source)


def reached_with(mission: Mission, start: str, klass: str) -> Set[str]:
    """The stations to which channels, and those that close, lead with a class from one, itself included."""
    return {station for station, _ in stops((start, klass), ways_onward(mission, klass))}


def made(mission: Mission) -> Iterator[tuple[str, str]]:
    """The classes of requests and answers, and the stations where they begin."""
    for name, station in mission.stations.items():
        for ask in station.asks.values():
            yield settled(ask.request, mission.classes), name
    yield from answers(mission)


def requested(mission: Mission) -> Iterator[tuple[str, str, Set[str]]]:
    """The classes of requests, who asks, and the doors of the source that is asked."""
    for name, ask, source in _asked(mission):
        doors = {settled(door, mission.stations) for door in stations_of(mission.sources[source].written_at)}
        yield settled(ask.request, mission.classes), name, doors


def answers(mission: Mission) -> Iterator[tuple[str, str]]:
    """The classes of answers, and the stations where they are written."""
    for name, ask, source in _asked(mission):
        about = asked_about(ask, mission.stations[name])
        for klass in sorted(about) if ask.answer is None else [ask.answer]:
            for door in _doors(source, settled(klass, mission.classes), mission):
                yield settled(klass, mission.classes), settled(door, mission.stations)


def _asked(mission: Mission) -> Iterator[tuple[str, Ask, str]]:
    """Who asks which source, by which ask."""
    for name, station in mission.stations.items():
        for ask in station.asks.values():
            about = asked_about(ask, station)
            yield from (
                (name, ask, source) for source in mission.sources if about & set(reported(source, mission))
            )


def _doors(source: str, klass: str, mission: Mission) -> tuple[str, ...]:
    """Where answers of a class enter, which occur with its precedence."""
    return open_to(mission.sources[source].written_at, klass, [mission.classes[klass].precedence])
