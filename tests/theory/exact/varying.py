"""M(t)/M/s(t): a rate of arrival and a roster that change at stated times, from an empty station.

The number present is a Markov chain as long as a server who goes hands over what is in hand, because
exponential work that is resumed is as good as new. Where the roster only grows, the shift rule does not
matter. Under other rules see `shifts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from .chain import Floats, Matrix, birth_death, evolve, piecewise


@dataclass(frozen=True)
class Epoch:
    """A time during which nothing changes.

    Attributes:
        length: of time.
        arrival: reports per unit of time.
        servers: on duty.
    """

    length: float
    arrival: float
    servers: int


@dataclass(frozen=True)
class Varying:
    """The forward Kolmogorov equations of M(t)/M/s(t) from empty (Gross et al. 2008, section 2.11).

    Attributes:
        epochs: one after the other from time 0.
        service: rate of one busy server.
        room: the most present in the truncated chain; arrivals beyond it are turned away, see `beyond`.
    """

    epochs: Sequence[Epoch]
    service: float
    room: int

    @cached_property
    def stages(self) -> list[tuple[Matrix, float]]:
        """The generator and the length of each epoch."""
        present = np.arange(1, self.room + 1)
        return [
            (
                birth_death([epoch.arrival] * self.room, np.minimum(present, epoch.servers) * self.service),
                epoch.length,
            )
            for epoch in self.epochs
        ]

    @cached_property
    def bounds(self) -> list[float]:
        """The times at which the epochs begin, and the end of the last."""
        return list(accumulate((epoch.length for epoch in self.epochs), initial=0.0))

    def servers_at(self, time: float) -> int:
        """Servers on duty; at a change, those from then on."""
        place = int(np.searchsorted(self.bounds, time, side="right")) - 1
        return self.epochs[min(place, len(self.epochs) - 1)].servers

    def probabilities(self, times: Sequence[float]) -> tuple[Floats, Floats]:
        """Probabilities of 0, 1, ... present at the times, and their integrals from 0; (times, room + 1)."""
        empty = np.zeros(self.room + 1)
        empty[0] = 1.0
        return piecewise(self.stages, empty, times)

    def beyond(self) -> float:
        """A bound on the probability that the truncation ever mattered: the expected number turned away."""
        _, areas = self.probabilities(self.bounds)
        full = np.diff(areas[:, -1])
        return float(sum(epoch.arrival * time for epoch, time in zip(self.epochs, full, strict=True)))

    def mean_present(self, times: Sequence[float]) -> Floats:
        """Mean number present at each time."""
        now, _ = self.probabilities(times)
        return np.asarray(now @ np.arange(self.room + 1))

    def mean_queue(self, times: Sequence[float]) -> Floats:
        """Mean number waiting at each time; at a change of roster, just after it."""
        now, _ = self.probabilities(times)
        servers = np.array([self.servers_at(time) for time in times])
        waiting = np.maximum(np.arange(self.room + 1)[None, :] - servers[:, None], 0)
        return np.asarray((now * waiting).sum(axis=1))

    def queue_area(self, begin: float, end: float) -> float:
        """The mean number waiting, integrated over [begin, end]: the expected time spent waiting then."""
        marks = sorted({begin, end, *(bound for bound in self.bounds if begin < bound < end)})
        _, areas = self.probabilities(marks)
        total = 0.0
        for (first, _), area in zip(pairwise(marks), np.diff(areas, axis=0), strict=True):
            total += float(area @ np.maximum(np.arange(self.room + 1) - self.servers_at(first), 0))
        return total

    def mean_wait_at(self, time: float) -> float:
        """Mean time from arrival to the first beginning of service of a report that arrives at this time.

        First in, first out. The number ahead of it only falls, at s mu while s or more are ahead; it begins
        as soon as fewer are ahead than servers on duty. Waits are cut at the end of the last epoch. What a
        report waits after it was handed over is not in this, though it is in `queue_area`.
        """
        found, _ = self.probabilities([time])
        ahead, wait = found[0], 0.0
        for (begin, end), epoch in zip(pairwise(self.bounds), self.epochs, strict=True):
            if end <= time:
                continue
            waits = (np.arange(self.room + 1) >= epoch.servers).astype(np.float64)
            falling = birth_death(np.zeros(self.room), epoch.servers * self.service * waits[1:])
            ahead, area = evolve(falling, ahead * waits, end - max(begin, time))
            ahead = ahead * waits
            wait += float(area @ waits)
        return wait

    def total_wait(self, begin: float, end: float, points: int = 12) -> float:
        """Expected sum of the waits of the reports that arrive in [begin, end].

        Gauss-Legendre quadrature of arrival rate times `mean_wait_at`, with so many points in each epoch.
        """
        nodes, weights = np.polynomial.legendre.leggauss(points)
        total = 0.0
        for (first, last), epoch in zip(pairwise(self.bounds), self.epochs, strict=True):
            low, high = max(first, begin), min(last, end)
            if low >= high or epoch.arrival == 0:
                continue
            half, middle = (high - low) / 2, (high + low) / 2
            waits = [self.mean_wait_at(middle + half * float(node)) for node in nodes]
            total += epoch.arrival * half * float(np.dot(weights, waits))
        return total
