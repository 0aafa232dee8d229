"""Misreading: whether finished work was misread, and whether a review caught it (semantics, 3.5, step 2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from stovepipe.engines.simpy.chance import Chance, Uniforms
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy
from stovepipe.engines.simpy.people.worker import Worker
from stovepipe.network import draws
from stovepipe.network.details.stocks import lacking
from stovepipe.network.records import NONE, Network, Station


class ReadingErrors:
    """How the people of one station misread."""

    def __init__(self, common: Common, spec: Station) -> None:
        chance = common.chance
        self._spec = spec
        stock = None if spec.rests_on == NONE else common.network.stocks[spec.rests_on]
        self._without = 1.0 if stock is None else stock.misreading
        self._review = Uniforms(chance, "review", spec.name)
        self._own = Uniforms(chance, "misread", spec.name)
        self._common: Callable[[Copy], float] | None = None
        if spec.misread_school:
            self._common = _in_common(chance, common.network, spec.misread_school, spec.misread_period)

    def caught(self, worker: Worker, copy: Copy) -> bool:
        """Whether the work was misread, and a review caught it. What was not caught loses fidelity."""
        spec, stretch = self._spec, worker.stretch
        grip = 1.0 if stretch is None else stretch.grip(worker.p)
        probability = spec.misread_fresh + (spec.misread_settled - spec.misread_fresh) * grip
        if self._without != 1.0:
            probability = min(1.0, probability * lacking(self._without, worker.level))
        common = self._common
        draw = self._own.at(copy.lead, copy.visit) if common is None else common(copy)
        if draw >= probability:
            return False
        if spec.review > 0.0 and self._review.at(copy.lead, copy.visit) < spec.review:
            return True
        copy.carried = tuple(
            Carried(item.report, item.fidelity * spec.misread_fidelity, item.before) for item in copy.carried
        )
        return False


def _in_common(chance: Chance, network: Network, school: str, period: int) -> Callable[[Copy], float]:
    """One draw for all of a school, by the lead's own class and the period in which it occurred."""

    @cache
    def draw(klass: int, number: int) -> float:
        key = draws.key(chance.seed, "misread in common", school, network.classes[klass].name)
        return draws.uniform(key, chance.replication, number)

    own = [stream.klass for stream in network.streams]
    return lambda copy: draw(own[copy.lead.stream], copy.lead.occurred // period)
