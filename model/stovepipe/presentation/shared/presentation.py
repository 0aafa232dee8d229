"""How the answer to a question is shown: the same things for every question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from stovepipe.presentation.shared.grid import Grid
from stovepipe.study.reading.study import Study
from stovepipe.study.store import files

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Found = TypeVar("Found")
Figures: TypeAlias = "tuple[Mapping[str, Figure], list[str]]"
"""Drawn figures by name, and remarks on those that cannot be drawn."""


@dataclass(frozen=True)
class Presentation(Generic[Found]):
    """What can be shown of the findings of one question.

    Attributes:
        name: of the question, which begins the names of its files.
        verdict: the answer in words.
        tables: tidy tables by name, for programs.
        grids: tables for a terminal, in the order in which they are read.
        data: plain values for JSON; what is not known is None.
        figures: drawn figures by name, and remarks on those that cannot be drawn.
        plan: what is varied, for questions that say so before they run.
        stage: what is said after a stage of the work.
        each: what one replication is expected to be, for questions that say so before they run.
        drawings: what is drawn beside the figures, as files by name.
    """

    name: str
    verdict: Callable[[Found], str]
    tables: Callable[[Found], Mapping[str, pd.DataFrame]]
    grids: Callable[[Found], Iterable[Grid]]
    data: Callable[[Found], Mapping[str, Any]]
    figures: Callable[[Found], Figures]
    plan: Callable[[Study], Grid] | None = None
    stage: Callable[[Any], str] = str
    each: Callable[[Study], str] | None = None
    drawings: Callable[[Found], Mapping[str, bytes]] | None = None

    def files(self, findings: Found) -> dict[str, bytes]:
        """The verdict as text, and the tables as CSV and Parquet, by the names of their files."""
        contents = {f"{self.name}.txt": f"{self.verdict(findings)}\n".encode()}
        for name, table in self.tables(findings).items():
            stem = self.name if name == self.name else f"{self.name}_{name}"
            contents |= {f"{stem}.csv": files.csv(table), f"{stem}.parquet": files.parquet(table)}
        return contents

    def drawn(self, findings: Found) -> tuple[dict[str, bytes], list[str]]:
        """The figures as SVG and PNG, by the names of their files; and remarks on those that are missing.

        Names begin with that of the question, because the answers to several may lie in one folder.
        """
        from stovepipe.presentation.shared.figure_style import rendered

        figures, remarks = self.figures(findings)
        contents = {
            f"{self.name}_{name}.{ending}": content
            for name, figure in figures.items()
            for ending, content in rendered(figure).items()
        }
        if self.drawings is not None:
            contents |= {f"{self.name}_{name}": drawing for name, drawing in self.drawings(findings).items()}
        return contents, remarks

    def json(self, findings: Found, **beside: object) -> str:
        """The findings as JSON, with what is said beside them."""
        return json.dumps({**self.data(findings), **beside}, indent=2, ensure_ascii=False)

    def text(self, findings: Found) -> str:
        """All tables and the verdict, as plain text."""
        return "\n\n".join([*map(str, self.grids(findings)), self.verdict(findings)])
