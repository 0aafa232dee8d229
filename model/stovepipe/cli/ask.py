"""One way for every question about a study: say what it takes, answer it, keep and print the answer."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from stovepipe.answers.questions.question import Audience, Question, answering
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.cli.reading import read_study
from stovepipe.cli.screen.complaints import INTERRUPTED, WRONG, Complaint, problems_said, say
from stovepipe.cli.screen.console import console
from stovepipe.cli.screen.progress import Stages, duration
from stovepipe.presentation.shared.presentation import Presentation
from stovepipe.scenario import ScenarioError
from stovepipe.study.reading.altered import altered
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.study import Study
from stovepipe.study.running.cluster import ADDRESS
from stovepipe.study.running.pool import CannotGoOn
from stovepipe.study.running.workplaces import START_OF_WORKERS, sensible_workers
from stovepipe.study.store.claim import StoreError
from stovepipe.study.store.store import Store
from stovepipe.study.store.summary import clear_summary, write_summary
from stovepipe.text import counted

RESULTS = Path("results")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Request:
    """What the user asked for.

    Attributes:
        study: the path of its file; for a run, of the mission's.
        again: the command with which the work can be continued, given the folder of its results.
    """

    study: Path
    again: Callable[[Path], str]
    replications: int | None = None
    seed: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    out: Path | None = None
    plan: bool = False
    figures: bool = False
    trajectory: bool = False
    level: float | None = None
    json: bool = False
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """Where results go: unless stated, a folder in results/ named after the study or the mission."""
        if self.out is not None:
            return self.out
        file = self.study.resolve()
        home = file.parent.name
        if home and file.stem in ("mission", "study"):
            return RESULTS / (home if file.stem == "mission" else f"{home}-study")
        return RESULTS / file.stem


class Teller(Audience, Generic[Found]):
    """Tells the user how the work goes, on the standard error."""

    def __init__(self, request: Request, shown: Presentation[Found], progress: Stages) -> None:
        self._request, self._shown, self._progress = request, shown, progress
        self._store: Store | None = None

    def remark(self, text: str) -> None:
        """Said even if quiet: something went wrong, and was mended."""
        say(text)

    def opened(self, store: Store) -> None:
        """From now on something is kept."""
        self._store = store

    def amiss(self, text: str) -> None:
        """What was found in the store."""
        if not self._request.quiet:
            say(text)

    def size(self, cost: Cost, workers: int | str) -> None:
        """What is to be run, where the question has not said so before."""
        if not self._request.quiet and cost.missing and self._shown.plan is None:
            each = (
                "" if self._shown.each is None or self._store is None else self._shown.each(self._store.study)
            )
            say(size_said(cost, workers, each) + (", and then the figures" if self._request.figures else ""))

    def progress(self, done: int, total: int) -> None:
        """A bar on a terminal, lines elsewhere."""
        self._progress.advance(done, total)

    def kept(self) -> str:
        """What is left of work that did not end, and how to go on."""
        if self._store is None:
            return ""
        kept = 0
        with suppress(StoreError):
            kept = self._store.kept
        return (
            f"{counted(kept, 'replication')} {'is' if kept == 1 else 'are'} kept in {self._store.path}. "
            f"To continue:\n\n    {self._request.again(self._request.folder)}"
        )

    def stage(self, stage: object) -> None:
        """How far a stage has come."""
        if not self._request.quiet:
            say(self._shown.stage(stage))


def ask(
    request: Request,
    question_of: Callable[[Study], Question[Found]],
    shown: Presentation[Found],
    read: Callable[[Request], Study] | None = None,
) -> None:
    """Answer a question about a study, keep the answer, and print it.

    Args:
        request: what the user asked for.
        question_of: makes the question.
        shown: how its answer is shown.
        read: reads what the question is about; unless stated, a study file.

    Raises:
        Complaint: the study is not sound, the folder cannot be used, the work cannot go on, or was
            interrupted.
    """
    if request.workers is not None and request.scheduler is not None:
        raise Complaint("--workers and --scheduler: give one of the two")
    if request.scheduler is not None and not request.scheduler.strip():
        raise Complaint(f"--scheduler: {ADDRESS}")
    study = (read or asked_study)(request)
    with Stages(request.quiet) as progress:
        teller = Teller(request, shown, progress)
        with _complaints(request, teller):
            question = question_of(study)
            if request.plan or shown.plan is not None:
                _say_plan(request, question, shown)
            if request.plan:
                return
            where = request.workers if request.scheduler is None else request.scheduler
            command = request.again(request.folder)
            with answering(question, request.folder, where, teller, command) as answer:
                progress.close()
                contents = shown.files(answer.findings)
                write_summary(answer.folder, contents)
                clear_summary(answer.folder, shown.name, contents)
                if request.figures:
                    _draw(request, answer.folder, answer.findings, shown)
    _print(request, answer.findings, shown)


def asked_study(request: Request) -> Study:
    """The study of a file, with what the options say in place of what it says.

    Raises:
        Complaint: all that is wrong with it.
    """
    study = read_study(request.study, WRONG, request.quiet)
    return altered(study, request.replications, request.seed, request.level)


def size_said(cost: Cost, workers: int | str, each: str = "") -> str:
    """What is still to be run, and about how long it takes; `each`: how large one replication is."""
    what = counted(cost.missing, "replication") + (
        f" to run, {cost.there} are there already" if cost.there else " to run"
    )
    what += f", {each}" if each else ""
    if isinstance(workers, str):
        return f"{what}: about {duration(cost.seconds)} of one core's time, on the cluster {workers}"
    rounds = math.ceil(cost.missing / workers) / cost.missing
    seconds = cost.seconds * rounds + (START_OF_WORKERS if workers > 1 else 0)
    memory = f"{cost.memory_with(workers) / 1e6:,.0f} MB"
    return f"{what}: about {duration(seconds)} and {memory} with {counted(workers, 'worker')}"


@contextmanager
def _complaints(request: Request, teller: Teller[Found]) -> Iterator[None]:
    """What the user can mend is said as such, with what is kept and how to go on."""
    try:
        yield
    except ScenarioError as error:
        raise Complaint(problems_said(error.problems, request.study)) from None
    except CannotAnswer as error:
        raise Complaint(str(error)) from None
    except (StoreError, CannotGoOn) as error:
        raise Complaint(f"{error}\n{teller.kept()}".rstrip()) from None
    except KeyboardInterrupt:
        raise Complaint(f"\nInterrupted. {teller.kept()}".rstrip(), INTERRUPTED) from None


def _say_plan(request: Request, question: Question[Found], shown: Presentation[Found]) -> None:
    """What is varied, and what it takes: the result with `--plan`, else beside the result."""
    cost, most = question.cost(), question.highest_cost()
    lines = [_plan_said(request, cost)]
    if most is not None:
        lines.append(f"At most, if the ranking does not become stable: {_plan_said(request, most)}")
    if question.open_ended:
        lines.append("That is the first stage. How many more it takes is not known before.")
    grid = None if shown.plan is None else shown.plan(question.study)
    if request.plan and request.json:
        costs = {"points": cost.points, "replications": cost.replications, "core_seconds": cost.seconds}
        at_most = None if most is None else {"points": most.points, "replications": most.replications}
        said = {"study": question.study.title, "cost": costs, "at_most": at_most}
        print(json.dumps({**said, "open_ended": question.open_ended}, indent=2))
    elif request.plan:
        screen = console()
        for part in (*([] if grid is None else [grid, ""]), *lines):
            screen.print(part, crop=False)
    elif not request.quiet:
        say(f"{grid}\n")
        for line in lines:
            say(line)


def _plan_said(request: Request, cost: Cost) -> str:
    workers = min(request.workers or sensible_workers(cost.seconds), cost.replications)
    what = counted(cost.replications, "replication")
    what += f" at {counted(cost.points, 'point')}" if cost.points > 1 else ""
    if request.scheduler is not None:
        return f"{what}: about {duration(cost.seconds)} of one core's time"
    seconds = cost.seconds / workers + (START_OF_WORKERS if workers > 1 else 0)
    return f"{what}: about {duration(seconds)} with {counted(workers, 'worker')}, less what is there already"


def _draw(request: Request, folder: Path, findings: Found, shown: Presentation[Found]) -> None:
    if not request.quiet:
        say("Drawing the figures")
    contents, remarks = shown.drawn(findings)
    write_summary(folder, contents)
    for remark in () if request.quiet else remarks:
        say(remark)


def _print(request: Request, findings: Found, shown: Presentation[Found]) -> None:
    if request.json:
        print(shown.json(findings, folder=str(request.folder)))
        return
    screen = console()
    for grid in shown.grids(findings):
        screen.print(grid, crop=False)
        screen.print("")
    screen.print(shown.verdict(findings), crop=False)
    if not request.quiet:
        say(f"The results are in {request.folder}")
