"""What becomes of the deliveries: cumulative incidence of delivery, each cause of loss, each disposition."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.answers.run_findings import Row, RunFindings
from stovepipe.inference.incidence import DELIVERED, Incidence
from stovepipe.inference.intervals import quantile_of_student
from stovepipe.inference.pooling import PooledCurve
from stovepipe.measures.outcomes import ALL
from stovepipe.presentation.mission.layout import spread
from stovepipe.presentation.shared import figure_style as style
from stovepipe.presentation.shared.age_axis import ages_for, dress
from stovepipe.presentation.shared.canvas import Axes, Figure
from stovepipe.presentation.shared.figure_style import cause_colours, house_style, readable, titled
from stovepipe.terms import CauseKind

POINTS = 160
PANEL_WIDTH, PANEL_HEIGHT, HEAD = 1.9, 1.75, 0.95
LETTER = 0.055  # inches, of the names of the curves at the right of a panel
SMALLEST = 0.005  # the share of deliveries below which a cause is not shown
_Dashes = str | tuple[int, tuple[float, ...]]
LINES: Mapping[CauseKind, _Dashes] = {
    "failure": "-",
    "meant": (0, (4.0, 1.5)),
    "disposition": (0, (1.0, 1.0)),
}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Curve:
    outcome: str
    colour: str
    line: _Dashes
    share: float
    values: Floats
    low: Floats
    high: Floats


def incidence_figure(findings: RunFindings) -> Figure:
    """One panel for each consumer and class: what share of the deliveries had met which outcome by which age.

    Lines are over all replications together; bands are pointwise confidence bands across replications.
    """
    pairs = {
        pair: each
        for pair, each in findings.incidences.items()
        if ALL not in pair and any(i.count for i in each)
    }
    colours = {DELIVERED: style.DELIVERED} | cause_colours([*findings.causes, *findings.dispositions])
    kinds = _kinds(findings)
    rows = _arranged(list(pairs))
    wide, high = max(map(len, rows), default=1), max(len(rows), 1)
    ages, log = ages_for(list(pairs.values()), POINTS)
    with house_style():
        room = LETTER * (max(map(len, colours)) + len(" 100 % "))
        width = max(PANEL_WIDTH, (6.4 - 0.55) / wide - room)
        size = (wide * (width + room) + 0.55, high * PANEL_HEIGHT + HEAD + 0.25)
        figure = titled(
            size, f"{findings.record.about.mission}: what becomes of the deliveries", _caption(findings)
        )
        panels = figure.add_gridspec(
            high, wide, left=0.5 / size[0], right=1 - room / size[0], bottom=0.42 / size[1],
            top=1 - (HEAD + 0.1) / size[1], hspace=0.55,
            wspace=(room + 0.1) / (width - 0.1),
        )  # fmt: skip
        for row, in_row in enumerate(rows):
            for column, pair in enumerate(in_row):
                axes = figure.add_subplot(panels[row, column])
                row_of = {(each.key["consumer"], each.key["class"]): each for each in findings.deliveries}
                curves = [
                    _curve(
                        pairs[pair],
                        name,
                        ages,
                        findings.level,
                        colours[name],
                        LINES[kinds[name]],
                        _share(row_of[pair], name, kinds[name]),
                    )
                    for name in colours
                    if _reaches(pairs[pair], name)
                ]
                _draw(axes, ages, curves, pair)
                dress(axes, ages, log, left=column == 0)
        figure.text(
            0.5, 0.08 / size[1], "time since occurrence" + (", logarithmic" if log else ""), ha="center"
        )
        return figure


def _reaches(incidences: Sequence[Incidence], outcome: str) -> bool:
    """Whether so many deliveries have met the outcome that its curve can be seen."""
    met = sum(int((each.codes == each.code(outcome)).sum()) for each in incidences)
    return met >= SMALLEST * sum(each.count for each in incidences)


def _caption(findings: RunFindings) -> str:
    replications = len(findings.record.numbers)
    band = (
        f"bands: {100 * findings.level:g} % confidence, {replications} replications"
        if replications > 1
        else "one replication, so no bands"
    )
    ends = "lost to a cause"
    ends += ", lost on purpose (dashed)" if findings.meant else ""
    ends += ", disposed of (dotted)" if findings.dispositions else ""
    return (
        f"Share of all deliveries that were delivered, or {ends}, by an age; at the right, in all\n"
        f"({band}; causes below {100 * SMALLEST:g} % are not shown)."
    )


def _arranged(pairs: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """One consumer to a row; or one after the other, if that would leave much of the page empty."""
    consumers = list(dict.fromkeys(consumer for consumer, _ in pairs))
    by_consumer = [[pair for pair in pairs if pair[0] == consumer] for consumer in consumers]
    wide = max(map(len, by_consumer), default=0)
    if wide <= 5 and len(pairs) >= 0.7 * wide * len(by_consumer):
        return by_consumer
    wide = min(5, math.ceil(math.sqrt(len(pairs))))
    return [list(pairs[i : i + wide]) for i in range(0, len(pairs), wide)]


def _kinds(findings: RunFindings) -> dict[str, CauseKind]:
    """The kind of each outcome; delivery is drawn like what failed."""
    kinds: dict[str, CauseKind] = dict.fromkeys([DELIVERED, *findings.causes], "failure")
    kinds |= dict.fromkeys(findings.meant, "meant")
    return kinds | dict.fromkeys(findings.dispositions, "disposition")


def _share(row: Row, outcome: str, kind: CauseKind) -> float:
    """The share of all deliveries that met an outcome in the end, as the tables say it."""
    if outcome == DELIVERED:
        return row[DELIVERED].value or 0.0
    return row[f"{'disposed' if kind == 'disposition' else 'lost'}_{outcome}"].value or 0.0


def _curve(
    incidences: Sequence[Incidence],
    outcome: str,
    ages: Floats,
    level: float,
    colour: str,
    line: _Dashes,
    share: float,
) -> _Curve:
    pooled = PooledCurve(incidences, outcome)
    ticks = ages.astype(np.int64)
    return _Curve(
        outcome,
        colour,
        line,
        share,
        pooled.values(ticks),
        *pooled.limits(ticks, quantile_of_student(level, pooled.replications)),
    )


def _draw(axes: Axes, ages: Floats, curves: Sequence[_Curve], pair: tuple[str, str]) -> None:
    for curve in reversed(curves):
        if np.isfinite(curve.low).any():
            axes.fill_between(ages, curve.low, curve.high, color=curve.colour, alpha=0.2, linewidth=0)
        axes.plot(
            ages, curve.values, color=curve.colour, linestyle=curve.line,
            linewidth=1.6 if curve.outcome == DELIVERED else 1.1,
        )  # fmt: skip
    consumer, report_class = pair
    for text, rise, weight in ((report_class, 4, "normal"), (consumer, 15, "bold")):
        axes.annotate(
            text,
            (0, 1),
            xytext=(0, rise),
            xycoords="axes fraction",
            textcoords="offset points",
            fontweight=weight,
        )
    _label_ends(axes, curves)


def _label_ends(axes: Axes, curves: Sequence[_Curve]) -> None:
    """Name each curve, with its share in the end; names are moved apart as far as it takes to read them."""
    ends = []
    for curve in curves:
        known = curve.values[np.isfinite(curve.values)]
        if len(known):
            ends.append((float(known[-1]), curve))
    ends.sort(key=lambda end: end[0])
    heights = spread([end[0] for end in ends], [0.095] * (len(ends) - 1))
    lowest = min(heights, default=0.0)
    for (_, curve), height in zip(ends, heights, strict=True):
        axes.annotate(
            f"{curve.outcome} {100 * curve.share:.0f} %", (1.0, height - min(lowest, 0.0)),
            xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points", va="center",
            fontsize=6.3, color=readable(curve.colour),
        )  # fmt: skip
