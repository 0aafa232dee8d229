"""What was selected, for other programs: a tidy table, and plain values for JSON."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stovepipe.answers.selection_findings import SelectionFindings
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.presentation.shared.json_values import records


def selection_table(findings: SelectionFindings) -> pd.DataFrame:
    """A row for each structure, as `KimNelson.table` or `WithBest.table` have it, with outcome and method."""
    table = findings.result.table().drop(columns="outcome", errors="ignore")
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
