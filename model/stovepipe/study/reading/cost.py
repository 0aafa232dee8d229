"""What points of a design cost, before any is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stovepipe.scenario.limits import estimate
from stovepipe.study.reading.structures import Structure


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
    """What it takes to replicate structures at points."""
    each = sum(estimate(structure.scenario, replications).seconds for structure in structures)
    return Cost(points, points * len(structures) * replications, points * each)
