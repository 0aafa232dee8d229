"""Answers from a folder of results, with nothing run and nothing written."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import Any

from stovepipe.answers.questions.attribution import AttributionQuestion
from stovepipe.answers.questions.comparison import ComparisonQuestion
from stovepipe.answers.questions.evaluation import EvaluationQuestion
from stovepipe.answers.questions.observation import ObservationQuestion, observation_again
from stovepipe.answers.questions.question import Answer, Audience, Question, Work
from stovepipe.answers.questions.run import RunQuestion
from stovepipe.answers.questions.selection import SelectionQuestion
from stovepipe.answers.questions.sensitivity import SensitivityQuestion
from stovepipe.study.reading.study import Study
from stovepipe.study.running.futures import Here
from stovepipe.study.running.pool import Job, Result
from stovepipe.study.store.claim import CONFIGURATIONS, StoreError
from stovepipe.study.store.kept import Kept, kept_in
from stovepipe.study.store.store import Store
from stovepipe.text import counted

QUESTIONS: Mapping[str, Callable[[Study], Question[Any]]] = {
    ComparisonQuestion.name: ComparisonQuestion,
    SelectionQuestion.name: SelectionQuestion,
    SensitivityQuestion.name: SensitivityQuestion,
    AttributionQuestion.name: AttributionQuestion,
}


class _Nowhere(Here):
    """A workplace that refuses all work."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def run(
        self, work: Callable[[Job], Result], jobs: Iterable[Job]
    ) -> Generator[tuple[Job, Result], None, None]:
        """As in `Workplace`: nothing, if there are no jobs."""
        for job in jobs:
            raise StoreError(f"{self._path} lacks {job}: the study was stopped; run its command again")
        yield from ()


def reopened(folder: Path) -> tuple[str, Answer[Any]]:
    """The question that was asked last of the results in a folder, and its answer.

    A run that was stopped is answered from the replications that were finished, with a warning.

    Raises:
        StoreError: it holds no results, or not all that the answer takes.
    """
    kept = kept_in(folder)
    if kept.question == RunQuestion.name:
        run = RunQuestion(kept.study)
        with kept.open(run.study) as store:
            findings = run.finished(store)
            _warn_of_what_is_missing(store, len(findings.record.numbers))
            return kept.question, Answer(findings, folder, False)
    if kept.question == ObservationQuestion.name:
        asked = observation_again(kept.study, folder / CONFIGURATIONS)
        return kept.question, _answered(kept, asked)
    if kept.question == EvaluationQuestion.name:
        again = "call stovepipe.evaluate with the same points and this folder as out"
        raise StoreError(f"{folder} holds the points of a table, which is not kept: {again}")
    if kept.question not in QUESTIONS:
        raise StoreError(f"{folder} answers a question that cannot be opened by itself: {kept.question!r}")
    return kept.question, _answered(kept, QUESTIONS[kept.question](kept.study))


def _answered(kept: Kept, question: Question[Any]) -> Answer[Any]:
    """The answer from what is there."""
    with kept.open(question.study) as store:
        findings = question.carry_out(Work(store, _Nowhere(kept.path), Audience()))
        return Answer(findings, kept.path, False)


def _warn_of_what_is_missing(store: Store, finished: int) -> None:
    for remark in store.remarks:
        warnings.warn(remark, stacklevel=3)
    asked = store.study.replications
    if finished < asked:
        said = (
            f"{store.path} has {finished} of {counted(asked, 'replication')}; to run the others, run it again"
        )
        warnings.warn(said, stacklevel=3)
