"""What the replications of one mission say."""

from stovepipe.answers.findings.run import RunFindings
from stovepipe.presentation.run.data import findings_payload, findings_tables
from stovepipe.presentation.run.figures import run_drawings, run_figures
from stovepipe.presentation.run.tables import run_grids
from stovepipe.presentation.run.words import conclusion, expected_of_each
from stovepipe.presentation.shared.presentation import Presentation

RUN = Presentation[RunFindings](
    name="run",
    verdict=conclusion,
    tables=findings_tables,
    grids=run_grids,
    data=findings_payload,
    figures=run_figures,
    each=expected_of_each,
    drawings=run_drawings,
)
