"""Stations: their work, their batches, their end."""

from __future__ import annotations

from stovepipe.scenario.language.any_of import groups_with, needs_of
from stovepipe.scenario.language.mechanisms import switched_off
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.doors import stations_of
from stovepipe.scenario.language.stations.station import Station
from stovepipe.scenario.language.values.laws import longest
from stovepipe.scenario.language.words.vocabulary import WRITING_STAGES
from stovepipe.scenario.problems.unsettled import question, settled
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key
from stovepipe.text import listed

MOST_REWORK = 0.99  # the share of finished work that comes back: more is work without end


@question
def check(mission: Mission, draft: Draft) -> None:
    """What a station does can be done, and comes to an end."""
    if not mission.stations:
        draft.problem(
            ("stations",), "there are no stations", "nobody would work on anything", lacks=("stations",)
        )
    for name, station in mission.stations.items():
        path = ("stations", name)
        _needs(name, mission, draft)
        _writing(station, path, draft)
        _misreading(station, (*path, "misreading"), draft)
        _rework(name, mission, draft)
        _common(station, (*path, "misreading"), draft)
        _batch(station, (*path, "batch"), draft)
        for part in ("batch", "confirms"):
            _product_language(part, station, path, mission, draft)
        _on_duplicate(name, mission, draft)
        _transfer(name, mission, draft)
    _consumers(mission, draft)


@question
def _consumers(mission: Mission, draft: Draft) -> None:
    if mission.stations and not any(needs_of(mission).values()):
        hint = "give at least one station of stage command its needs"
        draft.problem(("stations",), "nobody needs anything", hint, lacks=("stations",))


@question
def _needs(name: str, mission: Mission, draft: Draft) -> None:
    station, path = mission.stations[name], ("stations", name)
    if station.needs and station.stage != "command":
        guidance = _guidance(name, mission)
        for i, klass in enumerate(station.needs):
            if settled(klass, mission.classes) not in guidance:
                what = f"a station of stage {station.stage} needs {klass}"
                hint = "only a command needs reports; others, the guidance of the sources that report there"
                draft.problem((*path, "needs", i), what, hint)
    if station.stage == "command" and not station.needs and not groups_with(name, mission):
        draft.warn(path, "a command that needs nothing", "nothing is counted as delivered to it")


def _guidance(name: str, mission: Mission) -> set[str]:
    """The classes that guide the sources whose reports are written at a station."""
    return {
        settled(klass, mission.classes)
        for source in mission.sources.values()
        if source.direction is not None
        and name in [settled(door, mission.stations) for door in stations_of(source.written_at)]
        for klass in source.direction.by
    }


@question
def _writing(station: Station, path: Key, draft: Draft) -> None:
    if station.writes is not None and station.stage not in WRITING_STAGES:
        what = f"has no effect: a station of stage {station.stage} passes on what it is given"
        draft.warn((*path, "writes"), what)


@question
def _misreading(station: Station, path: Key, draft: Draft) -> None:
    misreading = station.misreading
    if misreading is not None and misreading.fresh.value < misreading.settled.value:
        what = f"a newcomer misreads less ({misreading.fresh}) than a settled person ({misreading.settled})"
        draft.problem((*path, "fresh"), what, "exchange the two")


@question
def _rework(name: str, mission: Mission, draft: Draft) -> None:
    """What is misread and caught is done right in the end, also by newcomers and without any stock."""
    station, path = mission.stations[name], ("stations", name, "misreading")
    misreading = station.misreading
    if misreading is None or misreading.review is None:
        return
    share = misreading.settled.value
    if share * misreading.review.value > MOST_REWORK:
        what = "work would be done again without end: nearly all is misread, and nearly all of that is caught"
        draft.problem(path, what, "lower settled or review")
        return
    if _never_learns_at_it(station):
        share = misreading.fresh.value
        if share * misreading.review.value > MOST_REWORK:
            what = "newcomers would do work again without end: it takes no time, in which they might learn"
            draft.problem(path, what, "lower fresh or review, or let the work take time")
            return
    system = None if station.rests_on is None else mission.systems.get(station.rests_on)
    factor = None if system is None or system.stock is None else system.stock.without.misreading
    if factor is None or "stock" in switched_off(mission):
        return
    if min(1.0, share * factor.value) * misreading.review.value > MOST_REWORK:
        what = f"without any stock of {station.rests_on}, work would be done again without end"
        hint = f"lower review, or misreading in systems.{station.rests_on}.stock.without"
        draft.problem(path, what, hint)


def _never_learns_at_it(station: Station) -> bool:
    """Whether there are newcomers, and some work takes no time, so that nobody knows more after it."""
    every = (station.work, *station.work_by_class.values(), *station.work_at_least.values())
    timeless = any(longest(of.once) + (0.0 if of.each is None else longest(of.each)) == 0 for of in every)
    return timeless and any(group.learning is not None for group in station.posts.values())


@question
def _common(station: Station, path: Key, draft: Draft) -> None:
    misreading = station.misreading
    if misreading is None or misreading.common is None:
        return
    if misreading.common.period.value < 1:
        draft.problem((*path, "common", "period"), "a period of no length", "write, for example, 1 wk")
    if misreading.review is not None:
        what = "a review catches no error in common: the reviewer is of the same school"
        draft.problem((*path, "review"), what, "keep one of the two", on_key=True)


@question
def _batch(station: Station, path: Key, draft: Draft) -> None:
    if station.batch is not None and station.batch.size is None and not station.batch.at:
        draft.problem(path, "never leaves", "give a size, or times of day (at: [18:00])")


_PRODUCTS = {"batch": ("a batch", "batch"), "confirms": ("what is confirmed", "confirm")}


@question
def _product_language(part: str, station: Station, path: Key, mission: Mission, draft: Draft) -> None:
    """What leaves together is one product, in one language."""
    languages = any(source.languages for source in mission.sources.values())
    if getattr(station, part) is None or not languages:
        return
    product, verb = _PRODUCTS[part]
    if station.stage not in WRITING_STAGES:
        what = f"a station of stage {station.stage} writes nothing itself, and {product} is something written"
        draft.problem((*path, part), what, f"{verb} at a station of stage {listed(WRITING_STAGES, 'or')}")
    elif station.writes is None:
        what = f"{product} is written in the language of its station, and this station has none"
        hint = "say in `writes` which language the station writes"
        draft.problem((*path, part), what, hint, lacks=(*path, "writes"))


@question
def _on_duplicate(name: str, mission: Mission, draft: Draft) -> None:
    """What is said about the work of twins is said of a station that has one."""
    station = mission.stations[name]
    if station.on_duplicate == "pass_on" or "duplication" in switched_off(mission):
        return
    fellows = [
        other
        for other, each in mission.stations.items()
        if other != name and station.remit is not None and each.remit == station.remit
    ]
    if any(_systems(station) & _systems(mission.stations[other]) for other in fellows):
        return
    why = "no other station has its remit"
    if fellows:
        have, share = ("has", "shares") if len(fellows) == 1 else ("have", "share")
        why = f"{listed(fellows)} {have} the same remit, but {share} no system with it"
    draft.warn(("stations", name, "on_duplicate"), f"has no effect: {why}")


def _systems(station: Station) -> set[str]:
    """The systems that a station can open."""
    return {*station.opens, *([] if station.system is None else [station.system])}


@question
def _transfer(name: str, mission: Mission, draft: Draft) -> None:
    """What a closed station holds must end somewhere."""
    chain = succession(mission, name)
    if len(chain) > 1 and chain[-1] == name:
        what = f"would hand over without end: {' -> '.join(chain)}"
        draft.problem(("stations", name, "closes", "transfer_to"), what, "end the circle somewhere")


def succession(mission: Mission, name: str) -> list[str]:
    """A station, the one it transfers to when it closes, and so on, until one is the last or comes again."""
    chain = [name]
    while True:
        station = mission.stations.get(chain[-1])
        if station is None or station.closes is None or station.closes.transfer_to is None:
            return chain
        following = station.closes.transfer_to
        chain.append(following)
        if following in chain[:-1]:
            return chain
