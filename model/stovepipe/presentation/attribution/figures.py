"""A waterfall: from the mission without any mechanism to the mission as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.presentation.attribution.tables import as_printed
from stovepipe.presentation.shared.figure_style import (
    DELIVERED,
    FAINT,
    INK,
    SOFT,
    cause_colours,
    house_style,
    titled,
)
from stovepipe.presentation.shared.wording import scale_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TALLEST_ROW = 0.3
SMALLEST_SHOWN = 0.002
"""Of the whole: the parts of a bar that are drawn."""


def attribution_figures(findings: AttributionFindings) -> dict[str, Figure]:
    """A waterfall for each outcome, by name."""
    return {each.outcome.name: waterfall_figure(findings, each.outcome.name) for each in findings.each}


def waterfall_figure(findings: AttributionFindings, outcome: str) -> Figure:
    """The values of one outcome as steps, the largest first; a share lost is coloured by its causes.

    Raises:
        KeyError: the study does not ask about that outcome.
    """
    known = {each.outcome.name: each for each in findings.each}
    if outcome not in known:
        raise KeyError(f"no outcome {outcome!r}; there is {', '.join(known)}")
    finding = known[outcome]
    rows = len(finding.result.mechanisms) + 2
    size = (7.2, 1.5 + TALLEST_ROW * rows)
    caption = (
        "Shapley values of the mechanisms, from none of them to all; lines: 95 % intervals"
        if findings.study.level == 0.95
        else f"Shapley values of the mechanisms; lines: {100 * findings.study.level:g} % intervals"
    )
    if not findings.exact:
        caption += f"; {findings.orders} sampled orders"
    with house_style():
        figure = titled(size, f"{finding.outcome.title}: what it owes to each mechanism", caption)
        axes = figure.add_axes((0.17, 0.55 / size[1], 0.54, 1 - 1.35 / size[1]))
        _draw(axes, finding)
    return figure


def _draw(axes: Axes, finding: AttributionFinding) -> None:
    result, scale, printed = finding.result, scale_of(finding.outcome), as_printed(finding)
    order = sorted(
        range(len(result.mechanisms)),
        key=lambda place: (-(result.values[place].value or 0.0), result.mechanisms[place]),
    )
    if (result.total.value or 0.0) < 0:
        order.reverse()
    level = scale.factor * (finding.with_none.value or 0.0)
    labels = ["none of them", *(result.mechanisms[place] for place in order), "as it is"]
    axes.barh(0, level, color=SOFT, height=0.6)
    colours = cause_colours(sorted(finding.by_cause))
    shown: set[str] = set()
    least = SMALLEST_SHOWN * scale.factor * abs(result.total.value or 0.0)
    for row, place in enumerate(order, start=1):
        estimate = result.values[place]
        value = scale.factor * (estimate.value or 0.0)
        parts = {
            cause: scale.factor * (each.values[place].value or 0.0)
            for cause, each in finding.by_cause.items()
        }
        if parts:
            ends = {True: level, False: level}
            for cause, part in parts.items():
                up = part > 0
                if abs(part) > least:
                    axes.barh(row, part, left=ends[up], color=colours[cause], height=0.6,
                              label=None if cause in shown else cause)  # fmt: skip
                    shown.add(cause)
                ends[up] += part
        else:
            axes.barh(row, value, left=level, color=DELIVERED, height=0.6)
        if estimate.low is not None and estimate.high is not None:
            axes.plot(
                [level + scale.factor * estimate.low, level + scale.factor * estimate.high],
                [row, row],
                color=INK,
                linewidth=0.8,
            )
        axes.plot([level + value] * 2, [row - 0.3, row + 1.3], color=FAINT, linewidth=0.8, zorder=0)
        axes.annotate(
            printed.value(place),
            (1.0, row),
            xycoords=("axes fraction", "data"),
            ha="left",
            va="center",
            xytext=(3, 0),
            textcoords="offset points",
            color=SOFT,
        )
        level += value
    axes.barh(len(order) + 1, scale.factor * (finding.with_all.value or 0.0), color=SOFT, height=0.6)
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlabel(f"{finding.outcome.title}, {scale.unit}")
    if shown:
        axes.legend(
            loc="upper left",
            bbox_to_anchor=(1.12, 1.02),
            frameon=False,
            fontsize=7,
            title="lost to",
            title_fontsize=7,
        )
