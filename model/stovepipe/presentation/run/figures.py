"""The figures of a run, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from stovepipe.answers.findings.run import RunFindings

if TYPE_CHECKING:
    from stovepipe.presentation.shared.presentation import Figures


def run_figures(findings: RunFindings) -> Figures:
    """Incidence, what becomes known where something happened, and queues with their rosters."""
    from stovepipe.presentation.run.incidence_figure import incidence_figure
    from stovepipe.presentation.run.knowledge_figure import knowledge_figure, knowledge_panels
    from stovepipe.presentation.run.queue_figure import queue_figure

    known = {"knowledge": knowledge_figure(findings)} if knowledge_panels(findings) else {}
    return {"incidence": incidence_figure(findings), **known, "queues": queue_figure(findings)}, []


def run_drawings(findings: RunFindings) -> Mapping[str, bytes]:
    """The structure as SVG, where it is known."""
    if findings.scenario is None:
        return {}
    from stovepipe.presentation.mission.structure_figure import structure_svg

    return {"structure.svg": structure_svg(findings.scenario).encode()}
