"""What a question takes: points by structures by replications, and the memory of the largest."""

from dataclasses import replace
from typing import Any

import pytest

from stovepipe.scenario import Scenario, ScenarioError
from stovepipe.scenario.size import estimate
from stovepipe.study.reading.cost import Cost, check_study, cost_of
from stovepipe.study.reading.study import Study
from tests import made_up


def test_replications_are_those_of_every_structure_at_every_point(study: Study) -> None:
    cost = cost_of(study.structures, 7, 5)
    assert (cost.points, cost.replications) == (7, 7 * 3 * 5)


def test_time_adds_up_over_points_and_structures_and_memory_is_of_one_process(study: Study) -> None:
    sizes = [estimate(each.scenario, 5) for each in study.structures]
    cost = cost_of(study.structures, 7, 5)
    assert cost.seconds == pytest.approx(7 * sum(size.seconds for size in sizes))
    assert cost.memory == max(size.memory for size in sizes)


def test_what_is_there_is_not_missing(study: Study) -> None:
    cost = cost_of(study.structures, 1, 5)
    assert cost.there is None
    assert cost.missing == 15
    assert replace(cost, there=4).missing == 11
    assert Cost(1, 3, 0.0, 0.0, 0.0, there=3).missing == 0


def test_several_workers_take_their_own_memory_and_what_concludes_is_held_once() -> None:
    cost = Cost(1, 10, 1.0, 5e6, 7e6)
    assert cost.memory_with(1) == 12e6
    assert cost.memory_with(3) - cost.memory_with(2) == 5e6
    assert cost.memory_with(2) > 2 * 5e6 + 7e6, "one more hands out the work"


@pytest.mark.parametrize(
    "asked",
    [
        {"sensitivity": {"method": "morris", "points": 10_000_000}},
        {"sensitivity": {"method": "morris", "points": 8, "at_most": 10_000_000}},
        {"attribution": {"mechanisms": "all", "method": "sampled", "orders": 10_000_000}},
        {"replications": 99_999},
    ],
)
def test_a_study_that_is_larger_than_its_limits_is_refused_before_anything_is_made(
    two_commanders: Scenario, asked: dict[str, Any]
) -> None:
    with pytest.raises(ScenarioError):
        check_study(made_up.asked(two_commanders, **asked))


def test_a_study_within_its_limits_is_not(study: Study) -> None:
    check_study(study)
