"""What a question costs, before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stovepipe.scenario.limits import estimate
from stovepipe.study.reading.structures import Structure


@dataclass(frozen=True)
class Cost:
    """What it takes to answer a question.

    Attributes:
        points: at which structures are run; 1 where nothing is varied.
        replications: in all: of every structure, at every point.
        seconds: on one core, for those that are not there yet, judged by the configured missions.
        memory: of one process at work, in bytes.
        there: replications that the store has already; None where that is not known before the work begins.
    """

    points: int
    replications: int
    seconds: float
    memory: float
    there: int | None = None

    @property
    def missing(self) -> int:
        """How many replications are still to be run; all of them, if it is not known what is there."""
        return self.replications - (self.there or 0)


def cost_of(structures: Sequence[Structure], points: int, replications: int) -> Cost:
    """What it takes to replicate structures at points."""
    sizes = [estimate(structure.scenario, replications) for structure in structures]
    return Cost(
        points=points,
        replications=points * len(structures) * replications,
        seconds=points * sum(size.seconds for size in sizes),
        memory=max((size.memory for size in sizes), default=0.0),
    )
