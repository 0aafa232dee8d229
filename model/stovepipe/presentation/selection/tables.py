"""What was spent on each structure, as a table for a terminal."""

from __future__ import annotations

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.inference.allocation import Allocation
from stovepipe.inference.kim_nelson import KimNelson
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import apart, columns_of, digits_for, rounded
from stovepipe.presentation.shared.wording import headed, scale_of


def selection_grid(findings: SelectionFindings) -> Grid:
    """A row for each structure: what was spent on it, and why no more."""
    result, outcome = findings.result, findings.outcome
    scale = scale_of(outcome)
    title = headed(findings.study.title, f"selection by {outcome.title} ({outcome.direction} is better)")
    columns = [Column("structure", right=False), Column("replications"), Column("estimate", scale.unit)]
    level = f"{100 * findings.study.level:g} %"
    if isinstance(result, KimNelson):
        return Grid(
            title=title,
            columns=[*columns, Column("interval"), Column("dropped after"), Column("behind", right=False)],
            rows=[
                (
                    name, str(used), *columns_of(findings.estimates[name], scale.factor), str(at or "-"),
                    by or "-",
                )
                for name, used, at, by in zip(
                    result.structures, result.used, result.dropped_at, result.dropped_by, strict=True
                )
            ],
            notes=[
                "Estimates are means over replications, each of which has its own share or quantile.",
                f"Each interval is a {level} confidence interval by itself, and rough: the race ends when",
                "structures come apart. Who is dropped follows from differences, which are known better.",
            ],
        )  # fmt: skip
    may_be = dict(zip(result.best.structures, result.best.possible.tolist(), strict=True))
    rows = []
    for line in _ranked(result):
        estimate, value, low, high = (scale.factor * each for each in line[2:])
        digits = digits_for((high - low) / 2, value)
        numbers = rounded(estimate, digits), *apart(value, low, high)
        rows.append(
            (line[0], str(line[1]), *numbers, "may be the best" if may_be[line[0]] else "not the best")
        )
    return Grid(
        title=title,
        columns=[*columns, Column("less the best"), Column("interval"), Column("verdict", right=False)],
        rows=rows,
        notes=[f"All intervals hold together with nearly {level} confidence."],
    )


def _ranked(result: Allocation) -> list[tuple[str, int, float, float, float, float]]:
    best = result.best
    columns = (best.replications, best.estimates, best.differences, best.low, best.high)
    rows = zip(best.structures, *(column.tolist() for column in columns), strict=True)
    sign = -1 if best.direction == "more" else 1
    return sorted(rows, key=lambda row: sign * row[2])
