"""What all results have in common, for those who work in Python."""

from __future__ import annotations

import shutil
import weakref
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import pandas as pd

from stovepipe.answers.question import Answer, Audience, Question, answering
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.study.running.gather import Progress

if TYPE_CHECKING:
    from typing import Any, Self

    from matplotlib.figure import Figure

Found = TypeVar("Found")


class Result(Generic[Found]):
    """The answer to a question: a verdict, tidy tables, text, figures."""

    _shown: ClassVar[Presentation[Any]]

    def __init__(self, answer: Answer[Found]) -> None:
        self._findings = answer.findings
        self._folder = answer.folder
        if answer.temporary:
            weakref.finalize(self, shutil.rmtree, answer.folder, True)

    @classmethod
    def of(
        cls,
        question: Question[Found],
        workers: int | str | None,
        out: str | None,
        progress: Progress | None,
    ) -> Self:
        """The result of a question, answered in a store.

        Raises:
            ValueError, CannotGoOn, InvariantError, ScenarioError, StoreError: as in `answering`.
        """
        with answering(question, out, workers, _Listener(progress)) as answer:
            return cls(answer)

    @property
    def folder(self) -> Path:
        """The results folder. A temporary one goes when this object does."""
        return self._folder

    @property
    def verdict(self) -> str:
        """The answer in words."""
        return self._shown.verdict(self._findings)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tidy tables by name. Their columns are described in ``docs/reference/results.md``."""
        return dict(self._shown.tables(self._findings))

    def show(self) -> str:
        """What the command prints: tables and the verdict, as text."""
        return self._shown.text(self._findings)

    def figures(self) -> dict[str, Figure]:
        """All figures that can be drawn, by name."""
        figures, _ = self._shown.figures(self._findings)
        return dict(figures)

    def _repr_html_(self) -> str:
        """For a notebook."""
        return f"<pre>{escape(self.show())}</pre>"


class _Listener(Audience):
    """Passes on how far the work is."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def progress(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)
