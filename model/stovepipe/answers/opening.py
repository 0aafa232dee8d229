"""Opens the store and the workplace of a question for those who work in Python."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from stovepipe.study.reading.study import Study
from stovepipe.study.running.replicate import sensible_workers
from stovepipe.study.running.workplaces import Workplace, workplace
from stovepipe.study.store.store import Store

Result = TypeVar("Result")


@contextmanager
def opened(
    study: Study, out: str | Path | None, workers: int | str | None, seconds: Callable[[Store], float]
) -> Iterator[tuple[Store, Workplace]]:
    """The store and the place to work; a temporary store goes if the work fails."""
    folder = Path(mkdtemp(prefix="stovepipe-")) if out is None else Path(out)
    try:
        with (
            Store.open(folder, study, "Python") as store,
            workplace(workers or sensible_workers(seconds(store))) as place,
        ):
            yield store, place
    except BaseException:
        if out is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def keeping(result: Result, store: Store, out: str | Path | None) -> Result:
    """Let a temporary store go when its result does."""
    if out is None:
        weakref.finalize(result, shutil.rmtree, store.path, True)
    return result
