"""What the search for the best structure says."""

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.selection.data import selection_payload, selection_table
from stovepipe.presentation.selection.tables import selection_grid
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.presentation.shared.presentation import Presentation

SELECTION = Presentation[SelectionFindings](
    name="selection",
    verdict=selection_verdict,
    tables=lambda findings: {"selection": selection_table(findings)},
    grids=lambda findings: (selection_grid(findings),),
    data=selection_payload,
    figures=lambda findings: ({}, []),
)
