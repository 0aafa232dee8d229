"""What outcomes owe to mechanisms: tables, tidy and for a terminal, and a verdict in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from stovepipe.inference.intervals import Estimate
from stovepipe.report.grid import Column, Grid
from stovepipe.report.sensitivity_tables import records
from stovepipe.report.wording import digits_for, interval, phrase, rounded, scale_of
from stovepipe.scenario.mechanisms import MECHANISMS
from stovepipe.scenario.problems import listed
from stovepipe.sensitivity.attributing import AttributionFinding, AttributionFindings
from stovepipe.sensitivity.shapley import Attribution
from stovepipe.sensitivity.shapley import rounded as decimal_shares
from stovepipe.study.definition import Study

VALUES = [
    "outcome", "unit", "cause", "mechanism", "with", "measure", "estimate", "low", "high", "level",
    "sampling_error",
]  # fmt: skip
LEADING = 3


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
        for place in _order(result):
            row = [result.mechanisms[place], exactly[place], _parts(result.values[place], scale.factor)[1]]
            if not findings.exact:
                row.append(rounded(scale.factor * result.sampling_error[place], 2))
            rows.append(row)
        total = rounded(scale.factor * float(result.total_share), decimals)
        last = ["together", total, _parts(result.total, scale.factor)[1]]
        rows.append(last if findings.exact else [*last, ""])
        yield Grid(_title(findings, finding), columns, rows, findings.notes)
        if result.interactions:
            yield _interaction_grid(finding)


def decimal_values(result: Attribution, factor: float, decimals: int) -> list[str]:
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
        [" and ".join(pair), *_parts(estimate, scale.factor)]
        for pair, estimate in ordered[:5]
        if estimate.value
    ]
    return Grid(f"{finding.outcome.title}: the strongest interactions", columns, rows)


def _parts(estimate: Estimate, factor: float) -> list[str]:
    if estimate.value is None:
        return ["-", ""]
    if estimate.low is None or estimate.high is None:
        return [rounded(factor * estimate.value, 2), ""]
    low, high = factor * estimate.low, factor * estimate.high
    digits = max(digits_for((high - low) / 2), 1)
    return [rounded(factor * estimate.value, digits), interval(low, high, digits)]


def _order(result: Attribution) -> list[int]:
    """The largest value first, in size."""
    return sorted(
        range(len(result.mechanisms)),
        key=lambda place: (-abs(result.values[place].value or 0.0), result.mechanisms[place]),
    )


def attribution_verdict(findings: AttributionFindings) -> str:
    """The verdict: a sentence or two for each outcome."""
    return "\n".join(" ".join(_sentences(findings, each)) for each in findings.each)


def _sentences(findings: AttributionFindings, finding: AttributionFinding) -> Iterator[str]:
    result, scale, what = finding.result, scale_of(finding.outcome), phrase(finding.outcome)
    total = result.total.value or 0.0
    if not any(estimate.value for estimate in result.values):
        yield f"No mechanism changes {what}."
        return
    worse = (total > 0) == (finding.outcome.direction == "less")
    changed = f"{rounded(scale.factor * abs(total), 1)} {scale.apart}"
    with_all, with_none = (
        f"{rounded(scale.factor * (each.value or 0.0), 1)} {scale.unit}"
        for each in (finding.with_all, finding.with_none)
    )
    lost = finding.outcome.kind == "lost"
    about = "Of what is lost" if lost else f"Of {what}"
    yield (
        f"With all mechanisms, {what} is {with_all}, without them {with_none}: together they make it "
        f"{changed} {'worse' if worse else 'better'}."
    )
    sign = 1.0 if total >= 0 else -1.0
    parts = [
        f"{_signed(result.values[place], scale.factor * sign)} {scale.apart if not rank else ''}".rstrip()
        + f" {'come' if not rank else ''} from {result.mechanisms[place]}".replace("  ", " ")
        for rank, place in enumerate(_order(result)[:LEADING])
        if result.values[place].value
    ]
    yield f"{about}, {listed(parts)}." if lost else f"Of that, {listed(parts)}."
    known = [(pair, each) for pair, each in result.interactions.items() if each.low is not None]
    sure = [(p, e) for p, e in known if (e.low or 0.0) > 0 or (e.high or 0.0) < 0]
    if sure:
        pair, strongest = max(sure, key=lambda item: abs(item[1].value or 0.0))
        yield (
            f"{' and '.join(pair)} together change it by "
            f"{_signed(strongest, scale.factor)} {scale.apart} beyond what each does alone."
        )
    if not findings.exact:
        error = scale.factor * max(result.sampling_error)
        yield f"Only {findings.orders} orders were sampled: that alone may be off by ±{rounded(error, 1)}."


def _signed(estimate: Estimate, factor: float) -> str:
    value, low, high = estimate.value or 0.0, estimate.low, estimate.high
    if low is None or high is None:
        return rounded(factor * value, 1)
    ends = sorted((factor * low, factor * high))
    digits = max(digits_for((ends[1] - ends[0]) / 2), 1)
    return f"{rounded(factor * value, digits)} ({interval(ends[0], ends[1], digits)})"


def attribution_table(findings: AttributionFindings) -> pd.DataFrame:
    """One row for each outcome and mechanism, in the outcome's own unit.

    Columns:
        outcome, unit: names.
        cause: of loss, of the part of an outcome that is lost to it; empty for the whole outcome.
        mechanism: or group; empty for the total.
        with: the other mechanism of an interaction.
        measure: value, interaction or total.
        estimate, low, high, level: with its interval.
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
        "verdict": attribution_verdict(findings),
    }
