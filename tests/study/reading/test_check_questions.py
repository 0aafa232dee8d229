"""What a study asks fits together: structures, thresholds, and mechanisms that have a part in the mission."""

from typing import Any

import pytest

from stovepipe.scenario import Scenario, ScenarioError
from stovepipe.study.reading.check_questions import present
from stovepipe.study.reading.study import Study
from tests.made_up import asked

SAME_REMIT = {"stations.desk.remit": "north", "stations.cell.remit": "north"}


def refused(scenario: Scenario, **more: Any) -> str:
    with pytest.raises(ScenarioError) as told:
        asked(scenario, **more)
    return str(told.value)


def attributing(scenario: Scenario, said: dict[str, Any], **more: Any) -> Study:
    return asked(scenario, factors=None, attribution=said, **more)


@pytest.mark.parametrize(
    ("sensitivity", "varied"),
    [
        (None, ("base",)),
        ({"structure": "third"}, ("third",)),
        ({"method": "verdict", "compare": ["open_doors", "third"]}, ("open_doors", "third")),
    ],
)
def test_the_structures_that_are_varied_are_those_named_or_the_baseline(
    two_commanders: Scenario, sensitivity: dict[str, Any] | None, varied: tuple[str, ...]
) -> None:
    assert asked(two_commanders, sensitivity=sensitivity).varied == varied


def test_without_a_baseline_the_first_structure_is_varied(two_commanders: Scenario) -> None:
    assert asked(two_commanders, baseline="third").varied == ("third",)
    assert asked(two_commanders, baseline=None).varied == ("base",)


@pytest.mark.parametrize(
    ("failure", "under", "value"),
    [
        ({"outcome": "timely", "under": "60 %"}, True, 0.6),
        ({"outcome": "lost", "over": 0.25}, False, 0.25),
        ({"outcome": "delay", "over": "90 min"}, False, 1.5),
        ({"outcome": "backlog", "over": 12}, False, 12.0),
    ],
)
def test_a_threshold_is_in_the_unit_of_its_outcome_and_on_its_side(
    two_commanders: Scenario, failure: dict[str, Any], under: bool, value: float
) -> None:
    threshold = asked(two_commanders, sensitivity={"method": "prim", "failure": failure}).threshold
    assert threshold is not None
    assert (threshold.outcome, threshold.under, threshold.value) == (failure["outcome"], under, value)


@pytest.mark.parametrize(
    ("sensitivity", "at"),
    [
        ({"method": "prim"}, "sensitivity"),
        ({"method": "morris", "failure": {"outcome": "timely", "under": "60 %"}}, "sensitivity"),
        ({"method": "prim", "failure": {"outcome": "timely"}}, "sensitivity.failure"),
        (
            {"method": "prim", "failure": {"outcome": "timely", "under": 0.2, "over": 0.4}},
            "sensitivity.failure",
        ),
        ({"method": "prim", "failure": {"outcome": "timly", "under": 0.2}}, "sensitivity.failure.outcome"),
        ({"method": "verdict"}, "sensitivity.method"),
        ({"method": "verdict", "compare": ["third", "third"]}, "sensitivity.compare"),
        ({"method": "sobol", "compare": ["third", "base"]}, "sensitivity.compare"),
        ({"method": "tornado", "at_most": 64}, "sensitivity.at_most"),
        ({"method": "morris", "second_order": True}, "sensitivity.second_order"),
    ],
)
def test_what_makes_no_sense_beside_a_method_is_refused_where_it_stands(
    two_commanders: Scenario, sensitivity: dict[str, Any], at: str
) -> None:
    assert f"{at}: " in refused(two_commanders, sensitivity=sensitivity)


def test_a_mechanism_has_a_part_where_switching_it_off_changes_the_mission(study: Study) -> None:
    """There is a hurdle of rapport, one of language and one of release, and a group that rotates."""
    found = set(present(study.structure("base").scenario.mission))
    assert {"rapport", "language", "release", "turnover"} <= found
    assert not {"caveats", "systems", "direction", "rework"} & found


def test_duplication_has_a_part_where_two_stations_have_one_remit(two_commanders: Scenario) -> None:
    """It has no entry of its own in a mission: it is what happens between those two."""
    shared = asked(two_commanders, factors=None, set=SAME_REMIT).structure("base")
    assert "duplication" in present(shared.scenario.mission)
    apart = asked(two_commanders, factors=None, set=SAME_REMIT | {"stations.cell.remit": "south"})
    assert "duplication" not in present(apart.structure("base").scenario.mission)


def test_all_mechanisms_of_an_attribution_have_a_part_and_a_group_each(two_commanders: Scenario) -> None:
    found = attributing(two_commanders, {"mechanisms": "all"}, set=SAME_REMIT).mechanisms
    assert found["duplication"] == ("duplication",)
    assert list(found) == sorted(found)
    assert all(names == (group,) for group, names in found.items())


def test_groups_hold_their_own_mechanisms(two_commanders: Scenario) -> None:
    said = {"trust": ["rapport", "release"], "people": "turnover"}
    found = attributing(two_commanders, {"mechanisms": said}).mechanisms
    assert set(found["trust"]) == {"rapport", "release"}
    assert found["people"] == ("turnover",)


def test_the_structure_that_is_attributed_is_the_one_named_or_the_baseline(two_commanders: Scenario) -> None:
    assert attributing(two_commanders, {"mechanisms": "all"}).attributed == "base"
    assert attributing(two_commanders, {"mechanisms": "all"}, baseline="third").attributed == "third"
    assert (
        attributing(two_commanders, {"mechanisms": "all", "structure": "open_doors"}).attributed
        == "open_doors"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"mechanisms": ["raport"]}, 'did you mean "rapport"?'),
        ({"mechanisms": {"a": ["rapport"], "b": ["rapport"]}}, "rapport is in a as well"),
        ({"mechanisms": "all", "structure": "thrid"}, 'did you mean "third"?'),
    ],
)
def test_an_attribution_that_cannot_be_is_refused(
    two_commanders: Scenario, said: dict[str, Any], told: str
) -> None:
    assert told in refused(two_commanders, factors=None, attribution=said)


def test_a_mechanism_that_is_switched_off_cannot_be_switched(two_commanders: Scenario) -> None:
    off = refused(
        two_commanders,
        factors=None,
        attribution={"mechanisms": ["rapport"]},
        set={"mechanisms.rapport": "off"},
    )
    assert "rapport is switched off in base" in off
