"""The result of `stovepipe.compare`."""

from __future__ import annotations

import pandas as pd

from stovepipe.answers.findings.comparison import StudyFindings
from stovepipe.presentation.comparison import COMPARISON
from stovepipe.results.result import Result


class Comparison(Result[StudyFindings]):
    """The structures of a study, compared on the same random numbers."""

    _shown = COMPARISON

    def _summary(self) -> str:
        study = self._findings.study
        size = f"{len(study.structures)} structures, {self.replications} replications"
        return f"Comparison: {study.title!r}, {size}, seed {study.seed}"

    @property
    def replications(self) -> int:
        """How many replications of each structure there are."""
        return self._findings.replications

    @property
    def precise(self) -> bool | None:
        """Whether the precision that the study asks for was reached; None if it asks for none."""
        return None if self._findings.precision is None else self._findings.precision.reached

    @property
    def estimates(self) -> pd.DataFrame:
        """One row for each outcome and structure, each interval by itself."""
        return self.tables()["estimates"]

    @property
    def differences(self) -> pd.DataFrame:
        """One row for each outcome and difference, with intervals that hold together. With `best`, none."""
        return self.tables()["differences"]

    @property
    def ranking(self) -> pd.DataFrame:
        """One row for each outcome and structure, the best first: each with the best of the others."""
        return self.tables()["ranking"]
