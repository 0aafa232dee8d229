"""What a study's question about its inputs comes to, outcome by outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from stovepipe.answers.points import Outputs, Runner, space_of
from stovepipe.answers.question import CannotAnswer, Work
from stovepipe.importance.boxes import Bools
from stovepipe.importance.design import Design, sample
from stovepipe.importance.methods.morris import Screening, elementary_effects, morris_design, morris_points
from stovepipe.importance.methods.pawn import Pawn, pawn
from stovepipe.importance.methods.prim import Box, Judgement, discover, judged
from stovepipe.importance.methods.sobol import (
    FEWEST_BLOCKS,
    Indices,
    sobol_design,
    sobol_indices,
    sobol_points,
)
from stovepipe.importance.methods.tornado import OneAtATime, Tornado, tornado, tornado_design
from stovepipe.importance.methods.verdict import Verdict, verdict
from stovepipe.importance.ranking import Ranking, ranking
from stovepipe.importance.shares import share
from stovepipe.importance.space import Floats, Point, Space
from stovepipe.inference.intervals import Estimate
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.file.questions import POINTS, Method, SensitivityEntry
from stovepipe.study.reading.cost import Cost, cost_of
from stovepipe.study.reading.study import Study
from stovepipe.study.store.store import Store

AnyDesign = Design | OneAtATime


@dataclass(frozen=True, eq=False)
class Discovery:
    """Where a stated failure is likely.

    Attributes:
        fails: share of the points that fail.
        boxes: found, the best first.
        judgements: of each box on fresh points; empty if there are none.
        notes: what the reader has to know.
    """

    fails: Estimate
    boxes: tuple[Box, ...]
    judgements: tuple[Judgement, ...]
    notes: tuple[str, ...]


Result = Screening | Indices | Pawn | Tornado | Discovery | Verdict


@dataclass(frozen=True, eq=False)
class Finding:
    """What is found of one outcome; `ranking` of its leading inputs, where the method has one."""

    outcome: Outcome
    result: Result
    ranking: Ranking | None


@dataclass(frozen=True, eq=False)
class SensitivityFindings:
    """What a study's question about its inputs comes to.

    Attributes:
        study: that asks.
        space: of its inputs.
        points: the value of every input at each point that was run.
        outputs: by outcome and structure.
        each: one finding for each outcome that is asked about.
        base_points: trajectories, blocks or points of the sample; 0 for a tornado, which has none.
        stable: whether the ranking of every outcome became stable; None if the method has none.
    """

    study: Study
    space: Space
    points: tuple[Point, ...]
    outputs: Outputs
    each: tuple[Finding, ...]
    base_points: int
    stable: bool | None

    @property
    def asked(self) -> SensitivityEntry:
        """The question."""
        return asked_of(self.study)


def asked_of(study: Study) -> SensitivityEntry:
    """The section `sensitivity` of a study; all defaults if it has none.

    Raises:
        CannotAnswer: there are no factors.
    """
    if not study.inputs:
        raise CannotAnswer(
            f'{study.path} has no factors; name what may be otherwise, for example factors: {{all: "*"}}'
        )
    return study.sensitivity or SensitivityEntry()


def _cost(study: Study, count: int) -> Cost:
    asked, space = asked_of(study), space_of(study)
    structures = [study.structure(name) for name in study.varied]
    points = {
        "morris": lambda: morris_points(space, count),
        "sobol": lambda: sobol_points(space, count, asked.second_order),
        "tornado": lambda: len(tornado_design(space).points),
        "prim": lambda: count + _fresh(asked, count),
    }.get(asked.method, lambda: count)()
    return cost_of(structures, points, study.replications)


def _first(study: Study) -> int:
    asked = asked_of(study)
    return asked.points or POINTS.get(asked.method, 0)


def rounds(study: Study) -> Iterator[int]:
    """The number of base points in each round: twice as many each time, up to the most that is allowed."""
    count, most = _first(study), asked_of(study).at_most or 0
    yield count
    while 0 < 2 * count <= most:
        count *= 2
        yield count


def design_of(space: Space, method: Method, count: int, asked: SensitivityEntry) -> AnyDesign:
    """The design of a method.

    Raises:
        ValueError: nothing varies, or there are too few points for the method.
    """
    match method:
        case "morris":
            return morris_design(space, count, asked.seed)
        case "sobol":
            return sobol_design(space, count, asked.seed, asked.second_order)
        case "tornado":
            return tornado_design(space)
        case "pawn":
            design = sample(space, count, asked.seed)
            pawn(design, np.zeros(count), draws=2)  # refuses too few points before any is run
            return design
        case "prim" | "verdict":
            return sample(space, count, asked.seed)


@dataclass(frozen=True)
class RankingStage:
    """A round has ended, and the ranking is not stable yet.

    Attributes:
        base_points: of this round.
    """

    base_points: int


class SensitivityQuestion:
    """Which inputs of a study matter, by the method that it names.

    Attributes:
        study: that asks; of each replication only its outcomes are kept.
    """

    name: ClassVar[str] = "sensitivity"

    def __init__(self, study: Study) -> None:
        self.study = replace(study, keep="outcomes")

    def cost(self, store: Store | None = None) -> Cost:
        """What the first round takes; rounds that follow double it, up to `at_most`. See `Question.cost`.

        Raises:
            CannotAnswer: there are no factors, none that varies, or too few points for the method.
        """
        study = self.study
        asked, count, space = asked_of(study), _first(study), space_of(study)
        if not len(space):
            raise CannotAnswer("no factor varies; give a number a range")
        if asked.method == "sobol" and count < FEWEST_BLOCKS:
            raise CannotAnswer(f"Sobol' indices need {FEWEST_BLOCKS} points or more, not {count}")
        if asked.method == "pawn":
            try:
                design_of(space, asked.method, count, asked)
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
            NonFiniteOutput, UnsoundPoint: at a point, which is named.
        """
        return _investigated(self.study, work)


def _investigated(study: Study, work: Work) -> SensitivityFindings:
    asked, space = asked_of(study), space_of(study)
    runner = Runner(study, work)
    found, done, stable = None, 0, None
    for count in rounds(study):
        design = design_of(space, asked.method, count, asked)
        outputs = runner.run(design.points, done)
        done = len(design.points)
        if asked.method == "prim":
            each = [_discovery(study, runner, design, outputs, count)]
        else:
            each = [_finding(study, design, outputs, outcome) for outcome in study.outcomes]
        rankings = [finding.ranking for finding in each if finding.ranking is not None]
        stable = all(ranked.stable for ranked in rankings) if rankings else None
        found = SensitivityFindings(study, space, design.points, outputs, tuple(each), count, stable)
        if stable:
            break
        if stable is not None and asked.at_most is not None:
            work.audience.stage(RankingStage(count))
    assert found is not None  # there is always a first round
    return found


def _finding(study: Study, design: AnyDesign, outputs: Outputs, outcome: Outcome) -> Finding:
    asked, level = asked_of(study), study.level
    by_structure = outputs[outcome.name]
    numbers = by_structure[study.varied[0]]
    if isinstance(design, OneAtATime):
        return Finding(outcome, tornado(design, numbers, level), None)
    match asked.method:
        case "verdict":
            sign = 1 if outcome.direction == "more" else -1
            difference = sign * (numbers - by_structure[study.varied[1]])
            return Finding(outcome, verdict(design, difference, level), None)
        case "sobol":
            indices = sobol_indices(design, numbers, level)
            return _ranked(outcome, indices, indices.names, indices.total, indices.draws, asked.leading)
        case "pawn":
            found = pawn(design, numbers, level=level)
            estimates = tuple(factor.index for factor in found.factors)
            # Reflected, like the index itself: resamples as they come are biased upwards.
            draws = 2 * np.array([factor.distance for factor in found.factors]) - found.draws
            return _ranked(outcome, found, found.names, estimates, draws, asked.leading)
        case _:
            screening = elementary_effects(design, numbers, level)
            estimates = tuple(effect.mu_star for effect in screening.effects)
            return _ranked(outcome, screening, screening.names, estimates, screening.draws, asked.leading)


def _ranked(
    outcome: Outcome,
    result: Result,
    names: tuple[str, ...],
    estimates: tuple[Estimate, ...],
    draws: Floats,
    leading: int,
) -> Finding:
    return Finding(outcome, result, ranking(names, estimates, draws, leading))


def _discovery(study: Study, runner: Runner, design: AnyDesign, outputs: Outputs, count: int) -> Finding:
    """Boxes found with the sample, and judged with a fresh one of another seed."""
    asked, threshold = asked_of(study), study.threshold
    assert isinstance(design, Design)
    assert threshold is not None  # asked for when the study was read
    outcome, structure = study.outcome(threshold.outcome), study.varied[0]

    def failed(made: Outputs) -> Bools:
        means = made[outcome.name][structure].mean(axis=1)
        return np.asarray(means < threshold.value if threshold.under else means > threshold.value)

    fails = failed(outputs)
    boxes = discover(design, fails, asked.density)
    judgements: tuple[Judgement, ...] = ()
    if fresh := _fresh(asked, count):
        again = sample(design.space, fresh, asked.seed + 1)
        failing = failed(runner.run(again.points, called="fresh point"))
        judgements = tuple(judged(box, again, failing, study.level) for box in boxes)
    share_failing = share(int(fails.sum()), len(fails), study.level)
    return Finding(outcome, Discovery(share_failing, boxes, judgements, design.space.notes), None)


def _fresh(asked: SensitivityEntry, count: int) -> int:
    return count // 2 if asked.fresh is None else asked.fresh
