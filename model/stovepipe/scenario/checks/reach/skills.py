"""Posts that take only some work: whether somebody can take whatever comes to their station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from stovepipe.scenario.checks.channels.hurdles import languages_written
from stovepipe.scenario.checks.reach.arrivals import Kind, arrivals
from stovepipe.scenario.checks.reach.urgency import precedences_of
from stovepipe.scenario.language.people.posts import PostGroup
from stovepipe.scenario.language.people.takes import Takes
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.sorting import shares_taken_for
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.words.urgency import meeting
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.terms import PRECEDENCES, Precedence
from stovepipe.text import did_you_mean, listed

_SHOWN = 4  # of what nobody takes
_HINT = "add it to what a group takes, or a group without `takes`"


@question
def check(mission: Mission, reports: Iterable[tuple[str, str]], draft: Draft) -> None:
    """Each condition can be met, and whatever comes to a station finds a group that takes it.

    Args:
        mission: the mission.
        reports: the classes of the reports, each with a station where they are written.
        draft: where problems go.
    """
    choosy: dict[str, list[Takes]] = {}  # stations without a group that takes everything
    for name, station in mission.stations.items():
        path = ("stations", name, "posts")
        for group_name, group in station.posts.items():
            if group.takes is not None:
                _takes(group, group.takes, (*path, group_name, "takes"), mission, draft)
        groups = [group for group in station.posts.values() if group.count.value > 0]
        if all(group.takes is not None and group.takes.conditional for group in groups):
            choosy[name] = [group.takes for group in groups if group.takes]
    come = arrivals(mission, reports) if choosy else {}
    for name, every in choosy.items():
        _whatever_comes(name, every, mission, _coming(come[name], mission), draft)


@question
def _takes(group: PostGroup, takes: Takes, path: Key, mission: Mission, draft: Draft) -> None:
    if not takes.conditional:
        what = "is no condition: people who take everything need none"
        draft.warn(path, what, "say what they take, for example {classes: [...]}, or leave it out")
    for key in ("classes", "languages"):
        if getattr(takes, key) == ():
            draft.problem((*path, key), "takes nothing", "name some, or leave it out for all")
    written = languages_written(mission)
    for i, language in enumerate(takes.languages or ()):
        if language not in written:
            what = f"nobody writes {language}"
            draft.warn((*path, "languages", i), what, did_you_mean(language, sorted(written)))
    if group.on_call is not None:
        urgent = PRECEDENCES[: PRECEDENCES.index(group.on_call.precedence) + 1]
        if not set(urgent) & set(meeting(takes)):
            what = f"takes nothing for which these people are called, at least {group.on_call.precedence}"
            draft.warn(path, what, "change one of the two")


def _whatever_comes(
    name: str, every: list[Takes], mission: Mission, coming: dict[str, Set[Precedence]], draft: Draft
) -> None:
    path = ("stations", name, "posts")
    written = languages_written(mission)
    mute = any(not source.languages for source in mission.sources.values())
    nobody, unread = [], list[str]()
    for klass, precedences in coming.items():
        for precedence in sorted(precedences, key=PRECEDENCES.index):
            who = [takes for takes in every if _of(takes, klass, precedence)]
            if not who:
                nobody.append(f"{klass} of {precedence}")
            elif all(takes.languages is not None for takes in who):
                read = {language for takes in who for language in takes.languages or ()}
                missing = [*sorted(written - read), *(["no language"] if mute else [])]
                unread += [f"{klass} in {listed(missing, 'or')}"] if missing else []
    if nobody:
        draft.problem(path, f"nobody here takes {_some(nobody)}", _HINT)
        return
    if unread:
        what = f"nobody here takes {_some(list(dict.fromkeys(unread)))}"
        draft.warn(path, what, "where such a copy comes, it waits until it expires or the clock stops")
    _products(name, every, mission, coming, draft)


def _products(
    name: str, every: list[Takes], mission: Mission, coming: dict[str, Set[Precedence]], draft: Draft
) -> None:
    """A product is as urgent as the most urgent report in it, whatever the class of its lead."""
    stations: Iterator[Station] = iter(mission.stations.values())
    if not any(each.batch is not None or each.confirms is not None for each in stations):
        return
    there = sorted(set().union(*coming.values()), key=PRECEDENCES.index)
    nobody = [
        f"{klass} of {precedence}"
        for klass in coming
        for precedence in there
        if not any(_of(takes, klass, precedence) for takes in every)
    ]
    if nobody:
        what = f"nobody here takes a product with the lead {_some(nobody)}"
        draft.warn(
            ("stations", name, "posts"), what, "a product is as urgent as the most urgent report in it"
        )


def _of(takes: Takes, klass: str, precedence: Precedence) -> bool:
    return (takes.classes is None or klass in takes.classes) and precedence in meeting(takes)


def _some(found: list[str]) -> str:
    return listed([*found[:_SHOWN], *([f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else [])], "or")


def _coming(kinds: Set[Kind], mission: Mission) -> dict[str, Set[Precedence]]:
    """The classes that what comes to a station appears as, by name, and the precedences that it may have."""
    found: dict[str, set[Precedence]] = {}
    for own, appears in sorted(kinds):
        found.setdefault(appears, set()).update(_precedences(own, appears, mission))
    return dict(sorted(found.items()))


def _precedences(own: str, appears: str, mission: Mission) -> Set[Precedence]:
    """What reports of a class may have that appear as one: their own, or that of this class."""
    if own == appears:
        return set(precedences_of(own, mission))
    given = {
        appears if sorts.precedence == "of_class" else own
        for station in mission.stations.values()
        if (sorts := station.sorts) is not None and appears in shares_taken_for(sorts, own)
    }
    return {precedence for klass in given for precedence in precedences_of(klass, mission)}
