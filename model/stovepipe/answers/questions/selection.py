"""Finds the best structure of a study: by Kim and Nelson's procedure, or with a budget by OCBA.

Both replicate structures as they need them, on the same random numbers and through the study's store, so
that what is there is used. They rest on one number from each replication: a share is that of the
replication's own deliveries and a quantile that of its own, not one of all replications together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from stovepipe.answers.findings.comparison import check_comparable
from stovepipe.answers.findings.selection import SelectionFindings, asked_of
from stovepipe.answers.questions.comparison import cost_of_replications
from stovepipe.answers.questions.question import Work
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.allocation import Allocation, allocate
from stovepipe.inference.intervals import Estimate, mean_interval
from stovepipe.inference.kim_nelson import KimNelson, kim_nelson
from stovepipe.inference.paired import Floats
from stovepipe.measures.catalogue import KINDS
from stovepipe.scenario.limits import limit
from stovepipe.study.file import study_file as language
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.study import Study
from stovepipe.study.store.store import Store


@dataclass(frozen=True)
class SelectionQuestion:
    """Which structure of a study is the best, by Kim and Nelson's procedure or with a budget by OCBA.

    Attributes:
        study: that asks, with a selection.
    """

    name: ClassVar[str] = "select"
    open_ended: ClassVar[bool] = True
    study: Study

    def cost(self, store: Store | None = None) -> Cost:
        """What the first stage takes; see `Question.cost`.

        Raises:
            CannotAnswer: there is no selection, or one structure.
        """
        first = asked_of(self.study).at_least
        check_comparable(self.study, first)
        return cost_of_replications(self.study, store, first)

    def highest_cost(self) -> Cost | None:
        """None: how many replications are needed is not known before."""
        return None

    def carry_out(self, work: Work) -> SelectionFindings:
        """See `Question.carry_out`. With Kim-Nelson, a budget bounds every structure to an equal part of it.

        Raises:
            CannotAnswer: there is no selection, one structure, too small a budget, or a replication in which
                the outcome is not defined.
        """
        result = _procedure(self.study, work)
        return SelectionFindings(self.study, result, _estimates(self.study, result, work))


def _procedure(study: Study, work: Work) -> KimNelson | Allocation:
    asked = asked_of(study)
    check_comparable(study, asked.at_least)
    names, first = [each.name for each in study.structures], asked.at_least
    if asked.budget is not None and asked.budget < first * len(names):
        raise CannotAnswer(
            f"{first} replications of {len(names)} structures in the first stage are {first * len(names)}, "
            f"and the budget is {asked.budget}; raise selection.budget, or lower at_least"
        )
    outcome = study.outcome(asked.outcome)
    supply = _Supply(study, work, outcome)
    if asked.method == "ocba":
        budget = asked.budget or 0
        return allocate(supply, names, budget, first, direction=outcome.direction, level=study.level)
    most = min(limit(each.scenario, "replications") for each in study.structures)
    return kim_nelson(
        supply,
        names,
        delta=asked.indifference.value if asked.indifference else 0.0,
        level=asked.probability,
        first=first,
        limit=most if asked.budget is None else min(most, asked.budget // len(names)),
        direction=outcome.direction,
        span=_span(outcome, asked),
    )


def _estimates(study: Study, result: KimNelson | Allocation, work: Work) -> dict[str, Estimate]:
    """Of each structure, over the replications by which it was judged."""
    outcome = study.outcome(asked_of(study).outcome)
    if isinstance(result, KimNelson):
        judged = np.where(result.dropped_at > 0, result.dropped_at, result.used)
        used = dict(zip(result.structures, judged.tolist(), strict=True))
    else:
        used = dict(zip(result.best.structures, result.best.replications.tolist(), strict=True))
    most = KINDS[outcome.kind].most
    return {
        name: mean_interval(work.store.records(name, outcome.name, count).values, study.level, 0.0, most)
        for name, count in used.items()
    }


def _span(outcome: Outcome, asked: language.SelectionEntry) -> float | None:
    """The greatest lead that one replication can show: that of a share is 1."""
    zone = asked.indifference.value if asked.indifference else 0.0
    most = KINDS[outcome.kind].most
    return most if zone < most < np.inf else None


class _Supply:
    """Gives further replications: each structure goes on from its own last one."""

    def __init__(self, study: Study, work: Work, outcome: Outcome) -> None:
        self._study, self._work, self._outcome = study, work, outcome
        self._given = dict.fromkeys((each.name for each in study.structures), 0)

    def __call__(self, positions: tuple[int, ...], count: int) -> Floats:
        """So many more of each of these structures, by their positions."""
        names = [self._study.structures[position].name for position in positions]
        asked = {name: self._given[name] + count for name in names}
        self._work.gather(self._study, asked)
        rows = [self._values(name, until) for name, until in asked.items()]
        self._given |= asked
        return np.array(rows)

    def _values(self, name: str, until: int) -> Floats:
        readings = self._work.store.records(name, self._outcome.name, until)
        values = readings.values[self._given[name] :]
        for place in np.flatnonzero(~np.isfinite(values)):
            few = f"fewer than {100 * self._outcome.share:g} % of its deliveries arrive"
            nothing = few if self._outcome.form == "quantile" else "there is nothing to count"
            why = readings.reason or nothing
            raise CannotAnswer(
                f"{self._outcome.name} is not defined in replication {self._given[name] + place} of {name}: "
                f"{why}. Select by an outcome that every replication has, such as a share"
            )
        return values
