"""Where work is done: in this process, in worker processes on this machine, or on a Dask cluster.

All of them take a function and jobs, and hand each job back with its result when it is finished. The order
depends on luck; what is in a result never does.
"""

from __future__ import annotations

import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from importlib import import_module
from types import TracebackType
from typing import Any, Protocol, Self

from stovepipe.study.running.pool import CannotGoOn, Job, Processes, Result, available_cores

CONNECTING = 10.0  # seconds for a scheduler to answer
PULSE = 2.0  # seconds between looks at a cluster's workers
PATIENCE = 60.0  # seconds without any worker


class Workplace(Protocol):
    """Does jobs. Use it in a ``with`` block, at the end of which its workers go."""

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """Each job with its result, when it is finished. Jobs are asked for when there is room for them.

        Raises:
            CannotGoOn: the machines do not let the work go on.
            Exception: whatever the work itself raises, with a note that says in which job.
        """

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the workers go."""


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
        yield from _through(self._executor, work, jobs, self._room, None)

    def _room(self) -> int:
        return self._at_once


class Cluster(Here):
    """Does jobs on a Dask cluster: the same stovepipe has to be installed on its workers.

    A worker that goes is reported, and the scheduler gives its work to others. Jobs are handed out two to a
    thread, so that no worker waits for the next.
    """

    def __init__(self, address: str, remark: Callable[[str], object] = warnings.warn) -> None:
        """Ask a scheduler for work to be done.

        Args:
            address: of the scheduler, like ``tcp://10.0.0.1:8786``.
            remark: told that a worker has gone.

        Raises:
            CannotGoOn: Dask is not installed, or no scheduler answers.
        """
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise CannotGoOn("for a cluster, install Dask: pip install 'stovepipe[dask]'") from None
        self._address, self._remark = address, remark
        try:
            self._client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CannotGoOn(f"no Dask scheduler answers at {address}: {_first_line(error)}") from None
        self._workers: dict[str, int] = {}
        self._looked = self._seen = time.monotonic()

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """As in `Workplace`."""
        from distributed import KilledWorker

        self._seen = time.monotonic()
        self._look()
        try:
            with self._client.get_executor(pure=False) as executor:
                yield from _through(executor, work, jobs, self._room, self._pulse)
        except KilledWorker as error:
            raise CannotGoOn(
                f"several workers of {self._address} died over the same work ({_noted(error)}). "
                "They may have run out of memory: give each fewer threads, or more memory."
            ) from None
        except ModuleNotFoundError as error:
            raise CannotGoOn(
                f"the workers of {self._address} lack {error.name}: install the same stovepipe"
            ) from None
        except (OSError, CancelledError) as error:
            if not isinstance(error, CancelledError) and hasattr(error, "__notes__"):
                raise  # it is the work that failed
            raise CannotGoOn(
                f"the Dask scheduler at {self._address} does not answer any more: {_first_line(error)}"
            ) from None

    def _room(self) -> int:
        return 2 * sum(self._workers.values())

    def _pulse(self) -> None:
        if time.monotonic() - self._looked >= PULSE:
            self._look()

    def _look(self) -> None:
        """See which workers there are; wait for the first.

        Raises:
            CannotGoOn: there has been none for a while.
        """
        while True:
            now: dict[str, int] = dict(self._client.nthreads())
            self._looked = time.monotonic()
            for gone in sorted(self._workers.keys() - now.keys()):
                self._remark(f"the worker {gone} has gone: what it had in hand is done again")
            self._workers = now
            if now:
                self._seen = self._looked
                return
            if self._looked - self._seen > PATIENCE:
                raise CannotGoOn(f"the cluster at {self._address} has no workers")
            time.sleep(0.2)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


def workplace(where: int | str | None = None, remark: Callable[[str], object] = warnings.warn) -> Workplace:
    """A place to work.

    >>> with workplace(1) as here:
    ...     list(here.run(abs, [-1, -2]))
    [(-1, 1), (-2, 2)]

    Args:
        where: a number of worker processes on this machine, 1 for this process; the address of a Dask
            scheduler; None for as many processes as there are cores.
        remark: told when a worker has died.

    Raises:
        CannotGoOn: no scheduler answers at that address.
        ValueError: there are to be no workers.
    """
    if isinstance(where, str):
        return Cluster(where, remark)
    workers = available_cores() if where is None else where
    if workers < 1:
        raise ValueError(f"at least one worker is needed, not {workers}")
    return Processes(workers, remark) if workers > 1 else Here()


def _through(
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


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def _noted(error: BaseException) -> str:
    return ", ".join(getattr(error, "__notes__", ())) or _first_line(error)
