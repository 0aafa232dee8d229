"""Who can be reached by what: consumers that nothing can reach, and stations that nothing comes to."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.scenario.draft import Draft
from stovepipe.scenario.events import Events
from stovepipe.scenario.problems import listed
from stovepipe.scenario.schema import Mission, ends

_SHOWN = 8  # routes that are listed one by one


def check(mission: Mission, events: Events, draft: Draft) -> None:
    """Ask for each consumer what can reach it, and for each station whether anything does."""
    reports = sorted(set(reported(mission, events)))
    reached = {
        (klass, start): reachable(mission, klass, start) for klass, start in _beginnings(mission, reports)
    }
    for name, station in mission.stations.items():
        if station.needs:
            _consumer(name, reports, reached, mission, draft)
    for klass in mission.classes.keys() - {klass for _, klass in reports}:
        draft.warn(("classes", klass), "is never reported")
    _unused(mission, reached, draft)


def reported(mission: Mission, events: Events) -> Iterator[tuple[str, str]]:
    """Which sources report which classes, from whatever trigger."""
    for name, source in mission.sources.items():
        yield from ((name, klass) for klass, profile in source.reports.items() if profile.rate.value > 0)
        yield from ((name, klass) for klass in events.get(name, ()))
    for incident in mission.incidents.values():
        for key, burst in incident.bursts.items():
            if incident.rate.value > 0 and burst.reports.value > 0:
                source_name, _, klass = key.partition(".")
                yield source_name, klass


def _beginnings(mission: Mission, reports: list[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(klass, mission.sources[source].written_at) for source, klass in reports}


def reachable(mission: Mission, klass: str, start: str) -> frozenset[str]:
    """The stations that a report of a class can reach from a station, itself included."""
    found, to_do = {start}, [start]
    while to_do:
        here = to_do.pop()
        for name, channel in mission.channels.items():
            sender, recipient = ends(name)
            carried = channel.carries is None or klass in channel.carries
            if sender == here and carried and recipient not in found:
                found.add(recipient)
                to_do.append(recipient)
    return frozenset(found)


def _consumer(
    name: str,
    reports: list[tuple[str, str]],
    reached: dict[tuple[str, str], frozenset[str]],
    mission: Mission,
    draft: Draft,
) -> None:
    needs = mission.stations[name].needs
    wanted = [(source, klass) for source, klass in reports if klass in needs]
    cut_off = [
        (source, klass)
        for source, klass in wanted
        if name not in reached[klass, mission.sources[source].written_at]
    ]
    path = ("stations", name, "needs")
    if len(cut_off) == len(wanted):
        why = (
            "nobody reports what it needs"
            if not wanted
            else f"no channels lead here from {_at(cut_off, mission)}"
        )
        draft.problem(path, f"nothing that {name} needs can reach it", why, lacks=("channels",))
        return
    for i, klass in enumerate(needs):
        if klass not in {reported for _, reported in wanted}:
            draft.warn((*path, i), f"{klass} is needed, but nobody reports it")
    if cut_off:
        routes = [f"{klass} from {source}" for source, klass in cut_off[:_SHOWN]]
        routes += [f"{len(cut_off) - _SHOWN} more"] if len(cut_off) > _SHOWN else []
        draft.warn(path, f"no channels bring {listed(routes)}", "these will be lost to no_route")


def _at(cut_off: list[tuple[str, str]], mission: Mission) -> str:
    return listed(sorted({mission.sources[source].written_at for source, _ in cut_off}), "or")


def _unused(mission: Mission, reached: dict[tuple[str, str], frozenset[str]], draft: Draft) -> None:
    used = {station for stations in reached.values() for station in stations}
    for channel in mission.channels.values():
        for hurdle in channel.hurdles.values():
            used.update(hurdle.through or ())
    for station in mission.stations.values():
        if station.closes is not None and station.closes.transfer_to is not None:
            used.add(station.closes.transfer_to)
    for name in mission.stations.keys() - used:
        if not mission.stations[name].needs:
            draft.warn(
                ("stations", name), "nothing ever comes here", "no source, channel or hurdle leads here"
            )
