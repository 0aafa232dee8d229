"""Stations that wait for confirmation: whether anything waits there, and whether it can ever be confirmed."""

from __future__ import annotations

from stovepipe.scenario.checks.routes import Reached, reached_from
from stovepipe.scenario.checks.subjects import reporters
from stovepipe.scenario.language.confirmation import Confirmation
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.vocabulary import pair
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import counted

Telling = dict[str, set[tuple[str, str]]]  # by event, the (source, class) of the reports about it


@question
def check(mission: Mission, draft: Draft) -> None:
    """What waits for confirmation may be confirmed, and what is said about the wait has an effect."""
    waiting = {
        name: station.confirms for name, station in mission.stations.items() if station.confirms is not None
    }
    for name, confirms in waiting.items():
        path = ("stations", name, "confirms")
        _limit(confirms, path, draft)
        _enough(confirms, path, mission, draft)
    if waiting:
        telling = _telling(mission)
        reached = reached_from(mission, sorted({told for each in telling.values() for told in each}))
        for name, confirms in waiting.items():
            _heard(name, confirms, telling, reached, mission, draft)


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


@question
def _heard(
    name: str,
    confirms: Confirmation,
    telling: Telling,
    reached: Reached,
    mission: Mission,
    draft: Draft,
) -> None:
    """What comes here is about events, and comes from enough sources."""
    path = ("stations", name, "confirms")
    here = {
        event: {
            source
            for source, klass in told
            if name in reached[klass, settled(mission.sources[source].written_at, mission.stations)]
        }
        for event, told in telling.items()
    }
    most = max(map(len, here.values()), default=0)
    if most == 0:
        hint = "say with about: what a source reports about, or remove confirms"
        draft.warn(path, "has no effect: no report that comes here is about an event", hint)
    elif most < confirms.sources and any(len(told) >= confirms.sources for told in telling.values()):
        sources = counted(most, "source")
        what = f"nothing is ever confirmed: of one event, reports of {sources} at the most come here"
        draft.warn((*path, "sources"), what, "lead the channels of more sources here")


def _telling(mission: Mission) -> Telling:
    """Which sources report about each event, and in which classes."""
    found: Telling = {event: set() for event in (*mission.incidents, *mission.topics)}
    for name, source in mission.sources.items():
        for klass, stream in source.reports.items():
            for event in stream.about:
                found[settled(event, found)].add((name, settled(klass, mission.classes)))
    for event, incident in mission.incidents.items():
        for key in incident.bursts:
            name, klass = pair(key)
            found[event].add((settled(name, mission.sources), settled(klass, mission.classes)))
    return found
