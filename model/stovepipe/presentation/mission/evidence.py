"""Tables of what the numbers of a mission rest on."""

from __future__ import annotations

from collections.abc import Sequence

from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.scenario.reading.scenario import Scenario, Stated

GRADES = {
    "cited": "read in a source",
    "observed": "measured by the mission itself",
    "derived": "arithmetic on cited figures",
    "weak": "read, but second-hand or by proxy",
    "assumed": "a judgement",
}


def evidence_summary(scenario: Scenario) -> Grid:
    """How many of the numbers are of each grade of evidence, and how many have a range."""
    graded = _by_grade(scenario.quantities)
    return Grid(
        title="What the numbers rest on",
        columns=[
            Column("evidence", right=False),
            Column("numbers"),
            Column("with a range"),
            Column("", right=False),
        ],
        rows=[
            (
                grade,
                str(len(stated)),
                str(sum(each.quantity.range is not None for each in stated)),
                GRADES[grade],
            )
            for grade, stated in graded.items()
            if stated
        ],
    )


def evidence_listing(scenario: Scenario) -> Grid:
    """Every number that decides something, by its grade of evidence, with its range and source."""
    rows: list[Sequence[str]] = []
    for grade, stated in _by_grade(scenario.quantities).items():
        if stated:
            rows.append((f"{grade}: {len(stated)}",))
        rows += [_evidence_row(each) for each in stated]
    return Grid(
        title=f"{scenario.mission.mission}: every number and where it comes from",
        columns=[Column(name, right=False) for name in ("number", "value", "range", "source")],
        rows=rows,
    )


def _by_grade(quantities: Sequence[Stated]) -> dict[str, list[Stated]]:
    return {grade: [each for each in quantities if each.quantity.evidence == grade] for grade in GRADES}


def _evidence_row(stated: Stated) -> Sequence[str]:
    quantity = stated.quantity
    between = "" if quantity.range_text is None else " to ".join(quantity.range_text)
    return f"  {stated.where}", quantity.text, between, quantity.source
