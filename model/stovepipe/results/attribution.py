"""The result of `stovepipe.attribute`."""

from __future__ import annotations

import pandas as pd

from stovepipe.answers.findings.attribution import AttributionFindings
from stovepipe.presentation.attribution import ATTRIBUTION
from stovepipe.results.result import Result


class Attribution(Result[AttributionFindings]):
    """What the outcomes of a study owe to the mechanisms of its mission."""

    _shown = ATTRIBUTION

    def _summary(self) -> str:
        found = self._findings
        how = "exact" if found.exact else f"{found.orders} orders"
        return f"Attribution: {found.study.title!r}, {len(found.study.mechanisms)} mechanisms, {how}"

    @property
    def values(self) -> pd.DataFrame:
        """One row for each outcome, cause of loss and mechanism; interactions and totals too."""
        return self.tables()["attribution"]
