"""Which inputs of a study matter: the findings, outcome by outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stovepipe.answers.refusals import CannotAnswer
from stovepipe.importance.ranking import Ranking
from stovepipe.importance.space import Floats, Point, Space
from stovepipe.study.file.entries import SensitivityEntry
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.study import Study

Outputs = Mapping[str, Mapping[str, Floats]]
"""By outcome and structure: an array of shape (points, replications)."""


@dataclass(frozen=True, eq=False)
class Finding:
    """What is found of one outcome.

    Attributes:
        outcome: which.
        result: of the method, of whichever class it gives.
        ranking: of its leading inputs, where the method has one.
    """

    outcome: Outcome
    result: Any
    ranking: Ranking | None


@dataclass(frozen=True, eq=False)
class SensitivityFindings:
    """What a study's question about its inputs comes to.

    Attributes:
        study: that asks.
        space: of its inputs.
        points: the value of every input at each point that was run.
        outputs: by outcome and structure; NaN where an outcome is not defined.
        each: one finding for each outcome that is asked about and defined.
        base_points: trajectories, blocks or points of the sample; 0 for a tornado, which has none.
        stable: whether the ranking of every outcome became stable; None if the method has none.
        undefined: the other outcomes, by name: where each is not defined, and why.
    """

    study: Study
    space: Space
    points: tuple[Point, ...]
    outputs: Outputs
    each: tuple[Finding, ...]
    base_points: int
    stable: bool | None
    undefined: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> SensitivityEntry:
        """The question."""
        return asked_of(self.study)


def asked_of(study: Study) -> SensitivityEntry:
    """The section `sensitivity` of a study; all defaults if it has none.

    Raises:
        CannotAnswer: there are no factors.
    """
    if not study.factors:
        raise CannotAnswer(
            f'{study.path} has no factors; name what may be otherwise, for example factors: {{all: "*"}}'
        )
    return study.sensitivity or SensitivityEntry()


@dataclass(frozen=True)
class RankingStage:
    """A round has ended, and the ranking is not stable yet.

    Attributes:
        base_points: of this round.
    """

    base_points: int
