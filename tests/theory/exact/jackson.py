"""Open networks of M/M/c stations with random routing, rework included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .chain import Floats
from .erlang import ErlangC


@dataclass(frozen=True)
class Jackson:
    """An open network in steady state: every station is an M/M/c by itself (Jackson 1957, 1963).

    Attributes:
        external: arrivals from outside at each station, per unit of time.
        routing: `routing[i][j]` is the probability of going from i to j after service; `routing[i][i]` is
            rework at i, with new work at the tail of the queue. What is missing to 1 leaves.
        services: rate of one busy server, by station.
        servers: how many, by station.
    """

    external: Sequence[float]
    routing: Sequence[Sequence[float]]
    services: Sequence[float]
    servers: Sequence[int]

    @cached_property
    def throughput(self) -> Floats:
        """Visits per unit of time at each station: the traffic equations (Gross et al. 2008, section 4.2)."""
        onward = np.array(self.routing, dtype=np.float64)
        external = np.array(self.external, dtype=np.float64)
        return np.asarray(np.linalg.solve(np.eye(len(external)) - onward.T, external), dtype=np.float64)

    @cached_property
    def stations(self) -> list[ErlangC]:
        """Each station by itself."""
        rates = zip(self.throughput, self.services, self.servers, strict=True)
        return [ErlangC(float(visits), service, servers) for visits, service, servers in rates]

    @property
    def mean_queues(self) -> list[float]:
        """Mean number waiting at each station."""
        return [station.mean_queue for station in self.stations]

    @property
    def mean_present(self) -> list[float]:
        """Mean number at each station, waiting or in service."""
        return [station.arrival * station.mean_sojourn for station in self.stations]

    @property
    def mean_sojourn(self) -> float:
        """Mean time in the network of a report, over all its visits (Little's law)."""
        return sum(self.mean_present) / sum(self.external)
