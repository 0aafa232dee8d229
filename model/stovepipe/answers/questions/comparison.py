"""The comparison of structures: what it takes, and how it is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from stovepipe.answers.findings.comparison import (
    PrecisionStage,
    StudyFindings,
    check_comparable,
    compared_pairs,
    find,
    observed_of,
)
from stovepipe.answers.findings.samples import Sample
from stovepipe.answers.questions.question import Work
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.paired import Floats, Paired, miss
from stovepipe.inference.precision import Precision, precision, until_precise
from stovepipe.scenario.limits import check_limits
from stovepipe.scenario.size import estimate
from stovepipe.study.file.study_file import PrecisionEntry
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.study import Study
from stovepipe.study.store.store import Store

BATCH = 5
"""Replications from one look at the precision to the next."""


@dataclass(frozen=True)
class ComparisonQuestion:
    """Which structure of a study is better, by how much, and how surely.

    Attributes:
        study: that asks.
    """

    name: ClassVar[str] = "compare"
    study: Study

    @property
    def open_ended(self) -> bool:
        """Whether a precision is asked for."""
        return self.study.precision is not None

    def cost(self, store: Store | None = None) -> Cost:
        """See `Question.cost`.

        Raises:
            CannotAnswer: there is one structure, or one replication.
        """
        check_comparable(self.study, self.study.replications)
        return cost_of_replications(self.study, store, self.study.replications)

    def highest_cost(self) -> Cost | None:
        """None: how many replications a precision takes is not known before."""
        return None

    def carry_out(self, work: Work) -> StudyFindings:
        """See `Question.carry_out`.

        Raises:
            CannotAnswer: nothing can be concluded, or the outcome that is to be precise is not defined.
        """
        study = self.study
        check_comparable(study, study.replications)
        if study.precision is None:
            work.gather(study)
            return find(study, work.store, study.replications)
        reached = _until_precise(study, study.precision, work)
        return find(study, work.store, reached.replications, reached)


def cost_of_replications(study: Study, store: Store | None, replications: int) -> Cost:
    """What it takes to have so many replications of each structure.

    Raises:
        ScenarioError: a structure would be larger than its limits allow.
        StoreError: the store cannot be read.
    """
    missing, seconds, memory, concluding = 0, 0.0, 0.0, 0.0
    for structure in study.structures:
        check_limits(structure.scenario, replications)
        still = replications if store is None else len(store.want(structure.name, replications))
        size = estimate(structure.scenario, still)
        missing, seconds = missing + still, seconds + size.seconds
        memory, concluding = max(memory, size.memory), max(concluding, size.concluding)
    total = replications * len(study.structures)
    return Cost(1, total, seconds, memory, concluding, total - missing)


def _until_precise(study: Study, asked: PrecisionEntry, work: Work) -> Precision:
    """Replicate all structures side by side until an outcome is known as well as asked.

    A difference is known well when the interval that the comparison shows, which holds together with those of
    all outcomes, is short enough.

    Raises:
        CannotAnswer: a structure has no such outcome, or may never reach it.
    """
    outcome = study.outcome(asked.outcome)
    names = [each.name for each in study.structures]
    pairs = compared_pairs(study, names) if asked.of == "differences" else [(name,) for name in names]
    family = len(pairs) * (len(study.outcomes) if asked.of == "differences" else 1)
    goal = asked.half_width.value
    absolute, relative = (None, goal) if asked.half_width.relative else (goal, None)
    quantities, level = [" - ".join(pair) for pair in pairs], 1 - miss(study.level) * len(pairs) / family

    def observe(count: int) -> Floats:
        work.gather(study, count)
        sample = _all_defined(observed_of(study, work.store, outcome.name, count))
        rows = np.array([_quantity(sample, pair) for pair in pairs])
        reached = precision(rows, quantities, absolute, relative, level)
        work.audience.stage(PrecisionStage(outcome, reached, asked.half_width.text))
        return rows

    first, most = asked.at_least, asked.at_most
    return until_precise(observe, quantities, absolute, relative, level, first, BATCH, most)


def _all_defined(observed: Sample) -> Paired:
    for name, reason in observed.left_out.items():
        raise CannotAnswer(
            f"{observed.outcome.name} cannot be known to any precision: in {name}, {reason}. Ask for the "
            "precision of another outcome, or leave the structure out"
        )
    if observed.sample is None:
        raise CannotAnswer(f"{observed.outcome.name} is not defined")
    return observed.sample


def _quantity(sample: Paired, structures: Sequence[str]) -> Floats:
    """The values of a structure, or the differences of two."""
    first, *others = (sample.values[sample.position(name)] for name in structures)
    return np.asarray(first - others[0]) if others else first
