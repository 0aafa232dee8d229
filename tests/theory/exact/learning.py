"""Proficiency that changes, where a service keeps the rate of the moment at which it began.

Proficiency is a factor on the rate of service. With a rate read at the start the number present alone is no
Markov
chain: the report in hand carries the rate of its start with it. Four cases can be had exactly:

- a step: the count of services begun before it completes the state (`step`);
- one server and a rate that changes in several steps: the step in which the service began completes it
  (`one_server`); with many steps that is a smooth learning curve;
- ample servers, any curve: services begin at arrival, and the number present is Poisson (`ample`);
- one server, arrivals and contents given: the recursion is the answer (`finishes`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy.integrate import quad

from .chain import Floats, absorbing, birth_death, evolve, explore


def step(
    arrival: float,
    services: tuple[float, float],
    servers: int,
    change: float,
    times: Sequence[float],
    room: int,
) -> Floats:
    """Mean number present in M/M/c from empty, the rate of service stepping once; a service keeps its rate.

    After the step the state is *(present, of these in service since before the step)*.

    Args:
        arrival: reports per unit of time.
        services: rate of one busy server for services begun before and from the step on.
        servers: c.
        change: time of the step.
        times: since the empty start, not decreasing; before or after the step.
        room: the most present in the truncated chain.
    """
    old_rate, new_rate = services
    deaths = np.minimum(np.arange(1, room + 1), servers) * old_rate
    before = birth_death([arrival] * room, deaths)
    empty = np.zeros(room + 1)
    empty[0] = 1.0
    early = [time for time in times if time <= change]
    late = [time - change for time in times if time > change]

    def moves(state: tuple[int, int]) -> Iterator[tuple[tuple[int, int], float]]:
        present, old = state
        if present < room:
            yield (present + 1, old), arrival
        yield (present - 1, old - 1), old * old_rate
        yield (present - 1, old), (min(present, servers) - old) * new_rate

    at_step, _ = evolve(before, empty, change)
    start = {(present, min(present, servers)): float(weight) for present, weight in enumerate(at_step)}
    after = explore(start, moves)
    means = [float(now @ np.arange(room + 1)) for now in absorbing(before, empty, early)]
    present = after.values(lambda state: state[0])
    return np.array(
        [*means, *(now @ present for now in absorbing(after.generator, after.vector(start), late))]
    )


def one_server(
    arrival: float, service: Callable[[float], float], horizon: float, pieces: int, room: int
) -> tuple[Floats, Floats]:
    """Mean number present in M/M/1 from empty, a service having the rate of the piece in which it began.

    The horizon is cut in equal pieces; a service that begins in one has the rate at its middle. For a
    smooth curve the error falls with the square of the number of pieces.

    Args:
        arrival: reports per unit of time.
        service: rate of a service by the time at which it begins.
        horizon: time to follow from the empty start.
        pieces: how many.
        room: the most present in the truncated chain.

    Returns:
        The ends of the pieces and the mean number present at each.
    """
    ends = np.linspace(0.0, horizon, pieces + 1)
    rates = [service(float(begin + end) / 2) for begin, end in pairwise(ends)]
    # now[i, n]: n + 1 present and the service began in piece i; `idle`: nobody present.
    now, idle = np.zeros((pieces, room)), 1.0
    means = []
    for piece in range(pieces):

        def moves(state: tuple[int, int], piece: int = piece) -> Iterator[tuple[tuple[int, int], float]]:
            present, began = state
            if present == 0:
                yield (1, piece), arrival
                return
            if present < room:
                yield (present + 1, began), arrival
            yield (present - 1, piece if present > 1 else 0), rates[began]

        states = [(present, began) for began in range(piece + 1) for present in range(1, room + 1)]
        chain = explore([(0, 0), *states], moves)
        start = np.concatenate([[idle], now[: piece + 1].ravel()])
        end, _ = evolve(chain.generator, start, float(ends[piece + 1] - ends[piece]))
        idle = float(end[0])
        now[: piece + 1] = end[1:].reshape(piece + 1, room)
        means.append(float(now.sum(axis=0) @ np.arange(1, room + 1)))
    return ends[1:], np.array(means)


def ample(arrival: float, service: Callable[[float], float], times: Sequence[float]) -> Floats:
    """Mean number present from empty where a server is always free; the number is Poisson with this mean.

    M/G(t)/infinity (Eick, Massey & Whitt 1993): reports that arrived at u are still present at t with
    probability exp(-service(u) (t - u)).

    Args:
        arrival: reports per unit of time.
        service: rate of a service by the time at which it begins, which is its arrival.
        times: since the empty start.
    """
    return np.array(
        [arrival * quad(lambda u, t=t: math.exp(-service(u) * (t - u)), 0.0, t, limit=400)[0] for t in times]
    )


def finishes(
    arrivals: Sequence[int], contents: Sequence[int], proficiency: Callable[[int], float]
) -> list[int]:
    """When one server finishes each report, in whole ticks, first in, first out.

    A service begins at the later of arrival and finish before, and takes content / proficiency of that
    moment, rounded half up.

    >>> finishes([0, 1, 50], [10, 10, 10], lambda tick: 0.5 if tick < 20 else 1.0)
    [20, 30, 60]
    """
    done, now = [], 0
    for arrival, content in zip(arrivals, contents, strict=True):
        begin = max(arrival, now)
        now = begin + math.floor(content / proficiency(begin) + 0.5)
        done.append(now)
    return done
