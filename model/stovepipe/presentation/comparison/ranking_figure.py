"""The structures of a study from best to worst, each with the best of the others."""

from __future__ import annotations

import math

from stovepipe.answers.findings.comparison import OutcomeFindings, StudyFindings
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.presentation.comparison.forest_figure import LINE, not_drawn
from stovepipe.presentation.shared.canvas import Axes, Figure, MaxNLocator
from stovepipe.presentation.shared.figure_style import (
    DELIVERED,
    FAINT,
    INK,
    SOFT,
    folded,
    house_style,
    titled,
)
from stovepipe.presentation.shared.numbers import digits_for, rounded
from stovepipe.presentation.shared.wording import headed, scale_of

PANEL_WIDTH, ROW, HEAD, LETTER, ABREAST = 2.0, 0.17, 0.95, 0.058, 2
LETTERS = 34  # of a title


def ranking_figure(findings: StudyFindings) -> Figure:
    """One panel for each outcome: its structures, the best estimate first, with MCB intervals.

    A structure that may be the best is filled; one that is shown not to be the best is hollow, and its
    interval ends at 0.

    Raises:
        CannotAnswer: there is nothing to rank.
    """
    shown = [each for each in findings.outcomes if each.best is not None]
    if not shown:
        raise CannotAnswer("nothing can be compared")
    caption = _caption(findings) + not_drawn(findings, shown)
    head = HEAD + LINE * (caption.count("\n") - 1)
    wide = max(min(ABREAST, len(shown)), 1)
    high = max(math.ceil(len(shown) / wide), 1)
    names = [each.name for found in shown for each in found.ranking]
    room = LETTER * max(map(len, names), default=10) + 0.75
    around = 0.7 + 0.12 * max((_title(each).count("\n") for each in shown), default=0)
    panel = ROW * max(len(findings.study.structures), 2) + around
    size = (max(wide * (room + PANEL_WIDTH) + 0.2, 5.2), head + high * panel)
    with house_style():
        figure = titled(size, headed(findings.study.title, "ranking"), caption)
        panels = figure.add_gridspec(
            high, wide, left=room / size[0], right=1 - 0.2 / size[0], bottom=0.42 / size[1],
            top=1 - (head + around - 0.55) / size[1], hspace=around / (panel - around),
            wspace=room / PANEL_WIDTH,
        )  # fmt: skip
        for place, found in enumerate(shown):
            _draw(figure.add_subplot(panels[divmod(place, wide)]), found)
        return figure


def _draw(axes: Axes, found: OutcomeFindings) -> None:
    outcome, ranking = found.observed.outcome, found.ranking
    scale = scale_of(outcome)
    axes.axvline(0, color=INK, linewidth=0.6)
    for height, each in enumerate(ranking):
        axes.axhline(height, color=FAINT, linewidth=0.4, zorder=0)
        low, value, high = (scale.factor * end for end in (each.low, each.value, each.high))
        colour = DELIVERED if each.possible else SOFT
        axes.plot([low, high], [height, height], color=colour, linewidth=1.4, solid_capstyle="butt")
        axes.plot(
            [value],
            [height],
            marker="o",
            markersize=3.8,
            color=colour,
            markerfacecolor=colour if each.possible else "white",
        )
    axes.set_ylim(len(ranking) - 0.4, -0.6)
    labels = []
    for each in ranking:
        own = found.observed.estimates[each.name]
        digits = digits_for(scale.factor * (own.half_width or 0.0))
        labels.append(f"{each.name}  {rounded(scale.factor * each.estimate, digits)}")
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.set_title(_title(found), fontsize=7.5, fontweight="bold")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"less the best of the others, {scale.apart}", fontsize=7)


def _title(found: OutcomeFindings) -> str:
    outcome = found.observed.outcome
    return folded(f"{outcome.title} ({scale_of(outcome).unit})", LETTERS)


def _caption(findings: StudyFindings) -> str:
    return (
        "Each structure with the best of the others; filled: may be the best. Beside names: estimates.\n"
        f"These intervals hold together with {100 * findings.level:g} % confidence, over all outcomes "
        f"({findings.replications} replications)."
    )
