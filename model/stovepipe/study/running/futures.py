"""Work done here, or handed to executors while there is room."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from types import TracebackType
from typing import Self

from stovepipe.study.running.pool import Job, Result

PULSE = 2.0  # seconds between looks at how those are who do the work


class Here:
    """Does one job after the other in this process."""

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """As in `Workplace`."""
        for job in jobs:
            try:
                result = work(job)
            except Exception as error:
                error.add_note(f"in {job}")
                raise
            yield job, result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class Futures(Here):
    """Does jobs through any `concurrent.futures.Executor`; ending that is left to whoever made it.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(2) as threads:
    ...     sorted(Futures(threads, 2).run(abs, [-1, 2, -3]))
    [(-3, 3), (-1, 1), (2, 2)]
    """

    def __init__(self, executor: Executor, at_once: int) -> None:
        """How many jobs are handed out at once: no more are in hand when the work is broken off."""
        self._executor, self._at_once = executor, at_once

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """As in `Workplace`."""
        yield from through(self._executor, work, jobs, self._room, None)

    def _room(self) -> int:
        return self._at_once


def through(
    executor: Executor,
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    room: Callable[[], int],
    pulse: Callable[[], None] | None,
) -> Iterator[tuple[Job, Result]]:
    """Hand jobs to an executor while there is room; `pulse` is called now and then."""
    waiting, in_hand, left = iter(jobs), dict[Future[Result], Job](), True
    try:
        while left or in_hand:
            while left and len(in_hand) < room():
                found = deque(_next(waiting), maxlen=1)
                left = bool(found)
                for job in found:
                    in_hand[executor.submit(work, job)] = job
            for future in wait(in_hand, PULSE if pulse else None, FIRST_COMPLETED).done:
                job = in_hand.pop(future)
                if (error := future.exception()) is not None:
                    error.add_note(f"in {job}")
                yield job, future.result()
            if pulse:
                pulse()
    finally:
        for future in in_hand:
            future.cancel()


def _next(jobs: Iterator[Job]) -> Iterator[Job]:
    for job in jobs:
        yield job
        return
