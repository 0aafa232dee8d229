"""A run is a study of one structure, with the numbers that were asked for."""

import json

import pytest

from stovepipe.scenario import Scenario
from stovepipe.study.reading.mission import study_of_mission


def test_a_run_is_of_one_structure_with_its_own_numbers(two_commanders: Scenario) -> None:
    study = study_of_mission(two_commanders, 7, seed=3, level=0.8)
    (structure,) = study.structures
    assert structure.scenario is two_commanders
    assert (study.replications, study.seed, study.level) == (7, 3, 0.8)
    assert study.title == structure.title == "Two commanders"
    assert study.outcomes == ()
    said = json.loads(study.said)
    assert (said["replications"], said["seed"], said["level"]) == (7, 3, 0.8)


@pytest.mark.parametrize(("trajectory", "keep"), [(False, "all_tables"), (True, "trajectory")])
def test_everything_that_happened_is_kept_of_all_only_if_asked(
    two_commanders: Scenario, trajectory: bool, keep: str
) -> None:
    assert study_of_mission(two_commanders, 7, trajectory=trajectory).keep == keep
