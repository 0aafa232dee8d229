"""What share of the deliveries has arrived by which age: the structures of a study on top of each other."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stovepipe.answers.findings.comparison import StudyFindings, Who, incidences_of
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.curves import Band, curve_band
from stovepipe.presentation.mission.layout import spread
from stovepipe.presentation.shared.age_axis import ages_for, dress
from stovepipe.presentation.shared.canvas import Axes, Figure
from stovepipe.presentation.shared.figure_style import house_style, readable, titled
from stovepipe.presentation.shared.wording import headed
from stovepipe.study.file.outcome import OfDeliveries

POINTS = 160
PANEL_WIDTH, PANEL_HEIGHT, HEAD, LETTER = 2.6, 2.1, 0.95, 0.052
MOST_PANELS = 12
_COLOURS = (
    "#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#882255", "#999933",
    "#5d4ba3", "#661100", "#777777",
)  # fmt: skip
Floats = NDArray[np.float64]


def overlay_figure(findings: StudyFindings) -> Figure:
    """One panel for each consumer and class of the study's outcomes, one curve for each structure.

    Curves are those of Aalen and Johansen over all replications together; each band holds its whole curve
    with the confidence of the study.

    Raises:
        CannotAnswer: the study keeps outcomes only, and has no latency among them.
        StoreError: the store cannot be read.
    """
    panels = {who: curves for who in _asked(findings) if (curves := incidences_of(findings, who))}
    if not panels:
        raise CannotAnswer(
            "there are no ages of deliveries to draw curves from: the study says keep: outcomes and asks for "
            "no latency"
        )
    names = [each.name for each in findings.study.structures]
    colours = {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(names)}
    wide = min(3, math.ceil(math.sqrt(len(panels))))
    high = math.ceil(len(panels) / wide)
    room = LETTER * (max(map(len, names)) + len(" 100 % "))
    size = (max(wide * (PANEL_WIDTH + room) + 0.55, 5.2), high * PANEL_HEIGHT + HEAD + 0.25)
    ages, log = ages_for([each for panel in panels.values() for each in panel.values()], POINTS)
    with house_style():
        figure = titled(size, headed(findings.study.title, "what arrives, by when"), _caption(findings))
        grid = figure.add_gridspec(
            high, wide, left=0.5 / size[0], right=1 - room / size[0], bottom=0.42 / size[1],
            top=1 - (HEAD + 0.1) / size[1], hspace=0.45, wspace=(room + 0.1) / (PANEL_WIDTH - 0.1),
        )  # fmt: skip
        for place, (who, incidences) in enumerate(panels.items()):
            axes = figure.add_subplot(grid[divmod(place, wide)])
            bands = {
                name: curve_band(each, ages.astype(np.int64), findings.level)
                for name, each in incidences.items()
            }
            _draw(axes, ages, bands, colours)
            dress(axes, ages, log, left=place % wide == 0)
            axes.set_title(_panel(who), fontsize=8, fontweight="bold")
        unit = ", logarithmic" if log else ""
        figure.text(0.5, 0.08 / size[1], f"time since occurrence{unit}", ha="center")
        return figure


def _asked(findings: StudyFindings) -> list[Who]:
    """The consumers and classes that the study asks about; all deliveries, if it asks about none."""
    of = [each.observed.outcome.of for each in findings.outcomes]
    asked = [(each.consumer, each.report_class) for each in of if isinstance(each, OfDeliveries)]
    return list(dict.fromkeys(asked or [(None, None)]))[:MOST_PANELS]


def _draw(axes: Axes, ages: Floats, bands: Mapping[str, Band], colours: Mapping[str, str]) -> None:
    ends = []
    for name, band in bands.items():
        if np.isfinite(band.all_low).any():
            axes.fill_between(ages, band.all_low, band.all_high, color=colours[name], alpha=0.12, linewidth=0)
        axes.plot(ages, band.values, color=colours[name], linewidth=1.2)
        known = band.values[np.isfinite(band.values)]
        ends.append((float(known[-1]) if len(known) else 0.0, name))
    ends.sort()
    heights = spread([end for end, _ in ends], [0.075] * (len(ends) - 1))
    lowest = min(heights, default=0.0)
    for (value, name), height in zip(ends, heights, strict=True):
        axes.annotate(
            f"{name} {100 * value:.0f} %", (1.0, height - min(lowest, 0.0)),
            xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points", va="center",
            fontsize=6.0, color=readable(colours[name]),
        )  # fmt: skip


def _panel(who: Who) -> str:
    consumer, report_class = who
    return f"{report_class or 'all classes'}, {consumer or 'all consumers'}"


def _caption(findings: StudyFindings) -> str:
    return (
        "Share of all deliveries that have arrived by an age. Each band holds the whole of its curve\n"
        f"with {100 * findings.level:g} % confidence ({findings.replications} replications). To compare, see "
        "the differences."
    )
