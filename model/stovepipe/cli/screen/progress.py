"""How far a long piece of work has come, and how long the rest may take: said on the standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Protocol, Self

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


class Stages:
    """Progress in several stages, each of which has its own end. Use it in a ``with`` block."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._stack = ExitStack()
        self._current: tuple[int, Progress] | None = None

    def advance(self, done: int, total: int) -> None:
        """So many of this stage's replications are there."""
        if self._current is None or self._current[0] != total:
            self.close()
            self._current = total, self._stack.enter_context(progress(total, done, self._quiet))
        else:
            self._current[1](done)

    def close(self) -> None:
        """End the stage."""
        self._stack.close()
        self._current = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


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
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 2 * 86_400 else f"{seconds / 86_400:,.0f} days"


def _nothing(done: int) -> None:
    """Say nothing."""


@contextmanager
def _bar(total: int, already: int) -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from stovepipe.cli.screen.console import screen

    columns = (TextColumn("Replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen(sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=total, completed=already)
        yield lambda done: bar.update(task, completed=done)
