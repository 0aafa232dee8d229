"""What outcomes owe to mechanisms: every subset is switched off by its own name, and read under it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.answers.questions.attribution import AttributionQuestion, is_exact
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.scenario import Scenario
from stovepipe.scenario.language.mechanisms import switched_off
from stovepipe.study.reading.study import Study
from tests.answers.invented import InventedWork
from tests.made_up import asked

COSTS = {"rapport": 0.125, "language": 0.0625, "turnover": 0.25, "release": 0.03125}
GROUPS = {"trust": ["rapport"], "tongues": ["language"], "people": ["turnover", "release"]}


def lost(structure, outcome, number):
    """Each mechanism that is on costs its share; rapport and language together an eighth more."""
    off = structure.partition(" without ")[2].split(", ")
    on = {name for name in COSTS if name not in off}
    cost = sum(COSTS[name] for name in on) + 0.125 * ({"rapport", "language"} <= on)
    if outcome.name == "timely":
        return 1 - cost
    if outcome.name.startswith("lost_to_"):
        return {"not_shared": cost, "expired": 0.0}.get(outcome.name.removeprefix("lost_to_"), 0.0)
    return cost + number / 1024


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, asking: Study) -> InventedWork:
    made = InventedWork(asking, lost)
    monkeypatch.setattr(
        "stovepipe.answers.questions.attribution.run_points",
        lambda store, points, replications, *_: made.run_points(points, replications, 0),
        raising=False,
    )
    return made


@pytest.fixture
def asking(two_commanders: Scenario) -> Study:
    outcomes = {"timely": {}, "lost": {}}
    return asked(two_commanders, factors=None, outcomes=outcomes, attribution={"mechanisms": GROUPS})


@pytest.fixture
def findings(asking: Study, work: InventedWork) -> AttributionFindings:
    return AttributionQuestion(asking).carry_out(work)


def test_each_subset_is_run_with_just_the_others_switched_off(
    findings: AttributionFindings, work: InventedWork
) -> None:
    assert len(findings.subsets) == len(work.run) == 8
    for structure, replications in work.run:
        off = structure.name.partition(" without ")[2]
        assert switched_off(structure.scenario.mission) == set(filter(None, off.split(", ")))
        assert replications == 5


def test_values_are_those_of_shapley_with_the_joint_part_halved(findings: AttributionFindings) -> None:
    _, by_lost = findings.each
    values = dict(zip(by_lost.result.mechanisms, by_lost.result.shares, strict=True))
    assert values == {
        "trust": Fraction("0.125") + Fraction("0.0625"),
        "tongues": Fraction("0.0625") + Fraction("0.0625"),
        "people": Fraction("0.28125"),
    }


def test_each_outcome_has_its_own_values_and_its_own_ends(findings: AttributionFindings) -> None:
    timely, by_lost = findings.each
    assert timely.result.total.value == pytest.approx(-by_lost.result.total.value)
    assert (timely.with_all.value, timely.with_none.value) == pytest.approx((1 - 0.59375, 1.0))
    assert by_lost.with_all.value == pytest.approx(0.59375 + 2 / 1024)
    assert by_lost.with_none.value == pytest.approx(2 / 1024)


def test_only_losses_have_causes_and_only_those_that_occur(findings: AttributionFindings) -> None:
    timely, by_lost = findings.each
    assert timely.by_cause == {}
    assert list(by_lost.by_cause) == ["not_shared"]
    assert by_lost.by_cause["not_shared"].shares == by_lost.result.shares


def undefined_without_language(structure, outcome, number):
    hopeless = outcome.name == "timely" and "language" in structure
    return float("nan") if hopeless else lost(structure, outcome, number)


def test_an_outcome_that_is_not_defined_leaves_the_others_answered(
    asking: Study, work: InventedWork, findings: AttributionFindings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work.store, "_values", undefined_without_language)
    found = AttributionQuestion(asking).carry_out(work)
    assert [each.outcome.name for each in found.each] == ["lost"]
    assert found.each[0].result.shares == findings.each[1].result.shares
    assert list(found.undefined) == ["timely"]
    assert "mechanisms on = " in found.undefined["timely"]


def test_where_no_outcome_is_defined_nothing_is_answered(
    asking: Study, work: InventedWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work.store, "_values", lambda *_: float("nan"))
    with pytest.raises(CannotAnswer, match=r"(?s)mechanisms on = none.*mechanisms on = none"):
        AttributionQuestion(asking).carry_out(work)


def test_the_cost_is_a_point_for_each_subset(asking: Study) -> None:
    cost = AttributionQuestion(asking).cost()
    assert (cost.points, cost.replications) == (8, 40)


def test_a_sample_of_orders_takes_no_more_than_its_subsets(asking: Study) -> None:
    assert asking.attribution is not None
    sampled = replace(
        asking, attribution=asking.attribution.model_copy(update={"method": "sampled", "orders": 4})
    )
    assert not is_exact(sampled)
    assert is_exact(asking)
    assert 4 <= AttributionQuestion(sampled).cost().points <= 8


def test_a_study_that_does_not_ask_is_refused_with_what_to_write(study: Study) -> None:
    with pytest.raises(CannotAnswer, match="attribution: "):
        AttributionQuestion(study).cost()
