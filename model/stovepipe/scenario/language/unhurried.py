"""The mission in which no report is urgent: for every condition on precedence, a copy counts as ROUTINE."""

from __future__ import annotations

from typing import Any, TypeVar

from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdles import Caveat, Hurdle
from stovepipe.scenario.language.people.posts import PostGroup
from stovepipe.scenario.language.people.takes import Takes
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.incidents import Incident
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.stations.confirmation import Confirmation
from stovepipe.scenario.language.stations.station import Batch, Station
from stovepipe.scenario.language.words.urgency import Urgent, meeting

Part = TypeVar("Part", Caveat, Channel, Hurdle, Batch, Confirmation, Takes)
NO_CONDITION: dict[str, Any] = {"at_least": None, "below": None}


def unhurried(mission: Mission) -> Mission:
    """The mission without `urgency`: conditions that ROUTINE meets are none, and the others never hold.

    So what has a condition that never holds is left out: a hurdle, a caveat, a batch, a law of work. A
    channel stays, and carries no class. Incidents raise nothing that is on its way.
    """
    return mission.model_copy(
        update={
            "sources": {name: _source(source) for name, source in mission.sources.items()},
            "stations": {name: _station(station) for name, station in mission.stations.items()},
            "channels": {name: _channel(channel) for name, channel in mission.channels.items()},
            "caveats": {name: _plain(caveat) for name, caveat in mission.caveats.items() if _holds(caveat)},
            "incidents": {name: _incident(incident) for name, incident in mission.incidents.items()},
        }
    )


def _holds(part: Urgent) -> bool:
    return "ROUTINE" in meeting(part)


def _plain(part: Part) -> Part:
    return part.model_copy(update=NO_CONDITION)


def _source(source: Source) -> Source:
    """Every report enters and is written down as one of the precedence ROUTINE is."""
    doors, collection = source.written_at, source.collection
    if isinstance(doors, tuple):
        doors = tuple(door.model_copy(update=NO_CONDITION) for door in doors if _holds(door))
    if collection is not None:
        routine = {at: losses for at, losses in collection.at_least.items() if at == "ROUTINE"}
        collection = collection.model_copy(update={"at_least": routine})
    return source.model_copy(update={"written_at": doors, "collection": collection})


def _station(station: Station) -> Station:
    batch, confirms = station.batch, station.confirms
    return station.model_copy(
        update={
            "batch": None if batch is None or not _holds(batch) else _plain(batch),
            "posts": {name: _group(group) for name, group in station.posts.items()},
            "confirms": None if confirms is None or not _holds(confirms) else _plain(confirms),
            "work_at_least": {at: law for at, law in station.work_at_least.items() if at == "ROUTINE"},
        }
    )


def _group(group: PostGroup) -> PostGroup:
    """People are called for what is ROUTINE, or not at all, and take what is ROUTINE, or nothing."""
    called = group.on_call is not None and group.on_call.precedence == "ROUTINE"
    takes = group.takes
    if takes is not None:
        takes = _plain(takes) if _holds(takes) else takes.model_copy(update={**NO_CONDITION, "classes": ()})
    return group.model_copy(update={"on_call": group.on_call if called else None, "takes": takes})


def _channel(channel: Channel) -> Channel:
    hurdles = {name: _plain(hurdle) for name, hurdle in channel.hurdles.items() if _holds(hurdle)}
    carries = channel.carries if _holds(channel) else ()
    return channel.model_copy(update={**NO_CONDITION, "hurdles": hurdles, "carries": carries})


def _incident(incident: Incident) -> Incident:
    raises = incident.raises
    if raises is None:
        return incident
    return incident.model_copy(update={"raises": raises.model_copy(update={"younger_than": None})})
