"""The result of holding a mission against a log, for those who work in Python."""

from __future__ import annotations

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.presentation.observation import OBSERVATION
from stovepipe.presentation.observation.words import verdict
from stovepipe.results.result import Result
from stovepipe.text import counted


class Observation(Result[ObservationFindings]):
    """What a log and a mission say of one another: tidy tables, a figure of both, and where they differ.

    `stovepipe.observe` makes one. The columns of the tables are described in ``docs/reference/results.md``.
    """

    _shown = OBSERVATION

    def _summary(self) -> str:
        found = self._findings
        replications = counted(len(found.record.numbers), "replication")
        return f"Observation of {found.record.about.mission!r}: {found.log.path.name}, {replications}"

    @property
    def verdict(self) -> str:
        """Whether the log could be one of the mission's, in a sentence or two."""
        return verdict(self._findings)

    @property
    def p(self) -> float:
        """Of the log and the replications, the share that lies at least as far out as the log."""
        return self._findings.p

    @property
    def differs(self) -> bool:
        """Whether the log is told apart from what the mission makes."""
        return bool(self._findings.differing)

    @property
    def remarks(self) -> list[str]:
        """What was left out of the log, and what is worth a look."""
        return [str(each) for each in self._findings.remarks]
