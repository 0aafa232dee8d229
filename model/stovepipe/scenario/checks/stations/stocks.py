"""Stocks of knowledge: whether anything goes in, whether any work rests on them, and what that is worth."""

from __future__ import annotations

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.stations.stocks import Stock
from stovepipe.scenario.language.words.vocabulary import WRITING_STAGES
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Key


@question
def check(mission: Mission, draft: Draft) -> None:
    """Ask of every stock, and of every station whose work rests on one, whether it can be as stated."""
    for name in mission.stations:
        _rests(name, mission, draft)
    for name in mission.systems:
        _stock(name, mission, draft)


@question
def _rests(name: str, mission: Mission, draft: Draft) -> None:
    station, path = mission.stations[name], ("stations", name, "rests_on")
    if station.rests_on is None:
        return
    kept = [system for system, said in mission.systems.items() if said.stock is not None]
    if station.rests_on not in kept:
        draft.unknown(path, "system with a stock", station.rests_on, kept, ("systems",))
        return
    opened = (station.system, *station.opens)
    if any(opened) and station.rests_on not in opened:
        what = f"{name} does not open {station.rests_on}"
        draft.problem(path, what, f"add {station.rests_on} to stations.{name}.opens")


@question
def _stock(name: str, mission: Mission, draft: Draft) -> None:
    stock, path = mission.systems[name].stock, ("systems", name, "stock")
    if stock is None:
        return
    _amounts(stock, path, draft)
    _factors(stock, path, draft)
    _worth(name, stock, path, mission, draft)
    _filled(name, path, mission, draft)


@question
def _amounts(stock: Stock, path: Key, draft: Draft) -> None:
    if stock.full.value == 0:
        what = "it is full with nothing in it"
        draft.problem((*path, "full"), what, "write how many reports make it full, for example 300")
    if stock.half_life is not None and stock.half_life.value == 0:
        hint = "write, for example, 6 mo, or leave it out if nothing fades"
        draft.problem((*path, "half_life"), "it fades in no time", hint)


@question
def _factors(stock: Stock, path: Key, draft: Draft) -> None:
    stated = {"work": stock.without.work, "misreading": stock.without.misreading}
    for key, factor in stated.items():
        if factor is not None and factor.value < 1:
            what = f"a stock would be a burden: without it there is less {key} ({factor})"
            draft.problem((*path, "without", key), what, "write a factor of 100 % or more")
    if all(factor is None or factor.value == 1 for factor in stated.values()):
        draft.warn(
            (*path, "without"), "has no effect: nothing is lost without it", "say work: 160 %", on_key=True
        )


@question
def _worth(name: str, stock: Stock, path: Key, mission: Mission, draft: Draft) -> None:
    resting = [station for station in mission.stations.values() if station.rests_on == name]
    if not resting:
        hint = f"say rests_on: {name} at a station"
        draft.warn(path, "has no effect: no station's work rests on it", hint, on_key=True)
    elif stock.without.misreading is not None and all(station.misreading is None for station in resting):
        what = "has no effect: no station whose work rests on it misreads"
        draft.warn((*path, "without", "misreading"), what, "say how such a station misreads")


@question
def _filled(name: str, path: Key, mission: Mission, draft: Draft) -> None:
    stages = (*WRITING_STAGES, "collection")
    if not any(each.system == name and each.stage in stages for each in mission.stations.values()):
        what = f"nothing goes into it: no station that writes is on {name}"
        draft.warn(path, what, f"say system: {name} at a station of stage analysis, for example", on_key=True)
