"""The result of `stovepipe.sensitivity`."""

from __future__ import annotations

import pandas as pd

from stovepipe.answers.findings.sensitivity import SensitivityFindings
from stovepipe.presentation.sensitivity import SENSITIVITY
from stovepipe.results.result import Result


class Sensitivity(Result[SensitivityFindings]):
    """Which inputs of a study matter."""

    _shown = SENSITIVITY

    def _summary(self) -> str:
        found = self._findings
        size = f"{len(found.space)} factors, {len(found.points)} points"
        return f"Sensitivity: {found.study.title!r}, {found.asked.method}, {size}"

    @property
    def stable(self) -> bool | None:
        """Whether the ranking of the leading factors is stable, for every outcome; None if there is none."""
        return self._findings.stable

    @property
    def factors(self) -> pd.DataFrame:
        """One row for each number that was varied, or choice: its range and evidence."""
        return self.tables()["factors"]

    @property
    def indices(self) -> pd.DataFrame:
        """One row for each outcome, factor and measure, with its interval."""
        return self.tables()["indices"]

    @property
    def points(self) -> pd.DataFrame:
        """One row for each point that was run, with the value of every factor."""
        return self.tables()["points"]

    @property
    def outputs(self) -> pd.DataFrame:
        """One row for each point, structure, outcome and replication."""
        return self.tables()["outputs"]
