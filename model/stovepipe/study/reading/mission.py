"""A run as a study: of one structure, of which everything is asked and nothing is compared."""

from __future__ import annotations

import json
from pathlib import Path

from stovepipe.measures.keep import Keep
from stovepipe.scenario import Scenario
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study

MISSION = "mission"
"""The name of the only structure."""


def study_of_mission(
    scenario: Scenario, replications: int, seed: int = 1, level: float = 0.95, trajectory: bool = False
) -> Study:
    """The study that a run is.

    Args:
        scenario: what is run.
        replications: how often.
        seed: of all random numbers.
        level: confidence level of the intervals.
        trajectory: whether to keep everything that happened in every replication, not in the first alone.
    """
    keep: Keep = "trajectory" if trajectory else "all_tables"
    said = {
        "study": scenario.mission.mission,
        "structures": {MISSION: Path(scenario.path).name},
        "replications": replications,
        "seed": seed,
        "level": level,
        "keep": keep,
    }
    return Study(
        title=scenario.mission.mission,
        path=scenario.path,
        structures=(
            Structure(
                MISSION, scenario.mission.mission, scenario, sources=(scenario.path, *scenario.overlays)
            ),
        ),
        outcomes=(),
        baseline=None,
        method="all_pairs",
        level=level,
        replications=replications,
        precision=None,
        selection=None,
        seed=seed,
        keep=keep,
        said=json.dumps(said, ensure_ascii=False),
        warnings=scenario.warnings,
    )
