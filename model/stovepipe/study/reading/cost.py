"""What a study and the points of a design cost, before any is run, and whether that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stovepipe.scenario.limits import check_limits, check_points
from stovepipe.scenario.size import estimate
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study


@dataclass(frozen=True)
class Cost:
    """What an analysis takes.

    Attributes:
        points: of the design.
        runs: replications in all: of every structure, at every point.
        seconds: on one core, judged by the configured mission.
    """

    points: int
    runs: int
    seconds: float


def cost_of(structures: Sequence[Structure], points: int, replications: int) -> Cost:
    """What it takes to replicate structures at points.

    Raises:
        ScenarioError: there are more points than is allowed.
    """
    check_points(structures[0].scenario, points)
    each = sum(estimate(structure.scenario, replications).seconds for structure in structures)
    return Cost(points, points * len(structures) * replications, points * each)


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
