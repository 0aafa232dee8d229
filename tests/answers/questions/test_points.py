"""Points of a design: inputs as factors, and outputs that stand at their own point, structure and outcome."""

from dataclasses import replace

import numpy as np
import pytest

from stovepipe.answers.axes import axis_of, space_of
from stovepipe.answers.questions.points import Runner, outputs
from stovepipe.scenario import Scenario
from stovepipe.study.reading.study import Study
from tests.answers.invented import InventedStore, InventedWork
from tests.made_up import STUDY, asked
from tests.made_up_answers import POINTS


def test_each_input_is_a_factor_with_its_range_or_its_choices(study: Study) -> None:
    space = {factor.name: factor for factor in space_of(study).factors}
    assert space["courier"].range == (5.0, 20.0)
    assert (space["analysts"].range, space["analysts"].whole) == ((1.0, 4.0), True)
    assert space["officers"].choices == ("none", "liaison", "embedded")
    assert {name: factor.value for name, factor in space.items()} == {
        "courier": 10.0, "work": 1.0, "release": 20.0, "analysts": 2, "officers": "none",
    }  # fmt: skip


def test_a_belief_decides_what_a_factor_is_at_a_share(two_commanders: Scenario) -> None:
    said = {"courier": {"paths": "channels.desk -> cell.transit", "belief": "loguniform"}}
    (moved,) = asked(two_commanders, factors=said).factors
    assert axis_of(moved).at(0.5) == pytest.approx(10.0), "the root of 5 by 20"


def test_several_ranges_that_move_together_are_one_factor_from_0_to_1(two_commanders: Scenario) -> None:
    paths = [STUDY["factors"]["courier"], STUDY["factors"]["work"]]
    (moved,) = asked(two_commanders, factors={"both": {"paths": paths, "together": True}}).factors
    assert axis_of(moved).range == (0.0, 1.0)


def test_outputs_stand_at_their_own_point_structure_and_outcome(two_commanders: Scenario) -> None:
    """Invented: the number of the point, a hundred for the second structure, a thousand for each outcome."""
    study = asked(
        two_commanders,
        sensitivity={"method": "verdict", "compare": ["third", "base"]},
        outcomes={name: said for name, said in STUDY["outcomes"].items() if name != "delay"},
    )
    places = [outcome.name for outcome in study.outcomes]

    def values(structure, outcome, number):
        name, _, point = structure.partition(", point ")
        return 1000 * places.index(outcome.name) + 100 * (name == "base") + int(point) + number / 10

    work = InventedWork(study, values)
    made = Runner(study, work).run(POINTS).outputs
    assert list(made) == places
    for place, outcome in enumerate(places):
        for structure, hundred in (("third", 0), ("base", 100)):
            expected = 1000 * place + hundred + np.arange(4)[:, None] + np.arange(5) / 10
            np.testing.assert_allclose(made[outcome][structure], expected)
    assert [point.name for point, _ in work.run][:3] == ["third, point 0", "base, point 0", "third, point 1"]


def test_points_that_were_run_are_not_run_again_and_are_read_all_the_same(study: Study) -> None:
    work = InventedWork(study, lambda structure, outcome, number: 0.5)
    quick = asked_without_quantiles(study)
    made = Runner(quick, work).run(POINTS, since=3)
    assert [point.name for point, _ in work.run] == ["base, point 3"]
    assert made.outputs["timely"]["base"].shape == (4, 5)


def asked_without_quantiles(study: Study) -> Study:
    """Invented readings have no ages."""
    return replace(study, outcomes=tuple(each for each in study.outcomes if each.form != "quantile"))


def test_what_is_not_defined_is_told_with_the_outcome_and_the_point(study: Study) -> None:
    def values(structure, outcome, number):
        return float("nan") if structure == "b" and number == 1 else 0.5

    points = [{"x": 1.0}, {"x": 2.5}]
    found, why = outputs(InventedStore(study, values), ["a", "b"], study.outcome("timely"), 3, points)
    assert "design point 1 (x = 2.5), replication 1" in why
    assert np.isnan(found).tolist() == [[False] * 3, [False, True, False]]
    assert outputs(InventedStore(study, values), ["a"], study.outcome("timely"), 3, points[:1])[1] == ""
