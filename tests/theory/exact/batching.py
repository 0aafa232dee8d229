"""Batches by size: how long members wait for the batch to fill, and the queue that the batches feed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq
from scipy.stats import gamma


def mean_delay(arrival: float, size: int) -> float:
    """Mean time that a report waits for its batch to fill: (k - 1) / (2 lambda).

    The i-th of k waits for k - i more arrivals of a Poisson process.
    """
    return (size - 1) / (2 * arrival)


def delay_cdf(time: float, arrival: float, size: int) -> float:
    """Pr(delay <= time) of a report drawn at random from its batch, for time >= 0.

    The last of the batch does not wait; the one before j others waits an Erlang time of j stages of rate
    lambda.
    """
    others = np.arange(1, size)
    return float(1 + np.sum(gamma.cdf(time, others, scale=1 / arrival))) / size


@dataclass(frozen=True)
class BatchedQueue:
    """E_k/M/1: one server works on batches of k reports that a Poisson process fills (GI/M/1).

    Gross et al. (2008), sections 3.3.4 and 5.3.1; a batch that arrives finds n present with probability
    (1 - sigma) sigma^n, where sigma is the root of z = A*(mu (1 - z)) in (0, 1).

    Attributes:
        arrival: reports (not batches) per unit of time.
        service: batches that the busy server finishes per unit of time.
        size: k.
    """

    arrival: float
    service: float
    size: int

    @cached_property
    def sigma(self) -> float:
        """The share of batches that wait."""
        if self.arrival >= self.size * self.service:
            raise ValueError("more batches arrive than can be served")

        def excess(z: float) -> float:
            return z - (self.arrival / (self.arrival + self.service * (1 - z))) ** self.size

        # The excess is concave and 0 at 1; the other root is below where it peaks.
        power = (self.size * self.service * self.arrival**self.size) ** (1 / (self.size + 1))
        peak = 1 - (power - self.arrival) / self.service
        return float(brentq(excess, 0.0, peak, xtol=1e-15, rtol=1e-14))

    @property
    def mean_wait(self) -> float:
        """Mean wait of a batch from when it is full to when its service begins."""
        return self.sigma / (self.service * (1 - self.sigma))

    def wait_cdf(self, time: float) -> float:
        """Pr(wait of a batch <= time), for time >= 0."""
        return float(1 - self.sigma * np.exp(-self.service * (1 - self.sigma) * time))

    @property
    def mean_latency(self) -> float:
        """Mean time of a report from arrival at the batch to the end of the batch's service."""
        return mean_delay(self.arrival, self.size) + self.mean_wait + 1 / self.service
