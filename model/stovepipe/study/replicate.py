"""One replication, and many at once: in this process, or in worker processes that each hold the network."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from stovepipe.engines.simpy_engine.run import run
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network
from stovepipe.study.tables import tables_of

NOT_WORTH_WORKERS = 4.0  # seconds
START_OF_WORKERS = 2.0  # seconds, until they have imported what they need: measured on two cores of 2026
TERMINATED = -signal.SIGTERM  # what the executor does to the workers that are left when one has died


@dataclass(frozen=True, eq=False)
class Replication:
    """What is kept of one replication: its number and its tables by name, see `stovepipe.study.tables`."""

    number: int
    tables: Mapping[str, pd.DataFrame]


class CannotGoOn(RuntimeError):
    """The machine does not let the run go on; neither mission nor model is at fault."""


class WorkerDied(CannotGoOn):
    """Worker processes died twice over the same replications.

    Attributes:
        replications: those that were being run.
        exits: how the workers ended: exit codes, or minus the number of the signal that killed them.
    """

    def __init__(self, replications: tuple[int, ...], exits: tuple[int, ...], begun: bool) -> None:
        self.replications, self.exits = replications, exits
        hint = (
            "The system may have run out of memory: try fewer workers."
            if begun
            else "In a script, start the run under `if __name__ == '__main__':`, or use one worker."
        )
        super().__init__(
            f"a worker process died twice while running {_listed(replications)}{_endings(exits)}. {hint}"
        )


def replicate(network: Network, seed: int, number: int, trajectory: bool = False) -> Replication:
    """Run one replication.

    Args:
        network: the compiled mission.
        seed: of all its random numbers.
        number: which replication, from 0.
        trajectory: whether to keep every visit, service and crossing too.

    Raises:
        InvariantError: the run broke one of its own laws.
    """
    tables = tables_of(run(network, unfold(network, seed, number)), trajectory)
    for table in tables.values():
        table.insert(0, "replication", number)
    return Replication(number, tables)


def replications(
    network: Network,
    seed: int,
    numbers: Iterable[int],
    workers: int | None = None,
    trajectory: bool = False,
    remark: Callable[[str], object] = warnings.warn,
) -> Generator[Replication, None, None]:
    """Run replications, and hand each back when it has finished.

    The order depends on luck when there are several workers; what is in each replication never does. Closing
    the iterator ends the workers at once.

    Args:
        network: the compiled mission.
        seed: of all its random numbers.
        numbers: which replications.
        workers: processes; 1 runs all in this one, None takes as many as there are cores for this process.
        trajectory: whether to keep every visit, service and crossing too.
        remark: told that a worker has died, and which replications are run again.

    Raises:
        InvariantError: a run broke one of its own laws; a note says in which replication.
        WorkerDied: a worker process ended without a word, and again when its work was done once more.
        CannotGoOn: what workers hand back cannot be written to the folder for temporary files.
    """
    waiting = deque(numbers)
    count = min(workers or available_cores(), len(waiting))
    if count > 1:
        yield from _Pool(network, seed, trajectory, count, remark).run(waiting)
        return
    for number in waiting:
        try:
            finished = replicate(network, seed, number, trajectory)
        except Exception as error:
            error.add_note(f"in replication {number}")
            raise
        yield finished


def sensible_workers(seconds: float) -> int:
    """How many workers to use for work that takes one of them so long: starting them takes time, too."""
    return available_cores() if seconds > NOT_WORTH_WORKERS else 1


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Pool:
    """Worker processes for one set of replications. No more is handed out than there are workers.

    So it is known what was in hand when one of them dies. They hand their results back as files: a worker
    that is ended while it sends much through a pipe leaves the other end waiting for the rest for ever.
    """

    def __init__(
        self, network: Network, seed: int, trajectory: bool, workers: int, remark: Callable[[str], object]
    ) -> None:
        self._setting = network, seed, trajectory
        self._workers, self._remark = workers, remark
        self._in_hand: dict[Future[None], int] = {}
        self._children: list[BaseProcess] = []
        self._died_over: set[int] = set()
        self._begun = False

    def run(self, waiting: deque[int]) -> Iterator[Replication]:
        with TemporaryDirectory(prefix="stovepipe-") as folder:
            while waiting:
                lost: tuple[int, ...] = ()
                try:
                    yield from self._until_broken(waiting, Path(folder))
                except BrokenProcessPool:
                    lost = tuple(sorted(self._in_hand.values()))
                if lost:
                    self._remember(lost)
                    waiting.extendleft(reversed(lost))

    def _until_broken(self, waiting: deque[int], folder: Path) -> Iterator[Replication]:
        others = multiprocessing.active_children()
        self._in_hand = {}
        executor = ProcessPoolExecutor(
            self._workers,
            multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(*self._setting, folder),
        )
        try:
            while waiting or self._in_hand:
                while waiting and len(self._in_hand) < self._workers:
                    self._in_hand[executor.submit(_work, waiting[0])] = waiting[0]
                    waiting.popleft()
                self._children = [child for child in multiprocessing.active_children() if child not in others]
                for future in wait(self._in_hand, return_when=FIRST_COMPLETED).done:
                    yield self._result(future, folder)
        except BaseException:
            for child in self._children:
                child.terminate()
            raise
        finally:
            executor.shutdown(cancel_futures=True)

    def _result(self, future: Future[None], folder: Path) -> Replication:
        number, error = self._in_hand[future], future.exception()
        if isinstance(error, OSError):
            reason = (error.strerror or str(error)).lower()
            raise CannotGoOn(f"{folder} cannot be written: {reason}; name another folder in TMPDIR") from None
        if error is not None and not isinstance(error, BrokenProcessPool):
            error.add_note(f"in replication {number}")
        future.result()
        self._begun = True
        del self._in_hand[future]
        handed_back = _hand_back(folder, number)
        finished: Replication = pickle.loads(handed_back.read_bytes())
        handed_back.unlink()
        return finished

    def _remember(self, lost: tuple[int, ...]) -> None:
        exits = {child.exitcode for child in self._children} - {None, 0, TERMINATED}
        known = tuple(sorted(code for code in exits if code is not None))
        again = self._died_over & set(lost)
        self._died_over |= set(lost)
        if again:
            raise WorkerDied(tuple(sorted(again)), known, self._begun)
        self._remark(f"a worker process died{_endings(known)} while running {_listed(lost)}: to be run again")


_mine: tuple[Network, int, bool, Path]  # what a worker process was given when it began


def _begin(network: Network, seed: int, trajectory: bool, folder: Path) -> None:
    """A worker begins: it leaves Ctrl-C to the process that started it, and goes when that has gone."""
    global _mine
    _mine = network, seed, trajectory, folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, args=(folder,), daemon=True).start()


def _work(number: int) -> None:
    network, seed, trajectory, folder = _mine
    finished = replicate(network, seed, number, trajectory)
    _hand_back(folder, number).write_bytes(pickle.dumps(finished, protocol=5))


def _hand_back(folder: Path, number: int) -> Path:
    return folder / f"{number}.pickle"


def _leave_with_parent(folder: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _listed(numbers: tuple[int, ...]) -> str:
    return f"replication{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"


def _endings(codes: tuple[int, ...]) -> str:
    said = [f"killed by signal {-code}" if code < 0 else f"exit code {code}" for code in codes]
    return f" ({', '.join(said)})" if said else ""
