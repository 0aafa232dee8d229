"""What `compare` prints: estimates of all structures, and their differences by outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.inference.differences import FEWEST
from stovepipe.inference.gain import Gain
from stovepipe.inference.intervals import FEW, Estimate
from stovepipe.presentation.comparison.words import Standing, standings
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import UNKNOWN, apart, cell, quantile_cell, rounded
from stovepipe.presentation.shared.wording import few_said, headed, scale_of, together
from stovepipe.study.file.outcome import Outcome
from stovepipe.text import listed

NOTHING = ("  nothing can be compared: see the notes on the estimates",)
"""The row of an outcome of which there are fewer than two structures to compare."""


def estimate_grid(findings: StudyFindings) -> Grid:
    """A row for each structure, a column for each outcome."""
    level = f"{100 * findings.level:g} %"
    return Grid(
        title=headed(findings.study.title, "estimates"),
        columns=[
            Column("structure", right=False),
            *(
                Column(each.observed.outcome.name, scale_of(each.observed.outcome).unit)
                for each in findings.outcomes
            ),
        ],
        rows=[
            (
                structure.name,
                *(
                    _estimate(each.observed.outcome, each.observed.estimates[structure.name])
                    for each in findings.outcomes
                ),
            )
            for structure in findings.study.structures
        ],
        notes=[
            *(f"{each.observed.outcome.name}: {each.observed.outcome.title}." for each in findings.outcomes),
            f"Each interval is a {level} confidence interval by itself, across {findings.replications} "
            "replications. Do not compare",
            "structures by whether these overlap: the differences below are much better known.",
            *_left_out(findings),
            *_cautions(findings),
        ],
    )


def difference_grid(findings: StudyFindings) -> Grid:
    """A row for each outcome and difference; with the method `best`, for each outcome and structure."""
    if findings.study.method == "best":
        return _ranking_grid(findings)
    rows: list[Sequence[str]] = []
    for each in findings.outcomes:
        outcome, scale = each.observed.outcome, scale_of(each.observed.outcome)
        rows.append((f"{outcome.title} ({scale.apart}; {outcome.direction} is better)",))
        told = [
            _difference(outcome, standing, each.gains[pair]) for pair, standing in standings(each).items()
        ]
        rows += told or [NOTHING]
    return Grid(
        title=headed(findings.study.title, "differences"),
        columns=[
            Column("", right=False),
            Column("less", right=False),
            Column("difference"),
            Column("interval"),
            Column("verdict", right=False),
            Column("correlation"),
            Column("narrower", "times"),
        ],
        rows=rows,
        notes=[
            together(findings.family, findings.level),
            *_few(findings),
            *_about_gain(findings),
        ],
    )


def _few(findings: StudyFindings) -> Iterator[str]:
    """Why no verdict is given, where there are too few replications for one."""
    if findings.replications < FEWEST:
        yield f"From {few_said(findings.replications)} nothing is concluded: make {FEWEST} or more."


def gain_range(findings: StudyFindings) -> tuple[float, float] | None:
    """The least and the greatest narrowing of an interval by common random numbers, where it is finite."""
    known = [
        gain.narrower
        for each in findings.outcomes
        for gain in each.gains.values()
        if math.isfinite(gain.narrower)
    ]
    return (min(known), max(known)) if known else None


def _about_gain(findings: StudyFindings) -> Iterator[str]:
    found = gain_range(findings)
    between = "" if found is None else f" ({found[0]:.1f} to {found[1]:.1f} here)"
    yield "correlation: of the two within replications. narrower: how many times wider the interval would be"
    yield f"without common random numbers{between}."


def _ranking_grid(findings: StudyFindings) -> Grid:
    rows: list[Sequence[str]] = []
    for each in findings.outcomes:
        outcome, scale = each.observed.outcome, scale_of(each.observed.outcome)
        rows.append((f"{outcome.title} ({scale.apart}; {outcome.direction} is better)",))
        for line in each.ranking:
            value, low, high = (scale.factor * end for end in (line.value, line.low, line.high))
            shown = "may be the best" if line.possible else "not the best"
            rows.append((line.name, *apart(value, low, high), shown))
        if not each.ranking:
            rows.append(NOTHING)
    return Grid(
        title=headed(findings.study.title, "each structure less the best of the others"),
        columns=[
            Column("structure", right=False), Column("difference"), Column("interval"),
            Column("verdict", right=False),
        ],
        rows=rows,
        notes=[
            together(findings.family, findings.level),
            *_few(findings),
            "An interval that ends at 0 on the worse side says that the structure is not the best.",
        ],
    )  # fmt: skip


def _difference(outcome: Outcome, standing: Standing, gain: Gain) -> Sequence[str]:
    factor = scale_of(outcome).factor
    value, low, high = (factor * each for each in (standing.value, standing.low, standing.high))
    return (
        *standing.pair,
        *apart(value, low, high),
        standing.word,
        _number(gain.correlation, 2),
        _number(gain.narrower, 1),
    )


def _number(value: float, digits: int) -> str:
    if math.isnan(value):
        return UNKNOWN
    return "no spread" if math.isinf(value) else rounded(value, digits)


def _estimate(outcome: Outcome, estimate: Estimate) -> str:
    shown = quantile_cell if outcome.form == "quantile" else cell
    return shown(estimate, scale_of(outcome).factor)


def _left_out(findings: StudyFindings) -> Iterator[str]:
    for each in findings.outcomes:
        reasons: dict[str, list[str]] = {}
        for name, reason in each.observed.left_out.items():
            reasons.setdefault(reason, []).append(name)
        for reason, names in reasons.items():
            yield f"{each.observed.outcome.name} is not compared for {listed(names)}: {reason}."


def _cautions(findings: StudyFindings) -> Iterator[str]:
    if findings.replications < FEW:
        yield f"Fewer than {FEW} replications: the intervals are rough. Run more to rely on them."
        return
    skewed = [
        each.observed.outcome.name
        for each in findings.outcomes
        if any(estimate.caution == "very skewed" for estimate in each.observed.estimates.values())
        or (each.differences is not None and "very skewed" in each.differences.cautions)
    ]
    if skewed:
        yield f"{listed(skewed)}: a few replications are far from the others, so intervals are rough. Run"
        yield "more to rely on them."
