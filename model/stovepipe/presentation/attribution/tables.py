"""What outcomes owe to mechanisms: tables, tidy and for a terminal, and a verdict in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from stovepipe.answers.attribution_findings import AttributionFinding, AttributionFindings
from stovepipe.importance.shapley import ShapleyValues
from stovepipe.importance.shapley import rounded as decimal_shares
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import columns_of, rounded
from stovepipe.presentation.shared.wording import scale_of
from stovepipe.scenario.language.mechanisms import MECHANISMS
from stovepipe.study.reading.study import Study


def mechanism_grid(study: Study) -> Grid:
    """The mechanisms that outcomes are shared out among."""
    columns = [Column("mechanism", right=False), Column("what it is", right=False)]
    rows = [
        [group, "; ".join(MECHANISMS[name] for name in names)] for group, names in study.mechanisms.items()
    ]
    return Grid(f"{study.title}: what is switched on and off", columns, rows)


def attribution_grids(findings: AttributionFindings) -> Iterator[Grid]:
    """A table for each outcome, the mechanism with the largest value first; the values add up."""
    for finding in findings.each:
        result, scale = finding.result, scale_of(finding.outcome)
        columns = [Column("mechanism", right=False), Column("value", scale.apart), Column("interval")]
        if not findings.exact:
            columns.append(Column("of which sampling", f"± {scale.apart}"))
        decimals = 1 if abs(scale.factor * (result.total.value or 0.0)) >= 1 else 3
        exactly = decimal_values(result, scale.factor, decimals)
        rows = []
        for place in in_order(result):
            row = [
                result.mechanisms[place],
                exactly[place],
                columns_of(result.values[place], scale.factor)[1],
            ]
            if not findings.exact:
                row.append(rounded(scale.factor * result.sampling_error[place], 2))
            rows.append(row)
        total = rounded(scale.factor * float(result.total_share), decimals)
        last = ["together", total, columns_of(result.total, scale.factor)[1]]
        rows.append(last if findings.exact else [*last, ""])
        yield Grid(_title(findings, finding), columns, rows, findings.notes)
        if result.interactions:
            yield _interaction_grid(finding)


def decimal_values(result: ShapleyValues, factor: float, decimals: int) -> list[str]:
    """Values to so many decimals that add up, as printed, to the total as printed."""
    shift = round(math.log10(factor))
    values = decimal_shares(result, decimals + shift)
    return [f"{value.scaleb(shift) + 0:,.{decimals}f}" for value in values]


def _title(findings: AttributionFindings, finding: AttributionFinding) -> str:
    scale = scale_of(finding.outcome)
    ends = [
        "unknown" if each.value is None else f"{rounded(scale.factor * each.value, 1)} {scale.unit}"
        for each in (finding.with_none, finding.with_all)
    ]
    how = "every subset" if findings.exact else f"{findings.orders} orders"
    return f"{finding.outcome.title}: {ends[0]} without them, {ends[1]} with all; {how}"


def _interaction_grid(finding: AttributionFinding) -> Grid:
    result, scale = finding.result, scale_of(finding.outcome)
    columns = [Column("pair", right=False), Column("together, beyond each", scale.apart), Column("interval")]
    ordered = sorted(result.interactions.items(), key=lambda pair: (-abs(pair[1].value or 0.0), pair[0]))
    rows = [
        [" and ".join(pair), *columns_of(estimate, scale.factor)]
        for pair, estimate in ordered[:5]
        if estimate.value
    ]
    return Grid(f"{finding.outcome.title}: the strongest interactions", columns, rows)


def in_order(result: ShapleyValues) -> list[int]:
    """The largest value first, in size."""
    return sorted(
        range(len(result.mechanisms)),
        key=lambda place: (-abs(result.values[place].value or 0.0), result.mechanisms[place]),
    )
