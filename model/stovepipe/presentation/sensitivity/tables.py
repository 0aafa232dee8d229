"""What a question about inputs comes to, as tables: for a terminal, and tidy ones for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stovepipe.answers.axes import space_of
from stovepipe.answers.findings.sensitivity import Finding, SensitivityFindings
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Pawn
from stovepipe.importance.methods.prim import Discovery
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.importance.methods.verdict import Verdict
from stovepipe.importance.noise import FEWEST
from stovepipe.importance.shares import Share
from stovepipe.presentation.sensitivity.words import limit_words, value_text
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import cell, rounded, said
from stovepipe.presentation.shared.wording import scale_of
from stovepipe.study.reading.factors import Factor
from stovepipe.study.reading.study import Study
from stovepipe.text import listed


def factor_grid(study: Study) -> Grid:
    """The factors of a study: what is varied, from where to where, and how it is known."""
    columns = [
        Column("factor", right=False),
        Column("as configured"),
        Column("from"),
        Column("to"),
        Column("evidence", right=False),
        Column("numbers"),
        Column("group", right=False),
    ]
    rows = [_factor_row(each) for each in sorted(study.factors, key=lambda each: each.name)]
    return Grid(f"{study.title}: what is varied", columns, rows, space_of(study).notes)


def _factor_row(each: Factor) -> list[str]:
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


def sensitivity_grids(findings: SensitivityFindings) -> Iterator[Grid]:
    """A table for each outcome, the leading factor first."""
    for finding in findings.each:
        yield from GRIDS[type(finding.result)](findings, finding, finding.result)


def _share_grid(finding: Finding, what: str, found: Share, notes: Sequence[str]) -> Grid:
    columns = [
        Column("of the input space", "%"),
        Column("surely, of the points", "%"),
        Column("surely not", "%"),
        Column("cannot be told", "%"),
    ]
    told = (f"{100 * part:.0f}" for part in (found.surely, found.surely_not, found.unclear))
    row = [cell(found.estimate, 100.0), *told]
    return Grid(f"{finding.outcome.title}: {what}", columns, [row], notes)


def _screening(_: SensitivityFindings, finding: Finding, result: Screening) -> Iterator[Grid]:
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
            cell(each.mu_star, scale.factor),
            cell(each.mu, scale.factor, ""),
            cell(each.sigma, scale.factor, ""),
            "" if each.noise_floor is None else rounded(scale.factor * each.noise_floor, 2),
            ("yes" if each.matters else "") if result.replications >= FEWEST else "not known",
        ]
        for each in ordered
    ]
    title = (
        f"{finding.outcome.title}: elementary effects over the whole range, {result.trajectories} "
        f"trajectories, {result.replications} replications"
    )
    yield Grid(title, columns, rows, result.notes)


def _indices(_: SensitivityFindings, finding: Finding, result: Indices) -> Iterator[Grid]:
    columns = [Column("factor", right=False), Column("first", "%"), Column("total", "%")]
    ordered = sorted(
        zip(result.names, result.first, result.total, strict=True),
        key=lambda row: (-(row[2].value or 0.0), row[0]),
    )
    rows = [[name, cell(first, 100.0), cell(total, 100.0)] for name, first, total in ordered]
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
    yield Grid(title, columns, rows, notes)


def _pawn(_: SensitivityFindings, finding: Finding, result: Pawn) -> Iterator[Grid]:
    columns = [
        Column("factor", right=False),
        Column("index"),
        Column("by chance, below"),
        Column("more than chance", right=False),
    ]
    ordered = sorted(result.factors, key=lambda each: (-(each.index.value or 0.0), each.name))
    rows = [
        [each.name, cell(each.index), rounded(each.chance, 2), "yes" if each.matters else ""]
        for each in ordered
    ]
    yield Grid(f"{finding.outcome.title}: PAWN indices", columns, rows, result.notes)


def _tornado(_: SensitivityFindings, finding: Finding, result: Tornado) -> Iterator[Grid]:
    scale = scale_of(finding.outcome)
    columns = [
        Column("factor", right=False),
        Column("low end", scale.apart),
        Column("high end", scale.apart),
        Column("swing", scale.apart),
    ]
    rows = [
        [
            each.factor,
            cell(each.bars[0].change, scale.factor),
            cell(each.bars[-1].change, scale.factor),
            cell(each.swing, scale.factor),
        ]
        for each in result.swings
    ]
    title = f"{finding.outcome.title}: one at a time, against {said(result.base, scale.factor)} {scale.unit}"
    yield Grid(title, columns, rows, result.notes)


def _discovery(findings: SensitivityFindings, finding: Finding, result: Discovery) -> Iterator[Grid]:
    yield _share_grid(finding, "where it fails", result.fails, result.notes)
    if any(box.limits for box in result.boxes):
        yield _box_grid(findings, finding, result)


def _verdict(findings: SensitivityFindings, finding: Finding, result: Verdict) -> Iterator[Grid]:
    one, other = findings.study.varied
    yield _share_grid(finding, f"where {one} beats {other}", result.holds, result.notes)


GRIDS: Mapping[type, Callable[[SensitivityFindings, Finding, Any], Iterator[Grid]]] = {
    Screening: _screening,
    Indices: _indices,
    Pawn: _pawn,
    Tornado: _tornado,
    Discovery: _discovery,
    Verdict: _verdict,
}
"""The tables of the result of each method."""


def _box_grid(findings: SensitivityFindings, finding: Finding, result: Discovery) -> Grid:
    columns = [Column("where", right=False), Column("fail there", "%"), Column("of all failures", "%"),
               Column("of the space", "%"), Column("fail there, fresh points", "%")]  # fmt: skip
    rows = []
    for rank, box in enumerate(result.boxes):
        where = listed(limit_words(limit, findings.study) for limit in box.limits)
        fresh = cell(result.judgements[rank].density, 100.0) if result.judgements else ""
        rows.append(
            [where, *(f"{100 * share:.0f}" for share in (box.density, box.coverage, box.mass)), fresh]
        )
    return Grid(f"{finding.outcome.title}: where failure is likely", columns, rows, result.notes)
