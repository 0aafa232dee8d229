"""What an attribution of outcomes to mechanisms says."""

from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.presentation.attribution.data import attribution_payload, attribution_table
from stovepipe.presentation.attribution.tables import attribution_grids, mechanism_grid
from stovepipe.presentation.attribution.words import attribution_verdict
from stovepipe.presentation.shared.presentation import Figures, Presentation


def _figures(findings: AttributionFindings) -> Figures:
    from stovepipe.presentation.attribution.figures import (
        attribution_figures,  # matplotlib takes long to import
    )

    return attribution_figures(findings), []


ATTRIBUTION = Presentation[AttributionFindings](
    name="attribution",
    verdict=attribution_verdict,
    tables=lambda findings: {"attribution": attribution_table(findings)},
    grids=attribution_grids,
    data=attribution_payload,
    figures=_figures,
    plan=mechanism_grid,
)
