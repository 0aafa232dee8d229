"""The structure of a study that was selected, for those who work in Python."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from stovepipe.answers.conduct import expected
from stovepipe.answers.opening import keeping, opened
from stovepipe.answers.selection import SelectionFindings, asked_of, select
from stovepipe.presentation.selection.data import selection_table
from stovepipe.presentation.selection.tables import selection_grid
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.presentation.shared.grid import Grid
from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import Progress
from stovepipe.study.store.store import Store


class Selection:
    """The structure of a study that was selected. `stovepipe.select` makes one."""

    def __init__(self, findings: SelectionFindings, store: Store) -> None:
        self._findings, self._store = findings, store

    def __repr__(self) -> str:
        """What was selected, in short."""
        return f"<Selection: {self.chosen!r} of {self._findings.study.title!r}, {self.spent} replications>"

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


def select_structure(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Selection:
    """Find the best structure of a study; see `stovepipe.select`."""
    with opened(
        study, out, workers, lambda store: expected(study, store, asked_of(study).at_least).seconds
    ) as (store, place):
        return keeping(Selection(select(study, store, place, progress), store), store, out)
