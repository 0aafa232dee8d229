"""Doors: each report finds one where it enters, and each door lets some reports in."""

from __future__ import annotations

import math

from stovepipe.scenario.checks.occurrences import percent
from stovepipe.scenario.language.doors import Door
from stovepipe.scenario.language.schema import Mission, Source
from stovepipe.scenario.language.urgency import meeting
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key


@question
def check(mission: Mission, draft: Draft) -> None:
    """Shares of doors are whole, and conditions leave no report outside."""
    for name, source in mission.sources.items():
        path = ("sources", name, "written_at")
        _shares(source, path, draft)
        _conditions(source, path, mission, draft)


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
