"""What a study's outcomes owe to the mechanisms of its mission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np

from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.answers.questions.points import outputs
from stovepipe.answers.questions.question import Work
from stovepipe.answers.refusals import CannotAnswer, nothing_defined
from stovepipe.importance.shapley import (
    ShapleyValues,
    Subset,
    orders,
    sampled_shapley,
    shapley,
    subsets,
    subsets_of,
)
from stovepipe.importance.space import Floats
from stovepipe.inference.intervals import mean_interval
from stovepipe.measures.catalogue import KINDS
from stovepipe.study.file.entries import EXACT, ORDERS
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.by_cause import by_cause, keeping_causes
from stovepipe.study.reading.cost import Cost, check_study, cost_of
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.reading.variants import without
from stovepipe.study.running.gather import run_points
from stovepipe.study.store.store import Store


def is_exact(study: Study) -> bool:
    """Whether every subset of the mechanisms is run.

    Raises:
        CannotAnswer: the study asks for no attribution.
    """
    if study.attribution is None:
        raise CannotAnswer(
            f"{study.path} has no section attribution; write, for example, attribution: {{mechanisms: all}}"
        )
    return (study.attribution.method or ("exact" if len(study.mechanisms) <= EXACT else "sampled")) == "exact"


class AttributionQuestion:
    """What the outcomes of a study owe to the mechanisms of its mission.

    Attributes:
        asked: the study that asks.
        study: the same with what is lost to each cause, as the store keeps it.
    """

    name: ClassVar[str] = "attribute"
    open_ended: ClassVar[bool] = False

    def __init__(self, study: Study) -> None:
        self.asked = study
        self.study = keeping_causes(study) if study.attribution else study

    def cost(self, store: Store | None = None) -> Cost:
        """See `Question.cost`.

        Raises:
            CannotAnswer: the study asks for no attribution.
        """
        study = self.asked
        check_study(study)
        needed = subsets(list(study.mechanisms)) if is_exact(study) else subsets_of(_sample(study))
        return cost_of([study.structure(study.attributed)], len(needed), study.replications)

    def highest_cost(self) -> Cost | None:
        """None: the cost is all that it takes."""
        return None

    def carry_out(self, work: Work) -> AttributionFindings:
        """Run the mission with mechanisms switched off; see `Question.carry_out`.

        Raises:
            CannotAnswer: the study asks for no attribution.
                Or no outcome is defined with some mechanisms, which are named.
        """
        return _attributed(self.asked, work)


def _attributed(study: Study, work: Work) -> AttributionFindings:
    exact = is_exact(study)
    sample = () if exact else _sample(study)
    needed = subsets(list(study.mechanisms)) if exact else subsets_of(sample)
    structure = study.structure(study.attributed)
    replications = study.replications
    total = len(needed) * replications
    run_points(
        work.store,
        _switched(study, structure, needed),
        replications,
        work.place,
        work.audience.progress,
        total,
    )
    parts = by_cause(structure, study.outcomes)

    def values(outcome: Outcome) -> tuple[dict[Subset, Floats], str]:
        """The values with each subset of mechanisms, and where and why they are not defined."""
        points = [{"mechanisms on": ", ".join(sorted(subset)) or "none"} for subset in needed]
        names = [_named(study, structure, subset) for subset in needed]
        found, why = outputs(work.store, names, outcome, replications, points)
        return dict(zip(needed, found, strict=True)), why

    def shared(made: Mapping[Subset, Floats], most: float) -> ShapleyValues:
        if exact:
            return shapley(made, study.level, most)
        return sampled_shapley(made, sample, study.level, most)

    each = []
    undefined: dict[str, str] = {}
    for outcome in study.outcomes:
        made, why = values(outcome)
        if why:
            undefined[outcome.name] = why
            continue
        lost = {cause: values(part)[0] for cause, part in parts.get(outcome.name, {}).items()}
        most = KINDS[outcome.kind].most
        each.append(
            AttributionFinding(
                outcome=outcome,
                result=shared(made, most),
                with_all=mean_interval(made[frozenset(study.mechanisms)], study.level, 0.0, most),
                with_none=mean_interval(made[frozenset()], study.level, 0.0, most),
                by_cause={cause: shared(those, most) for cause, those in lost.items() if _occurs(those)},
            )
        )
    if not each:
        raise nothing_defined({outcome.name: outcome.title for outcome in study.outcomes}, undefined)
    return AttributionFindings(
        study, exact, len(sample), needed, tuple(each), tuple(_notes(study)), undefined
    )


def _sample(study: Study) -> tuple[tuple[str, ...], ...]:
    asked = study.attribution
    assert asked is not None  # asked before
    return orders(list(study.mechanisms), (asked.orders or ORDERS) // 2, asked.seed)


def _switched(study: Study, structure: Structure, needed: Sequence[Subset]) -> Iterator[Structure]:
    for subset in needed:
        yield without(structure, _off(study, subset), _named(study, structure, subset))


def _off(study: Study, subset: Subset) -> list[str]:
    return [name for group, names in study.mechanisms.items() if group not in subset for name in names]


def _named(study: Study, structure: Structure, subset: Subset) -> str:
    off = _off(study, subset)
    return f"{structure.name} without {', '.join(sorted(off))}" if off else structure.name


def _occurs(made: Mapping[Subset, Floats]) -> bool:
    return any(bool(np.any(numbers)) for numbers in made.values())


def _notes(study: Study) -> Iterator[str]:
    if study.replications == 1:
        yield "one replication of each subset: there are no intervals"
