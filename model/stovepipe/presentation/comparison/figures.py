"""The figures of a comparison, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.answers.comparison_findings import StudyFindings
from stovepipe.answers.refusals import CannotAnswer

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def comparison_figures(findings: StudyFindings) -> tuple[dict[str, Figure], list[str]]:
    """All figures that can be drawn, and remarks on those that cannot."""
    from stovepipe.presentation.comparison.forest_figure import forest_figure
    from stovepipe.presentation.comparison.incidence_overlay import overlay_figure
    from stovepipe.presentation.comparison.ranking_figure import ranking_figure

    figures = {"differences": forest_figure(findings), "ranking": ranking_figure(findings)}
    try:
        figures["incidence"] = overlay_figure(findings)
    except CannotAnswer as error:
        return figures, [f"The figure of incidence is left out: {error}."]
    return figures, []
