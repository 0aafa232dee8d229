"""The findings of a study for other programs: as tidy tables for CSV, and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stovepipe.answers.findings.comparison import OutcomeFindings, StudyFindings
from stovepipe.presentation.comparison.words import standings, study_verdict
from stovepipe.presentation.shared.json_values import records

ESTIMATES = [
    "outcome", "measure", "unit", "direction", "structure", "estimate", "low", "high", "level",
    "replications", "compared", "reason",
]  # fmt: skip
DIFFERENCES = [
    "outcome", "unit", "structure", "compared_with", "difference", "low", "high", "level", "family",
    "replications", "verdict", "correlation", "variance_ratio", "times_narrower",
]  # fmt: skip
RANKING = [
    "outcome", "unit", "rank", "structure", "estimate", "difference", "low", "high", "level",
    "replications", "may_be_best",
]  # fmt: skip


def study_tables(findings: StudyFindings) -> dict[str, pd.DataFrame]:
    """The findings as tidy tables, by name: estimates, differences and ranking.

    Numbers are in the outcome's unit: shares of 1, hours, copies, person-hours.
    """
    parts = {
        "estimates": (ESTIMATES, _estimates),
        "differences": (DIFFERENCES, _differences),
        "ranking": (RANKING, _ranking),
    }
    return {
        name: pd.DataFrame(
            [row for each in findings.outcomes for row in rows(findings, each)], columns=columns
        )
        for name, (columns, rows) in parts.items()
    }


def study_payload(findings: StudyFindings) -> dict[str, Any]:
    """The findings for JSON; what is not known is null."""
    study = findings.study
    tables = {name: records(table) for name, table in study_tables(findings).items()}
    return {
        "study": study.title,
        "structures": {
            each.name: {"title": each.title, "configuration_sha256": each.scenario.digest}
            for each in study.structures
        },
        "baseline": study.baseline,
        "method": study.method,
        "level": study.level,
        "family": findings.family,
        "seed": study.seed,
        "replications": findings.replications,
        "precision_reached": None if findings.precision is None else findings.precision.reached,
        **tables,
        "verdict": study_verdict(findings),
    }


def _estimates(findings: StudyFindings, found: OutcomeFindings) -> Iterator[tuple[Any, ...]]:
    outcome, left_out = found.observed.outcome, found.observed.left_out
    for name, each in found.observed.estimates.items():
        yield (
            outcome.name, outcome.measure, outcome.unit, outcome.direction, name, each.value, each.low,
            each.high, findings.level, findings.replications, name not in left_out, left_out.get(name, ""),
        )  # fmt: skip


def _differences(findings: StudyFindings, found: OutcomeFindings) -> Iterator[tuple[Any, ...]]:
    outcome = found.observed.outcome
    for pair, each in standings(found).items():
        gain = found.gains[pair]
        yield (
            outcome.name, outcome.unit, *pair, each.value, each.low, each.high, findings.level,
            findings.family, findings.replications, each.word, gain.correlation, gain.ratio, gain.narrower,
        )  # fmt: skip


def _ranking(findings: StudyFindings, found: OutcomeFindings) -> Iterator[tuple[Any, ...]]:
    outcome = found.observed.outcome
    for rank, each in enumerate(found.ranking, start=1):
        yield (
            outcome.name, outcome.unit, rank, each.name, each.estimate, each.value, each.low, each.high,
            findings.level, findings.replications, each.possible,
        )  # fmt: skip
