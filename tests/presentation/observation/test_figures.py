"""The figure of a log beside a mission is there by its name."""

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.presentation.observation.figures import observation_figures


def test_both_are_on_one_figure(accepted: ObservationFindings) -> None:
    figures, remarks = observation_figures(accepted)
    assert (list(figures), remarks) == (["incidence"], [])
