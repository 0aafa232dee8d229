"""The benchmark's models do the same work, and its checks notice one that does not."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import ModuleType

import agreement
import pytest
import run
import stovepipe_model
import work
from replay import Replayed, replay

from stovepipe.network.details.rules import Discipline
from stovepipe.network.draws import Law
from stovepipe.network.records import HOUR, Station

REPORTS = 1500
MODELS = pytest.mark.parametrize("model", [import_module(name) for name in run.MODELS], ids=run.MODELS)

Change = Callable[[Station], Station]


@cache
def recorded(model: ModuleType, seed: int = 1) -> work.Tables:
    tables: work.Tables = model.tables(model.run(model.prepare(REPORTS), seed))
    return tables


def broken(change: Change, seed: int = 1) -> work.Tables:
    """What Stovepipe records on a network whose stations are changed."""
    network = stovepipe_model.prepare(REPORTS)
    changed = replace(network, stations=tuple(change(station) for station in network.stations))
    return stovepipe_model.tables(stovepipe_model.run(changed, seed))


def working(name: str, law: Law) -> Change:
    """The change of the law of work at one station."""
    return lambda station: replace(station, work=(law, law)) if station.name == name else station


def replayed(tables: work.Tables) -> Replayed:
    return replay(tables, work.horizon(REPORTS))


@MODELS
def test_every_visit_is_as_the_ordinary_simpy_model_has_it(model: ModuleType) -> None:
    compared = replayed(recorded(model))
    assert compared.visits > 3 * REPORTS
    assert compared.different == 0


@MODELS
def test_what_comes_too_late_reneges_without_a_visit(model: ModuleType) -> None:
    reports, visits = recorded(model)
    last = {visit.report: visit for visit in visits}
    assert all(visit.arrived < reports[visit.report].deadline for visit in visits)
    too_late = [rank for rank, report in reports.items() if report.outcome == "reneged" and rank in last]
    too_late = [rank for rank in too_late if last[rank].outcome == "served"]
    assert len(too_late) > REPORTS / 50
    assert all(reports[rank].ended == last[rank].ended for rank in too_late)


@MODELS
def test_a_model_that_draws_by_the_stated_laws_is_not_found_to_differ(model: ModuleType) -> None:
    assert differing(agreement.laws([recorded(model)])) == set()


@pytest.mark.parametrize(
    "change",
    [
        lambda station: replace(station, discipline=Discipline.FIFO),
        lambda station: replace(station, discipline=Discipline.LIFO),
        lambda station: replace(station, purges=False),
    ],
    ids=["no precedence", "last in, first out", "what is too late is served"],
)
def test_the_replay_notices_other_rules(change: Change) -> None:
    compared = replayed(broken(change))
    assert compared.different > compared.visits / 20


def test_the_replay_notices_a_single_visit_that_differs() -> None:
    reports, visits = recorded(stovepipe_model)
    wrong = visits[REPORTS]._replace(arrived=visits[REPORTS].arrived - 1e-5)
    assert replayed((reports, [*visits[:REPORTS], wrong, *visits[REPORTS + 1 :]])).different == 1


def test_the_laws_notice_work_that_varies_less() -> None:
    steady = Law.erlang(42 / 60 * HOUR, 3)
    tables = broken(working("a", steady))
    assert differing(agreement.laws([tables])) == {"work at a"}


def test_the_laws_notice_another_choice_of_routes() -> None:
    tables = broken(lambda station: replace(station, shares=(0.6, 1.0)) if station.name == "b" else station)
    assert differing(agreement.laws([tables])) == {"route from b to c", "route from b to d"}


def test_the_outcomes_notice_longer_waits() -> None:
    slow = Law.exponential(1.5 * 36 / 60 * HOUR)
    first = [recorded(import_module(run.MODELS[0]), seed) for seed in range(1, 6)]
    same = [recorded(stovepipe_model, seed) for seed in range(1, 6)]
    slower = [broken(working("final", slow), seed) for seed in range(1, 6)]
    assert differing(agreement.outcomes(same, first)) == set()
    assert "immediate: wait at final" in differing(agreement.outcomes(slower, first))


def differing(findings: list[agreement.Finding]) -> set[str]:
    return {finding.what for finding in findings if finding.apart > finding.allowed}
