"""What the life of one report says."""

from stovepipe.measures.life.events import Traced
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.presentation.trace.data import trace_payload, trace_tables
from stovepipe.presentation.trace.tables import trace_grids
from stovepipe.presentation.trace.words import trace_verdict

TRACE = Presentation[Traced](
    name="trace",
    verdict=trace_verdict,
    tables=trace_tables,
    grids=trace_grids,
    data=trace_payload,
    figures=lambda traced: ({}, []),
)
