"""Panels of competing risks: by which age what share of a population has met which outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.answers.findings.run import RunFindings
from stovepipe.inference.incidence import Incidence
from stovepipe.inference.intervals import quantile_of_student
from stovepipe.inference.pooling import PooledCurve
from stovepipe.presentation.mission.layout import spread
from stovepipe.presentation.shared.age_axis import ages_for, dress
from stovepipe.presentation.shared.canvas import Axes, Figure
from stovepipe.presentation.shared.figure_style import house_style, readable, titled
from stovepipe.terms import CauseKind
from stovepipe.text import listed

POINTS = 160
PANEL_WIDTH, PANEL_HEIGHT, HEAD = 1.9, 1.75, 0.95
LETTER = 0.055  # inches, of the names of the curves at the right of a panel
SMALLEST = 0.005  # the share of a population below which a cause of loss is not shown
_Dashes = str | tuple[int, tuple[float, ...]]
LINES: Mapping[CauseKind, _Dashes] = {
    "failure": "-",
    "meant": (0, (4.0, 1.5)),
    "disposition": (0, (1.0, 1.0)),
}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """A population and its outcomes.

    Attributes:
        consumer: the first line of the heading; panels of one consumer stand side by side, if there is room.
        what: the second line of the heading.
        incidences: of each replication.
        shares: of all in the population, the share that met each outcome in the end, as the tables say it;
            the good outcome first.
    """

    consumer: str
    what: str
    incidences: Sequence[Incidence]
    shares: Mapping[str, float]


@dataclass(frozen=True)
class _Curve:
    outcome: str
    colour: str
    share: float
    good: bool
    line: _Dashes
    values: Floats
    low: Floats
    high: Floats


def panels_figure(
    panels: Sequence[Panel],
    colours: Mapping[str, str],
    kinds: Mapping[str, CauseKind],
    level: float,
    title: str,
    caption: str,
    since: str,
) -> Figure:
    """Draw the panels, all with the same axis of ages.

    Lines are over all replications together; bands are pointwise confidence bands across replications.

    Args:
        panels: what is drawn, in this order.
        colours: of each outcome, in the order in which curves lie on one another, the uppermost first.
        kinds: of the outcomes that are causes and do not stand for a failure.
        level: confidence level of the bands.
        title: the title of the figure.
        caption: two lines below the title.
        since: what ages are counted from.
    """
    rows = _arranged(panels)
    wide, high = max(map(len, rows), default=1), max(len(rows), 1)
    ages, log = ages_for([panel.incidences for panel in panels], POINTS)
    with house_style():
        room = LETTER * (max(map(len, colours)) + len(" 100 % "))
        width = max(PANEL_WIDTH, (6.4 - 0.55) / wide - room)
        size = (wide * (width + room) + 0.55, high * PANEL_HEIGHT + HEAD + 0.25)
        figure = titled(size, title, caption)
        grid = figure.add_gridspec(
            high, wide, left=0.5 / size[0], right=1 - room / size[0], bottom=0.42 / size[1],
            top=1 - (HEAD + 0.1) / size[1], hspace=0.55,
            wspace=(room + 0.1) / (width - 0.1),
        )  # fmt: skip
        for row, in_row in enumerate(rows):
            for column, panel in enumerate(in_row):
                axes = figure.add_subplot(grid[row, column])
                _draw(axes, ages, _curves(panel, colours, kinds, ages, level), panel)
                dress(axes, ages, log, left=column == 0)
        named = f"time since {since}" + (", logarithmic" if log else "")
        figure.text(0.5, 0.08 / size[1], named, ha="center")
        return figure


def ends_said(kinds: Mapping[str, CauseKind]) -> str:
    """How else it may end, at the end of a list in a caption, with the lines of what is no failure."""
    said = ["lost to a cause"]
    said += ["lost on purpose (dashed)"] if "meant" in kinds.values() else []
    said += ["disposed of (dotted)"] if "disposition" in kinds.values() else []
    return listed(said, "or") if len(said) > 1 else f"or {said[0]}"


def caption(findings: RunFindings, met: str, kinds: Mapping[str, CauseKind]) -> str:
    """The two lines below a title: what the shares are of, and what the bands are.

    `met` says which population and what becomes of it but an end for a cause; `kinds` are as in
    `panels_figure`.
    """
    replications = len(findings.record.numbers)
    bands = f"bands: {100 * findings.level:g} % confidence, {replications} replications"
    if replications == 1:
        bands = "one replication, so no bands"
    return (
        f"Share of all {met}, {ends_said(kinds)}, by an age;\n"
        f"at the right, in all ({bands}; causes below {100 * SMALLEST:g} % are not shown)."
    )


def _arranged(panels: Sequence[Panel]) -> list[list[Panel]]:
    """One consumer to a row; or one after the other, if that would leave much of the page empty."""
    consumers = list(dict.fromkeys(panel.consumer for panel in panels))
    by_consumer = [[panel for panel in panels if panel.consumer == consumer] for consumer in consumers]
    wide = max(map(len, by_consumer), default=0)
    if wide <= 5 and len(panels) >= 0.7 * wide * len(by_consumer):
        return by_consumer
    wide = min(5, math.ceil(math.sqrt(len(panels))))
    return [list(panels[i : i + wide]) for i in range(0, len(panels), wide)]


def _curves(
    panel: Panel, colours: Mapping[str, str], kinds: Mapping[str, CauseKind], ages: Floats, level: float
) -> list[_Curve]:
    """The curves of the outcomes that so many have met that they can be seen."""
    good = next(iter(panel.shares))
    seen = [name for name in colours if name in panel.shares and _reaches(panel.incidences, name)]
    ticks = ages.astype(np.int64)
    curves = []
    for name in seen:
        pooled = PooledCurve(panel.incidences, name)
        limits = pooled.limits(ticks, quantile_of_student(level, pooled.replications))
        line = LINES[kinds.get(name, "failure")]
        share = panel.shares[name]
        curves.append(_Curve(name, colours[name], share, name == good, line, pooled.values(ticks), *limits))
    return curves


def _reaches(incidences: Sequence[Incidence], outcome: str) -> bool:
    met = sum(int((each.codes == each.code(outcome)).sum()) for each in incidences)
    return met >= SMALLEST * sum(each.count for each in incidences)


def _draw(axes: Axes, ages: Floats, curves: Sequence[_Curve], panel: Panel) -> None:
    for curve in reversed(curves):
        if np.isfinite(curve.low).any():
            axes.fill_between(ages, curve.low, curve.high, color=curve.colour, alpha=0.2, linewidth=0)
        axes.plot(
            ages, curve.values, color=curve.colour, linestyle=curve.line, linewidth=1.6 if curve.good else 1.1
        )
    for text, rise, weight in ((panel.what, 4, "normal"), (panel.consumer, 15, "bold")):
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
