"""The result of `stovepipe.trace`."""

from __future__ import annotations

from stovepipe.measures.life.events import Life, Traced
from stovepipe.presentation.trace import TRACE
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
