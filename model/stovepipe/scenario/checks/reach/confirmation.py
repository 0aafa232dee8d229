"""Stations that ask what else they have heard of an event, before they pass it on or as they work on it."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.scenario.checks.reach.routes import Reached, reached_from
from stovepipe.scenario.checks.reach.urgency import entrances
from stovepipe.scenario.checks.sources.subjects import Telling, reporters, telling
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.confirmation import Confirmation
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.stations.work import WorkContent
from stovepipe.scenario.language.values import laws
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import counted

Here = dict[str, set[str]]  # by incident or topic, the sources whose reports about it come to a station


@question
def check(mission: Mission, events: Events, draft: Draft) -> None:
    """What waits for confirmation may be confirmed, and what is said of events has an effect."""
    asking = []
    for name, station in mission.stations.items():
        if station.confirms is not None:
            path = ("stations", name, "confirms")
            _limit(station.confirms, path, draft)
            _enough(station.confirms, path, mission, draft)
        repeats = list(_repeats(name, station))
        for work, where in repeats:
            _adds_something(work, where, draft)
        if station.confirms is not None or repeats:
            asking.append(name)
    if asking:
        told = telling(mission, events)
        reached = reached_from(mission, sorted({each for those in told.values() for each in those}))
        for name in asking:
            here = _coming(name, told, reached, mission)
            _waits(name, mission.stations[name], here, told, draft)
            _works(name, mission.stations[name], here, draft)


def _repeats(name: str, station: Station) -> Iterator[tuple[WorkContent, Key]]:
    """What a station says of reports about an event that it has heard of."""
    if station.work.repeats is not None:
        yield station.work, ("stations", name, "work", "repeats")
    for klass, work in station.work_by_class.items():
        if work.repeats is not None:
            yield work, ("stations", name, "work_by_class", klass, "repeats")


@question
def _adds_something(work: WorkContent, path: Key, draft: Draft) -> None:
    if work.each is None or laws.mean(work.each) == 0:
        draft.warn(path, "has no effect: a report adds no work", "say in each: what a report adds")


@question
def _limit(confirms: Confirmation, path: Key, draft: Draft) -> None:
    if confirms.otherwise is not None and confirms.within is None:
        what = "without a limit there is no other way: what waits is kept until it is confirmed"
        hint = "say how long it may wait, for example within: 24 h, or remove else"
        draft.problem((*path, "else"), what, hint, lacks=(*path, "within"))


@question
def _enough(confirms: Confirmation, path: Key, mission: Mission, draft: Draft) -> None:
    """No more sources are asked for than tell of any event at all."""
    if confirms.sources == 1:
        draft.warn((*path, "sources"), "has no effect: every report comes from one source")
    events = [*mission.incidents, *mission.topics]
    most = max((len(reporters(event, mission)) for event in events), default=0)
    if 0 < most < confirms.sources:
        what = f"nothing is ever confirmed: {counted(most, 'source')} at the most will tell of the same event"
        draft.problem((*path, "sources"), what, "lower it, or let more sources report about the event")


def _coming(name: str, told: Telling, reached: Reached, mission: Mission) -> Here:
    """The sources whose reports about each incident and topic come to a station."""
    return {
        subject: {
            source
            for source, klass in those
            if any(
                name in reached[klass, settled(door, mission.stations)]
                for door in entrances(source, klass, mission)
            )
        }
        for subject, those in told.items()
    }


@question
def _waits(name: str, station: Station, here: Here, told: Telling, draft: Draft) -> None:
    """What a station waits for comes there, and comes from enough sources."""
    if station.confirms is None:
        return
    path, needed = ("stations", name, "confirms"), station.confirms.sources
    most = max(map(len, here.values()), default=0)
    if most == 0:
        hint = "say with about: what a source reports about, or remove confirms"
        draft.warn(path, "has no effect: no report that comes here is about an event", hint)
    elif most < needed and any(len({source for source, _ in those}) >= needed for those in told.values()):
        sources = counted(most, "source")
        what = f"nothing is ever confirmed: of one event, reports of {sources} at the most come here"
        draft.warn((*path, "sources"), what, "lead the channels of more sources here")


@question
def _works(name: str, station: Station, here: Here, draft: Draft) -> None:
    """What takes less work when it is heard again can be heard again."""
    if not any(here.values()):
        for _, path in _repeats(name, station):
            hint = "say with about: what a source reports about, or remove repeats"
            draft.warn(path, "has no effect: no report that comes here is about an event", hint)
