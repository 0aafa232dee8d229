"""What the commands about studies have in common: reading, the store, the place to work, how they end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from stovepipe.answers.conduct import Expected, altered, expected
from stovepipe.answers.samples import CannotCompare
from stovepipe.cli.reading import is_mission
from stovepipe.cli.screen.complaints import INTERRUPTED, WRONG, Complaint, command_line, problems_said, say
from stovepipe.cli.screen.progress import Progress, duration, progress
from stovepipe.scenario import ScenarioError
from stovepipe.study.reading.study import Study, load_study
from stovepipe.study.running.pool import CannotGoOn
from stovepipe.study.running.replicate import START_OF_WORKERS, sensible_workers
from stovepipe.study.running.workplaces import Workplace, workplace
from stovepipe.study.store.claim import StoreError
from stovepipe.study.store.store import Store
from stovepipe.text import counted

RESULTS = Path("results")


@dataclass(frozen=True)
class Request:
    """What the user asked for: the options of the command."""

    command: str
    study: Path
    replications: int | None = None
    seed: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    out: Path | None = None
    figures: bool = False
    level: float | None = None
    json: bool = False
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """Where results go: unless stated, a folder in results/ named after the study."""
        if self.out is not None:
            return self.out
        study = self.study.resolve()
        home = f"{study.parent.name}-" if study.stem == "study" and study.parent.name else ""
        return RESULTS / f"{home}{study.stem}"

    @property
    def words(self) -> str:
        """The command, with the folder named."""
        words = ["stovepipe", self.command, str(self.study)]
        for option, value in (
            ("--replications", self.replications), ("--seed", self.seed), ("--out", self.folder),
            ("--workers", self.workers), ("--scheduler", self.scheduler), ("--level", self.level),
        ):  # fmt: skip
            words += [option, str(value)] if value is not None else []
        flags = {"--figures": self.figures, "--json": self.json, "--quiet": self.quiet}
        return command_line(words + [flag for flag, given in flags.items() if given])


def read_study(path: Path, code: int, quiet: bool = False) -> Study:
    """The study; its warnings are said.

    Raises:
        Complaint: all that is wrong with it.
    """
    if is_mission(path):
        raise Complaint(f"{path} is a mission, not a study: stovepipe run {path} runs it", code)
    try:
        study = load_study(path)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, path), code) from None
    if not quiet:
        for warning in study.warnings:
            say(f"warning: {warning}")
    return study


@dataclass(frozen=True)
class Work:
    """A study in hand.

    Attributes:
        study: what is asked.
        store: where results are kept.
        place: where the work is done.
        advance: told how many replications are there, and how many are asked for.
    """

    study: Study
    store: Store
    place: Workplace
    advance: Callable[[int, int], object]


@contextmanager
def at_work(request: Request, first: Callable[[Study], int]) -> Iterator[Work]:
    """A study with its store and its place to work; whatever goes wrong is said, and what is kept.

    Args:
        request: what the user asked for.
        first: how many replications of each structure are asked for to begin with.

    Raises:
        Complaint: the study is not sound, the folder cannot be used, the work cannot go on, or was
            interrupted.
    """
    asked = altered(
        read_study(request.study, WRONG, request.quiet), request.replications, request.seed, request.level
    )
    if request.workers is not None and request.scheduler is not None:
        raise Complaint("--workers and --scheduler: give one of the two")
    store: Store | None = None
    try:
        replications = first(asked)
        with Store.open(request.folder, asked, request.words) as store:
            size = expected(asked, store, replications)
            say_remarks(store, request, 0)
            with _place(request, size) as place, stages(request.quiet) as advance:
                said = len(store.remarks)
                yield Work(asked, store, place, advance)
                say_remarks(store, request, said)
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, request.study)) from None
    except CannotCompare as error:
        raise Complaint(str(error)) from None
    except (StoreError, CannotGoOn) as error:
        raise Complaint(f"{error}\n{_kept(request, store)}".rstrip()) from None
    except KeyboardInterrupt:
        raise Complaint(f"\nInterrupted. {_kept(request, store)}", INTERRUPTED) from None


def _place(request: Request, size: Expected) -> Workplace:
    """Where the work is done; how much there is, is said first."""
    workers = min(request.workers or sensible_workers(size.seconds), max(size.missing, 1))
    if not request.quiet and size.missing:
        say(_size(request, size, workers))
    return workplace(request.scheduler or workers, say)


def _size(request: Request, size: Expected, workers: int) -> str:
    there = size.total - size.missing
    what = counted(size.missing, "replication") + (
        f" to run, {there} are there already" if there else " to run"
    )
    if request.scheduler is not None:
        return (
            f"{what}: about {duration(size.seconds)} of one core's time, on the cluster {request.scheduler}"
        )
    rounds = math.ceil(size.missing / workers) / size.missing
    seconds = size.seconds * rounds + (START_OF_WORKERS if workers > 1 else 0)
    memory = f"{size.memory * workers / 1e6:,.0f} MB"
    return f"{what}: about {duration(seconds)} and {memory} with {counted(workers, 'worker')}"


@contextmanager
def stages(quiet: bool) -> Iterator[Callable[[int, int], object]]:
    """Progress in several stages, each of which has its own end."""
    with ExitStack() as stack:
        current: list[tuple[int, Progress]] = []

        def advance(done: int, total: int) -> None:
            if not current or current[0][0] != total:
                stack.close()
                current[:] = [(total, stack.enter_context(progress(total, done, quiet)))]
            else:
                current[0][1](done)

        yield advance


def say_remarks(store: Store, request: Request, first: int) -> None:
    """What the store found amiss, from one of its remarks on."""
    for remark in store.remarks[first:] if not request.quiet else ():
        say(remark)


def _kept(request: Request, store: Store | None) -> str:
    """What is left of a study that did not end, and how to go on."""
    if store is None:
        return ""
    kept = 0
    with suppress(StoreError):
        kept = sum(len(store.held(each.name)) for each in store.study.structures)
    return (
        f"{counted(kept, 'replication')} of {counted(len(store.study.structures), 'structure')} "
        f"{'is' if kept == 1 else 'are'} kept in {store.path}. To continue:\n\n    {request.words}"
    )
