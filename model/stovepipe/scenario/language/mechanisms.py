"""The mechanisms by which information is delayed and lost, each with a name by which it can be switched off.

Switching one off takes its parts out of the configuration before it is compiled. Random numbers have
addresses, so everything else meets the same luck as before.
"""

from __future__ import annotations

from typing import Any, TypeVar

from stovepipe.scenario.language.channels.channel import Channel
from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS
from stovepipe.scenario.language.channels.hurdles import Hurdle
from stovepipe.scenario.language.people.posts import PostGroup
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.unhurried import unhurried
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Mechanism, taken_apart
from stovepipe.text import did_you_mean

MECHANISMS: dict[Mechanism, str] = {
    "absence": "people are on leave, come some time after the change, or go before it",
    "aggregation": "what holds many reports is not released as it stands",
    "caveats": "nations restrict what others may receive",
    "collection": "what is seen is written late, without detail, or not at all",
    "confirmation": "what one source tells is not passed on until another tells the same",
    "direction": "guidance grows old, and reports answer what is not asked any more",
    "distance": "transit between places takes time",
    "duplication": "units with one remit do work twice, because they cannot see each other's",
    "exposure": "what comes to those who are not cleared for it may silence its source",
    "granularity": "what is too coarse, or of another level, is of no use",
    "language": "recipients do not read every language",
    "learning": "newcomers work more slowly until they are settled",
    "memory": "units forget what their people had learnt when these go",
    "misreading": "work is misread, and some of it worked again",
    "outages": "links are down at times, and hold what is to go over them",
    "partners": "partners refuse the mission as a party to the conflict",
    "products": "what holds many reports takes more work, and a summary has room for so many only",
    "protection": "attacks cause reports, tie down collectors and push other work back",
    "rapport": "people share less with those whom they do not know",
    "reinforcement": "attacks call in people who are off duty",
    "release": "what is marked above what a recipient may hold passes a formal release, or stays",
    "requests": "who reads a report asks its source for more, and the answer takes its time",
    "skills": "posts take only some of the work",
    "sorting": "reports are taken for other classes than their own, and go other ways",
    "stock": "work is slower and less sure where little is kept of what was known before",
    "systems": "information systems do not open each other's files; some are frozen",
    "trust": "what comes to nothing costs rapport, and a reputation outlives those who have it",
    "turnover": "people go home: work changes hands, newcomers learn, rapport begins again",
    "urgency": "what is urgent takes other ways than the rest, and fetches people who are off duty",
}

AnyPart = TypeVar("AnyPart", bound=Shape)


def no_such_mechanism(name: str) -> tuple[str, str]:
    """What is wrong with a name that no mechanism has, and how to mend it."""
    hint = taken_apart(name) or did_you_mean(name, MECHANISMS, list_up_to=len(MECHANISMS))
    return f'there is no mechanism "{name}"', hint


def switched_off(mission: Mission) -> frozenset[Mechanism]:
    """The mechanisms that a configuration turns off."""
    return frozenset(name for name, switch in mission.mechanisms.items() if switch == "off")


def has_a_part(mission: Mission, name: Mechanism) -> bool:
    """Whether switching a mechanism off, beside those that are off already, changes what is run.

    `duplication`, `exposure`, `memory` and `turnover` act through what is no part of their own.
    """
    on = in_force(mission)
    more = in_force(_with(mission, mechanisms={**mission.mechanisms, name: "off"}))
    if _with(more, mechanisms=on.mechanisms) != on:
        return True
    groups = [group for station in on.stations.values() for group in station.posts.values()]
    remits = [station.remit for station in on.stations.values() if station.remit is not None]
    match name:
        case "duplication":
            return len(set(remits)) < len(remits)
        case "exposure":
            return any(source.exposure is not None for source in on.sources.values())
        case "memory":
            replaced = "turnover" not in switched_off(mission)
            return replaced and any(group.tour is not None and group.learning is not None for group in groups)
        case "turnover":
            return any(group.tour is not None for group in groups)
        case _:
            return False


def in_force(mission: Mission) -> Mission:
    """The mission without the parts of the mechanisms that are switched off.

    The compiler asks for what is no part: `duplication` is how stations of one remit know of each other's
    work, `exposure` which stations are not cleared for what, `turnover` whether a post has one person after
    the other or the same one, `memory` how much a unit keeps. What becomes of work at a change-over belongs
    to `turnover` too, and is left out here.
    """
    off = switched_off(mission)
    if not off:
        return mission
    sources = {name: _source(source, off) for name, source in mission.sources.items()}
    stations = {name: _station(station, off) for name, station in mission.stations.items()}
    channels = {name: _channel(channel, off) for name, channel in mission.channels.items()}
    found = _with(mission, sources=sources, stations=stations, channels=channels)
    if "caveats" in off:
        found = _with(found, caveats={})
    if "urgency" in off:
        found = unhurried(found)
    gone = {"frozen": None} if "systems" in off else {}
    gone |= {"stock": None} if "stock" in off else {}
    systems = {name: _with(system, **gone) for name, system in found.systems.items()}
    found = _with(found, systems=systems)
    if "protection" in off:
        quiet = {
            name: _with(incident, bursts={}, diverts=None, raises=None)
            for name, incident in mission.incidents.items()
        }
        found = _with(found, incidents=quiet)
    if "reinforcement" in off:
        alone = {name: _with(incident, calls_in=None) for name, incident in found.incidents.items()}
        found = _with(found, incidents=alone)
    return found


def _source(source: Source, off: frozenset[Mechanism]) -> Source:
    if "collection" in off:
        source = _with(source, collection=None)
    if "direction" in off:
        source = _with(source, direction=None)
    return source


def _station(station: Station, off: frozenset[Mechanism]) -> Station:
    posts = {name: _group(group, off) for name, group in station.posts.items()}
    misreading = None if "misreading" in off else station.misreading
    found = _with(station, posts=posts, misreading=misreading)
    found = _with(found, confirms=None) if "confirmation" in off else found
    found = _with(found, sorts=None) if "sorting" in off else found
    found = _with(found, asks={}) if "requests" in off else found
    return _with_free_products(found) if "products" in off else found


def _with_free_products(station: Station) -> Station:
    """Work on a product takes no longer than on its first report, and a batch keeps everything."""
    alone: dict[str, Any] = {"each": None, "repeats": None}
    return _with(
        station,
        work=_with(station.work, **alone),
        work_by_class={klass: _with(work, **alone) for klass, work in station.work_by_class.items()},
        work_at_least={at: _with(work, each=None) for at, work in station.work_at_least.items()},
        batch=None if station.batch is None else _with(station.batch, keeps=None),
    )


def _group(group: PostGroup, off: frozenset[Mechanism]) -> PostGroup:
    if "learning" in off:
        group = _with(group, learning=None)
    if "absence" in off:
        group = _with(group, gap=None, early_departure=None, leave=None)
    if "skills" in off:
        group = _with(group, takes=None)
    if "turnover" in off:
        harmless = _with(group.change_over, growth=None, loss=None, queue_loss=None)
        group = _with(group, change_over=harmless)
    return group


def _channel(channel: Channel, off: frozenset[Mechanism]) -> Channel:
    kept = {
        name: _acquainted(hurdle) if "rapport" in off else hurdle
        for name, hurdle in channel.hurdles.items()
        if HURDLE_KINDS[hurdle.kind].mechanism not in off
    }
    transit = None if "distance" in off else channel.transit
    outages = None if "outages" in off else channel.outages
    found = _with(channel, hurdles=kept, transit=transit, outages=outages)
    if off & {"rapport", "trust"} and channel.rapport is not None:
        found = _with(found, rapport=_with(channel.rapport, carried_over=None, earned=None, lost=None))
    return found


def _acquainted(hurdle: Hurdle) -> Hurdle:
    """What depends on rapport is as it is among those who know each other well."""
    if hurdle.at_full_rapport is None:
        return hurdle
    return _with(hurdle, probability=hurdle.at_full_rapport, at_full_rapport=None)


def _with(part: AnyPart, **changes: Any) -> AnyPart:
    return part.model_copy(update=changes)
