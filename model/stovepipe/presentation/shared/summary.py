"""The conclusions of a study as files in its store: tables, the verdict, figures; always the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stovepipe.answers.comparison import StudyFindings
from stovepipe.answers.samples import CannotCompare
from stovepipe.answers.selection import SelectionFindings
from stovepipe.presentation.comparison.data import study_tables
from stovepipe.presentation.comparison.words import study_verdict
from stovepipe.presentation.selection.data import selection_table
from stovepipe.presentation.selection.words import selection_verdict
from stovepipe.study.store import files
from stovepipe.study.store.claim import explained
from stovepipe.study.store.store import Store

SUMMARY = "summary"


def comparison_files(findings: StudyFindings) -> dict[str, bytes]:
    """Estimates, differences and ranking as CSV, and the verdict as text, by name."""
    tables = {f"{name}.csv": files.csv(table) for name, table in study_tables(findings).items()}
    return tables | {"verdict.txt": f"{study_verdict(findings)}\n".encode()}


def selection_files(findings: SelectionFindings) -> dict[str, bytes]:
    """What was selected, as CSV and as text, by name."""
    return {
        "selection.csv": files.csv(selection_table(findings)),
        "selection.txt": f"{selection_verdict(findings)}\n".encode(),
    }


def figure_files(findings: StudyFindings, store: Store) -> tuple[dict[str, bytes], str]:
    """The figures as SVG and PNG, by name; and why one could not be drawn, if so."""
    from stovepipe.presentation.comparison.forest_figure import forest_figure
    from stovepipe.presentation.comparison.incidence_overlay import overlay_figure
    from stovepipe.presentation.comparison.ranking_figure import ranking_figure
    from stovepipe.presentation.shared.figure_style import rendered

    drawn, missing = {"differences": forest_figure(findings), "ranking": ranking_figure(findings)}, ""
    try:
        drawn["incidence"] = overlay_figure(findings, store)
    except CannotCompare as error:
        missing = f"The figure of incidence is left out: {error}."
    named = {
        f"{name}.{ending}": content
        for name, figure in drawn.items()
        for ending, content in rendered(figure).items()
    }
    return named, missing


def write_summary(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """Write files to the summary of a store; each is there whole or not at all.

    Raises:
        StoreError: one cannot be written.
    """
    path = folder / SUMMARY
    with explained(path):
        path.mkdir(exist_ok=True)
        for name, content in contents.items():
            files.write(path / name, content)
    return path
