"""Results from a folder."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from stovepipe.answers.reopening import reopened
from stovepipe.results.attribution import Attribution
from stovepipe.results.comparison import Comparison
from stovepipe.results.observation import Observation
from stovepipe.results.result import Result
from stovepipe.results.run import Run
from stovepipe.results.selection import Selection
from stovepipe.results.sensitivity import Sensitivity

RESULTS: Mapping[str, type[Result[Any]]] = {
    "run": Run,
    "observe": Observation,
    "compare": Comparison,
    "select": Selection,
    "sensitivity": Sensitivity,
    "attribute": Attribution,
}


def open_results(
    folder: str | PathLike[str],
) -> Run | Observation | Comparison | Selection | Sensitivity | Attribution:
    """What `simulate`, `observe`, `compare` or another question, or the command, left in a folder.

    It needs the folder and nothing else; nothing is run, and nothing is written. Where several questions were
    asked in one folder, the last one counts. A run that was stopped, or of which a part is
    damaged, has the replications that are there, with a warning.

    Args:
        folder: the folder of the results.

    Raises:
        StoreError: it is not a results folder, was written in another format, is damaged, or its study was
            stopped before its end.
        TypeError: it is not a path.

    >>> from tempfile import mkdtemp
    >>> from stovepipe import simulate
    >>> folder = mkdtemp()
    >>> run = simulate("configs/tutorial/mission.yaml", replications=2, workers=1, out=folder)
    >>> open_results(folder).verdict == run.verdict
    True
    """
    if not isinstance(folder, str | PathLike):
        raise TypeError(f"folder: the path of a results folder is needed, not {folder!r}")
    question, answer = reopened(Path(folder))
    found = RESULTS[question](answer)
    assert isinstance(found, Run | Observation | Comparison | Selection | Sensitivity | Attribution)
    return found
