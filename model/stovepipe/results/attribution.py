"""What outcomes owe to mechanisms, for those who work in Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stovepipe.answers.attribution import AttributionFindings, attribute, attribution_cost
from stovepipe.answers.opening import keeping, opened
from stovepipe.presentation.attribution.data import attribution_table
from stovepipe.presentation.attribution.tables import attribution_grids, mechanism_grid
from stovepipe.presentation.attribution.words import attribution_verdict
from stovepipe.presentation.shared.grid import Grid
from stovepipe.study.reading.by_cause import keeping_causes
from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import Progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Attribution:
    """What outcomes owe to mechanisms: tidy tables, a verdict, figures. `stovepipe.attribute` makes one."""

    def __init__(self, findings: AttributionFindings, folder: Path) -> None:
        self._findings, self._folder = findings, folder

    def __repr__(self) -> str:
        """What was asked, in short."""
        found = self._findings
        how = "exact" if found.exact else f"{found.orders} orders"
        return f"<Attribution: {found.study.title!r}, {len(found.study.mechanisms)} mechanisms, {how}>"

    @property
    def folder(self) -> Path:
        """The store. A temporary one goes when this object does."""
        return self._folder

    @property
    def values(self) -> pd.DataFrame:
        """One row for each outcome, cause of loss and mechanism; interactions and totals too."""
        return attribution_table(self._findings)

    @property
    def verdict(self) -> str:
        """What it all comes to: some sentences for each outcome."""
        return attribution_verdict(self._findings)

    def mechanism_table(self) -> Grid:
        """What was switched on and off; print it."""
        return mechanism_grid(self._findings.study)

    def tables(self) -> list[Grid]:
        """The values, and the strongest interactions, of each outcome; print them."""
        return list(attribution_grids(self._findings))

    def plot_waterfall(self, outcome: str) -> Figure:
        """From the mission without mechanisms to the mission as it is, in steps.

        Raises:
            KeyError: the study does not ask about that outcome.
        """
        from stovepipe.presentation.attribution.figures import waterfall_figure

        return waterfall_figure(self._findings, outcome)


def find_attribution(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Attribution:
    """Share a study's outcomes out among mechanisms; see `stovepipe.attribute`."""
    needed = attribution_cost(study)
    with opened(keeping_causes(study), out, workers, lambda _: needed.seconds) as (store, place):
        return keeping(Attribution(attribute(study, store, place, progress), store.path), store, out)
