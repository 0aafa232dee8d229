"""Sources: whether anything is reported, and how often."""

from __future__ import annotations

import itertools
import math

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.occurrences import RateProfile
from stovepipe.scenario.language.sources.source import Source
from stovepipe.scenario.language.values.times import Hours
from stovepipe.scenario.language.words.vocabulary import pair
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key


def check(mission: Mission, draft: Draft) -> None:
    """Something is reported, by every source that there is."""
    _none(mission, "sources", "there are no sources", "nothing would ever be reported", draft)
    _none(mission, "classes", "there are no classes of reports", "write, for example, warning: {}", draft)
    _silence(mission, draft)
    _half_lives(mission, draft)
    _sources(mission, draft)


@question
def _none(mission: Mission, key: str, what: str, hint: str, draft: Draft) -> None:
    if not getattr(mission, key):
        draft.problem((key,), what, hint, lacks=(key,))


@question
def _silence(mission: Mission, draft: Draft) -> None:
    if mission.sources and not _anything(mission):
        draft.problem(("sources",), "nothing is ever reported: all rates are zero")


@question
def _half_lives(mission: Mission, draft: Draft) -> None:
    for name, klass in mission.classes.items():
        if klass.half_life is not None and klass.half_life.value == 0:
            draft.problem(("classes", name, "half_life"), "a half-life of zero", "leave it out for no decay")


def _anything(mission: Mission) -> bool:
    rates = [profile.rate.value for source in mission.sources.values() for profile in source.reports.values()]
    bursts = [
        incident.rate.value * burst.reports.value
        for incident in mission.incidents.values()
        for burst in incident.bursts.values()
    ]
    files = any(source.file is not None for source in mission.sources.values())
    unreported = any(not source.reports and source.file is None for source in mission.sources.values())
    return files or any(rates) or any(bursts) or (unreported and not bursts)


@question
def _sources(mission: Mission, draft: Draft) -> None:
    for name, source in mission.sources.items():
        path = ("sources", name)
        _reports(name, source, mission, draft)
        _languages(source, (*path, "languages"), draft)
        _profiles(source, (*path, "reports"), draft)


@question
def _reports(name: str, source: Source, mission: Mission, draft: Draft) -> None:
    if silent(name, source, mission):
        path = ("sources", name)
        hint = "give it reports, or a file, or a burst in an incident"
        draft.problem(path, "reports nothing", hint, lacks=(*path, "reports"))


def silent(name: str, source: Source, mission: Mission) -> bool:
    """Whether nothing makes a source report.

    Raises:
        Unsettled: a burst is of no source that there is.
    """
    if source.reports or source.file is not None:
        return False
    bursts = (pair(key)[0] for incident in mission.incidents.values() for key in incident.bursts)
    return name not in {settled(bursting, mission.sources) for bursting in bursts}


@question
def _languages(source: Source, path: Key, draft: Draft) -> None:
    total = math.fsum(share.value for share in source.languages.values())
    if source.languages and not math.isclose(total, 1, abs_tol=1e-6):
        draft.problem(path, f"the shares add up to {percent(total)}", "they must add up to 100 %")


def percent(share: float) -> str:
    """A share as text.

    >>> percent(0.995)
    '99.5 %'
    """
    return f"{100 * share:.6g} %"


@question
def _profiles(source: Source, path: Key, draft: Draft) -> None:
    for klass, profile in source.reports.items():
        hours(profile, (*path, klass), draft)


@question
def hours(profile: RateProfile, path: Key, draft: Draft) -> None:
    """No two factors are for the same hour of the day."""
    for one, other in itertools.combinations(profile.hours, 2):
        if _overlap(one, other):
            hint = "each hour of the day has one factor"
            draft.problem((*path, "hours", str(other)), f"overlaps {one}", hint, on_key=True)


def _overlap(one: Hours, other: Hours) -> bool:
    return any(a < d and c < b for a, b in one.spells() for c, d in other.spells())
