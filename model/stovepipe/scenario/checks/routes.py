"""Who can be reached by what: consumers that nothing can reach, and stations that nothing comes to."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.scenario.draft import Draft
from stovepipe.scenario.events import Events
from stovepipe.scenario.problems import listed
from stovepipe.scenario.schema import Mission, ends

Reached = dict[tuple[str, str], frozenset[str]]  # by class and the station where a report is written

_SHOWN = 8  # routes that are listed one by one


def check(mission: Mission, events: Events, draft: Draft) -> None:
    """Ask for each consumer what can reach it, and for each station whether anything does."""
    reports = sorted(set(_reported(mission, events)))
    reached = _reached(mission, reports)
    for name, station in mission.stations.items():
        if station.needs:
            _consumer(name, reports, reached, mission, draft)
    for klass in mission.classes.keys() - {klass for _, klass in reports}:
        draft.warn(("classes", klass), "is never reported")
    _unused(mission, reached, draft)


def _reported(mission: Mission, events: Events) -> Iterator[tuple[str, str]]:
    """Which sources report which classes, from whatever trigger."""
    for name, source in mission.sources.items():
        yield from ((name, klass) for klass, profile in source.reports.items() if profile.rate.value > 0)
        yield from ((name, klass) for klass in events.get(name, ()))
    for incident in mission.incidents.values():
        for key, burst in incident.bursts.items():
            if incident.rate.value > 0 and burst.reports.value > 0:
                source_name, _, klass = key.partition(".")
                yield source_name, klass


def _reached(mission: Mission, reports: list[tuple[str, str]]) -> Reached:
    """For each class, and each station where its reports are written, the stations that they can reach."""
    starts: dict[str, set[str]] = {}
    for source, klass in reports:
        starts.setdefault(klass, set()).add(mission.sources[source].written_at)
    return {
        (klass, start): _reachable(start, onward)
        for klass, beginnings in starts.items()
        for onward in [_onward(mission, klass)]
        for start in beginnings
    }


def _onward(mission: Mission, klass: str) -> dict[str, list[str]]:
    """To which stations each station sends a class, or hands it on when it closes."""
    onward: dict[str, list[str]] = {
        name: [station.closes.transfer_to]
        for name, station in mission.stations.items()
        if station.closes is not None and station.closes.transfer_to is not None
    }
    for name, channel in mission.channels.items():
        if channel.carries is None or klass in channel.carries:
            sender, recipient = ends(name)
            onward.setdefault(sender, []).append(recipient)
    return onward


def _reachable(start: str, onward: dict[str, list[str]]) -> frozenset[str]:
    """The stations that can be reached from a station, itself included."""
    found, to_do = {start}, [start]
    while to_do:
        new = set(onward.get(to_do.pop(), ())) - found
        found |= new
        to_do += new
    return frozenset(found)


def _consumer(
    name: str,
    reports: list[tuple[str, str]],
    reached: Reached,
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


def _unused(mission: Mission, reached: Reached, draft: Draft) -> None:
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
