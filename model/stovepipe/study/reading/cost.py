"""What a question costs, before anything is run, and whether that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stovepipe.scenario.limits import check_limits, check_points
from stovepipe.scenario.size import RATES, estimate
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study


@dataclass(frozen=True)
class Cost:
    """What it takes to answer a question.

    Attributes:
        points: how many points structures are run at; 1 where nothing is varied.
        replications: in all: of every structure, at every point.
        seconds: on one core, for those that are not there yet, judged by the configured missions.
        memory: the memory that one process at work takes, in bytes.
        concluding: what is held beside it, in bytes, to conclude from all replications.
        there: replications that the store has already; None where that is not known before the work begins.
    """

    points: int
    replications: int
    seconds: float
    memory: float
    concluding: float
    there: int | None = None

    @property
    def missing(self) -> int:
        """How many replications are still to be run; all of them, if it is not known what is there."""
        return self.replications - (self.there or 0)

    def memory_with(self, workers: int) -> float:
        """What all processes take together, in bytes; with several, one more hands out the work."""
        beside = 0.0 if workers == 1 else RATES.bytes_at_least
        return self.memory * workers + beside + self.concluding


def cost_of(structures: Sequence[Structure], points: int, replications: int) -> Cost:
    """What it takes to replicate structures at points.

    Raises:
        ScenarioError: there are more points than is allowed.
    """
    check_points(structures[0].scenario, points)
    sizes = [estimate(structure.scenario, replications) for structure in structures]
    return Cost(
        points=points,
        replications=points * len(structures) * replications,
        seconds=points * sum(size.seconds for size in sizes),
        memory=max((size.memory for size in sizes), default=0.0),
        concluding=max((size.concluding for size in sizes), default=0.0),
    )


def check_study(study: Study) -> None:
    """Refuse a study that is larger than what is allowed, as far as its file tells.

    Raises:
        ScenarioError: a structure, its replications, or the points or orders that are asked for.
    """
    for structure in study.structures:
        check_limits(structure.scenario, study.replications)
    numbers: list[int | None] = []
    if study.sensitivity is not None:
        numbers += [study.sensitivity.points, study.sensitivity.at_most, study.sensitivity.fresh]
    if study.attribution is not None:
        numbers.append(study.attribution.orders)
    check_points(study.structures[0].scenario, max((number or 0 for number in numbers), default=0))
