"""M/M/c and M/M/c/K: waits, sojourns and losses of a station that never sleeps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import exprel
from scipy.stats import gamma

from .chain import Floats


def erlang_b(load: float, servers: int) -> float:
    """The share of arrivals lost where nobody may wait (M/M/c/c).

    Erlang (1917), by the recursion in the number of servers (Gross et al. 2008, section 2.6).

    >>> round(erlang_b(5.0, 10), 6)
    0.018385
    """
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = load * blocked / (server + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    """The share of arrivals that must wait (M/M/c).

    Erlang (1917), from the loss formula (Gross et al. 2008, section 2.6).

    >>> round(erlang_c(1.0, 2), 12) == round(1 / 3, 12)
    True
    """
    if load >= servers:
        raise ValueError(f"a load of {load} on {servers} servers has no steady state")
    blocked = erlang_b(load, servers)
    return servers * blocked / (servers - load * (1 - blocked))


@dataclass(frozen=True)
class ErlangC:
    """M/M/c, first in, first out, in steady state (Gross et al. 2008, section 2.3).

    Attributes:
        arrival: reports per unit of time.
        service: reports per unit of time that one busy server finishes.
        servers: how many.
    """

    arrival: float
    service: float
    servers: int

    @cached_property
    def p_wait(self) -> float:
        """The share of reports that wait."""
        return erlang_c(self.arrival / self.service, self.servers)

    @property
    def clearing(self) -> float:
        """The rate of the exponential wait of those who wait: c mu - lambda."""
        return self.servers * self.service - self.arrival

    @property
    def mean_wait(self) -> float:
        """Mean wait of all reports, those who do not wait included."""
        return self.p_wait / self.clearing

    @property
    def mean_sojourn(self) -> float:
        """Mean time from arrival to the end of service."""
        return self.mean_wait + 1 / self.service

    @property
    def mean_queue(self) -> float:
        """Mean number waiting."""
        return self.arrival * self.mean_wait

    def wait_cdf(self, time: float | Floats) -> Any:
        """Pr(wait <= time), for time >= 0."""
        return 1 - self.p_wait * np.exp(-self.clearing * np.asarray(time))

    def wait_quantile(self, share: float) -> float:
        """The time within which this share begin service."""
        return max(0.0, -float(np.log((1 - share) / self.p_wait)) / self.clearing)

    def sojourn_cdf(self, time: float | Floats) -> Any:
        """Pr(sojourn <= time), for time >= 0.

        The wait, if any, is exponential with rate c mu - lambda and independent of the service that follows.
        The tail of the sum of two exponentials with rates a <= b is exp(-b t) + b t exp(-a t) (1 - exp(-x)) /
        x with x = (b - a) t, which holds for a = b too (c - lambda / mu = 1).
        """
        t = np.asarray(time, dtype=np.float64)
        slow, fast = sorted((self.clearing, self.service))
        both = np.exp(-fast * t) + fast * t * np.exp(-slow * t) * exprel(-(fast - slow) * t)
        return 1 - (1 - self.p_wait) * np.exp(-self.service * t) - self.p_wait * both

    def sojourn_quantile(self, share: float) -> float:
        """The time within which this share (between 0 and 1) are finished."""
        bound = 2 / min(self.clearing, self.service) * (1 - float(np.log1p(-share)))
        return float(brentq(lambda t: float(self.sojourn_cdf(t)) - share, 0.0, bound, xtol=1e-14, rtol=1e-14))


@dataclass(frozen=True)
class FiniteQueue:
    """M/M/c/K in steady state (Gross et al. 2008, section 2.5).

    Attributes:
        arrival: reports offered per unit of time.
        service: rate of one busy server.
        servers: c.
        capacity: K, the most that may be present: servers and places in the queue.
    """

    arrival: float
    service: float
    servers: int
    capacity: int

    @cached_property
    def states(self) -> Floats:
        """Probabilities of 0..K present."""
        busy = np.minimum(np.arange(1, self.capacity + 1), self.servers)
        terms = np.cumprod(np.concatenate([[1.0], self.arrival / (busy * self.service)]))
        return np.asarray(terms / terms.sum(), dtype=np.float64)

    @property
    def blocking(self) -> float:
        """The share of reports that are turned away."""
        return float(self.states[self.capacity])

    @cached_property
    def found(self) -> Floats:
        """Probabilities of 0..K-1 present when a report is accepted."""
        accepted = self.states[: self.capacity]
        return np.asarray(accepted / accepted.sum(), dtype=np.float64)

    @property
    def mean_wait(self) -> float:
        """Mean wait of the accepted."""
        ahead = np.maximum(np.arange(self.capacity) - self.servers + 1, 0)
        return float(self.found @ ahead) / (self.servers * self.service)

    def wait_cdf(self, time: float) -> float:
        """Pr(wait <= time) of the accepted; who finds n >= c waits for n - c + 1 services at rate c mu."""
        ahead = np.arange(self.capacity) - self.servers + 1
        queued = gamma.cdf(time, np.maximum(ahead, 1), scale=1 / (self.servers * self.service))
        return float(self.found @ np.where(ahead > 0, queued, 1.0))
