"""What outcomes owe to mechanisms, for other programs: a tidy table, and plain values for JSON."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.presentation.attribution.words import attribution_verdict
from stovepipe.presentation.shared.json_values import records

VALUES = [
    "outcome", "unit", "cause", "mechanism", "with", "measure", "estimate", "low", "high", "level",
    "sampling_error",
]  # fmt: skip


def attribution_table(findings: AttributionFindings) -> pd.DataFrame:
    """One row for each outcome and mechanism, in the outcome's own unit.

    Columns:
        outcome, unit: names.
        cause: the cause of loss, for the part of an outcome that is lost to it; empty for the whole outcome.
        mechanism: or group; empty for the total.
        with: the other mechanism of an interaction.
        measure: value, interaction or total.
        estimate, low, high, level: the estimate and its interval.
        sampling_error: half-width of an interval for the sampling of orders alone; 0 if exact.
    """
    rows = []
    for finding in findings.each:
        head = [finding.outcome.name, finding.outcome.unit]
        parts = {"": finding.result, **finding.by_cause}
        for cause, result in parts.items():
            for name, e, error in zip(result.mechanisms, result.values, result.sampling_error, strict=True):
                rows.append([*head, cause, name, "", "value", e.value, e.low, e.high, e.level, error])
            for (one, other), e in result.interactions.items():
                rows.append([*head, cause, one, other, "interaction", e.value, e.low, e.high, e.level, 0.0])
            e = result.total
            rows.append([*head, cause, "", "", "total", e.value, e.low, e.high, e.level, 0.0])
    numbers = ["estimate", "low", "high", "level", "sampling_error"]
    return pd.DataFrame(rows, columns=VALUES).astype(dict.fromkeys(numbers, "float64"))


def attribution_payload(findings: AttributionFindings) -> dict[str, Any]:
    """The findings for JSON; what is not known is null."""
    study = findings.study
    return {
        "study": study.title,
        "structure": study.attributed,
        "mechanisms": {group: list(names) for group, names in study.mechanisms.items()},
        "method": "exact" if findings.exact else "sampled",
        "orders": findings.orders,
        "subsets": len(findings.subsets),
        "seed": study.seed,
        "replications": study.replications,
        "values": records(attribution_table(findings)),
        "undefined": dict(findings.undefined),
        "verdict": attribution_verdict(findings),
    }
