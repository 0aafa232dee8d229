"""Running what a study asks for and its store does not have yet."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from stovepipe.measures.keep import Keep
from stovepipe.network.compiler import compile_network
from stovepipe.scenario.limits import check_limits
from stovepipe.scenario.size import estimate
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.running.job import Job, OtherCode, work
from stovepipe.study.running.pool import CannotGoOn
from stovepipe.study.running.workplaces import Workplace
from stovepipe.study.store.part import LARGEST_BLOCK
from stovepipe.study.store.store import Store

Progress = Callable[[int, int], object]
"""Told how many replications of all structures are there, and how many are asked for."""

A_JOB = 1.0  # seconds that a job should take about: less, and handing it out and keeping it costs too much
BEYOND_TABLES: Mapping[Keep, float] = {
    "outcomes": 0.0,
    "tables": 0.0,
    "all_tables": 0.03,
    "trajectory": 0.06,
}
"""Seconds that a replication takes beyond what is estimated, by what is kept, on one core of 2026."""

PROTOCOL = 5


def gather(
    study: Study,
    store: Store,
    workplace: Workplace,
    progress: Progress | None = None,
    replications: int | Mapping[str, int] | None = None,
) -> None:
    """Run all replications of a study's structures that its store does not have.

    What was finished stays in the store, however this ends.

    Args:
        study: what is asked.
        store: where results are kept.
        workplace: where the work is done.
        progress: called at the start and after each part.
        replications: of each structure, or by name; structures that are not named are left alone. Unless
            stated, as many as the study says.

    Raises:
        CannotGoOn: the machines do not let the work go on.
        InvariantError: a run broke one of its own laws; notes say which.
        ScenarioError: a structure is larger than its limits allow.
        StoreError: a part cannot be written.
    """
    asked = study.replications if replications is None else replications
    chosen = study.structures
    if isinstance(asked, Mapping):
        chosen = tuple(study.structure(name) for name in asked)
    run_points(store, chosen, asked, workplace, progress)


def run_points(
    store: Store,
    points: Iterable[Structure],
    replications: int | Mapping[str, int],
    workplace: Workplace,
    progress: Progress | None = None,
    total: int | None = None,
) -> None:
    """Run all replications of points that the store does not have.

    Args:
        store: where results are kept.
        points: structures. An iterator is asked for the next when there is room for its work, so that
            thousands need not be in memory at once.
        replications: of each point, or by its name.
        workplace: where the work is done.
        progress: called at the start and after each part.
        total: how many replications there are in all, for the progress; unless stated, those of the points
            seen so far, which is all of them if the points are a sequence.

    Raises:
        CannotGoOn, InvariantError, ScenarioError, StoreError: as in `gather`.
    """
    tally = _Tally(store, replications, progress, total)
    if isinstance(points, Sequence):
        for point in points:
            tally.count(point)
    tally.say(0)
    running = workplace.run(work, _jobs(store, points, tally))
    try:
        for job, content in running:
            store.add(job.structure, job.numbers, content)
            tally.say(len(job.numbers))
        tally.close()
    except OtherCode as error:
        raise CannotGoOn(str(error)) from None
    finally:
        running.close()


def block_size(structure: Structure, keep: Keep) -> int:
    """How many replications make up a part: a power of two, so that a job takes about a second.

    It follows from the configuration alone: any number of workers makes the same parts.
    """
    seconds = estimate(structure.scenario, 1).seconds + BEYOND_TABLES[keep]
    return int(min(2 ** max(math.floor(math.log2(A_JOB / seconds)), 0), LARGEST_BLOCK))


def blocks(numbers: Iterable[int], size: int) -> Iterator[tuple[int, ...]]:
    """Consecutive numbers together, parted at the multiples of a size.

    >>> list(blocks([0, 1, 2, 3, 4, 5, 9], 4))
    [(0, 1, 2, 3), (4, 5), (9,)]
    """
    block: list[int] = []
    for number in numbers:
        if block and (number != block[-1] + 1 or number % size == 0):
            yield tuple(block)
            block = []
        block.append(number)
    if block:
        yield tuple(block)


class _Tally:
    """How far the work has come."""

    def __init__(
        self,
        store: Store,
        replications: int | Mapping[str, int],
        progress: Progress | None,
        total: int | None,
    ) -> None:
        self._store, self._replications, self._progress = store, replications, progress
        self._total = total
        self._counted: dict[str, int] = {}
        self._done = self._said = 0

    def asked(self, point: Structure) -> int:
        """How many replications of a point are asked for."""
        return self._replications if isinstance(self._replications, int) else self._replications[point.name]

    def count(self, point: Structure) -> tuple[int, ...]:
        """Count a point, once; its replications that are to be run."""
        self._store.register(point)
        missing = self._store.want(point.name, self.asked(point))
        if point.name not in self._counted:
            self._counted[point.name] = self.asked(point)
            self._done += self.asked(point) - len(missing)
        return missing

    def say(self, more: int) -> None:
        """So many more are there."""
        self._done += more
        if self._progress is not None:
            total = sum(self._counted.values()) if self._total is None else self._total
            self._progress(self._done, total)
        self._said = self._done

    def close(self) -> None:
        """Say what was there already after the last that was run."""
        if self._said != self._done:
            self.say(0)


def _jobs(store: Store, points: Iterable[Structure], tally: _Tally) -> Iterator[Job]:
    for point in points:
        missing = tally.count(point)
        if not missing:
            continue
        check_limits(point.scenario, tally.asked(point))
        address = store.register(point)
        network = pickle.dumps(compile_network(point.scenario), PROTOCOL)
        outcomes = store.study.outcomes if address.keep == "outcomes" else ()
        first = address.of(0)
        if first != address and 0 in missing:
            yield Job(point.name, network, first, (0,), outcomes)
            missing = tuple(number for number in missing if number)
        for numbers in blocks(missing, block_size(point, address.keep)):
            yield Job(point.name, network, address, numbers, outcomes)
