"""The curves of a log on those of a mission, a panel for each consumer, class and end."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from stovepipe.answers.findings.observation import REPORTS, Compared, ObservationFindings
from stovepipe.inference.incidence import DELIVERED
from stovepipe.measures.ends import DISPOSED, LOST
from stovepipe.presentation.observation.words import ENDED
from stovepipe.presentation.shared.age_axis import ages_for, dress
from stovepipe.presentation.shared.canvas import Axes, Figure
from stovepipe.presentation.shared.figure_style import DELIVERED as BLUE
from stovepipe.presentation.shared.figure_style import INK, house_style, titled
from stovepipe.presentation.shared.wording import headed

POINTS = 240
PANEL_WIDTH, PANEL_HEIGHT, HEAD = 2.9, 2.0, 0.95
MOST_PANELS = 24
COLOURS = {DELIVERED: BLUE, LOST: "#d55e00", DISPOSED: "#777777"}
BEYOND = "#882255"
Floats = NDArray[np.float64]


def observed_figure(findings: ObservationFindings) -> Figure:
    """One panel for each consumer, class and end: the log's curve, the mission's, and the bands of both.

    Where there are many, those in which the log lies furthest out are drawn.
    """
    drawn = _drawn(findings)
    wide = min(3, max(math.ceil(math.sqrt(len(drawn))), 1))
    high = max(math.ceil(len(drawn) / wide), 1)
    pairs = dict.fromkeys((part.consumer, part.klass) for part in drawn)
    ages, log = ages_for([[findings.observed[pair], *findings.modelled[pair]] for pair in pairs], POINTS)
    size = (max(wide * PANEL_WIDTH + 0.55, 6.4), high * PANEL_HEIGHT + HEAD + 0.25)
    with house_style():
        title = headed(findings.record.about.mission, "a log beside it")
        figure = titled(size, title, _caption(findings))
        grid = figure.add_gridspec(
            high, wide, left=0.5 / size[0], right=1 - 0.2 / size[0], bottom=0.42 / size[1],
            top=1 - (HEAD + 0.1) / size[1], hspace=0.5, wspace=0.16,
        )  # fmt: skip
        for place, part in enumerate(drawn):
            axes = figure.add_subplot(grid[divmod(place, wide)])
            _draw(axes, findings, part, ages)
            dress(axes, ages, log, left=place % wide == 0)
            axes.set_title(
                f"{part.consumer}, {part.klass}: {ENDED[part.what]}", fontsize=8, fontweight="bold"
            )
        unit = ", logarithmic" if log else ""
        figure.text(0.5, 0.08 / size[1], f"time since occurrence{unit}", ha="center")
        return figure


def _drawn(findings: ObservationFindings) -> list[Compared]:
    """The curves that are drawn, in the order of the table: not those that stay at nothing on both sides."""
    curves = [
        part
        for part in findings.parts
        if part.what == DELIVERED
        or (part.what != REPORTS and (np.nanmax([*part.observed, *part.modelled, 0.0]) > 0))
    ]
    furthest = sorted(curves, key=lambda part: -float(np.abs(part.ratios).max()))[:MOST_PANELS]
    return [part for part in curves if part in furthest]


def _draw(axes: Axes, findings: ObservationFindings, part: Compared, ages: Floats) -> None:
    colour, ticks = COLOURS[part.what], ages.astype(np.int64)
    curves = findings.curves((part.consumer, part.klass), part.what, ticks)
    axes.fill_between(part.ages, part.low, part.high, color=colour, alpha=0.15, linewidth=0)
    if np.isfinite(curves.modelled_low).any():
        axes.fill_between(
            ages, curves.modelled_low, curves.modelled_high, color=colour, alpha=0.4, linewidth=0
        )
    axes.plot(ages, curves.modelled, color=colour, linewidth=1.0)
    axes.plot(ages, curves.observed, color=INK, linewidth=1.4, drawstyle="steps-post")
    for limit in (curves.observed_low, curves.observed_high):
        axes.plot(ages, limit, color=INK, linewidth=0.5, linestyle=(0, (2.0, 2.0)))
    where = part.ages[part.beyond & (part.ages >= ages[0]) & (part.ages <= ages[-1])]
    axes.plot(where, np.zeros(len(where)), "|", color=BEYOND, markersize=5, clip_on=False)


def _caption(findings: ObservationFindings) -> str:
    level = f"{100 * findings.level:g} %"
    return (
        f"Black: the log, dotted its {level} confidence band. In colour: the mission, with its confidence "
        "band; pale:\n"
        f"where all curves of a log of the mission lie in {level} of cases. Marks below: ages at which this "
        "one does not."
    )
