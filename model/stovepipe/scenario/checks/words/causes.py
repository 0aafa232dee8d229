"""Causes of loss: those of which the configuration says what they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.terms import CAUSES
from stovepipe.text import did_you_mean


@question
def check(mission: Mission, draft: Draft) -> None:
    """Something can be lost to every cause that is said to be meant, or a disposition."""
    known = {*CAUSES, *named(mission)}
    for name in mission.causes:
        if name not in known:
            of_kind = next((kind.cause for word, kind in HURDLE_KINDS.items() if word == name), None)
            hint = did_you_mean(name, sorted(known)) or f"say otherwise: {name} at the hurdle that is meant"
            if of_kind in known:
                hint = f"{name} is a kind of hurdle; what it stops is lost to {of_kind}: write {of_kind}"
            draft.problem(("causes", name), "nothing is ever lost to this", hint, on_key=True)


def named(mission: Mission) -> Iterator[str]:
    """The causes that hurdles and caveats name, or that follow from their kinds."""
    for channel in mission.channels.values():
        yield from (hurdle.cause for hurdle in channel.hurdles.values() if hurdle.cause)
    yield from (caveat.otherwise for caveat in mission.caveats.values())
