"""Runs the points of a design: the same replications, with the same random numbers, at every one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stovepipe.answers.findings.sensitivity import Outputs
from stovepipe.answers.questions.question import Work
from stovepipe.importance.outputs import NonFiniteOutput, checked
from stovepipe.importance.space import Floats, Point
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading.structures import Structure
from stovepipe.study.reading.study import Study
from stovepipe.study.reading.variants import Points
from stovepipe.study.store.store import Store

LOOKED_AT = 1000
"""Points that are read and checked before the first of them is run."""

Named = Callable[[str, int], str]
"""What a structure is called at the point of a number."""


@dataclass(frozen=True, eq=False)
class Ran:
    """What points came to.

    Attributes:
        outputs: by outcome and structure; NaN where an outcome is not defined.
        undefined: by outcome, where it is not defined, and why.
    """

    outputs: Outputs
    undefined: Mapping[str, str]


class Runner:
    """Runs points of a study's structures into its store.

    Attributes:
        study: whose factors are varied.
        work: its store, and where points are run.
    """

    def __init__(self, study: Study, work: Work) -> None:
        self.study, self.work = study, work
        self._points = Points(study.factors)
        self._structures = [study.structure(name) for name in study.varied]

    def run(self, points: Sequence[Point], since: int = 0, called: str = "point") -> Ran:
        """Run points, and read their outputs.

        Args:
            points: the value of every factor at each.
            since: those before it have been run by this runner, and are not looked at again.
            called: what a point is called in the names of structures.

        Raises:
            UnsoundPoint: the configuration is not sound at a point.
            CannotGoOn, InvariantError, ScenarioError, StoreError: as in `run_points`.
        """
        replications = self.study.replications

        def named(structure: str, number: int) -> str:
            return f"{structure}, {called} {number}"

        self.replicate(points, named, since)
        made: dict[str, dict[str, Floats]] = {}
        undefined: dict[str, str] = {}
        for outcome in self.study.outcomes:
            made[outcome.name] = {}
            for each in self._structures:
                names = [named(each.name, number) for number in range(len(points))]
                values, why = outputs(self.work.store, names, outcome, replications, points)
                made[outcome.name][each.name] = values
                if why:
                    undefined.setdefault(outcome.name, why)
        return Ran(made, undefined)

    def replicate(self, points: Sequence[Point], named: Named, since: int = 0) -> None:
        """Run the replications of points that the store does not have.

        Args:
            points: the value of every factor at each.
            named: what each structure is called there, in the store and in messages.
            since: those before it have been run by this runner, and are not looked at again.

        Raises:
            UnsoundPoint: the configuration is not sound at a point.
            CannotGoOn, InvariantError, ScenarioError, StoreError: as in `run_points`.
        """
        replications = self.study.replications
        total = (len(points) - since) * len(self._structures) * replications
        self._refuse_unsound(points[: since + LOOKED_AT], since, named)
        self.work.run_points(self._made(points, since, named), replications, total)

    def _refuse_unsound(self, points: Sequence[Point], since: int, named: Named) -> None:
        """Tell of a point that is not sound before hours are spent on the others: it is, when it is made."""
        deque(self._made(points, since, named), maxlen=0)

    def _made(self, points: Sequence[Point], since: int, named: Named) -> Iterator[Structure]:
        for number in range(since, len(points)):
            for structure in self._structures:
                yield self._points.at(structure, points[number], named(structure.name, number))


def outputs(
    store: Store, names: Sequence[str], outcome: Outcome, replications: int, points: Sequence[Point]
) -> tuple[Floats, str]:
    """What each replication says of an outcome at each point, of shape (points, replications).

    Returns:
        The values, NaN where the outcome is not defined; and at which point it is not, and why. That is empty
        if it is defined everywhere.
    """
    readings = [store.records(name, outcome, replications) for name in names]
    values = np.array([each.values for each in readings])
    try:
        return checked(points, values), ""
    except NonFiniteOutput as error:
        reasons = [each.reason for each in readings if not np.isfinite(each.values).all()]
        why = next((reason for reason in reasons if reason), "")
        if not why and outcome.form == "quantile":
            why = "so many deliveries do not arrive in every replication there"
        return values, f"{error}" + (f" ({why})" if why else "")
