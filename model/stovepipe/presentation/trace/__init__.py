"""What the life of one report says, and the history of one event."""

from stovepipe.measures.life.events import Traced
from stovepipe.measures.life.history import History
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.presentation.trace.data import trace_payload, trace_tables
from stovepipe.presentation.trace.event import event_grids, event_payload, event_tables, event_verdict
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

EVENT = Presentation[History](
    name="event",
    verdict=event_verdict,
    tables=event_tables,
    grids=event_grids,
    data=event_payload,
    figures=lambda found: ({}, []),
)
