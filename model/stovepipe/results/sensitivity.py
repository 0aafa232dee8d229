"""What inputs and mechanisms matter, for those who work in Python."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stovepipe.answers.opening import keeping, opened
from stovepipe.answers.sensitivity import SensitivityFindings, cost, investigate
from stovepipe.presentation.sensitivity.data import sensitivity_tables
from stovepipe.presentation.sensitivity.tables import factor_grid, sensitivity_grids
from stovepipe.presentation.sensitivity.words import sensitivity_verdict
from stovepipe.presentation.shared.grid import Grid
from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import Progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Sensitivity:
    """Which inputs of a study matter: tables, a verdict, figures. `stovepipe.sensitivity_of` makes one."""

    def __init__(self, findings: SensitivityFindings, folder: Path) -> None:
        self._findings, self._folder = findings, folder

    def __repr__(self) -> str:
        """What was asked, in short."""
        found = self._findings
        return (
            f"<Sensitivity: {found.study.title!r}, {found.asked.method}, {len(found.space)} factors, "
            f"{len(found.points)} points>"
        )

    @property
    def folder(self) -> Path:
        """The store. A temporary one goes when this object does."""
        return self._folder

    @property
    def stable(self) -> bool | None:
        """Whether the ranking of the leading factors is stable, for every outcome; None if there is none."""
        return self._findings.stable

    @property
    def factors(self) -> pd.DataFrame:
        """One row for each number that was varied, or choice: its range and evidence."""
        return self.frame("factors")

    @property
    def indices(self) -> pd.DataFrame:
        """One row for each outcome, factor and measure, with its interval."""
        return self.frame("indices")

    @property
    def points(self) -> pd.DataFrame:
        """One row for each point that was run, with the value of every factor."""
        return self.frame("points")

    @property
    def outputs(self) -> pd.DataFrame:
        """One row for each point, structure, outcome and replication."""
        return self.frame("outputs")

    def frame(self, name: str) -> pd.DataFrame:
        """Any of the tables by its name: those above, and `boxes` where a failure was asked about.

        Raises:
            KeyError: there is no such table.
        """
        return sensitivity_tables(self._findings)[name]

    @property
    def verdict(self) -> str:
        """What it all comes to: a paragraph for each outcome."""
        return sensitivity_verdict(self._findings)

    def factor_table(self) -> Grid:
        """What was varied; print it."""
        return factor_grid(self._findings.study)

    def tables(self) -> list[Grid]:
        """The factors with their indices, one table for each outcome; print them."""
        return list(sensitivity_grids(self._findings))

    def plots(self) -> dict[str, Figure]:
        """All figures that the method has, by name: that of the outcome and what is shown."""
        from stovepipe.presentation.sensitivity.figures import sensitivity_figures

        return sensitivity_figures(self._findings)


def find_sensitivity(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Sensitivity:
    """Answer a study's question about its inputs; see `stovepipe.sensitivity_of`."""
    kept = replace(study, keep="outcomes")
    needed = cost(kept)
    with opened(kept, out, workers, lambda _: needed.seconds) as (store, place):
        return keeping(Sensitivity(investigate(kept, store, place, progress), store.path), store, out)
