"""What a question about inputs comes to, as tables: for a terminal, and tidy ones for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from stovepipe.answers.points import space_of
from stovepipe.answers.sensitivity import (
    Discovery,
    Finding,
    SensitivityFindings,
)
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Pawn
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.sensitivity.words import limit_words, value_text
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.wording import digits_for, interval, rounded, scale_of
from stovepipe.study.reading.inputs import Input
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
