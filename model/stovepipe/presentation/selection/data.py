"""What was selected, for other programs: a tidy table, and plain values for JSON."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.presentation.shared.json_values import records


def selection_table(findings: SelectionFindings) -> pd.DataFrame:
    """A row for each structure, as `KimNelson.table` or `WithBest.table` have it, with outcome and method.

    Columns `estimate_low`, `estimate_high` and `level` are the interval of the estimate by itself.
    `dropped_at` is missing where a structure was not dropped.
    """
    table = findings.result.table().drop(columns="outcome", errors="ignore")
    own = [findings.estimates[name] for name in table["structure"]]
    place = list(table.columns).index("estimate") + 1
    table.insert(place, "estimate_low", [each.low for each in own])
    table.insert(place + 1, "estimate_high", [each.high for each in own])
    table.insert(place + 2, "level", [each.level for each in own])
    if "dropped_at" in table:
        table["dropped_at"] = table["dropped_at"].astype("Int64").mask(table["dropped_at"] == 0)
    if "chosen" not in table:
        table["chosen"] = table["structure"] == findings.chosen
    table.insert(0, "method", findings.asked.method)
    table.insert(0, "outcome", findings.outcome.name)
    return table


def selection_payload(findings: SelectionFindings) -> dict[str, Any]:
    """What was selected, for JSON."""
    return {
        "study": findings.study.title,
        "outcome": findings.outcome.name,
        "method": findings.asked.method,
        "chosen": findings.chosen,
        "finished": findings.finished,
        "spent": findings.spent,
        "seed": findings.study.seed,
        "structures": records(selection_table(findings)),
        "verdict": selection_verdict(findings),
    }
