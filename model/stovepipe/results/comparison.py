"""What came of a study, for those who work in Python."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stovepipe.answers.comparison import StudyFindings
from stovepipe.answers.conduct import carry_out, expected
from stovepipe.answers.opening import keeping, opened
from stovepipe.presentation.comparison.data import study_tables
from stovepipe.presentation.comparison.tables import difference_grid, estimate_grid
from stovepipe.presentation.comparison.words import study_verdict
from stovepipe.presentation.shared.grid import Grid
from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import Progress
from stovepipe.study.store.store import Store

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Comparison:
    """The structures of a study, compared: tidy tables, a verdict, figures.

    `stovepipe.compare` makes one. The columns of the tables are described in ``docs/reference/results.md``.
    """

    def __init__(self, findings: StudyFindings, store: Store) -> None:
        self._findings, self._store = findings, store

    def __repr__(self) -> str:
        """What was compared, in short."""
        study = self._findings.study
        return (
            f"<Comparison: {study.title!r}, {len(study.structures)} structures, {self.replications} "
            f"replications, seed {study.seed}>"
        )

    @property
    def replications(self) -> int:
        """Of each structure."""
        return self._findings.replications

    @property
    def folder(self) -> Path:
        """The store. A temporary one goes when this object does."""
        return self._store.path

    @property
    def precise(self) -> bool | None:
        """Whether the precision that the study asks for was reached; None if it asks for none."""
        return None if self._findings.precision is None else self._findings.precision.reached

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return study_tables(self._findings)

    @property
    def estimates(self) -> pd.DataFrame:
        """One row for each outcome and structure, each interval by itself."""
        return self._tables["estimates"].copy()

    @property
    def differences(self) -> pd.DataFrame:
        """One row for each outcome and difference, with intervals that hold together. With `best`, none."""
        return self._tables["differences"].copy()

    @property
    def ranking(self) -> pd.DataFrame:
        """One row for each outcome and structure, the best first: each with the best of the others."""
        return self._tables["ranking"].copy()

    @property
    def verdict(self) -> str:
        """What it all comes to: a paragraph for each outcome."""
        return study_verdict(self._findings)

    def table(self) -> Grid:
        """Estimates by structure and outcome; print it."""
        return estimate_grid(self._findings)

    def difference_table(self) -> Grid:
        """Differences, or with the method `best` the ranking, by outcome; print it."""
        return difference_grid(self._findings)

    def plot_forest(self) -> Figure:
        """The differences with their simultaneous intervals."""
        from stovepipe.presentation.comparison.forest_figure import forest_figure

        return forest_figure(self._findings)

    def plot_ranking(self) -> Figure:
        """The structures from best to worst, each with the best of the others."""
        from stovepipe.presentation.comparison.ranking_figure import ranking_figure

        return ranking_figure(self._findings)

    def plot_incidence(self) -> Figure:
        """What share of the deliveries has arrived by which age: one curve with its band for each structure.

        Raises:
            ValueError: the study keeps outcomes only, and asks for no latency.
        """
        from stovepipe.presentation.comparison.incidence_overlay import overlay_figure

        return overlay_figure(self._findings, self._store)


def compare_structures(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Comparison:
    """Carry out a study and compare its structures; see `stovepipe.compare`."""
    with opened(study, out, workers, lambda store: expected(study, store, study.replications).seconds) as (
        store,
        place,
    ):
        return keeping(Comparison(carry_out(study, store, place, progress), store), store, out)
