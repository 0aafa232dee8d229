"""Worker processes on this machine that do not lose work when one of them dies."""

from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
import shutil
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self, TypeVar

from stovepipe.text import reason_of

Job = TypeVar("Job", bound=Hashable)
Result = TypeVar("Result")

HANDLES, HANDLES_OF_A_WORKER = 12, 4  # of files, that this process takes to have workers: rather too many
TERMINATED = -signal.SIGTERM  # what the executor does to the workers that are left when one has died


class CannotGoOn(RuntimeError):
    """The work cannot go on: workers died again and again, or the cluster does not answer.

    Neither the mission nor the model is at fault. What is finished is kept, if a folder was named.
    """


class WorkerDied(CannotGoOn):
    """Worker processes died twice over the same work.

    Attributes:
        jobs: those that were being done.
        exits: how the workers ended: exit codes, or minus the number of the signal that killed them.
    """

    def __init__(self, jobs: tuple[Hashable, ...], exits: tuple[int, ...], said: str, begun: bool) -> None:
        self.jobs, self.exits = jobs, exits
        hint = (
            "The system may have run out of memory: try fewer workers."
            if begun
            else "In a script, start the run under `if __name__ == '__main__':`, or use one worker."
        )
        super().__init__(f"a worker process died twice while running {said}{_endings(exits)}. {hint}")


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def joined(jobs: Sequence[object]) -> str:
    """What several jobs are called together."""
    return ", ".join(map(str, jobs))


class Processes:
    """Worker processes. No more jobs are handed out than there are workers.

    So it is known what was in hand when one of them dies. They hand their results back as files: a worker
    that is ended while it sends much through a pipe leaves the other end waiting for the rest for ever.
    They stay from one run of the same work to the next, until the ``with`` block ends or a run is broken off.
    """

    def __init__(
        self,
        workers: int,
        remark: Callable[[str], object] = warnings.warn,
        said: Callable[[Sequence[Any]], str] = joined,
    ) -> None:
        """Nothing is started before there is work.

        Args:
            workers: how many processes.
            remark: told that a worker has died, and which jobs are done again.
            said: what jobs are called in what is remarked.
        """
        self._workers, self._remark, self._said = workers, remark, said
        self._crew: _Crew | None = None

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """Each job with its result, when it is finished. Closing the iterator ends the workers at once.

        Args:
            work: what is done; it is pickled, once for each worker.
            jobs: asked for when a worker is free.

        Raises:
            WorkerDied: a worker process ended without a word, and again when its work was done once more.
            CannotGoOn: what workers hand back cannot be written to the folder for temporary files, or this
                process may not open as many files as workers take.
            Exception: whatever the work raises, with a note that says in which job.
        """
        flow = _Flow(iter(jobs))
        died_over: set[Job] = set()
        while flow.goes_on:
            crew = self._crew_for(work)
            try:
                yield from crew.until_broken(flow, self._said)
            except BrokenProcessPool:
                self._let_go()
                lost = tuple(flow.in_hand.values())
                flow.again.extendleft(reversed(lost))
                self._remember(lost, died_over, crew)
            except BaseException:
                crew.terminate()
                self._let_go()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()

    def _crew_for(self, work: Callable[[Any], Any]) -> _Crew:
        if self._crew is not None and self._crew.work is not work:
            self._let_go()
        if self._crew is None:
            self._crew = _Crew(work, self._workers)
        return self._crew

    def _let_go(self) -> None:
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def _remember(self, lost: tuple[Job, ...], died_over: set[Job], crew: _Crew) -> None:
        known = crew.exits
        again = tuple(job for job in lost if job in died_over)
        died_over.update(lost)
        if again:
            raise WorkerDied(again, known, self._said(again), crew.begun)
        if lost:
            self._remark(
                f"a worker process died{_endings(known)} while running {self._said(lost)}: to be run again"
            )


@dataclass
class _Flow:
    """The jobs of a run: still to come, to be done again, and in hand."""

    coming: Iterator[Any]
    again: deque[Any] = field(default_factory=deque)
    in_hand: dict[Future[None], Any] = field(default_factory=dict)
    goes_on: bool = True

    def next(self) -> Iterator[Any]:
        """The next job, or nothing if all are handed out."""
        if self.again:
            yield self.again.popleft()
            return
        for job in self.coming:
            yield job
            return


class _Crew:
    """Worker processes that all do the same work."""

    def __init__(self, work: Callable[[Any], Any], workers: int) -> None:
        _check_handles(workers)
        self.work = work
        self.begun = False
        self._workers = workers
        self._others = multiprocessing.active_children()
        self._children: list[BaseProcess] = []
        self._temporary = TemporaryDirectory(prefix="stovepipe-")
        self._folder = Path(self._temporary.name)
        self._count = 0
        self._tickets: dict[Future[None], Path] = {}
        self._executor = ProcessPoolExecutor(
            workers,
            multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(work, self._folder),
        )

    @property
    def exits(self) -> tuple[int, ...]:
        """How workers ended that have ended by themselves."""
        codes = {child.exitcode for child in self._children} - {None, 0, TERMINATED}
        return tuple(sorted(code for code in codes if code is not None))

    def until_broken(self, flow: _Flow, said: Callable[[Sequence[Any]], str]) -> Iterator[tuple[Any, Any]]:
        """Hand out jobs as workers become free.

        Raises:
            BrokenProcessPool: a worker has died; what was in hand still is.
        """
        flow.in_hand = {}
        while True:
            self._hand_out(flow)
            if not flow.in_hand:
                flow.goes_on = False
                return
            self._children = [
                child for child in multiprocessing.active_children() if child not in self._others
            ]
            for future in wait(flow.in_hand, return_when=FIRST_COMPLETED).done:
                result = self._result(future, said((flow.in_hand[future],)))
                yield flow.in_hand.pop(future), result

    def terminate(self) -> None:
        """End the workers at once."""
        for child in self._children:
            child.terminate()

    def close(self) -> None:
        """Let the workers end, and remove what they handed back."""
        self._executor.shutdown(cancel_futures=True)
        self._temporary.cleanup()

    def _hand_out(self, flow: _Flow) -> None:
        while len(flow.in_hand) < self._workers:
            for job in flow.next():
                ticket = self._folder / f"{self._count}.pickle"
                self._count += 1
                try:
                    future = self._executor.submit(_work, job, ticket)
                except BrokenProcessPool:
                    flow.again.append(job)
                    raise
                flow.in_hand[future], self._tickets[future] = job, ticket
                break
            else:
                return

    def _result(self, future: Future[None], job: str) -> Any:
        error = future.exception()
        if isinstance(error, OSError):
            reason = reason_of(error)
            raise CannotGoOn(
                f"{self._folder} cannot be written: {reason}; name another folder in TMPDIR"
            ) from None
        if error is not None and not isinstance(error, BrokenProcessPool):
            error.add_note(f"in {job}")
        future.result()
        self.begun = True
        handed_back = self._tickets.pop(future)
        result = pickle.loads(handed_back.read_bytes())
        handed_back.unlink()
        return result


_mine: Callable[[Any], Any]  # what a worker process was given when it began


def _begin(work: Callable[[Any], Any], folder: Path) -> None:
    """A worker begins: it leaves Ctrl-C to the process that started it, and goes when that has gone."""
    global _mine
    _mine = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, args=(folder,), daemon=True).start()


def _work(job: Any, ticket: Path) -> None:
    ticket.write_bytes(pickle.dumps(_mine(job), protocol=5))


def _leave_with_parent(folder: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _check_handles(workers: int) -> None:
    """See whether this process may open as many files as workers take, before any of them is started.

    Raises:
        CannotGoOn: it may not.
    """
    taken: list[int] = []
    try:
        for _ in range(HANDLES + HANDLES_OF_A_WORKER * workers):
            taken.append(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        if error.errno not in (errno.EMFILE, errno.ENFILE):
            raise
        raise CannotGoOn(
            f"there are too few handles of files for {workers} workers: too many open files. Use fewer, or "
            "allow more (ulimit -n)"
        ) from None
    finally:
        for handle in taken:
            os.close(handle)


def _endings(codes: tuple[int, ...]) -> str:
    said = [f"killed by signal {-code}" if code < 0 else f"exit code {code}" for code in codes]
    return f" ({', '.join(said)})" if said else ""
