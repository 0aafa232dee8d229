"""Work on a question whose replications are invented: nothing is run, and what was wanted is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from stovepipe.answers.questions.question import Audience, Work
from stovepipe.network.records import HOUR
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.reading_outcomes import Reading, Readings, decided
from stovepipe.study.running.workplaces import Here

Values = Callable[[str, Outcome, int], float]
"""What a replication of a structure says of an outcome: of a ratio with a denominator of 1, or a mean."""


class InventedStore:
    """Has whatever is asked for."""

    def __init__(self, study: Study, values: Values) -> None:
        self.study, self._values = study, values

    def records(self, structure: str, outcome: str | Outcome, replications: int) -> Readings:
        """Invented readings."""
        asked = self.study.outcome(outcome) if isinstance(outcome, str) else outcome
        numbers = tuple(range(replications))
        each = (Reading(self._values(structure, asked, number), 1.0) for number in numbers)
        return Readings(asked, numbers, tuple(each))

    def want(self, structure: str, replications: int) -> list[int]:
        """One replication of each structure is there already."""
        return list(range(1, replications))


class InventedWork(Work):
    """Runs nothing, and notes what was to be run."""

    def __init__(self, study: Study, values: Values, audience: Audience | None = None) -> None:
        super().__init__(InventedStore(study, values), Here(), audience or Audience())
        self.run: list[tuple[Structure, int]]
        self.gathered: list[Any]
        object.__setattr__(self, "run", [])
        object.__setattr__(self, "gathered", [])

    def gather(self, study: Study, asked: int | Mapping[str, int] | None = None) -> None:
        """Note how many were wanted."""
        self.gathered.append(asked)

    def run_points(self, points: Iterable[Structure], replications: int, total: int) -> None:
        """Note which points were wanted."""
        self.run.extend((point, replications) for point in points)


def ages(delivered: Iterable[float], lost: int) -> Reading:
    """A reading of a latency: what was delivered after so many hours, and how many were lost after 100."""
    hours = np.array(sorted(delivered))
    gone = np.full(lost, 100 * HOUR, dtype=np.int64)
    arrived = (hours * HOUR).astype(np.int64)
    return Reading(float("nan"), float("nan"), decided([arrived, gone, np.empty(0, dtype=np.int64)]))
