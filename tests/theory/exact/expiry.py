"""Erlang-A: M/M/c where a waiting report expires after an exponential time.

The deadline is drawn at arrival and a report in service is finished, so only those who wait can expire. Palm
(1957); Garnett, Mandelbaum & Reiman (2002); Mandelbaum & Zeltyn (2007), section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from .chain import Chain, Floats, Matrix, birth_death, birth_death_stationary, evolve, explore, incidence

Tagged: TypeAlias = "int | Literal['in service', 'finished', 'expired']"


@dataclass(frozen=True)
class Incidence:
    """Cumulative incidences over the time since arrival, one value for each time.

    Attributes:
        times: since arrival.
        begun: service has begun, finished or not.
        finished: service has ended.
        expired: the deadline passed while the report waited.
    """

    times: Floats
    begun: Floats
    finished: Floats
    expired: Floats


@dataclass(frozen=True)
class ErlangA:
    """M/M/c + M, first in, first out.

    Attributes:
        arrival: reports per unit of time.
        service: rate of one busy server.
        servers: c.
        expiry: rate at which a waiting report expires; above 0.
    """

    arrival: float
    service: float
    servers: int
    expiry: float

    def leaving(self, present: int) -> float:
        """The rate at which the number present falls by one."""
        waiting = max(present - self.servers, 0)
        return min(present, self.servers) * self.service + waiting * self.expiry

    @cached_property
    def states(self) -> Floats:
        """Stationary probabilities of 0, 1, 2, ... present, cut where the rest is below 1e-16."""
        return birth_death_stationary(lambda _: self.arrival, self.leaving)

    @cached_property
    def generator(self) -> Matrix:
        """Of the number present, cut where `states` is.

        From empty the number present is at every time stochastically below its stationary law, so the cut is
        as harmless then.
        """
        last = len(self.states) - 1
        return birth_death([self.arrival] * last, [self.leaving(n) for n in range(1, last + 1)])

    @property
    def p_no_wait(self) -> float:
        """The share of reports that begin service at once (arrivals see time averages)."""
        return float(self.states[: self.servers].sum())

    @property
    def mean_queue(self) -> float:
        """Mean number waiting."""
        return float(self.states @ np.maximum(np.arange(len(self.states)) - self.servers, 0))

    @property
    def p_expired(self) -> float:
        """The share of reports that expire."""
        return self.expiry * self.mean_queue / self.arrival

    @property
    def mean_wait(self) -> float:
        """Mean wait of all reports, until service or expiry."""
        return self.mean_queue / self.arrival

    def found_between(self, begin: float, end: float) -> Floats:
        """What the reports that arrive in [begin, end] find, the station being empty at time 0.

        The average over that time of the probabilities of 0, 1, 2, ... present: the expected number of
        arrivals that find n, as a share of the expected number of arrivals.
        """
        empty = np.zeros(len(self.states))
        empty[0] = 1.0
        at_begin, _ = evolve(self.generator, empty, begin)
        at_end, area = evolve(self.generator, at_begin, end - begin)
        return area / (end - begin) if end > begin else at_end

    def tagged(self) -> Chain[Tagged]:
        """The chain of one report; an integer k means that it waits behind k others.

        Those ahead leave by service (any of c busy servers) or by expiry; those behind do not matter.
        """

        def moves(state: Tagged) -> Iterator[tuple[Tagged, float]]:
            if isinstance(state, int):
                ahead_leaves = self.servers * self.service + state * self.expiry
                yield (state - 1 if state else "in service"), ahead_leaves
                yield "expired", self.expiry
            elif state == "in service":
                yield "finished", self.service

        return explore([*range(len(self.states) - self.servers), "in service"], moves)

    def incidence(self, found: Floats, times: Sequence[float] | Floats) -> Incidence:
        """What has become of a report, by the time since its arrival.

        Args:
            found: probabilities of the number present that the report finds: `states`, or from
                `found_between`.
            times: since arrival, not decreasing.
        """
        chain = self.tagged()
        start = chain.vector({"in service": float(found[: self.servers].sum())})
        for ahead, weight in enumerate(found[self.servers :]):
            start[chain.index[ahead]] += weight
        curves = incidence(
            chain,
            start,
            times,
            {
                "begun": lambda state: state in ("in service", "finished"),
                "finished": lambda state: state == "finished",
                "expired": lambda state: state == "expired",
            },
        )
        return Incidence(np.asarray(times, dtype=np.float64), **curves)
