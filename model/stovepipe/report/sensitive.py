"""What inputs and mechanisms matter, for those who work in Python."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from stovepipe.report.attribution import (
    attribution_grids,
    attribution_table,
    attribution_verdict,
    mechanism_grid,
)
from stovepipe.report.grid import Grid
from stovepipe.report.sensitivity_tables import factor_grid, sensitivity_grids, sensitivity_tables
from stovepipe.report.sensitivity_words import sensitivity_verdict
from stovepipe.sensitivity.attributing import AttributionFindings, attribute, attribution_cost
from stovepipe.sensitivity.findings import SensitivityFindings, cost, investigate
from stovepipe.study.causes import keeping_causes
from stovepipe.study.costs import Cost
from stovepipe.study.definition import Study
from stovepipe.study.executors import Workplace, workplace
from stovepipe.study.gathering import Progress
from stovepipe.study.replicate import sensible_workers
from stovepipe.study.store import Store

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Result = TypeVar("Result", "Sensitive", "Attributed")


class Sensitive:
    """Which inputs of a study matter: tables, a verdict, figures. `stovepipe.sensitivity_of` makes one."""

    def __init__(self, findings: SensitivityFindings, folder: Path) -> None:
        self._findings, self._folder = findings, folder

    def __repr__(self) -> str:
        """What was asked, in short."""
        found = self._findings
        return (
            f"<Sensitive: {found.study.title!r}, {found.asked.method}, {len(found.space)} factors, "
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
        from stovepipe.report.sensitivity_figures import sensitivity_figures

        return sensitivity_figures(self._findings)


class Attributed:
    """What outcomes owe to mechanisms: tidy tables, a verdict, figures. `stovepipe.attribute` makes one."""

    def __init__(self, findings: AttributionFindings, folder: Path) -> None:
        self._findings, self._folder = findings, folder

    def __repr__(self) -> str:
        """What was asked, in short."""
        found = self._findings
        how = "exact" if found.exact else f"{found.orders} orders"
        return f"<Attributed: {found.study.title!r}, {len(found.study.mechanisms)} mechanisms, {how}>"

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
        from stovepipe.report.attribution_figure import waterfall_figure

        return waterfall_figure(self._findings, outcome)


def find_sensitivity(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Sensitive:
    """Answer a study's question about its inputs; see `stovepipe.sensitivity_of`."""
    kept = replace(study, keep="outcomes")
    with _at_work(kept, out, workers, cost(kept)) as (store, place):
        return _keeping(Sensitive(investigate(kept, store, place, progress), store.path), store, out)


def find_attribution(
    study: Study, workers: int | str | None, out: str | Path | None, progress: Progress | None
) -> Attributed:
    """Share a study's outcomes out among mechanisms; see `stovepipe.attribute`."""
    needed = attribution_cost(study)
    with _at_work(keeping_causes(study), out, workers, needed) as (store, place):
        return _keeping(Attributed(attribute(study, store, place, progress), store.path), store, out)


@contextmanager
def _at_work(
    study: Study, out: str | Path | None, workers: int | str | None, needed: Cost
) -> Iterator[tuple[Store, Workplace]]:
    """The store and the place to work; a temporary store goes if the work fails."""
    folder = Path(mkdtemp(prefix="stovepipe-")) if out is None else Path(out)
    try:
        with (
            Store.open(folder, study, "Python") as store,
            workplace(workers or sensible_workers(needed.seconds)) as place,
        ):
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
