"""Carries a study out: as many replications as it says, or as its precision takes, and what they come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stovepipe.answers.comparison import (
    StudyFindings,
    check_comparable,
    compared_pairs,
    find,
    observed_of,
)
from stovepipe.answers.samples import CannotCompare, Sample
from stovepipe.inference.paired import Floats, Paired, miss
from stovepipe.inference.precision import Precision, precision, until_precise
from stovepipe.scenario.limits import check_limits, estimate
from stovepipe.study.file import study_file as language
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import Progress, gather
from stovepipe.study.running.workplaces import Workplace
from stovepipe.study.store.store import Store

BATCH = 5
"""Replications from one look at the precision to the next."""

Remark = Callable[[Outcome, Precision, str], object]
"""Told after each stage of a precision: the outcome, how precise it is, and the half-width asked for."""


def altered(
    study: Study, replications: int | None = None, seed: int | None = None, level: float | None = None
) -> Study:
    """A study with other numbers than its file says. A number of replications takes the place of a precision.

    >>> from stovepipe.study.reading.study import make_study
    >>> said = {
    ...     "study": "One",
    ...     "structures": {"a": "configs/tutorial/mission.yaml"},
    ...     "outcomes": {"timely": {}},
    ... }
    >>> altered(make_study(said), replications=5, seed=2).replications
    5
    """
    asked = {"replications": replications, "seed": seed, "level": level}
    said = json.loads(study.canonical) | {key: value for key, value in asked.items() if value is not None}
    if replications is not None:
        said.pop("precision", None)
    return replace(
        study,
        replications=study.replications if replications is None else replications,
        precision=study.precision if replications is None else None,
        seed=study.seed if seed is None else seed,
        level=study.level if level is None else level,
        canonical=json.dumps(said, ensure_ascii=False, sort_keys=True),
    )


@dataclass(frozen=True)
class Expected:
    """What is to be run, and what that takes.

    Attributes:
        missing: replications of all structures that are not there yet.
        total: replications of all structures.
        seconds: for those missing, one after the other.
        memory: of one process at work, in bytes.
    """

    missing: int
    total: int
    seconds: float
    memory: float


def expected(study: Study, store: Store, replications: int) -> Expected:
    """What it takes to have so many replications of each structure.

    Raises:
        ScenarioError: a structure would be larger than its limits allow.
        StoreError: the store cannot be read.
    """
    missing, seconds, memory = 0, 0.0, 0.0
    for structure in study.structures:
        check_limits(structure.scenario, replications)
        still = len(store.want(structure.name, replications))
        size = estimate(structure.scenario, still)
        missing, seconds, memory = missing + still, seconds + size.seconds, max(memory, size.memory)
    return Expected(missing, replications * len(study.structures), seconds, memory)


def carry_out(
    study: Study,
    store: Store,
    workplace: Workplace,
    progress: Progress | None = None,
    remark: Remark | None = None,
) -> StudyFindings:
    """Run what a study asks for and its store does not have, and compare.

    Args:
        study: what is asked.
        store: where results are kept.
        workplace: where the work is done.
        progress: told how many replications of all structures are there, and how many are asked for now.
        remark: told, after each stage of a precision, how far it is.

    Raises:
        CannotCompare: nothing could be concluded, or the outcome that is to be precise is not defined.
        CannotGoOn, InvariantError, ScenarioError, StoreError: as in `stovepipe.study.running.gather.gather`.
    """
    check_comparable(study, study.replications)
    if study.precision is None:
        gather(study, store, workplace, progress)
        return find(study, store, study.replications)
    reached = _until_precise(study, study.precision, store, workplace, progress, remark)
    return find(study, store, reached.replications, reached)


def _until_precise(
    study: Study,
    asked: language.PrecisionEntry,
    store: Store,
    workplace: Workplace,
    progress: Progress | None,
    remark: Remark | None,
) -> Precision:
    """Replicate all structures side by side until an outcome is known as well as asked.

    A difference is known well when the interval that the comparison shows, which holds together with those of
    all outcomes, is short enough.

    Raises:
        CannotCompare: a structure has no such outcome, or may never reach it.
    """
    outcome = study.outcome(asked.outcome)
    names = [each.name for each in study.structures]
    pairs = compared_pairs(study, names) if asked.of == "differences" else [(name,) for name in names]
    family = len(pairs) * (len(study.outcomes) if asked.of == "differences" else 1)
    goal = asked.half_width.value
    absolute, relative = (None, goal) if asked.half_width.relative else (goal, None)
    quantities, level = [" - ".join(pair) for pair in pairs], 1 - miss(study.level) * len(pairs) / family

    def observe(count: int) -> Floats:
        gather(study, store, workplace, progress, count)
        sample = _all_defined(observed_of(study, store, outcome.name, count))
        rows = np.array([_quantity(sample, pair) for pair in pairs])
        if remark is not None:
            remark(outcome, precision(rows, quantities, absolute, relative, level), asked.half_width.text)
        return rows

    first, most = asked.at_least, asked.at_most
    return until_precise(observe, quantities, absolute, relative, level, first, BATCH, most)


def _all_defined(observed: Sample) -> Paired:
    for name, reason in observed.left_out.items():
        raise CannotCompare(
            f"{observed.outcome.name} cannot be known to any precision: in {name}, {reason}. Ask for the "
            "precision of another outcome, or leave the structure out"
        )
    if observed.sample is None:
        raise CannotCompare(f"{observed.outcome.name} is not defined")
    return observed.sample


def _quantity(sample: Paired, structures: Sequence[str]) -> Floats:
    """The values of a structure, or the differences of two."""
    first, *others = (sample.values[sample.position(name)] for name in structures)
    return np.asarray(first - others[0]) if others else first
