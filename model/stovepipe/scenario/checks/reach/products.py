"""Products: where copies that carry many reports may come, it is said what each report adds to the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stovepipe.scenario.checks.sources.subjects import telling
from stovepipe.scenario.checks.stations.sorting import appearances
from stovepipe.scenario.checks.stations.station import succession
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events

_SILENT = "products of {batching} come here, and it is not said how long each report in them takes"
_HINT = (
    "write {once: ..., each: ...} with your figures, each: 0 min if a product takes no longer than one report"
)


@question
def check(
    mission: Mission, events: Events, reached: Mapping[tuple[str, str], frozenset[str]], draft: Draft
) -> None:
    """Every station to which a product may come says what is done once, and what for each report.

    Args:
        mission: the mission.
        events: the times read from files.
        reached: the stations that reports can reach, by class and the station where they are written.
        draft: where problems go.
    """
    said = set()
    for batching, klass in _made(mission, events, reached):
        for name, kind in sorted(_receivers(mission, batching, klass)):
            station = mission.stations[name]
            own = kind in station.work_by_class
            work = station.work_by_class[kind] if own else station.work
            path = ("stations", name, *(("work_by_class", kind) if own else ("work",)))
            if work.each is None and path not in said:
                said.add(path)
                draft.problem(path, _SILENT.format(batching=batching), _HINT)


def _made(
    mission: Mission, events: Events, reached: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Which stations make products, and of which classes."""
    about = {klass for told in telling(mission, events).values() for _, klass in told}
    for name, station in mission.stations.items():
        together: list[str] = []
        if station.batch is not None and station.batch.size != 1:
            together += station.batch.classes or mission.classes
        if station.confirms is not None and station.confirms.sources > 1:
            together += about & set(station.confirms.classes or mission.classes)
        for klass in sorted(set(together)):
            at_hand = settled(klass, mission.classes)
            if any(
                name in stations and at_hand in appearances(mission, own)
                for (own, _), stations in reached.items()
            ):
                yield name, at_hand


def _receivers(mission: Mission, batching: str, klass: str) -> set[tuple[str, str]]:
    """Where a product with reports of a class may be worked on once it has left a station.

    Each station comes with the class that these reports may appear as there: whatever a station on the way
    takes any report for.
    """
    found, through = set[tuple[str, str]](), set[tuple[str, str]]()
    to_do = [(batching, klass)]
    while to_do:
        sender, came_as = to_do.pop()
        # What a station holds in its own batch when it closes is not a product yet.
        heirs = succession(mission, sender)[1:] if (sender, came_as) in found else ()
        onward = {(heir, came_as) for heir in heirs}
        leaving = {came_as} if sender == batching else {came_as, *_taken_for(mission, sender)}
        for name, channel in mission.channels.items():
            start, recipient = (settled(end, mission.stations) for end in ends(name))
            for kind in leaving & set(channel.carries or mission.classes) if start == sender else ():
                onward.add((recipient, kind))
                for hurdle in channel.hurdles.values():
                    if kind in (hurdle.classes or mission.classes):
                        there = [settled(station, mission.stations) for station in hurdle.through or ()]
                        through.update((station, kind) for station in there)
        to_do += onward - found
        found |= onward
    return found | {(heir, kind) for name, kind in through for heir in succession(mission, name)}


def _taken_for(mission: Mission, station: str) -> set[str]:
    """What a station takes any reports for."""
    sorts = mission.stations[station].sorts
    rows = {} if sorts is None else sorts.taken_for
    return {settled(kind, mission.classes) for own, shares in rows.items() for kind in (own, *shares)}
