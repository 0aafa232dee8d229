"""What a question takes: points by structures by replications, and the memory of the largest."""

from dataclasses import replace

import pytest

from stovepipe.scenario.limits import estimate
from stovepipe.study.reading.cost import Cost, cost_of
from stovepipe.study.reading.study import Study


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
    assert Cost(1, 3, 0.0, 0.0, there=3).missing == 0
