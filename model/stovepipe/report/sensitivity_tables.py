"""What a question about inputs comes to, as tables: for a terminal, and tidy ones for other programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from stovepipe.inference.intervals import Estimate
from stovepipe.report.grid import Column, Grid
from stovepipe.report.sensitivity_words import limit_words, sensitivity_verdict, value_text
from stovepipe.report.wording import digits_for, interval, rounded, scale_of
from stovepipe.scenario.problems import listed
from stovepipe.sensitivity.findings import (
    Discovery,
    Finding,
    SensitivityFindings,
    asked_of,
)
from stovepipe.sensitivity.morris import Screening
from stovepipe.sensitivity.pawn import Pawn
from stovepipe.sensitivity.running import space_of
from stovepipe.sensitivity.sobol import Indices
from stovepipe.sensitivity.tornado import Tornado
from stovepipe.sensitivity.verdicts import Verdict
from stovepipe.study.definition import Study
from stovepipe.study.inputs import Input

INDICES = ["outcome", "unit", "method", "factor", "with", "measure", "estimate", "low", "high", "level"]
Row = tuple[str, str, str, Estimate]
"""Factor, the other factor or value, measure, estimate."""


def factor_grid(study: Study) -> Grid:
    """The factors of a study: what is varied, from where to where, and how it is known."""
    columns = [
        Column("factor", right=False),
        Column("as configured"),
        Column("from"),
        Column("to"),
        Column("evidence", right=False),
        Column("numbers"),
        Column("judged with", right=False),
    ]
    rows = [_factor_row(each) for each in sorted(study.inputs, key=lambda each: each.name)]
    return Grid(f"{study.title}: what is varied", columns, rows, space_of(study).notes)


def _factor_row(each: Input) -> list[str]:
    evidence, number = listed(each.evidence), str(len(each.places))
    if each.levels:
        first, *_, last = each.levels
        return [each.name, str(each.base), first, last, "a choice", "", each.group]
    place = each.shared
    if place is None:
        values = [value_text(each, value) for value in (float(each.base), 0.0, 1.0)]
        return [each.name, *values, evidence, number, each.group]
    ends = [value_text(each, value) for value in (place.value, place.low, place.high)]
    return [each.name, *ends, evidence, number, each.group]


def factor_table(study: Study) -> pd.DataFrame:
    """One row for each number that is varied, or choice: its factor, place, range and evidence."""
    columns = ["factor", "group", "structure", "path", "value", "low", "high", "unit", "evidence", "belief"]
    rows = [
        [each.name, each.group, p.structure, p.where, p.value, p.low, p.high, p.unit, p.evidence, each.belief]
        for each in study.inputs
        for p in each.places
    ]
    rows += [
        [each.name, each.group, "", "", math.nan, math.nan, math.nan, "", "choice", listed(each.levels, "or")]
        for each in study.inputs
        if each.levels
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(["factor", "structure", "path"], ignore_index=True)


def sensitivity_grids(findings: SensitivityFindings) -> Iterator[Grid]:
    """A table for each outcome, the leading factor first."""
    for finding in findings.each:
        scale = scale_of(finding.outcome)
        match finding.result:
            case Screening() as result:
                yield _screening_grid(finding, result)
            case Indices() as result:
                yield _indices_grid(finding, result)
            case Pawn() as result:
                columns = [Column("factor", right=False), Column("index"), Column("by chance, below"),
                           Column("more than chance", right=False)]  # fmt: skip
                ordered = sorted(result.factors, key=lambda each: (-each.distance, each.name))
                rows = [
                    [
                        each.name,
                        _cell(each.index, 1.0),
                        f"{each.threshold:.2f}",
                        "yes" if each.matters else "",
                    ]
                    for each in ordered
                ]
                yield Grid(f"{finding.outcome.title}: PAWN indices", columns, rows, result.notes)
            case Tornado() as result:
                columns = [Column("factor", right=False), Column("low end", scale.apart),
                           Column("high end", scale.apart), Column("swing", scale.apart)]  # fmt: skip
                rows = [
                    [
                        each.factor,
                        _cell(each.bars[0].change, scale.factor),
                        _cell(each.bars[-1].change, scale.factor),
                        _cell(each.swing, scale.factor),
                    ]
                    for each in result.swings
                ]
                base = _cell(result.base, scale.factor).replace("\t", " ")
                title = f"{finding.outcome.title}: one at a time, against {base} {scale.unit}"
                yield Grid(title, columns, rows, result.notes)
            case Discovery() as result:
                yield _box_grid(findings, finding, result)


def _screening_grid(finding: Finding, result: Screening) -> Grid:
    scale = scale_of(finding.outcome)
    columns = [
        Column("factor", right=False),
        Column("mu*", scale.apart),
        Column("mu", scale.apart),
        Column("sigma", scale.apart),
        Column("noise alone", scale.apart),
        Column("more than noise", right=False),
    ]
    ordered = sorted(result.effects, key=lambda effect: (-(effect.mu_star.value or 0.0), effect.name))
    rows = [
        [
            each.name,
            _cell(each.mu_star, scale.factor),
            _cell(each.mu, scale.factor),
            _cell(each.sigma, scale.factor),
            "" if each.noise_floor is None else rounded(scale.factor * each.noise_floor, 2),
            "yes" if each.matters else "",
        ]
        for each in ordered
    ]
    title = (
        f"{finding.outcome.title}: elementary effects over the whole range, {result.trajectories} "
        f"trajectories, {result.replications} replications"
    )
    return Grid(title, columns, rows, result.notes)


def _indices_grid(finding: Finding, result: Indices) -> Grid:
    columns = [Column("factor", right=False), Column("first", "%"), Column("total", "%")]
    ordered = sorted(
        zip(result.names, result.first, result.total, strict=True),
        key=lambda row: (-(row[2].value or 0.0), row[0]),
    )
    rows = [[name, _cell(first, 100.0), _cell(total, 100.0)] for name, first, total in ordered]
    notes = [*result.notes]
    if result.noise_share is not None:
        notes.insert(
            0,
            f"luck is {100 * result.noise_share:.0f} % of the variance of one replication; it is in no index",
        )
    title = (
        f"{finding.outcome.title}: share of the variance, {result.blocks} blocks, {result.replications} "
        "replications"
    )
    return Grid(title, columns, rows, notes)


def _box_grid(findings: SensitivityFindings, finding: Finding, result: Discovery) -> Grid:
    columns = [Column("where", right=False), Column("fail there", "%"), Column("of all failures", "%"),
               Column("of the space", "%"), Column("fail there, fresh points", "%")]  # fmt: skip
    rows = []
    for rank, box in enumerate(result.boxes):
        where = listed(limit_words(limit, findings.study) for limit in box.limits) or "throughout"
        fresh = _cell(result.judgements[rank].density, 100.0) if result.judgements else ""
        rows.append(
            [where, *(f"{100 * share:.0f}" for share in (box.density, box.coverage, box.mass)), fresh]
        )
    return Grid(f"{finding.outcome.title}: where failure is likely", columns, rows, result.notes)


def _cell(estimate: Estimate, factor: float) -> str:
    if estimate.value is None:
        return "-"
    if estimate.low is None or estimate.high is None:
        return rounded(factor * estimate.value, 2)
    low, high = factor * estimate.low, factor * estimate.high
    digits = max(digits_for((high - low) / 2), 1)
    return f"{rounded(factor * estimate.value, digits)}\t({interval(low, high, digits)})"


def index_table(findings: SensitivityFindings) -> pd.DataFrame:
    """One row for each outcome, factor and measure. Boxes have a table of their own.

    Effects, changes and swings are in the outcome's unit, variances in its square; indices have none.

    Columns:
        outcome, unit, method: names.
        factor: or group.
        with: the other factor of a pair, or the value that it was moved to.
        measure: mu, mu_star, sigma, first, total, second, pawn, change, swing or holds.
        estimate, low, high, level: with its interval.
    """
    method = asked_of(findings.study).method
    rows = [
        [
            each.outcome.name,
            each.outcome.unit,
            method,
            factor,
            other,
            measure,
            e.value,
            e.low,
            e.high,
            e.level,
        ]
        for each in findings.each
        for factor, other, measure, e in _rows(each)
    ]
    table = pd.DataFrame(rows, columns=INDICES)
    numbers = ["estimate", "low", "high", "level"]
    return table.astype(dict.fromkeys(numbers, "float64"))


def _rows(finding: Finding) -> Iterator[Row]:
    match finding.result:
        case Screening() as result:
            for effect in result.effects:
                for measure in ("mu_star", "mu", "sigma"):
                    yield effect.name, "", measure, getattr(effect, measure)
        case Indices() as result:
            for name, first, total in zip(result.names, result.first, result.total, strict=True):
                yield name, "", "first", first
                yield name, "", "total", total
            for (one, other), second in result.second.items():
                yield one, other, "second", second
            yield "", "", "variance", result.variance
            yield "", "", "noise", result.noise
        case Pawn() as result:
            for factor in result.factors:
                yield factor.name, "", "pawn", factor.index
        case Tornado() as result:
            for swing in result.swings:
                for bar in swing.bars:
                    yield swing.factor, str(bar.value), "change", bar.change
                yield swing.factor, "", "swing", swing.swing
        case Discovery() as result:
            yield "", "", "fails", result.fails
        case Verdict() as result:
            yield "", "", "holds", result.holds


def box_table(findings: SensitivityFindings) -> pd.DataFrame:
    """One row for each limit of each box; empty if no failure was asked about."""
    columns = ["outcome", "box", "factor", "low", "high", "choices", "quasi_p", "density", "coverage", "mass"]
    rows = [
        [
            finding.outcome.name,
            rank,
            limit.factor,
            limit.low,
            limit.high,
            listed(limit.choices, "or"),
            quasi_p,
            box.density,
            box.coverage,
            box.mass,
        ]
        for finding in findings.each
        if isinstance(finding.result, Discovery)
        for rank, box in enumerate(finding.result.boxes, start=1)
        for limit, quasi_p in zip(box.limits, box.quasi_p, strict=True)
    ]
    return pd.DataFrame(rows, columns=columns)


def point_table(findings: SensitivityFindings) -> pd.DataFrame:
    """One row for each point that was run: its number, and a column for each factor."""
    table = pd.DataFrame([dict(point) for point in findings.points])
    table.insert(0, "point", range(len(table)))
    return table


def output_table(findings: SensitivityFindings) -> pd.DataFrame:
    """One row for each point, structure, outcome and replication: its value in the outcome's own unit."""
    parts = [
        pd.DataFrame(
            {
                "point": [row for row in range(numbers.shape[0]) for _ in range(numbers.shape[1])],
                "structure": structure,
                "outcome": outcome,
                "replication": [*range(numbers.shape[1])] * numbers.shape[0],
                "value": numbers.reshape(-1),
            }
        )
        for outcome, by_structure in findings.outputs.items()
        for structure, numbers in by_structure.items()
    ]
    return pd.concat(parts, ignore_index=True)


def sensitivity_tables(findings: SensitivityFindings) -> dict[str, pd.DataFrame]:
    """All tidy tables by name."""
    tables = {
        "factors": factor_table(findings.study),
        "indices": index_table(findings),
        "points": point_table(findings),
        "outputs": output_table(findings),
    }
    if findings.study.threshold is not None:
        tables["boxes"] = box_table(findings)
    return tables


def sensitivity_payload(findings: SensitivityFindings) -> dict[str, Any]:
    """The findings for JSON; what is not known is null."""
    study = findings.study
    return {
        "study": study.title,
        "method": asked_of(study).method,
        "structures": list(study.varied),
        "seed": study.seed,
        "replications": study.replications,
        "points": len(findings.points),
        "base_points": findings.base_points,
        "ranking_stable": findings.stable,
        "rankings": {
            each.outcome.name: {
                "leaders": list(each.ranking.leaders),
                "same_order": each.ranking.same_order,
                "same_leaders": each.ranking.same_leaders,
            }
            for each in findings.each
            if each.ranking is not None
        },
        "noise_share": {
            each.outcome.name: each.result.noise_share
            for each in findings.each
            if isinstance(each.result, Indices)
        },
        "indices": records(index_table(findings)),
        "boxes": records(box_table(findings)),
        "notes": list(findings.space.notes),
        "verdict": sensitivity_verdict(findings),
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values, what is not known as None."""
    return [
        {
            str(key): None if isinstance(value, float) and math.isnan(value) else value
            for key, value in row.items()
        }
        for row in table.to_dict("records")
    ]
