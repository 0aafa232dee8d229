"""Collection: each case that is stated is the case of some reports, and not of all."""

from __future__ import annotations

from stovepipe.scenario.checks.reach.routes import reported
from stovepipe.scenario.checks.reach.urgency import precedences_of
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.collection import Collection
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events
from stovepipe.scenario.reading.overlays import Key
from stovepipe.terms import PRECEDENCES
from stovepipe.text import listed


@question
def check(mission: Mission, events: Events, draft: Draft) -> None:
    """Warn of each case that never applies, and of what would better be no case."""
    for name, source in mission.sources.items():
        if source.collection is not None:
            path = ("sources", name, "collection")
            _classes(name, source.collection, (*path, "by_class"), mission, events, draft)
            _precedences(name, source.collection, (*path, "at_least"), mission, events, draft)


def _reported_by(name: str, mission: Mission, events: Events) -> list[str]:
    """The classes that a source reports, each once, in the order of their names."""
    return sorted({klass for source, klass in reported(mission, events) if source == name})


@question
def _classes(
    name: str, collection: Collection, path: Key, mission: Mission, events: Events, draft: Draft
) -> None:
    classes = _reported_by(name, mission, events)
    for klass in collection.by_class:
        if classes and settled(klass, mission.classes) not in classes:
            what = f"never applies: {name} reports no {klass}"
            draft.warn((*path, klass), what, f"it reports {listed(classes)}", on_key=True)


@question
def _precedences(
    name: str, collection: Collection, path: Key, mission: Mission, events: Events, draft: Draft
) -> None:
    classes = _reported_by(name, mission, events)
    there = {each for klass in classes for each in precedences_of(klass, mission, name)}
    before = 0
    for at in sorted(collection.at_least, key=PRECEDENCES.index):
        own = PRECEDENCES[before : PRECEDENCES.index(at) + 1]
        before = PRECEDENCES.index(at) + 1
        if there and not there & set(own):
            what = f"never applies: no report of {name} can be {listed(own, 'or')}"
            known = listed(sorted(there, key=PRECEDENCES.index))
            draft.warn((*path, at), what, f"they are {known}", on_key=True)
    if "ROUTINE" in collection.at_least:
        what = (
            "applies to everything: by_class and what is stated without a case say nothing of what it states"
        )
        draft.warn((*path, "ROUTINE"), what, "write it as what is stated without a case", on_key=True)
