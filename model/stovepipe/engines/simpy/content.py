"""What work on a product takes beyond that on its lead (semantics, section 3.3)."""

from __future__ import annotations

from stovepipe.engines.simpy.chance import Chance, Durations
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.urgent_work import urgent_work
from stovepipe.network.draws import Law
from stovepipe.network.records import Network

NO_TIME = Law.fixed(0.0)


class Each:
    """The work that each report carried adds at one station."""

    def __init__(self, chance: Chance, network: Network, rank: int) -> None:
        spec = network.stations[rank]
        purpose, classes = "work each", len(spec.work_each)
        self._durations = Durations(chance, spec.work_each, purpose, spec.name)
        self._urgent = urgent_work(chance, spec.urgent_each, classes, purpose, spec.name)
        self._place = len(network.stations) + len(network.channels) + rank

    def of(self, copy: Copy) -> int:
        """The ticks that the reports of a copy add when work on it is begun anew."""
        durations, place = self._durations, self._place
        if self._urgent is not None:
            durations = self._urgent.of(copy, durations)
        return sum(durations.at(item.report, item.report.begin(place)) for item in copy.carried)


def each_at(chance: Chance, network: Network, rank: int) -> Each | None:
    """The work for each report at a station; None where it is never any."""
    spec = network.stations[rank]
    if all(law is None or law == NO_TIME for law in (*spec.work_each, *spec.urgent_each)):
        return None
    return Each(chance, network, rank)
