"""What the comparison of several structures says."""

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.presentation.comparison.data import study_payload, study_tables
from stovepipe.presentation.comparison.figures import comparison_figures
from stovepipe.presentation.comparison.tables import difference_grid, estimate_grid
from stovepipe.presentation.comparison.words import how_far, study_verdict
from stovepipe.presentation.shared.presentation import Presentation

COMPARISON = Presentation[StudyFindings](
    name="comparison",
    verdict=study_verdict,
    tables=study_tables,
    grids=lambda findings: (estimate_grid(findings), difference_grid(findings)),
    data=study_payload,
    figures=comparison_figures,
    stage=how_far,
)
