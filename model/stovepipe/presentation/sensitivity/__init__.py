"""What a sensitivity analysis says."""

from stovepipe.answers.findings.sensitivity import SensitivityFindings
from stovepipe.presentation.sensitivity.data import sensitivity_payload, sensitivity_tables
from stovepipe.presentation.sensitivity.tables import factor_grid, sensitivity_grids
from stovepipe.presentation.sensitivity.words import not_stable, sensitivity_verdict
from stovepipe.presentation.shared.presentation import Figures, Presentation


def _figures(findings: SensitivityFindings) -> Figures:
    # matplotlib takes long to import
    from stovepipe.presentation.sensitivity.figures import sensitivity_figures

    figures = sensitivity_figures(findings)
    remarks = [] if figures else [f"The method {findings.asked.method} found nothing that can be drawn."]
    return figures, remarks


SENSITIVITY = Presentation[SensitivityFindings](
    name="sensitivity",
    verdict=sensitivity_verdict,
    tables=sensitivity_tables,
    grids=sensitivity_grids,
    data=sensitivity_payload,
    figures=_figures,
    plan=factor_grid,
    stage=not_stable,
)
