"""Runs the points of a design: the same replications, with the same random numbers, at every one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from stovepipe.answers.question import Work
from stovepipe.answers.sensitivity_findings import Outputs
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

    def run(self, points: Sequence[Point], since: int = 0, called: str = "point") -> Outputs:
        """The outputs at points.

        Args:
            points: the value of every factor at each.
            since: those before it have been run by this runner, and are not looked at again.
            called: what a point is called in the names of structures.

        Raises:
            NonFiniteOutput: an outcome is not defined at a point, which is named.
            UnsoundPoint: the configuration is not sound there.
            CannotGoOn, InvariantError, ScenarioError, StoreError: as in `run_points`.
        """
        replications = self.study.replications

        def named(structure: str, number: int) -> str:
            return f"{structure}, {called} {number}"

        self.replicate(points, named, since)
        return {
            outcome.name: {
                each.name: outputs(
                    self.work.store,
                    [named(each.name, number) for number in range(len(points))],
                    outcome,
                    replications,
                    points,
                )
                for each in self._structures
            }
            for outcome in self.study.outcomes
        }

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
) -> Floats:
    """What each replication says of an outcome at each point, of shape (points, replications).

    Raises:
        NonFiniteOutput: it says nothing; the outcome, the point, and why.
    """
    readings = [store.records(name, outcome, replications) for name in names]
    try:
        return checked(points, np.array([each.values for each in readings]))
    except NonFiniteOutput as error:
        reasons = [each.reason for each in readings if not np.isfinite(each.values).all()]
        why = next((reason for reason in reasons if reason), "")
        if not why and outcome.form == "quantile":
            why = "so many deliveries do not arrive in every replication there"
        raise NonFiniteOutput(f"{outcome.title}: {error}" + (f" ({why})" if why else "")) from None
