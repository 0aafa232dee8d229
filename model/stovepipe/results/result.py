"""What all results have in common, for those who work in Python."""

from __future__ import annotations

import errno
import shutil
import weakref
from abc import ABC, abstractmethod
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import pandas as pd

from stovepipe.answers.questions.question import Answer, Audience, Question, answering
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.study.running.gather import Progress
from stovepipe.study.store import files
from stovepipe.study.store.claim import MANIFEST, is_store
from stovepipe.text import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Found = TypeVar("Found")
ENDINGS = (".html", ".txt", ".json")
"""What the name of a saved file may end in."""


class Shown(ABC, Generic[Found]):
    """Findings as Python users hold them: a verdict, tidy tables, text, figures, files."""

    _shown: ClassVar[Presentation[Any]]

    def __init__(self, findings: Found) -> None:
        self._findings = findings

    def __repr__(self) -> str:
        return f"<{self._summary()}>"

    @abstractmethod
    def _summary(self) -> str:
        """What it is, in a few words."""

    @property
    def verdict(self) -> str:
        """The answer in words."""
        return self._shown.verdict(self._findings)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tidy tables by name. Their columns are described in ``docs/reference/results.md``."""
        return dict(self._shown.tables(self._findings))

    def show(self) -> str:
        """What the command prints: the tables and the verdict, as text."""
        return self._shown.text(self._findings)

    def figures(self) -> dict[str, Figure]:
        """All figures that can be drawn, by name."""
        figures, _ = self._shown.figures(self._findings)
        return dict(figures)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the result to a file, or to several files in a folder.

        Args:
            path: a name that ends in ``.html`` for a page that needs no other file, with the verdict and the
                tables; in ``.txt`` for what `show` returns; in ``.json`` for other programs. A name without
                an ending is that of a folder, which is made if it is not there: it receives the verdict, the
                tables as CSV and Parquet, and the figures as SVG and PNG. Folders on the way are made.

        Returns:
            The path.

        Raises:
            OSError: the file or the folder cannot be written.
            TypeError: it is not a path.
            ValueError: the name has another ending, or is that of a results folder or of its index.
        """
        if not isinstance(path, str | PathLike):
            raise TypeError(f"path: the path of a file or folder is needed, not {path!r}")
        target = Path(path)
        if is_store(target) or (target.name == MANIFEST and is_store(target.parent)):
            raise ValueError(f"path: {target} belongs to a results folder; name another place")
        if target.suffix.lower() in ("", *ENDINGS):
            target.parent.mkdir(parents=True, exist_ok=True)
        match target.suffix.lower():
            case ".html":
                files.write(target, self._document().encode())
            case ".txt":
                files.write(target, f"{self.show()}\n".encode())
            case ".json":
                files.write(target, f"{self._shown.json(self._findings)}\n".encode())
            case "":
                figures, _ = self._shown.drawn(self._findings)
                if target.exists() and not target.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder", str(target))
                target.mkdir(exist_ok=True)
                for name, content in (self._shown.files(self._findings) | figures).items():
                    files.write(target / name, content)
            case ending:
                known = f"{listed(ENDINGS, 'or')}, or the name of a folder"
                raise ValueError(f"path: {target.name} ends in {ending}; write {known}")
        return target

    def _repr_html_(self) -> str:
        """For a notebook: the verdict and the tables."""
        from stovepipe.presentation.page.html import fragment

        return fragment(
            self._summary(), self._shown.verdict(self._findings), self._shown.grids(self._findings)
        )

    def _document(self) -> str:
        from stovepipe.presentation.page.html import document

        return document(
            self._summary(), self._shown.verdict(self._findings), self._shown.grids(self._findings)
        )


class Result(Shown[Found]):
    """The answer to a question, and the folder of results that it rests on."""

    def __init__(self, answer: Answer[Found]) -> None:
        super().__init__(answer.findings)
        self._folder = answer.folder
        if answer.temporary:
            weakref.finalize(self, shutil.rmtree, answer.folder, True)

    @property
    def folder(self) -> Path:
        """The results folder. A temporary one goes when this object does."""
        return self._folder


Answered = TypeVar("Answered", bound=Result[Any])


def resulting(
    kind: type[Answered],
    question: Question[Any],
    workers: int | str | None,
    out: str | None,
    progress: Progress | None,
) -> Answered:
    """The result of a question, answered in a store.

    Raises:
        ValueError, CannotGoOn, InvariantError, ScenarioError, StoreError: as in `answering`.
    """
    with answering(question, out, workers, Listener(progress)) as answer:
        return kind(answer)


class Listener(Audience):
    """Passes on how far the work is."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def progress(self, done: int, total: int) -> None:
        """So many replications are there, of so many."""
        if self._progress is not None:
            self._progress(done, total)
