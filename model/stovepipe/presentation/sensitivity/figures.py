"""What a question about inputs comes to, in figures: one for each method and outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stovepipe.answers.sensitivity import Discovery, Finding, SensitivityFindings
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Pawn
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.shared.figure_style import DELIVERED, FAINT, INK, SOFT, house_style, titled
from stovepipe.presentation.shared.wording import Scale, scale_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 25
"""Factors shown: the leading ones."""
NAMED = 10
"""Factors with their name in the Morris plane."""
ORANGE = "#d55e00"


def sensitivity_figures(findings: SensitivityFindings) -> dict[str, Figure]:
    """All figures that there are, by name: that of the outcome and what is shown."""
    figures = {}
    for finding in findings.each:
        match finding.result:
            case Screening():
                figures[f"{finding.outcome.name}_morris"] = morris_figure(finding)
            case Indices() as result:
                figures[f"{finding.outcome.name}_indices"] = index_figure(finding)
                if result.second:
                    figures[f"{finding.outcome.name}_pairs"] = pair_figure(finding)
            case Pawn():
                figures[f"{finding.outcome.name}_pawn"] = index_figure(finding)
            case Tornado():
                figures[f"{finding.outcome.name}_tornado"] = tornado_figure(finding)
            case Discovery():
                figures[f"{finding.outcome.name}_points"] = failure_figure(findings, finding)
    return figures


def morris_figure(finding: Finding) -> Figure:
    """The Morris plane: how large the effects of each factor are, and how much they depend on the others."""
    result, scale = finding.result, scale_of(finding.outcome)
    assert isinstance(result, Screening)
    caption = (
        "mu*: mean size of the effect of moving the factor through its range; sigma: how much that depends\n"
        "on the other factors. Grey: no more than noise explains. Lines: intervals."
    )
    with house_style():
        figure = titled((7.2, 4.8), f"{finding.outcome.title}: elementary effects", caption)
        axes = figure.add_axes((0.09, 0.11, 0.87, 0.70))
        ordered = sorted(result.effects, key=lambda effect: (-(effect.mu_star.value or 0.0), effect.name))
        for rank, effect in enumerate(ordered):
            colour = DELIVERED if effect.matters else FAINT
            x, y = (scale.factor * (e.value or 0.0) for e in (effect.mu_star, effect.sigma))
            _line(axes, effect.mu_star, scale, y, colour)
            axes.plot(x, y, "o", color=colour, markersize=4)
            if rank < NAMED and effect.matters:
                axes.annotate(effect.name, (x, y), xytext=(4, 3), textcoords="offset points", fontsize=6.5)
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(f"mu*, {scale.apart}")
        axes.set_ylabel(f"sigma, {scale.apart}")
    return figure


def _line(axes: Axes, estimate: Estimate, scale: Scale, y: float, colour: str) -> None:
    if estimate.low is not None and estimate.high is not None:
        ends = [scale.factor * max(estimate.low, 0.0), scale.factor * estimate.high]
        axes.plot(ends, [y, y], color=colour, linewidth=0.7)


def index_figure(finding: Finding) -> Figure:
    """Indices as bars with their intervals, the largest first."""
    result = finding.result
    if isinstance(result, Indices):
        names, total = list(result.names), list(result.total)
        series = {"total": total, "first order": list(result.first)}
        title, luck = "share of the variance", result.noise_share
        caption = "Total indices with interactions, first-order ones without; lines: intervals."
        if luck is not None:
            caption += f"\nLuck, {100 * luck:.0f} % of the variance of one replication, is in none of them."
    else:
        assert isinstance(result, Pawn)
        names, total = list(result.names), [factor.index for factor in result.factors]
        series = {"PAWN": total}
        title = "PAWN indices"
        caption = "How far fixing the factor moves the whole distribution; lines: intervals."
    order = sorted(range(len(names)), key=lambda place: (-(total[place].value or 0.0), names[place]))[:MOST]
    size = (7.2, 1.5 + 0.28 * len(order))
    with house_style():
        figure = titled(size, f"{finding.outcome.title}: {title}", caption)
        axes = figure.add_axes((0.36, 0.5 / size[1], 0.60, 1 - 1.35 / size[1]))
        for shift, (label, estimates) in zip((-0.17, 0.17), series.items(), strict=False):
            shift = shift if len(series) > 1 else 0.0
            chosen = [estimates[place] for place in order]
            rows = np.arange(len(order)) + shift
            colour = DELIVERED if label != "first order" else "#56b4e9"
            axes.barh(rows, [each.value or 0.0 for each in chosen], color=colour, height=0.3, label=label)
            _intervals(axes, chosen, rows)
        axes.set_yticks(range(len(order)), [names[place] for place in order])
        axes.invert_yaxis()
        axes.axvline(0, color=SOFT, linewidth=0.6)
        if len(series) > 1:
            axes.legend(frameon=False, loc="lower right")
    return figure


def _intervals(axes: Axes, estimates: Sequence[Estimate], rows: Iterable[float]) -> None:
    for each, row in zip(estimates, rows, strict=True):
        if each.low is not None and each.high is not None:
            axes.plot([each.low, each.high], [row, row], color=INK, linewidth=0.8)


def pair_figure(finding: Finding) -> Figure:
    """Second-order indices of all pairs of the leading factors, as a heat map."""
    result = finding.result
    assert isinstance(result, Indices)
    order = sorted(
        range(len(result.names)), key=lambda place: (-(result.total[place].value or 0.0), result.names[place])
    )[:MOST]
    names = [result.names[place] for place in order]
    numbers = np.full((len(names), len(names)), np.nan)
    for row, one in enumerate(names):
        for column, other in enumerate(names[:row]):
            index = result.second[min(one, other), max(one, other)].value
            numbers[row, column] = np.nan if index is None else 100 * index
    side = 2.6 + 0.32 * len(names)
    finite = np.abs(numbers[np.isfinite(numbers)])
    reach = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    with house_style():
        caption = "Second-order indices: % of the variance that two factors explain together only."
        figure = titled((side + 1.2, side + 0.4), f"{finding.outcome.title}: pairs", caption)
        axes = figure.add_axes((0.36, 0.30, 0.50, 0.52))
        image = axes.imshow(numbers, cmap="RdBu_r", vmin=-reach, vmax=reach)
        axes.set_xticks(range(len(names)), names, rotation=90)
        axes.set_yticks(range(len(names)), names)
        figure.colorbar(image, ax=axes, shrink=0.8)
    return figure


def tornado_figure(finding: Finding) -> Figure:
    """The swing of each factor from its low to its high end, the widest on top."""
    result, scale = finding.result, scale_of(finding.outcome)
    assert isinstance(result, Tornado)
    swings = result.swings[:MOST]
    size = (7.2, 1.5 + 0.26 * len(swings))
    base = scale.factor * (result.base.value or 0.0)
    with house_style():
        caption = "Light: the low end of its range; dark: the high end; lines: intervals."
        figure = titled(size, f"{finding.outcome.title}: one factor at a time", caption)
        axes = figure.add_axes((0.36, 0.5 / size[1], 0.60, 1 - 1.2 / size[1]))
        for row, swing in enumerate(swings):
            for bar, colour in zip((swing.bars[0], swing.bars[-1]), ("#56b4e9", DELIVERED), strict=True):
                change = scale.factor * (bar.change.value or 0.0)
                axes.barh(row, change, left=base, color=colour, height=0.55)
                if bar.change.low is not None and bar.change.high is not None:
                    ends = [base + scale.factor * end for end in (bar.change.low, bar.change.high)]
                    axes.plot(ends, [row, row], color=INK, linewidth=0.6)
        axes.axvline(base, color=SOFT, linewidth=0.8)
        axes.set_yticks(range(len(swings)), [swing.factor for swing in swings])
        axes.invert_yaxis()
        axes.set_xlabel(f"{finding.outcome.title}, {scale.unit}")
    return figure


def failure_figure(findings: SensitivityFindings, finding: Finding) -> Figure:
    """The points of the sample in the plane of the two factors that limit the first box, failures marked."""
    result, threshold = finding.result, findings.study.threshold
    assert isinstance(result, Discovery)
    assert threshold is not None  # asked for when the study was read
    limited = [limit.factor for limit in result.boxes[0].limits] if result.boxes else []
    shown = [*limited, *(name for name in findings.space.names if name not in limited)][:2]
    shown = shown * 2 if len(shown) == 1 else shown
    means = findings.outputs[finding.outcome.name][findings.study.varied[0]].mean(axis=1)
    fails = means < threshold.value if threshold.under else means > threshold.value
    side = "under" if threshold.under else "over"
    with house_style():
        caption = f"Each point of the sample; orange: {finding.outcome.title} {side} {threshold.text}."
        figure = titled((6.4, 5.0), f"{finding.outcome.title}: where failure is likely", caption)
        axes = figure.add_axes((0.12, 0.11, 0.84, 0.76))
        x, y = ([point[name] for point in findings.points] for name in shown)
        colours = [ORANGE if failed else "#56b4e9" for failed in fails]
        axes.scatter(x, y, c=colours, s=12, linewidths=0)
        axes.set_xlabel(shown[0])
        axes.set_ylabel(shown[1])
    return figure
