"""How far a long piece of work has come, and how long the rest may take: said on the standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from stovepipe.cli.screen.complaints import say

EVERY_PART, EVERY_SECONDS = 0.1, 10.0


class Progress(Protocol):
    """Told after each replication how many are finished."""

    def __call__(self, done: int) -> None:
        """So many are finished."""


@contextmanager
def progress(total: int, already: int, quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, lines elsewhere, nothing if quiet.

    Args:
        total: how many there are.
        already: how many were finished before.
        quiet: say nothing.
    """
    if quiet or already == total:
        yield _nothing
    elif sys.stderr.isatty():
        with _bar(total, already) as bar:
            yield bar
    else:
        yield Lines(total, already)


class Lines:
    """A line after every tenth of the work, and after ten seconds without one.

    What is left is judged by the time since the first was finished: before that, workers had to start.
    """

    def __init__(self, total: int, already: int) -> None:
        self._total, self._said = total, already
        self._began = self._said_at = time.monotonic()
        self._first: tuple[int, float] | None = None

    def __call__(self, done: int) -> None:
        """So many are finished."""
        now = time.monotonic()
        enough = done - self._said >= EVERY_PART * self._total
        if enough or now - self._said_at >= EVERY_SECONDS or done == self._total:
            self._said, self._said_at = done, now
            say(f"{done} of {self._total} replications{self._rest(done, now)}")
        self._first = self._first or (done, now)

    def _rest(self, done: int, now: float) -> str:
        if done == self._total:
            return f" in {duration(now - self._began)}"
        if self._first is None:
            return ""
        first, since = self._first
        return f", about {duration((self._total - done) * (now - since) / (done - first))} left"


def duration(seconds: float) -> str:
    """A length of time in words.

    >>> duration(0.2), duration(75.0), duration(7300.0)
    ('1 s', '75 s', '2.0 h')
    """
    if seconds < 100:
        return f"{max(seconds, 1.0):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _nothing(done: int) -> None:
    """Say nothing."""


@contextmanager
def _bar(total: int, already: int) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=already)
        yield lambda done: bar.update(task, completed=done)
