"""The result of `stovepipe.select`."""

from __future__ import annotations

import pandas as pd

from stovepipe.answers.findings.selection import SelectionFindings
from stovepipe.presentation.selection import SELECTION
from stovepipe.results.result import Result


class Selection(Result[SelectionFindings]):
    """The structure of a study that was selected."""

    _shown = SELECTION

    def _summary(self) -> str:
        return f"Selection: {self.chosen!r} of {self._findings.study.title!r}, {self.spent} replications"

    @property
    def chosen(self) -> str:
        """The name of the structure selected; if not `finished`, of the one that leads."""
        return self._findings.chosen

    @property
    def finished(self) -> bool:
        """Whether the procedure ran to its end. If not, nothing is promised."""
        return self._findings.finished

    @property
    def spent(self) -> int:
        """How many replications of all structures together were spent."""
        return self._findings.spent

    @property
    def structures(self) -> pd.DataFrame:
        """One row for each structure: what was spent on it, and what came of it."""
        return self.tables()["selection"]
