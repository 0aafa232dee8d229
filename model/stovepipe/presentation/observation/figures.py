"""The figure of a log beside a mission: what is read, or lost, by which age, in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stovepipe.answers.findings.observation import ObservationFindings

if TYPE_CHECKING:
    from stovepipe.presentation.shared.presentation import Figures


def observation_figures(findings: ObservationFindings) -> Figures:
    """The curves of the log on those of the mission."""
    from stovepipe.presentation.observation.observed_figure import observed_figure

    return {"incidence": observed_figure(findings)}, []
