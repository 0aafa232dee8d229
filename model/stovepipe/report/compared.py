"""What came of a study, for those who work in Python."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from stovepipe.report.comparison import StudyFindings
from stovepipe.report.comparison_payload import study_tables
from stovepipe.report.comparison_tables import difference_grid, estimate_grid
from stovepipe.report.conduct import carry_out, expected
from stovepipe.report.grid import Grid
from stovepipe.report.selecting import (
    SelectionFindings,
    asked_of,
    select,
    selection_grid,
    selection_table,
    selection_verdict,
)
from stovepipe.report.verdicts import study_verdict
from stovepipe.study.definition import Study
from stovepipe.study.executors import Workplace, workplace
from stovepipe.study.gathering import Progress
from stovepipe.study.replicate import sensible_workers
from stovepipe.study.store import Store

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Result = TypeVar("Result", "Compared", "Selected")


class Compared:
    """The structures of a study, compared: tidy tables, a verdict, figures.

    `stovepipe.compare` makes one. The columns of the tables are described in ``docs/reference/results.md``.
    """

    def __init__(self, findings: StudyFindings, store: Store) -> None:
        self._findings, self._store = findings, store

    def __repr__(self) -> str:
        """What was compared, in short."""
        study = self._findings.study
        return (
            f"<Compared: {study.title!r}, {len(study.structures)} structures, {self.replications} "
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
        from stovepipe.report.forest import forest_figure

        return forest_figure(self._findings)

    def plot_ranking(self) -> Figure:
        """The structures from best to worst, each with the best of the others."""
        from stovepipe.report.ranking import ranking_figure

        return ranking_figure(self._findings)

    def plot_incidence(self) -> Figure:
        """What share of the deliveries has arrived by which age: one curve with its band for each structure.

        Raises:
            ValueError: the study keeps outcomes only, and asks for no latency.
        """
        from stovepipe.report.overlay import overlay_figure

        return overlay_figure(self._findings, self._store)


class Selected:
    """The structure of a study that was selected. `stovepipe.select` makes one."""

    def __init__(self, findings: SelectionFindings, store: Store) -> None:
        self._findings, self._store = findings, store

    def __repr__(self) -> str:
        """What was selected, in short."""
        return f"<Selected: {self.chosen!r} of {self._findings.study.title!r}, {self.spent} replications>"

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
        """Replications of all structures together."""
        return self._findings.spent

    @property
    def folder(self) -> Path:
        """The store. A temporary one goes when this object does."""
        return self._store.path

    @property
    def structures(self) -> pd.DataFrame:
        """One row for each structure: what was spent on it, and what came of it."""
        return selection_table(self._findings)

    @property
    def verdict(self) -> str:
        """What was selected, on which terms, and what it took."""
        return selection_verdict(self._findings)

    def table(self) -> Grid:
        """What was spent where; print it."""
        return selection_grid(self._findings)


def compare_structures(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Compared:
    """Carry out a study and compare its structures; see `stovepipe.compare`."""
    with _at_work(study, out, workers, study.replications) as (store, place):
        return _keeping(Compared(carry_out(study, store, place, progress), store), store, out)


def select_structure(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Selected:
    """Find the best structure of a study; see `stovepipe.select`."""
    with _at_work(study, out, workers, asked_of(study).at_least) as (store, place):
        return _keeping(Selected(select(study, store, place, progress), store), store, out)


@contextmanager
def _at_work(
    study: Study, out: str | Path | None, workers: int | str | None, replications: int
) -> Iterator[tuple[Store, Workplace]]:
    """The store and the place to work; a temporary store goes if the work fails."""
    folder = Path(mkdtemp(prefix="stovepipe-")) if out is None else Path(out)
    try:
        with Store.open(folder, study, "Python") as store:
            seconds = expected(study, store, replications).seconds
            with workplace(workers or sensible_workers(seconds)) as place:
                yield store, place
    except BaseException:
        if out is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _keeping(thing: Result, store: Store, out: str | Path | None) -> Result:
    """Let a temporary store go when its result does."""
    if out is None:
        weakref.finalize(thing, shutil.rmtree, store.path, True)
    return thing
