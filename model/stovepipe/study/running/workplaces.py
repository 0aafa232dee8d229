"""Where work is done: in this process, in worker processes on this machine, or on a Dask cluster.

All of them take a function and jobs, and hand each job back with its result when it is finished. The order
depends on luck; what is in a result never does.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable
from types import TracebackType
from typing import Protocol, Self

from stovepipe.study.running.cluster import Cluster
from stovepipe.study.running.futures import Here
from stovepipe.study.running.pool import Job, Processes, Result, available_cores


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
