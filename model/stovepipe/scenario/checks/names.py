"""Names that stand for something elsewhere in the configuration: is it there?"""

from __future__ import annotations

from collections.abc import Iterable

from stovepipe.scenario.draft import Draft
from stovepipe.scenario.overlays import Key
from stovepipe.scenario.schema import Channel, Incident, Mission, Source, Station, ends


def check(mission: Mission, draft: Draft) -> None:
    """Every name of a class, source, station or post group stands for one."""
    look = _Lookup(mission, draft)
    for name, source in mission.sources.items():
        _source(source, ("sources", name), look)
    for name, incident in mission.incidents.items():
        _incident(incident, ("incidents", name), look)
    for name, station in mission.stations.items():
        _station(station, ("stations", name), look)
    for name, channel in mission.channels.items():
        _channel(name, channel, ("channels", name), look)


class _Lookup:
    def __init__(self, mission: Mission, draft: Draft) -> None:
        self._mission = mission
        self._draft = draft

    def klass(self, name: str, path: Key, *, on_key: bool = False) -> None:
        if name not in self._mission.classes:
            self._draft.unknown(path, "class", name, self._mission.classes, ("classes",), on_key=on_key)

    def classes(self, names: Iterable[str] | None, path: Key) -> None:
        for i, name in enumerate(names or ()):
            self.klass(name, (*path, i))

    def source(self, name: str, path: Key, *, on_key: bool = False) -> None:
        if name not in self._mission.sources:
            self._draft.unknown(path, "source", name, self._mission.sources, ("sources",), on_key=on_key)

    def station(self, name: str, path: Key, *, on_key: bool = False) -> None:
        if name not in self._mission.stations:
            self._draft.unknown(path, "station", name, self._mission.stations, ("stations",), on_key=on_key)

    def post_group(self, key: str, path: Key) -> None:
        name, _, group = key.partition(".")
        self.station(name, path, on_key=True)
        station = self._mission.stations.get(name)
        if station is not None and group not in station.posts:
            what = f"post group at {name}"
            self._draft.unknown(path, what, group, station.posts, ("stations", name, "posts"), on_key=True)


def _source(source: Source, path: Key, look: _Lookup) -> None:
    look.station(source.written_at, (*path, "written_at"))
    for klass in source.reports:
        look.klass(klass, (*path, "reports", klass), on_key=True)


def _incident(incident: Incident, path: Key, look: _Lookup) -> None:
    for key in incident.bursts:
        source, _, klass = key.partition(".")
        look.source(source, (*path, "bursts", key), on_key=True)
        look.klass(klass, (*path, "bursts", key), on_key=True)
    if incident.diverts is not None:
        for source in incident.diverts.sources:
            look.source(source, (*path, "diverts", "sources", source), on_key=True)
        for key in incident.diverts.posts:
            look.post_group(key, (*path, "diverts", "posts", key))
    if incident.raises is not None:
        for klass in incident.raises.classes:
            look.klass(klass, (*path, "raises", "classes", klass), on_key=True)
        for i, source in enumerate(incident.raises.sources or ()):
            look.source(source, (*path, "raises", "sources", i))


def _station(station: Station, path: Key, look: _Lookup) -> None:
    look.classes(station.needs, (*path, "needs"))
    for klass in station.work_by_class:
        look.klass(klass, (*path, "work_by_class", klass), on_key=True)
    if station.batch is not None:
        look.classes(station.batch.classes, (*path, "batch", "classes"))
    if station.closes is not None and station.closes.transfer_to is not None:
        look.station(station.closes.transfer_to, (*path, "closes", "transfer_to"))


def _channel(name: str, channel: Channel, path: Key, look: _Lookup) -> None:
    for end in dict.fromkeys(ends(name)):
        look.station(end, path, on_key=True)
    look.classes(channel.carries, (*path, "carries"))
    for hurdle_name, hurdle in channel.hurdles.items():
        here = (*path, "hurdles", hurdle_name)
        look.classes(hurdle.classes, (*here, "classes"))
        for i, station in enumerate(hurdle.through or ()):
            look.station(station, (*here, "through", i))
