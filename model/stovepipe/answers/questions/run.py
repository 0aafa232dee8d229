"""The run of a mission: what it takes, and how it is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from stovepipe.answers.findings.run import RunFindings
from stovepipe.answers.questions.comparison import cost_of_replications
from stovepipe.answers.questions.question import Work
from stovepipe.network.compiler import compile_network
from stovepipe.study.reading.cost import Cost
from stovepipe.study.reading.mission import MISSION
from stovepipe.study.reading.study import Study
from stovepipe.study.store.claim import StoreError
from stovepipe.study.store.record import About, Record
from stovepipe.study.store.store import Store


@dataclass(frozen=True)
class RunQuestion:
    """What arrives in a mission, how late, and what is lost to what.

    Attributes:
        study: of one structure, see `stovepipe.study.reading.mission`.
    """

    name: ClassVar[str] = "run"
    open_ended: ClassVar[bool] = False
    study: Study

    def cost(self, store: Store | None = None) -> Cost:
        """See `Question.cost`."""
        return cost_of_replications(self.study, store, self.study.replications)

    def highest_cost(self) -> Cost | None:
        """None: there is one round."""
        return None

    def carry_out(self, work: Work) -> RunFindings:
        """See `Question.carry_out`."""
        work.gather(self.study)
        return self.concluded(work.store, range(self.study.replications))

    def finished(self, store: Store) -> RunFindings:
        """What the replications say that are there, of those that were asked for.

        Raises:
            StoreError: none is.
        """
        asked = range(self.study.replications)
        there = [number for number in store.held(MISSION) if number in asked]
        if not there:
            raise StoreError(f"{store.path} holds no finished replication: run the mission again")
        return self.concluded(store, there)

    def concluded(self, store: Store, numbers: Sequence[int]) -> RunFindings:
        """What so many replications say."""
        study = self.study
        scenario = study.structure(MISSION).scenario
        network = compile_network(scenario)
        about = About.of(network, scenario.digest, study.seed, study.keep == "trajectory")
        return RunFindings(Record.of(store, MISSION, about, numbers), study.level, scenario)
