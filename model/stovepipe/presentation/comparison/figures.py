"""The figures of a comparison, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.answers.refusals import CannotAnswer

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def comparison_figures(findings: StudyFindings) -> tuple[dict[str, Figure], list[str]]:
    """All figures that can be drawn, and remarks on those that cannot."""
    from stovepipe.presentation.comparison.forest_figure import forest_figure
    from stovepipe.presentation.comparison.incidence_overlay import overlay_figure
    from stovepipe.presentation.comparison.ranking_figure import ranking_figure

    drawing = {"differences": forest_figure, "ranking": ranking_figure, "incidence": overlay_figure}
    figures, remarks = {}, []
    for name, draw in drawing.items():
        try:
            figures[name] = draw(findings)
        except CannotAnswer as error:
            remarks.append(f"The figure of {name} is left out: {error}.")
    return figures, remarks
