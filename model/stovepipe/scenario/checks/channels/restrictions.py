"""Direction, markings, caveats, rapport and systems: whether what is said about them can come about."""

from __future__ import annotations

from collections.abc import Callable

from stovepipe.scenario.language.channels.channel import Rapport
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import stations_of
from stovepipe.scenario.language.sources.source import Direction
from stovepipe.scenario.language.words.vocabulary import ends
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import listed


def check(mission: Mission, draft: Draft) -> None:
    """Ask each mechanism of the article what it needs."""
    for part, questions in _QUESTIONS.items():
        _of_each(part, questions, mission, draft)


@question
def _of_each(
    part: str, questions: tuple[Callable[[str, Mission, Draft], None], ...], mission: Mission, draft: Draft
) -> None:
    for name in getattr(mission, part):
        for ask in questions:
            ask(name, mission, draft)


@question
def _direction(name: str, mission: Mission, draft: Draft) -> None:
    source = mission.sources[name]
    direction, path = source.direction, ("sources", name, "direction")
    if direction is None:
        return
    _ageing(direction, path, draft)
    doors = [settled(door, mission.stations) for door in stations_of(source.written_at)]
    needs = {
        door: [settled(klass, mission.classes) for klass in mission.stations[door].needs] for door in doors
    }
    for i, klass in enumerate(direction.by):
        for station in doors:
            if settled(klass, mission.classes) not in needs[station]:
                what = f"{station}, where {name} reports, does not need {klass}"
                hint = f"guidance must reach it: add {klass} to stations.{station}.needs"
                draft.problem((*path, "by", i), what, hint, lacks=("stations", station, "needs"))
        if klass in source.reports:
            draft.problem((*path, "by", i), f"{name} would be guided by its own reports")


@question
def _ageing(direction: Direction, path: Key, draft: Draft) -> None:
    if not direction.by:
        draft.problem((*path, "by"), "guided by nothing", "name classes of guidance, or remove direction")
    if direction.time.value == 0:
        draft.problem((*path, "time"), "guidance grows stale in no time", "write, for example, 30 d")
    if direction.stale.value > direction.fresh.value:
        what = f"stale guidance is better ({direction.stale}) than fresh ({direction.fresh})"
        draft.problem((*path, "stale"), what, "exchange the two")


@question
def _exposure(name: str, mission: Mission, draft: Draft) -> None:
    if mission.sources[name].exposure is None:
        return
    cleared = [station.cleared for station in mission.stations.values() if station.cleared is not None]
    if not any(settled(marking, mission.markings) != mission.markings[-1] for marking in cleared):
        what = "has no effect: every station may hold what bears any marking"
        draft.warn(("sources", name, "exposure"), what, "say what stations are `cleared` for", on_key=True)


@question
def _overmarked(name: str, mission: Mission, draft: Draft) -> None:
    source = mission.sources[name]
    if source.overmarked is not None and len(mission.markings) < 2:
        hint = "list them, for example markings: [unclassified, restricted, confidential]"
        draft.problem(
            ("sources", name, "overmarked"), "there are no markings to choose from", hint, lacks=("markings",)
        )


@question
def _caveat(name: str, mission: Mission, draft: Draft) -> None:
    caveat, path = mission.caveats[name], ("caveats", name)
    if not caveat.towards and not caveat.at:
        draft.problem(path, "restricts nobody", "say towards which nations, or at which stations")
    nations = {source.nation for source in mission.sources.values()}
    if not nations & set(caveat.of):
        draft.warn((*path, "of"), f"never applies: no source is of nation {listed(caveat.of, 'or')}")
    present = {group.nation for station in mission.stations.values() for group in station.posts.values()}
    if caveat.towards and not present & set(caveat.towards):
        draft.warn((*path, "towards"), f"never applies: no post is of nation {listed(caveat.towards, 'or')}")
    for channel, link in mission.channels.items():
        if name in link.hurdles:
            what = f'"{name}" is the name of a caveat, too'
            draft.problem(
                ("channels", channel, "hurdles", name), what, "give one of them another name", on_key=True
            )


@question
def _rapport(name: str, mission: Mission, draft: Draft) -> None:
    channel, path = mission.channels[name], ("channels", name, "rapport")
    rapport = channel.rapport
    if rapport is None:
        return
    for role, station in zip(("sender", "recipient"), ends(name), strict=True):
        _contact(role, getattr(rapport, role), settled(station, mission.stations), path, mission, draft)
    if rapport.time.value == 0:
        draft.problem((*path, "time"), "rapport grows in no time", "write, for example, 3 mo")
    if rapport.ceiling.value < rapport.floor.value:
        what = f"the ceiling ({rapport.ceiling}) is below the floor ({rapport.floor})"
        draft.problem((*path, "ceiling"), what, "exchange the two")
    if not any(hurdle.at_full_rapport is not None for hurdle in channel.hurdles.values()):
        hint = "give a hurdle of this channel a probability at_full_rapport"
        draft.warn(path, "has no effect: no hurdle here depends on it", hint)
    elif rapport.carried_over is not None and not _anybody_goes(name, rapport, mission):
        hint = "give a contact's group of posts a tour, or remove carried_over"
        draft.warn((*path, "carried_over"), "has no effect: neither contact ever goes", hint)


def _anybody_goes(channel: str, rapport: Rapport, mission: Mission) -> bool:
    """Whether the stay of a contact of a channel may end."""
    contacts = zip(ends(channel), (rapport.sender, rapport.recipient), strict=True)
    for station, group in contacts:
        posts = mission.stations[settled(station, mission.stations)].posts
        contact = posts[settled(min(posts) if group is None else group, posts)]
        if contact.tour is not None or contact.until is not None:
            return True
    return False


@question
def _contact(role: str, group: str | None, station: str, path: Key, mission: Mission, draft: Draft) -> None:
    posts = mission.stations[station].posts
    if group is None and len(posts) > 1:
        what = f"{station} has several groups of posts: who is the contact?"
        draft.problem(path, what, f"say {role}: {listed(sorted(posts), 'or')}", lacks=(*path, role))
        return
    if group is not None and group not in posts:
        home = ("stations", station, "posts")
        draft.unknown((*path, role), f"post group at {station}", group, posts, home)
        return
    name = group if group is not None else next(iter(posts))
    if posts[name].count.value == 0:
        what = f"there is no contact: the count of {name} at {station} is 0"
        draft.problem((*path, role) if group is not None else path, what, "name a group that has posts")


@question
def _embedded(name: str, mission: Mission, draft: Draft) -> None:
    channel, path = mission.channels[name], ("channels", name, "embedded")
    embedded = channel.embedded
    if embedded is None:
        return
    known = {*channel.hurdles, *mission.caveats}
    for i, hurdle in enumerate(embedded.bypasses):
        if hurdle not in known:
            draft.unknown((*path, "bypasses", i), "hurdle", hurdle, known, ("channels", name, "hurdles"))
    if embedded.floor is not None and channel.rapport is None:
        hint = "give the channel a rapport, or remove the floor"
        draft.problem(
            (*path, "floor"), "there is no rapport to raise", hint, lacks=("channels", name, "rapport")
        )


@question
def _system(name: str, mission: Mission, draft: Draft) -> None:
    path = ("systems", name)
    used = {system for station in mission.stations.values() for system in (station.system, *station.opens)}
    if name not in used:
        known = {system for system in used if system is not None}
        draft.unknown(path, "station on a system", name, known, ("stations",), on_key=True)
    frozen = mission.systems[name].frozen
    if frozen is not None and frozen >= mission.ends:
        draft.warn((*path, "frozen"), f"never happens: the clock stops at {mission.ends}")


_QUESTIONS = {
    "sources": (_direction, _exposure, _overmarked),
    "caveats": (_caveat,),
    "channels": (_rapport, _embedded),
    "systems": (_system,),
}
