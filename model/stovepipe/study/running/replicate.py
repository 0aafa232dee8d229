"""One replication, and many at once: in this process, or in worker processes that each hold the network."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from stovepipe.engines import run
from stovepipe.measures.tables import tables_of
from stovepipe.network.calendar import unfold
from stovepipe.network.records import Network
from stovepipe.study.running.pool import CannotGoOn, Processes, available_cores

__all__ = ["CannotGoOn", "Replication", "replicate", "replications", "sensible_workers"]

NOT_WORTH_WORKERS = 4.0  # seconds
START_OF_WORKERS = 2.0  # seconds, until they have imported what they need: measured on two cores of 2026


@dataclass(frozen=True, eq=False)
class Replication:
    """What is kept of one replication: its number and its tables by name, see `stovepipe.measures.tables`."""

    number: int
    tables: Mapping[str, pd.DataFrame]


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
    waiting = tuple(numbers)
    count = min(workers or available_cores(), len(waiting))
    work = _Work(network, seed, trajectory)
    if count > 1:
        with Processes(count, remark, _listed) as processes:
            for _, finished in processes.run(work, waiting):
                yield finished
        return
    for number in waiting:
        try:
            finished = work(number)
        except Exception as error:
            error.add_note(f"in {_listed((number,))}")
            raise
        yield finished


def sensible_workers(seconds: float) -> int:
    """How many workers to use for work that takes one of them so long: starting them takes time, too."""
    return available_cores() if seconds > NOT_WORTH_WORKERS else 1


@dataclass(frozen=True)
class _Work:
    """What each worker holds: all but the number of the replication."""

    network: Network
    seed: int
    trajectory: bool

    def __call__(self, number: int) -> Replication:
        return replicate(self.network, self.seed, number, self.trajectory)


def _listed(numbers: Sequence[int]) -> str:
    return f"replication{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
