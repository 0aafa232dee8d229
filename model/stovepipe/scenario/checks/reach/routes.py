"""Who can be reached by what: consumers that nothing can reach, and stations that nothing comes to."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.scenario.checks.reach import products, skills
from stovepipe.scenario.checks.reach.requests import made, reached_with
from stovepipe.scenario.checks.reach.urgency import entrances
from stovepipe.scenario.checks.sources.occurrences import silent
from stovepipe.scenario.checks.stations.sorting import appearances, stops, ways_onward
from stovepipe.scenario.language.any_of import groups_with
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.words.vocabulary import pair
from stovepipe.scenario.problems.unsettled import Unsettled, question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events
from stovepipe.text import listed

Reached = dict[tuple[str, str], frozenset[str]]  # by class and the station where a report is written

_SHOWN = 8  # routes that are listed one by one


@question
def check(mission: Mission, events: Events, draft: Draft) -> None:
    """Ask for each consumer what can reach it, and for each station whether anything does."""
    reports = sorted(set(reported(mission, events)))
    if not reports:
        if any(source.file is not None for source in mission.sources.values()):
            what = (
                "nothing is ever reported: no row of a file lies within the clock, and no rate is above zero"
            )
            draft.problem(("sources",), what)
        return
    reached = reached_from(mission, reports)
    for name in (*mission.stations, *mission.any_of):
        _consumer(name, reports, reached, mission, draft)
    written, begun = tuple(reached), set(made(mission))
    for klass, start in sorted(begun):
        reached = {**reached, (klass, start): frozenset(reached_with(mission, start, klass))}
    there = {klass for _, klass in reports} | {klass for klass, _ in begun}
    for klass in mission.classes.keys() - {kind for own in there for kind in appearances(mission, own)}:
        draft.warn(("classes", klass), "is never reported")
    _unused(mission, reached, draft)
    products.check(mission, events, reached, draft)
    skills.check(mission, written, draft)


def reported(mission: Mission, events: Events) -> Iterator[tuple[str, str]]:
    """Which sources report which classes, from whatever trigger; a pair may come more than once.

    Raises:
        Unsettled: a file was not read, or there is no such class or source.
    """
    for name, source in mission.sources.items():
        if silent(name, source, mission) or (source.file is not None and name not in events):
            raise Unsettled
        for klass, profile in source.reports.items():
            if profile.rate.value > 0:
                yield name, settled(klass, mission.classes)
        yield from ((name, settled(klass, mission.classes)) for klass in events.get(name, ()))
    for incident in mission.incidents.values():
        for key, burst in incident.bursts.items():
            if incident.rate.value > 0 and burst.reports.value > 0:
                source_name, klass = pair(key)
                yield settled(source_name, mission.sources), settled(klass, mission.classes)


def reached_from(mission: Mission, reports: list[tuple[str, str]]) -> Reached:
    """For each class, and each station where its reports are written, the stations that they can reach."""
    starts: dict[str, set[str]] = {}
    for source, klass in reports:
        doors = entrances(source, klass, mission)
        starts.setdefault(klass, set()).update(settled(door, mission.stations) for door in doors)
    return {
        (klass, start): frozenset(station for station, _ in stops((start, klass), onward))
        for klass, beginnings in starts.items()
        for onward in [ways_onward(mission, klass)]
        for start in beginnings
    }


@question
def _consumer(
    name: str,
    reports: list[tuple[str, str]],
    reached: Reached,
    mission: Mission,
    draft: Draft,
) -> None:
    group = mission.any_of.get(name)
    consumer = mission.stations[name] if group is None else group
    needs = [settled(klass, mission.classes) for klass in consumer.needs]
    if not needs or (group is not None and not group.stations):
        return
    ends = {name} if group is None else {settled(end, mission.stations) for end in group.stations}
    wanted = [(source, klass) for source, klass in reports if klass in needs]
    ways_in = [
        (source, klass, door) for source, klass in wanted for door in entrances(source, klass, mission)
    ]
    cut_off = [way for way in ways_in if not ends & reached[way[1], way[2]]]
    path = ("stations" if group is None else "any_of", name, "needs")
    if len(cut_off) == len(ways_in):
        why = (
            "nobody reports what it needs"
            if not wanted
            else f"no channels lead here from {listed(sorted({door for _, _, door in cut_off}), 'or')}"
        )
        draft.problem(path, f"nothing that {name} needs can reach it", why, lacks=("channels",))
        return
    for i, klass in enumerate(needs):
        if klass not in {known for _, known in wanted}:
            draft.warn((*path, i), f"{klass} is needed, but nobody reports it")
    if cut_off:
        routes = [_way(*way, mission) for way in cut_off[:_SHOWN]]
        routes += [f"{len(cut_off) - _SHOWN} more"] if len(cut_off) > _SHOWN else []
        draft.warn(path, f"no channels bring {listed(routes)}", "these will be lost to no_route")


def _way(source: str, klass: str, door: str, mission: Mission) -> str:
    several = len(entrances(source, klass, mission)) > 1
    return f"{klass} from {source}" + (f" by way of {door}" if several else "")


def _unused(mission: Mission, reached: Reached, draft: Draft) -> None:
    used = {station for stations in reached.values() for station in stations}
    for channel in mission.channels.values():
        for hurdle in channel.hurdles.values():
            used.update(hurdle.through or ())
    for station in mission.stations.values():
        if station.closes is not None and station.closes.transfer_to is not None:
            used.add(station.closes.transfer_to)
    for name in mission.stations.keys() - used:
        if not mission.stations[name].needs and not groups_with(name, mission):
            draft.warn(
                ("stations", name), "nothing ever comes here", "no source, channel or hurdle leads here"
            )
