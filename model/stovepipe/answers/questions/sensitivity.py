"""What a study's question about its inputs comes to, outcome by outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from stovepipe.answers.axes import space_of
from stovepipe.answers.findings.sensitivity import (
    Finding,
    Outputs,
    RankingStage,
    SensitivityFindings,
    asked_of,
)
from stovepipe.answers.questions.points import Runner
from stovepipe.answers.questions.question import Work
from stovepipe.answers.refusals import CannotAnswer, nothing_defined
from stovepipe.importance.method import FreshSample, Method, MethodOptions
from stovepipe.importance.methods import METHODS
from stovepipe.importance.space import Floats
from stovepipe.measures.catalogue import KINDS
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.cost import Cost, check_study, cost_of
from stovepipe.study.reading.study import Study
from stovepipe.study.reading.variants import UnsoundPoint
from stovepipe.study.store.store import Store


def method_of(study: Study) -> Method[Any, Any]:
    """The method that a study asks for."""
    return METHODS[asked_of(study).method]


def _options(study: Study, count: int, outcome: Outcome | None = None) -> MethodOptions:
    asked = asked_of(study)
    return MethodOptions(
        count=count,
        least=0.0,
        most=np.inf if outcome is None else KINDS[outcome.kind].most,
        seed=asked.seed,
        level=study.level,
        leading=asked.leading,
        second_order=asked.second_order,
        density=asked.density,
        fresh=asked.fresh,
    )


def _cost(study: Study, count: int) -> Cost:
    structures = [study.structure(name) for name in study.varied]
    points = method_of(study).points(space_of(study), _options(study, count))
    return cost_of(structures, points, study.replications)


def _first(study: Study) -> int:
    return asked_of(study).points or method_of(study).base_points


def rounds(study: Study) -> Iterator[int]:
    """The number of base points in each round: twice as many each time, up to the most that is allowed."""
    count, most = _first(study), asked_of(study).at_most or 0
    yield count
    while 0 < 2 * count <= most:
        count *= 2
        yield count


def too_few_points(study: Study) -> tuple[str, str] | None:
    """Why a method cannot work with so few points as are asked for, and what to write; None if it can.

    Raises:
        CannotAnswer: there are no factors.
    """
    method, count = method_of(study), _first(study)
    fewest = method.fewest(space_of(study))
    if count >= fewest:
        return None
    what = f"with these factors {method.name} needs {fewest} points or more, not {count}"
    return what, f"write {fewest} or more"


class SensitivityQuestion:
    """Which inputs of a study matter, by the method that it names.

    Attributes:
        study: that asks; of each replication only its outcomes are kept.
    """

    name: ClassVar[str] = "sensitivity"
    open_ended: ClassVar[bool] = False

    def __init__(self, study: Study) -> None:
        self.study = replace(study, keep="outcomes")

    def cost(self, store: Store | None = None) -> Cost:
        """What the first round takes; rounds that follow double it, up to `at_most`. See `Question.cost`.

        Raises:
            CannotAnswer: there are no factors, none that varies, or too few points for the method.
        """
        study = self.study
        check_study(study)
        count, space = _first(study), space_of(study)
        if not len(space):
            raise CannotAnswer("no factor varies; give a number a range")
        if few := too_few_points(study):
            raise CannotAnswer(f"sensitivity.points: {'; '.join(few)}")
        try:
            method_of(study).design(space, _options(study, count))
        except ValueError as error:
            raise CannotAnswer(str(error)) from None
        return _cost(study, count)

    def highest_cost(self) -> Cost | None:
        """What it takes at most, if the ranking does not become stable; None if `at_most` is not given."""
        counts = list(rounds(self.study))
        return _cost(self.study, counts[-1]) if len(counts) > 1 else None

    def carry_out(self, work: Work) -> SensitivityFindings:
        """Run round after round until the ranking is stable; see `Question.carry_out`.

        Raises:
            CannotAnswer: there are no factors, none varies, or there are too few points.
                Or at a point, which is named, no outcome is defined, or the configuration is not sound.
        """
        self.highest_cost()  # which refuses what is more than is allowed
        try:
            return _investigated(self.study, work)
        except UnsoundPoint as error:
            raise CannotAnswer(str(error)) from None


def _investigated(study: Study, work: Work) -> SensitivityFindings:
    asked, method, space = asked_of(study), method_of(study), space_of(study)
    runner = Runner(study, work)
    found, done, stable = None, 0, None
    titles = {outcome.name: outcome.title for outcome in _outcomes(study)}
    for count in rounds(study):
        options = _options(study, count)
        design = method.design(space, options)
        ran = runner.run(design.points, done)
        done = len(design.points)
        again = None if method.fresh is None else method.fresh(space, options)
        fresh = None if again is None else runner.run(again.points, called="fresh point")
        missing = {**({} if fresh is None else fresh.undefined), **ran.undefined}
        undefined = {name: why for name, why in missing.items() if name in titles}
        if len(undefined) == len(titles):
            raise nothing_defined(titles, undefined)
        each = []
        for outcome in _outcomes(study):
            if outcome.name in undefined:
                continue
            numbers = _numbers(study, outcome, ran.outputs)
            checked = FreshSample(again, _numbers(study, outcome, fresh.outputs)) if again and fresh else None
            result = method.analyse(design, numbers, _options(study, count, outcome), checked)
            each.append(Finding(outcome, result, method.ranking(result, options)))
        rankings = [finding.ranking for finding in each if finding.ranking is not None]
        stable = all(ranked.stable for ranked in rankings) if rankings else None
        found = SensitivityFindings(
            study, space, design.points, ran.outputs, tuple(each), count, stable, undefined
        )
        if stable:
            break
        if stable is not None and asked.at_most is not None:
            work.audience.stage(RankingStage(count))
    assert found is not None  # there is always a first round
    return found


def _outcomes(study: Study) -> tuple[Outcome, ...]:
    """The outcomes that are asked about: all, or the one that may fail."""
    if method_of(study).about != "failure" or study.threshold is None:
        return study.outcomes
    return (study.outcome(study.threshold.outcome),)


def _numbers(study: Study, outcome: Outcome, outputs: Outputs) -> Floats:
    """What the method is given of each replication at each point; see `Method.about`."""
    by_structure = outputs[outcome.name]
    numbers = by_structure[study.varied[0]]
    match method_of(study).about:
        case "outcome":
            return numbers
        case "difference":
            sign = 1 if outcome.direction == "more" else -1
            return sign * (numbers - by_structure[study.varied[1]])
        case "failure":
            threshold = study.threshold
            assert threshold is not None  # asked for when the study was read
            over = numbers - threshold.value
            return -over if threshold.under else over
