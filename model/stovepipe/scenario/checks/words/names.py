"""Names that stand for something elsewhere in the configuration: is it there?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import Door
from stovepipe.scenario.language.words.vocabulary import ends, pair
from stovepipe.scenario.problems.unsettled import Unsettled, question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key

# Where names stand, and of what: alone, in a list, or as the keys of a map. `*` is every entry of a map.
_USED = (
    ("station", "sources.*.written_at"),
    ("class", "sources.*.collection.by_class"),
    ("class", "sources.*.reports"),
    ("subject", "sources.*.reports.*.about"),
    ("class", "sources.*.file.classes.*"),
    ("subject", "sources.*.file.about"),
    ("class", "sources.*.direction.by"),
    ("marking", "classes.*.marking"),
    ("marking", "sources.*.marking"),
    ("marking", "stations.*.cleared"),
    ("marking", "channels.*.hurdles.*.above"),
    ("class", "caveats.*.classes"),
    ("station", "caveats.*.at"),
    ("source.class", "incidents.*.bursts"),
    ("source", "incidents.*.diverts.sources"),
    ("station.posts", "incidents.*.diverts.posts"),
    ("station.posts", "incidents.*.calls_in.posts"),
    ("class", "incidents.*.raises.classes"),
    ("source", "incidents.*.raises.sources"),
    ("class", "stations.*.needs"),
    ("station", "any_of.*.stations"),
    ("class", "any_of.*.needs"),
    ("class", "stations.*.needs_when"),
    ("class", "stations.*.work_by_class"),
    ("class", "stations.*.batch.classes"),
    ("class", "stations.*.confirms.classes"),
    ("class", "stations.*.sorts.taken_for"),
    ("class", "stations.*.sorts.taken_for.*"),
    ("class", "stations.*.posts.*.takes.classes"),
    ("class", "stations.*.asks.*.about"),
    ("class", "stations.*.asks.*.request"),
    ("class", "stations.*.asks.*.answer"),
    ("station", "stations.*.closes.transfer_to"),
    ("station -> station", "channels"),
    ("class", "channels.*.carries"),
    ("class", "channels.*.hurdles.*.classes"),
    ("station", "channels.*.hurdles.*.through"),
    ("list of holidays", "stations.*.posts.*.shift.holidays"),
    ("list of holidays", "stations.*.posts.*.shifts.*.holidays"),
)
_PLURALS = {
    "class": "classes",
    "list of holidays": "holidays",
    "marking": "markings",
    "source": "sources",
    "station": "stations",
}


def check(mission: Mission, draft: Draft) -> None:
    """Every name of a class, source, station or post group stands for one."""
    for what, places in _USED:
        for name, path, on_key in _names(mission, (), tuple(places.split("."))):
            _check(what, name, _Use(path, on_key, mission, draft))


@dataclass(frozen=True)
class _Use:
    """A place where a name is used."""

    path: Key
    on_key: bool
    mission: Mission
    draft: Draft

    @question
    def of(self, what: str, name: str) -> None:
        """The name is that of a class, source or station."""
        plural = _PLURALS[what]
        self.within(what, getattr(self.mission, plural), (plural,), name)

    def within(self, what: str, known: Collection[str], home: Key, name: str) -> None:
        """The name is among those that are known at home."""
        if name not in known:
            self.draft.unknown(self.path, what, name, known, home, on_key=self.on_key)


@question
def _check(what: str, name: str, use: _Use) -> None:
    match what:
        case "source.class":
            source, klass = pair(name)
            use.of("source", source)
            use.of("class", klass)
        case "station.posts":
            station, group = pair(name)
            use.of("station", station)
            if station in use.mission.stations:
                posts = use.mission.stations[station].posts
                use.within(f"post group at {station}", posts, ("stations", station, "posts"), group)
        case "subject":
            use.within(
                "topic or incident", {**use.mission.topics, **use.mission.incidents}, ("topics",), name
            )
        case "station -> station":
            for station in dict.fromkeys(ends(name)):
                use.of("station", station)
        case _:
            use.of(what, name)


def _names(value: Any, path: Key, steps: tuple[str, ...]) -> Iterator[tuple[str, Key, bool]]:
    """Each name, its path, and whether it is a key; `steps` lead to the names from the value at the path."""
    if value is None:
        return
    if not steps:
        if isinstance(value, dict):
            yield from ((name, (*path, name), True) for name in value)
        elif isinstance(value, tuple):
            for i, each in enumerate(value):
                if isinstance(each, Door):
                    yield each.at, (*path, i, "at"), False
                else:
                    yield each, (*path, i), False
        else:
            yield value, path, False
    elif steps[0] == "*":
        for name, each in value.items():
            yield from _names(each, (*path, name), steps[1:])
    else:
        try:
            inside = getattr(value, steps[0])
        except Unsettled:
            return
        yield from _names(inside, (*path, steps[0]), steps[1:])
