"""What a study's outcomes owe to the mechanisms of its mission: the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stovepipe.importance.shapley import ShapleyValues, Subset
from stovepipe.inference.intervals import Estimate
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.study import Study

FEWEST = 3
"""Replications from which anything is concluded. Two may well agree by chance, and then show no spread."""


@dataclass(frozen=True, eq=False)
class AttributionFinding:
    """What one outcome owes to each mechanism.

    Attributes:
        outcome: which.
        result: the values.
        with_all, with_none: the outcome as the mission is, and with none of the mechanisms.
        by_cause: of a share lost: the values of the share lost to each cause that occurs.
    """

    outcome: Outcome
    result: ShapleyValues
    with_all: Estimate
    with_none: Estimate
    by_cause: Mapping[str, ShapleyValues]


@dataclass(frozen=True, eq=False)
class AttributionFindings:
    """What a study's outcomes owe to the mechanisms of its mission.

    Attributes:
        study: that asks.
        exact: whether every subset was run.
        orders: of the sample; 0 if exact.
        subsets: that were run.
        each: one finding for each outcome that is asked about and defined.
        notes: what the reader has to know.
        undefined: the other outcomes, by name: where each is not defined, and why.
    """

    study: Study
    exact: bool
    orders: int
    subsets: tuple[Subset, ...]
    each: tuple[AttributionFinding, ...]
    notes: tuple[str, ...]
    undefined: Mapping[str, str] = field(default_factory=dict)
