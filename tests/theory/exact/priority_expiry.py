"""Two precedences with deadlines: M/M/c + M, where the higher goes first but interrupts nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from .chain import explore, stationary
from .expiry import ErlangA

Queues: TypeAlias = tuple[int, int, int]  # busy servers, higher waiting, lower waiting


@dataclass(frozen=True)
class ClassResult:
    """What becomes of one class in steady state.

    Attributes:
        mean_queue: mean number waiting.
        mean_wait: of all reports of the class, until service or expiry.
        p_expired: the share that expire.
    """

    mean_queue: float
    mean_wait: float
    p_expired: float


@dataclass(frozen=True)
class TwoPrecedences:
    """Both classes in steady state, and the bound on what the truncation left out.

    Attributes:
        higher: the class that goes first.
        lower: the other.
        mean_busy: mean number of busy servers.
        beyond: a bound on the probability that more are waiting than the chain has room for.
    """

    higher: ClassResult
    lower: ClassResult
    mean_busy: float
    beyond: float


def two_precedences(
    arrivals: tuple[float, float],
    service: float,
    servers: int,
    expiries: tuple[float, float],
    room: int,
) -> TwoPrecedences:
    """Solve the chain of (busy, higher waiting, lower waiting), with at most `room` waiting in all.

    M/M/c + M with priorities, as in Jouini & Roubos (2014). Little's law gives the waits; a waiting report
    expires at its class's rate, so the share that expire is that rate times the mean wait.

    The bound: whatever the order of work, a queue whose reports expire at the smaller of the two rates is
    longer, in the sense of stochastic order. So the probability of more than `room` waiting is at most
    Erlang-A's with that rate.

    Args:
        arrivals: of the higher and the lower class.
        service: rate of one busy server, for both classes.
        servers: c.
        expiries: rates at which a waiting report of each class expires; 0 for never, if the station is
            stable.
        room: the most that may wait in the truncated chain.
    """

    def moves(state: Queues) -> Iterator[tuple[Queues, float]]:
        busy, first, second = state
        if busy < servers:
            yield (busy + 1, 0, 0), arrivals[0] + arrivals[1]
            yield (max(busy - 1, 0), 0, 0), busy * service
            return
        if first + second < room:
            yield (busy, first + 1, second), arrivals[0]
            yield (busy, first, second + 1), arrivals[1]
        if first:
            yield (busy, first - 1, second), servers * service + first * expiries[0]
        elif second:
            yield (busy, first, second - 1), servers * service
        else:
            yield (busy - 1, 0, 0), servers * service
        if second:
            yield (busy, first, second - 1), second * expiries[1]

    chain = explore([(0, 0, 0)], moves)
    probabilities = stationary(chain.generator)
    classes = []
    for place, (arrival, expiry) in enumerate(zip(arrivals, expiries, strict=True), start=1):
        queue = float(probabilities @ np.array([state[place] for state in chain.states]))
        wait = queue / arrival
        classes.append(ClassResult(queue, wait, expiry * wait))
    dominating = ErlangA(sum(arrivals), service, servers, min(expiries)).states
    busy = float(probabilities @ chain.values(lambda state: state[0]))
    beyond = float(dominating[servers + room + 1 :].sum())
    return TwoPrecedences(higher=classes[0], lower=classes[1], mean_busy=busy, beyond=beyond)
