"""What a question about inputs comes to, in figures: one for each method and outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from stovepipe.answers.findings.sensitivity import Finding, SensitivityFindings
from stovepipe.importance.methods.morris import Screening
from stovepipe.importance.methods.pawn import Pawn
from stovepipe.importance.methods.prim import Discovery
from stovepipe.importance.methods.sobol import Indices
from stovepipe.importance.methods.tornado import Tornado
from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.shared.figure_style import (
    DELIVERED,
    FAINT,
    INK,
    SOFT,
    folded,
    house_style,
    titled,
)
from stovepipe.presentation.shared.wording import Scale, scale_of
from stovepipe.text import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 25
"""Factors shown: the leading ones."""
NAMED = 10
"""Factors with their name in the Morris plane."""
IDLE = 25
"""Factors without a shown effect that are named below the title."""
CAPTION_LETTERS, LINE = 118, 0.16
"""Letters in a line of a caption, and the inches that it takes."""
ORANGE = "#d55e00"
PAIR_LETTER = 0.075
"""Inches that a letter of a factor's name takes beside the pairs."""

Named: TypeAlias = "Iterator[tuple[str, Figure]]"


def sensitivity_figures(findings: SensitivityFindings) -> dict[str, Figure]:
    """All figures that there are, by name: that of the outcome and what is shown."""
    return {
        f"{finding.outcome.name}_{name}": figure
        for finding in findings.each
        if type(finding.result) in FIGURES
        for name, figure in FIGURES[type(finding.result)](findings, finding)
    }


def _screening(_: SensitivityFindings, finding: Finding) -> Named:
    yield "morris", morris_figure(finding)


def _indices(_: SensitivityFindings, finding: Finding) -> Named:
    yield "indices", index_figure(finding)
    if finding.result.second:
        yield "pairs", pair_figure(finding)


def _pawn(_: SensitivityFindings, finding: Finding) -> Named:
    yield "pawn", index_figure(finding)


def _tornado(_: SensitivityFindings, finding: Finding) -> Named:
    yield "tornado", tornado_figure(finding)


def _discovery(findings: SensitivityFindings, finding: Finding) -> Named:
    if any(box.limits for box in finding.result.boxes):
        yield "points", failure_figure(findings, finding)


FIGURES: Mapping[type, Callable[[SensitivityFindings, Finding], Named]] = {
    Screening: _screening,
    Indices: _indices,
    Pawn: _pawn,
    Tornado: _tornado,
    Discovery: _discovery,
}
"""The figures of the result of each method, by what is shown. A verdict has none."""


def morris_figure(finding: Finding) -> Figure:
    """The Morris plane: how large the effects of each factor are, and how much they depend on the others."""
    result, scale = finding.result, scale_of(finding.outcome)
    assert isinstance(result, Screening)
    caption = (
        "mu*: mean size of the effect of moving the factor through its range; sigma: how much that depends\n"
        "on the other factors. Grey: no more than noise explains. Hollow, below: groups and choices,\n"
        "which have no sigma. Lines: intervals."
    )
    ordered = sorted(result.effects, key=lambda effect: (-(effect.mu_star.value or 0.0), effect.name))
    idle = _idle([effect.name for effect in ordered if not effect.matters])
    height = 4.8 + LINE * idle.count("\n")
    with house_style():
        figure = titled((7.2, height), f"{finding.outcome.title}: elementary effects", caption + idle)
        axes = figure.add_axes((0.09, 0.53 / height, 0.87, 3.36 / height))
        for rank, effect in enumerate(ordered):
            colour = DELIVERED if effect.matters else FAINT
            x, y = (scale.factor * (e.value or 0.0) for e in (effect.mu_star, effect.sigma))
            _line(axes, effect.mu_star, scale, y, colour)
            filled = colour if effect.sigma.value is not None else "white"
            axes.plot(x, y, "o", color=colour, markersize=4, markerfacecolor=filled, clip_on=False)
            if rank < NAMED and effect.matters:
                axes.annotate(effect.name, (x, y), xytext=(4, 3), textcoords="offset points", fontsize=6.5)
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(f"mu*, {scale.apart}")
        axes.set_ylabel(f"sigma, {scale.apart}")
    return figure


def _idle(names: Sequence[str]) -> str:
    """Which factors are grey, as lines of a caption: in the plane most of them lie on top of each other."""
    if not names:
        return ""
    more = len(names) - IDLE
    shown = [*names[:IDLE], f"{more} more"] if more > 0 else names
    return "\n" + folded(f"Grey are {listed(shown)}.", CAPTION_LETTERS)


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
        caption = (
            "How far fixing the factor moves the whole distribution; lines: intervals.\n"
            "Orange: what chance stays below for a factor without influence."
        )
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
        if isinstance(result, Pawn):
            for row, place in enumerate(order):
                chance = result.factors[place].chance
                axes.plot([chance, chance], [row - 0.3, row + 0.3], color=ORANGE, linewidth=1.2)
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
    noise = np.full((len(names), len(names)), np.nan)
    for row, one in enumerate(names):
        for column, other in enumerate(names[:row]):
            index = result.second[min(one, other), max(one, other)]
            if _told_from_nothing(index):
                numbers[row, column] = 100 * (index.value or 0.0)
            else:
                noise[row, column] = 1.0
    cells, room = 0.34 * len(names), 0.2 + PAIR_LETTER * max(map(len, names))
    wide, high = room + cells + 1.3, 1.0 + cells + room
    finite = np.abs(numbers[np.isfinite(numbers)])
    reach = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    with house_style():
        caption = (
            "Second-order indices: % of the variance that\ntwo factors explain together only. "
            "Grey: not told from 0."
        )
        wide = max(wide, 4.6)
        figure = titled((wide, high), f"{finding.outcome.title}: pairs", caption)
        axes = figure.add_axes((room / wide, room / high, cells / wide, cells / high))
        axes.imshow(noise, cmap="Greys", vmin=0.0, vmax=4.0)
        image = axes.imshow(numbers, cmap="RdBu_r", vmin=-reach, vmax=reach)
        axes.set_xticks(range(len(names)), names, rotation=90)
        axes.set_yticks(range(len(names)), names)
        figure.colorbar(image, ax=axes, shrink=0.8)
    return figure


def _told_from_nothing(index: Estimate) -> bool:
    """Whether the interval of an index leaves 0 out."""
    return index.low is not None and index.high is not None and (index.low > 0.0 or index.high < 0.0)


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
