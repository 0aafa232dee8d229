"""The results of `stovepipe.trace`."""

from __future__ import annotations

from stovepipe.measures.life.events import Life, Traced
from stovepipe.measures.life.history import History
from stovepipe.presentation.trace import EVENT, TRACE
from stovepipe.presentation.trace.event import event_name, event_parts
from stovepipe.presentation.trace.tables import trace_parts
from stovepipe.presentation.trace.words import name
from stovepipe.results.result import Shown


class Trace(Shown[Traced]):
    """The life of one report in one replication. There is no results folder, and there are no figures.

    The table `events` has a row for each event in order of time: when (`at`), what (`kind`), where (`place`),
    in which `copy`, and who was at work. The table `deliveries` has a row for each consumer that needs the
    report.
    """

    _shown = TRACE

    def _summary(self) -> str:
        life, traced = self.life, self._findings
        of = f"{life.report_class}, replication {traced.replication}, seed {traced.seed}"
        return f"Trace of {name(traced)}: {of}"

    def __str__(self) -> str:
        return self.show()

    @property
    def life(self) -> Life:
        """What was found: the report, its events, and its fate for each consumer."""
        return self._findings.life

    def show(self) -> str:
        """The life of the report in lines, as the command prints it."""
        return "\n".join(map(str, trace_parts(self._findings)))


class EventTrace(Shown[History]):
    """The history of one event in one replication. There is no results folder, and there are no figures.

    The table `reports` has a row for each report about the event and each consumer that needs it. The table
    `knowledge` has a row for each consumer that could hear of the event, and each degree: whether and when it
    became known, or confirmed.
    """

    _shown = EVENT

    def _summary(self) -> str:
        found = self._findings
        return f"Trace of {event_name(found)}: an event, replication {found.replication}, seed {found.seed}"

    def __str__(self) -> str:
        return self.show()

    @property
    def history(self) -> History:
        """What was found: the event, the reports about it, and what became of it for each consumer."""
        return self._findings

    def show(self) -> str:
        """The history of the event in lines, as the command prints it."""
        return "\n".join(map(str, event_parts(self._findings)))
