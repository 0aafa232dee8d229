"""The shape of every question, and the one place where its store and its workplace are opened."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Generic, Protocol, TypeVar

from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.running.gather import gather, run_points
from stovepipe.study.running.workplaces import Workplace, sensible_workers, workplace
from stovepipe.study.store.store import Store

Found = TypeVar("Found")
Found_co = TypeVar("Found_co", covariant=True)


class Audience:
    """Who is told how the work goes. As it is, only warnings are passed on; the command says more."""

    def remark(self, text: str) -> None:
        """Something went amiss and was mended, such as a worker that died."""
        warnings.warn(text, stacklevel=2)

    def opened(self, store: Store) -> None:
        """The store is open, and the work begins."""

    def amiss(self, text: str) -> None:
        """The store holds something that is not as it was written."""
        warnings.warn(text, stacklevel=2)

    def size(self, cost: Cost, workers: int | str) -> None:
        """What the work takes, and who does it: a number of processes, or the address of a cluster."""

    def progress(self, done: int, total: int) -> None:
        """So many replications are there, of so many that are asked for now."""

    def stage(self, stage: object) -> None:
        """A stage has ended, after which the work may go on or not. Each question has stages of its own."""


@dataclass(frozen=True)
class Work:
    """A question in hand.

    Attributes:
        store: where results are kept.
        place: where replications are run.
        audience: who is told how far the work is.
    """

    store: Store
    place: Workplace
    audience: Audience

    def gather(self, study: Study, asked: int | Mapping[str, int] | None = None) -> None:
        """Run the replications of a study that are not there yet; see `stovepipe.study.running.gather`."""
        gather(study, self.store, self.place, self.audience.progress, asked)

    def run_points(self, points: Iterable[Structure], replications: int, total: int) -> None:
        """Run the replications of points that are not there yet; see `stovepipe.study.running.gather`."""
        run_points(self.store, points, replications, self.place, self.audience.progress, total)


class Question(Protocol[Found_co]):
    """A question about a study: what it takes to answer it, and how."""

    @property
    def name(self) -> str:
        """The word for it: `run`, `compare`, `select`, `sensitivity` or `attribute`."""

    @property
    def study(self) -> Study:
        """The study, as the store keeps its results."""

    @property
    def open_ended(self) -> bool:
        """Whether more may be run than `cost` and `highest_cost` say, as what comes of it asks for."""

    def cost(self, store: Store | None = None) -> Cost:
        """What it takes, less what a store has already, as far as that is known.

        Raises:
            CannotAnswer: the study does not ask this question, or not in full.
            ScenarioError: a structure would be larger than its limits allow.
            StoreError: the store cannot be read.
        """

    def highest_cost(self) -> Cost | None:
        """What it takes at most, where the work may go on after the first round; else None."""

    def carry_out(self, work: Work) -> Found_co:
        """Run what the store does not have yet, and conclude.

        Raises:
            CannotAnswer: nothing can be concluded.
            CannotGoOn, InvariantError, ScenarioError, StoreError: as in `stovepipe.study.running.gather`.
        """


@dataclass(frozen=True)
class Answer(Generic[Found]):
    """What a question comes to, and where the results are that it rests on.

    Attributes:
        findings: of the question.
        folder: of the store that it rests on.
        temporary: whether the folder of the store is to be removed when the answer is.
    """

    findings: Found
    folder: Path
    temporary: bool


@contextmanager
def answering(
    question: Question[Found],
    folder: str | Path | None = None,
    where: int | str | None = None,
    audience: Audience | None = None,
    command: str = "Python",
) -> Iterator[Answer[Found]]:
    """Answer a question. Inside the ``with`` block nobody else can use the store.

    Args:
        question: what is asked.
        folder: of the store; a temporary one unless stated, which goes if the work fails.
        where: a number of processes, or the address of a Dask scheduler; unless stated, as many processes as
            are worth while.
        audience: who is told how the work goes.
        command: how it was started, for the store's log.

    Raises:
        ValueError, CannotGoOn, InvariantError, ScenarioError, StoreError: as in `Question.carry_out`.
    """
    question.cost()  # so that what cannot be answered is refused before a folder is made
    told, temporary = audience or Audience(), folder is None
    path = Path(mkdtemp(prefix="stovepipe-")) if folder is None else Path(folder)
    try:
        with Store.open(path, question.study, command, question=question.name) as store:
            told.opened(store)
            said = _say_what_is_amiss(store, told, 0)
            cost = question.cost(store)
            workers = where if isinstance(where, str) else _workers(where, cost)
            told.size(cost, workers)
            with workplace(workers, told.remark) as place:
                findings = question.carry_out(Work(store, place, told))
            yield Answer(findings, store.path, temporary)
            _say_what_is_amiss(store, told, said)
    except BaseException:
        if temporary:
            shutil.rmtree(path, ignore_errors=True)
        raise


def _workers(asked: int | None, cost: Cost) -> int:
    return min(asked or sensible_workers(cost.seconds), max(cost.missing, 1))


def _say_what_is_amiss(store: Store, audience: Audience, first: int) -> int:
    for text in store.remarks[first:]:
        audience.amiss(text)
    return len(store.remarks)
