"""Findings about a study with invented numbers: a comparison, a selection, what matters, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.answers.axes import space_of
from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.answers.findings.comparison import Gain, OutcomeFindings, StudyFindings, compared_pairs
from stovepipe.answers.findings.samples import Sample
from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.answers.findings.sensitivity import Finding, SensitivityFindings
from stovepipe.importance.ranking import Ranking
from stovepipe.importance.shapley import ShapleyValues
from stovepipe.inference.best import with_best
from stovepipe.inference.differences import against, all_pairs
from stovepipe.inference.intervals import Estimate, mean_interval
from stovepipe.inference.kim_nelson import KimNelson
from stovepipe.inference.paired import paired
from stovepipe.study.reading.study import Study
from tests.made_up import estimate

# --- a comparison and a selection ------------------------------------

SPREAD = np.array([0.001, -0.001, 0.002, -0.002, 0.0])
LUCK = np.array([0.01, -0.01, 0.0, 0.005, -0.005])
VALUES: Mapping[str, Sequence[float]] = {
    "timely": (0.60, 0.64, 0.55),
    "lost": (0.30, 0.31, 0.20),
    "delay": (6.0, 4.0, 6.1),
    "backlog": (5.0, 2.0, 5.0),
}
"""By outcome: the mean of each structure. What is best differs from outcome to outcome."""


def made_rows(means: Sequence[float]) -> ArrayLike:
    """Five replications of each structure on the same luck, each with a little spread of its own."""
    return [mean + LUCK + (rank + 1) * np.roll(SPREAD, rank) for rank, mean in enumerate(means)]


def compared(
    study: Study, values: Mapping[str, Sequence[float]] = VALUES, left_out: Mapping[str, str] | None = None
) -> StudyFindings:
    """A comparison of the structures of a study, of whose replications the means are given.

    Args:
        study: with the method.
        values: by outcome, the mean of each structure.
        left_out: by structure, why it is not compared by any outcome.
    """
    out = left_out or {}
    kept = [each.name for each in study.structures if each.name not in out]
    family = len(compared_pairs(study, kept)) * len(study.outcomes)
    outcomes = []
    for outcome in study.outcomes:
        means = [mean for each, mean in zip(study.structures, values[outcome.name], strict=True)
                 if each.name in kept]  # fmt: skip
        sample = paired(made_rows(means), kept, outcome.name)
        observed = Sample(
            outcome=outcome,
            structures=tuple(each.name for each in study.structures),
            estimates={name: mean_interval(row) for name, row in zip(kept, sample.values, strict=True)}
            | {name: Estimate(None, None, None, 0.0, 0) for name in out},
            without=out,
            not_reached={},
            sample=sample,
            alike=frozenset(),
        )
        differences = None if study.method == "best" else all_pairs(sample)
        if study.method == "baseline":
            differences = against(sample, study.baseline or "")
        gains = {
            pair: Gain(correlation=0.5 + place / 100, ratio=float((place + 2) ** 2))
            for place, pair in enumerate(compared_pairs(study, kept))
        }
        outcomes.append(OutcomeFindings(observed, differences, with_best(sample, outcome.direction), gains))
    return StudyFindings(study, 5, family, tuple(outcomes))


def selected(study: Study, **more: Any) -> SelectionFindings:
    """What Kim and Nelson's procedure comes to, for a study that asks for it."""
    said: dict[str, Any] = {
        "structures": tuple(each.name for each in study.structures),
        "chosen": "third",
        "finished": True,
        "unvaried": (),
        "delta": 0.02,
        "level": 0.9,
        "first": 20,
        "dropped_at": np.array([40, 0, 20]),
        "dropped_by": ("third", "", "base"),
        "used": np.array([40, 45, 20]),
        "estimates": np.array([0.61, 0.64, 0.55]),
    }
    result = KimNelson(**(said | more))
    of_each = {
        name: estimate(float(value), 0.01 * (rank + 1))
        for rank, (name, value) in enumerate(zip(result.structures, result.estimates, strict=True))
    }
    return SelectionFindings(study, result, of_each)


# --- what matters ----------------------------------------------------


POINTS: tuple[dict[str, Any], ...] = (
    {"courier": 10.0, "work": 1.0, "release": 20.0, "analysts": 2, "officers": "none"},
    {"courier": 5.0, "work": 1.5, "release": 40.0, "analysts": 1, "officers": "embedded"},
    {"courier": 15.0, "work": 0.5, "release": 10.0, "analysts": 4, "officers": "liaison"},
    {"courier": 20.0, "work": 2.0, "release": 50.0, "analysts": 3, "officers": "none"},
)
"""Points of the study's factors: as configured, and three at which every factor is otherwise."""


def sensitivity_findings(
    study: Study, results: Mapping[str, Any], ranking: Ranking | None = None, stable: bool | None = None
) -> SensitivityFindings:
    """Findings with these results, by outcome. The outputs number the points, structures and replications."""
    outputs = {
        outcome.name: {
            name: 1000.0 * place + 100 * rank + 10 * np.arange(len(POINTS))[:, None] + np.arange(2)
            for rank, name in enumerate(study.varied)
        }
        for place, outcome in enumerate(study.outcomes)
    }
    each = tuple(Finding(study.outcome(name), result, ranking) for name, result in results.items())
    return SensitivityFindings(study, space_of(study), POINTS, outputs, each, 8, stable)


# --- what it comes from ----------------------------------------------


def attribution(
    values: Mapping[str, tuple[float, float]],
    interactions: Mapping[tuple[str, str], tuple[float, float]] | None = None,
    errors: Sequence[float] = (),
) -> ShapleyValues:
    """Values of mechanisms, each with the half-width of its interval; the total is their sum."""
    shares = tuple(Fraction(str(value)) for value, _ in values.values())
    total = sum(shares, Fraction())
    return ShapleyValues(
        mechanisms=tuple(values),
        values=tuple(estimate(*value) for value in values.values()),
        shares=shares,
        sampling_error=tuple(errors or [0.0] * len(values)),
        interactions={pair: estimate(*value) for pair, value in (interactions or {}).items()},
        total=estimate(float(total), 0.01),
        total_share=total,
        replications=5,
    )


def attribution_findings(
    study: Study, each: Sequence[AttributionFinding], orders: int = 0, notes: Sequence[str] = ()
) -> AttributionFindings:
    """Findings of an attribution: of every subset, or of so many orders."""
    subsets = tuple(_subsets(list(study.mechanisms)))
    return AttributionFindings(study, not orders, orders, subsets, tuple(each), tuple(notes))


def _subsets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(2 ** len(names)):
        yield frozenset(name for place, name in enumerate(names) if size >> place & 1)
