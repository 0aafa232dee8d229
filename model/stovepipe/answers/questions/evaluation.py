"""What a mission comes to at points that a user brings: no method, no verdict, only outcomes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from stovepipe.answers.questions.points import Runner
from stovepipe.answers.questions.question import Work
from stovepipe.importance.space import Floats
from stovepipe.scenario import Scenario
from stovepipe.scenario.problems.problem import Mark
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.overlays import Merged
from stovepipe.scenario.reading.settings import node_of
from stovepipe.study.file.outcome import outcome
from stovepipe.study.reading.brought import Brought, brought
from stovepipe.study.reading.check_names import check_names
from stovepipe.study.reading.cost import Cost, cost_of
from stovepipe.study.reading.mission import MISSION, study_of_mission
from stovepipe.study.reading.study import Study
from stovepipe.study.reading.variants import UnsoundPoint
from stovepipe.study.store.store import Store


@dataclass(frozen=True, eq=False)
class EvaluationFindings:
    """What every replication says at every point.

    Attributes:
        study: the outcomes that were asked about, and the seed.
        points: the rows that were brought, by their labels.
        values: of shape (points, outcomes, replications), each in its outcome's unit. NaN where an outcome is
            not defined in a replication, as is a quantile that so many deliveries never reach.
    """

    study: Study
    points: pd.Index
    values: Floats


@dataclass(frozen=True, eq=False)
class EvaluationQuestion:
    """What outcomes of a mission are at points that a user brings. Make one with `evaluation`.

    Attributes:
        study: of one structure; of each replication only its outcomes are kept.
        points: what is otherwise in each row.
    """

    name: ClassVar[str] = "evaluate"
    open_ended: ClassVar[bool] = False
    study: Study
    points: Brought

    def cost(self, store: Store | None = None) -> Cost:
        """See `Question.cost`."""
        return cost_of(self.study.structures, len(self.points.points), self.study.replications)

    def highest_cost(self) -> Cost | None:
        """None: the cost is all that it takes."""
        return None

    def carry_out(self, work: Work) -> EvaluationFindings:
        """See `Question.carry_out`.

        Raises:
            UnusablePoints: the configuration is not sound in a row, which is named with its columns.
        """
        study, points = self.study, self.points.points
        try:
            Runner(study, work).replicate(points, _named)
        except UnsoundPoint as error:
            row = [_named(MISSION, number) for number in range(len(points))].index(error.name)
            raise self.points.faults_at(row, error.problems) from None
        values = [
            [
                work.store.records(_named(MISSION, number), each, study.replications).values
                for each in study.outcomes
            ]
            for number in range(len(points))
        ]
        return EvaluationFindings(study, self.points.labels, np.array(values))


def evaluation(
    scenario: Scenario,
    table: pd.DataFrame,
    outcomes: Mapping[str, object],
    replications: int,
    seed: int,
) -> EvaluationQuestion:
    """The question of what outcomes are at the points of a table.

    Args:
        scenario: the mission as it is configured.
        table: see `stovepipe.study.reading.brought`.
        outcomes: as a study file says them.
        replications: at each point.
        seed: of all random numbers: the same at every point.

    Raises:
        ScenarioError: an outcome is about something that is not in the mission.
        UnusablePoints: the table cannot be used.
        ValueError: an outcome cannot be read.
    """
    asked = tuple(outcome(name, said) for name, said in outcomes.items())
    if not asked:
        raise ValueError("outcomes: nothing is asked; name one, such as timely")
    mark = Mark("outcomes", 1)
    draft = Draft(Merged(node_of({"outcomes": outcomes}, mark), (scenario.path,), {}))
    check_names(asked, [scenario.mission], draft)
    if draft.problems:
        draft.refuse()
    points = brought(table, scenario, MISSION)
    study = study_of_mission(scenario, replications, seed)
    said = json.dumps(json.loads(study.said) | {"outcomes": outcomes}, ensure_ascii=False)
    return EvaluationQuestion(
        replace(study, outcomes=asked, keep="outcomes", said=said, factors=points.factors, varied=(MISSION,)),
        points,
    )


def _named(structure: str, number: int) -> str:
    return f"{structure}, row {number}"
