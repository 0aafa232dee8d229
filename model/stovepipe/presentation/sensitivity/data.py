"""What a sensitivity analysis found, for other programs: tidy tables, and plain values for JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from stovepipe.answers.findings.sensitivity import SensitivityFindings, asked_of
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Pawn
from stovepipe.importance.methods.prim import Discovery
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.importance.methods.verdict import Verdict
from stovepipe.importance.noise import FEWEST
from stovepipe.importance.shares import Share
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.sensitivity.words import sensitivity_verdict
from stovepipe.presentation.shared.json_values import records
from stovepipe.study.reading.study import Study
from stovepipe.text import listed

INDICES = ["outcome", "unit", "method", "factor", "with", "measure", "estimate", "low", "high", "level"]


Row = tuple[str, str, str, Estimate]
"""Factor, the other factor or value, measure, estimate."""


def factor_table(study: Study) -> pd.DataFrame:
    """One row for each number that is varied, or choice: its factor, place, range and evidence."""
    columns = ["factor", "group", "structure", "path", "value", "low", "high", "unit", "evidence", "belief"]
    rows = [
        [each.name, each.group, p.structure, p.where, p.value, p.low, p.high, p.unit, p.evidence, each.belief]
        for each in study.factors
        for p in each.places
    ]
    rows += [
        [each.name, each.group, "", "", math.nan, math.nan, math.nan, "", "choice", listed(each.levels, "or")]
        for each in study.factors
        if each.levels
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(["factor", "structure", "path"], ignore_index=True)


def index_table(findings: SensitivityFindings) -> pd.DataFrame:
    """One row for each outcome, factor and measure. Boxes have a table of their own.

    Effects, changes and swings are in the outcome's unit, variances in its square; indices have none.

    Columns:
        outcome, unit, method: names.
        factor: or group.
        with: the other factor of a pair, or the value that it was moved to.
        measure: mu, mu_star, sigma, by_noise (the mu_star that noise alone would show), first, total, second,
            pawn, pawn_by_chance, change, swing; matters (1 if the effect is more than noise or chance
            explains, else 0); fails or holds (a share of the input space), surely, surely_not and unclear
            (shares of the points).
        estimate, low, high, level: the estimate and its interval; empty where they have no meaning.
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
        for factor, other, measure, e in ROWS[type(each.result)](each.result)
    ]
    table = pd.DataFrame(rows, columns=INDICES)
    numbers = ["estimate", "low", "high", "level"]
    return table.astype(dict.fromkeys(numbers, "float64"))


def _screening(result: Screening) -> Iterator[Row]:
    for effect in result.effects:
        level, replications = effect.mu_star.level, result.replications
        for measure in ("mu_star", "mu", "sigma"):
            yield effect.name, "", measure, getattr(effect, measure)
        yield effect.name, "", "by_noise", Estimate(effect.noise_floor, None, None, level, replications)
        told = float(effect.matters) if replications >= FEWEST else None
        yield effect.name, "", "matters", Estimate(told, None, None, level, replications)


def _indices(result: Indices) -> Iterator[Row]:
    for name, first, total in zip(result.names, result.first, result.total, strict=True):
        yield name, "", "first", first
        yield name, "", "total", total
    for (one, other), second in result.second.items():
        yield one, other, "second", second
    yield "", "", "variance", result.variance
    yield "", "", "noise", result.noise


def _pawn(result: Pawn) -> Iterator[Row]:
    for factor in result.factors:
        level, replications = factor.index.level, factor.index.replications
        yield factor.name, "", "pawn", factor.index
        yield factor.name, "", "pawn_by_chance", Estimate(factor.chance, None, None, level, replications)
        yield factor.name, "", "matters", Estimate(float(factor.matters), None, None, level, replications)


def _tornado(result: Tornado) -> Iterator[Row]:
    for swing in result.swings:
        for bar in swing.bars:
            yield swing.factor, str(bar.value), "change", bar.change
        yield swing.factor, "", "swing", swing.swing


def _discovery(result: Discovery) -> Iterator[Row]:
    yield from _told("fails", result.fails)


def _verdict(result: Verdict) -> Iterator[Row]:
    yield from _told("holds", result.holds)


def _told(measure: str, found: Share) -> Iterator[Row]:
    """A share of the input space, and the shares of the points where it is sure."""
    yield "", "", measure, found.estimate
    for name, part in (
        ("surely", found.surely),
        ("surely_not", found.surely_not),
        ("unclear", found.unclear),
    ):
        yield "", "", name, Estimate(part, None, None, found.estimate.level, found.estimate.replications)


ROWS: Mapping[type, Callable[[Any], Iterator[Row]]] = {
    Screening: _screening,
    Indices: _indices,
    Pawn: _pawn,
    Tornado: _tornado,
    Discovery: _discovery,
    Verdict: _verdict,
}
"""The numbers of the result of each method."""


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
        "undefined": dict(findings.undefined),
        "verdict": sensitivity_verdict(findings),
    }
