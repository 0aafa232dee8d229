"""Stocks of knowledge: work that shrinks as a stock grows, and a stock that is fed at random and fades.

With one server and a stock that does not fade, nothing is finished between the beginning of a service and its
end, so that the rate of a service is that of the number finished by then: *(finished, present)* is a Markov
chain, a birth process of the stock beside the queue. A stock that is fed by a Poisson process and fades
exponentially is shot noise, whose moments are Campbell's (Campbell 1909; Parzen 1962, section 4-5).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy.integrate import quad

from .chain import Floats, absorbing, explore


def growing(
    arrival: float, service: Callable[[int], float], full: int, times: Sequence[float], room: int
) -> tuple[Floats, Floats]:
    """M/M/1 from empty whose rate of service depends on how many were finished before it began.

    Args:
        arrival: reports per unit of time.
        service: rate of service by the number finished; the same from `full` on.
        full: the number finished that makes the stock full.
        times: since the empty start, not decreasing.
        room: the most present in the truncated chain.

    Returns:
        The mean number present and the mean stock, at most full, at each time.
    """

    def moves(state: tuple[int, int]) -> Iterator[tuple[tuple[int, int], float]]:
        finished, present = state
        if present < room:
            yield (finished, present + 1), arrival
        if present:
            yield (min(finished + 1, full), present - 1), service(finished)

    chain = explore([(0, 0)], moves)
    at = absorbing(chain.generator, chain.vector({(0, 0): 1.0}), times)
    return at @ chain.values(lambda state: state[1]), at @ chain.values(lambda state: state[0])


def shot_noise(
    rate: Callable[[float], float], half_life: float, times: Sequence[float], bounds: Sequence[float]
) -> tuple[Floats, Floats]:
    """Mean and variance of a stock that is empty at time 0, fed one by one by a Poisson process, and fades.

    Args:
        rate: of the Poisson process, by time.
        half_life: of what was fed.
        times: when.
        bounds: where the rate jumps.
    """

    def moment(power: int, time: float) -> float:
        edges = sorted({0.0, time, *(bound for bound in bounds if 0.0 < bound < time)})
        fading = power * math.log(2.0) / half_life
        return sum(
            quad(lambda u: rate(u) * math.exp(-fading * (time - u)), a, b)[0] for a, b in pairwise(edges)
        )

    return np.array([moment(1, t) for t in times]), np.array([moment(2, t) for t in times])
