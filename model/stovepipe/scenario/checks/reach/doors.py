"""Doors: each report finds one where it enters, and each door lets some reports in."""

from __future__ import annotations

import math

from stovepipe.scenario.checks.reach.routes import reported
from stovepipe.scenario.checks.reach.urgency import not_a_condition, precedences_of
from stovepipe.scenario.checks.sources.occurrences import percent
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import Door
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.words.urgency import meeting
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.event_files import Events
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import listed

_SHOWN = 6  # of what a source reports


@question
def check(mission: Mission, events: Events, draft: Draft) -> None:
    """Shares of doors are whole, and conditions leave no report outside and no door shut."""
    for name, source in mission.sources.items():
        path = ("sources", name, "written_at")
        _shares(source, path, draft)
        before = len(draft.problems)
        _conditions(source, path, mission, draft)
        if len(draft.problems) == before:
            _shut(name, source, path, mission, events, draft)


@question
def _shares(source: Source, path: Key, draft: Draft) -> None:
    if isinstance(source.written_at, dict):
        total = math.fsum(share.value for share in source.written_at.values())
        if not math.isclose(total, 1, abs_tol=1e-6):
            draft.problem(path, f"the shares add up to {percent(total)}", "they must add up to 100 %")


@question
def _conditions(source: Source, path: Key, mission: Mission, draft: Draft) -> None:
    doors = source.written_at
    if not isinstance(doors, tuple):
        return
    for number, door in enumerate(doors):
        place = (*path, number)
        _door(door, place, mission, draft)
        last = number == len(doors) - 1
        if last and door.conditional:
            what = "the last door has conditions: what does not meet them would enter nowhere"
            draft.problem(place, what, "end the list with a door that has none, for example {at: desk}")
        if not last and not door.conditional:
            draft.problem(place, "lets everything in: the doors after it never open", "put it last")


@question
def _door(door: Door, place: Key, mission: Mission, draft: Draft) -> None:
    for number, klass in enumerate(door.classes or ()):
        if klass not in mission.classes:
            draft.unknown((*place, "classes", number), "class", klass, mission.classes, ("classes",))
    if door.classes == ():
        draft.problem((*place, "classes"), "lets no class in", "name classes, or leave it out for all")
    if not meeting(door):
        key = "below" if door.at_least is None else "at_least"
        draft.problem((*place, key), "lets nothing in: no precedence meets its conditions")
    not_a_condition(door, place, draft)


@question
def _shut(name: str, source: Source, path: Key, mission: Mission, events: Events, draft: Draft) -> None:
    """Each door is the first that is open to something that the source reports."""
    doors = source.written_at
    if not isinstance(doors, tuple):
        return
    classes = dict.fromkeys(klass for reporter, klass in reported(mission, events) if reporter == name)
    every = [(klass, at) for klass in classes for at in precedences_of(klass, mission, name)]
    left = list(every)
    for number, door in enumerate(doors):
        place = (*path, number)
        if not any(door.opens(*each) for each in every):
            shown = [f"{klass} of {at}" for klass, at in every[:_SHOWN]]
            shown += [f"{len(every) - _SHOWN} more"] if len(every) > _SHOWN else []
            what = f"never opens: no report of {name} meets its conditions"
            draft.warn(place, what, f"it reports {listed(shown)}" if shown else "")
        elif not any(door.opens(*each) for each in left):
            those = "all that would enter here" if left else f"everything that {name} reports"
            draft.warn(place, f"never opens: the doors before it let in {those}")
        left = [each for each in left if not door.opens(*each)]
