"""Continuous-time Markov chains on a finite set of states: build, stationary, transient, absorbing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve
from scipy.stats import poisson

Floats: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = "sparse.csr_array[np.float64, tuple[int, int]]"
State = TypeVar("State", bound=Hashable)
Moves = Callable[[State], Iterable[tuple[State, float]]]


@dataclass(frozen=True)
class Chain(Generic[State]):
    """States and the generator over them: ``generator[i, j]`` is the rate from i to j, rows add up to 0."""

    states: tuple[State, ...]
    generator: Matrix

    @cached_property
    def index(self) -> dict[State, int]:
        """The place of each state in vectors over the states."""
        return {state: place for place, state in enumerate(self.states)}

    def vector(self, weights: Mapping[State, float]) -> Floats:
        """The vector over the states that has these weights, and 0 elsewhere."""
        result = np.zeros(len(self.states))
        for state, weight in weights.items():
            result[self.index[state]] += weight
        return result

    def values(self, value: Callable[[State], float]) -> Floats:
        """A function of the state, as a vector: its mean under probabilities p is ``p @ values``."""
        return np.array([float(value(state)) for state in self.states])


def explore(roots: Iterable[State], moves: Moves[State]) -> Chain[State]:
    """Build the chain of all states that can be reached from the roots.

    Args:
        roots: states to start from.
        moves: the pairs *(next state, rate)* out of a state. Rates of 0 are left out; several pairs to one
            state add.

    >>> explore(["up"], {"up": [("down", 0.1)], "down": [("up", 2.0)]}.__getitem__).generator.toarray()
    array([[-0.1,  0.1],
           [ 2. , -2. ]])
    """
    states = list(dict.fromkeys(roots))
    index = {state: place for place, state in enumerate(states)}
    rows: list[int] = []
    columns: list[int] = []
    rates: list[float] = []
    for row, state in enumerate(states):  # grows while it is read
        for target, rate in moves(state):
            if rate < 0:
                raise ValueError(f"the rate from {state!r} to {target!r} is negative: {rate}")
            if rate == 0 or target == state:
                continue
            if target not in index:
                index[target] = len(states)
                states.append(target)
            rows += [row, row]
            columns += [index[target], row]
            rates += [rate, -rate]
    size = len(states)
    entries = sparse.coo_array((np.array(rates, dtype=np.float64), (rows, columns)), shape=(size, size))
    return Chain(tuple(states), sparse.csr_array(entries))


def stationary(generator: Matrix) -> Floats:
    """Solve p Q = 0 with p adding up to 1, directly. The chain must have one closed class."""
    size = generator.shape[0]
    balance = sparse.coo_array(generator.T)
    kept = (
        balance.row < size - 1
    )  # one equation of the balance follows from the others; the sum takes its place
    rows = np.concatenate([balance.row[kept], np.full(size, size - 1)])
    columns = np.concatenate([balance.col[kept], np.arange(size)])
    entries = np.concatenate([balance.data[kept], np.ones(size)])
    right = np.zeros(size)
    right[-1] = 1.0
    solution = spsolve(sparse.csc_array((entries, (rows, columns)), shape=(size, size)), right)
    return np.asarray(solution, dtype=np.float64)


def evolve(generator: Matrix, start: Floats, duration: float) -> tuple[Floats, Floats]:
    """Carry probabilities forward: p(t) = p(0) exp(Qt), and the integral of p over [0, t].

    By uniformisation (Jensen 1953; Grassmann 1977), which adds only positive terms: with N Poisson of mean L
    t and P = I + Q / L, p(t) = sum of Pr(N = k) p P^k, and the integral is the sum of Pr(N > k) p P^k / L.
    The sum stops where the rest is below 1e-15.

    Args:
        generator: of the chain, shape (n, n).
        start: probabilities (or any weights), shape (n,).
        duration: time, at least 0.
    """
    rate = float(-generator.diagonal().min()) if generator.nnz else 0.0
    if rate * duration == 0:
        return start.copy(), start * duration
    jumps = rate * duration
    terms = np.arange(int(np.ceil(jumps + 10 * np.sqrt(jumps) + 40)))
    weights, tails = poisson.pmf(terms, jumps), poisson.sf(terms, jumps)
    step = sparse.csr_array((generator / rate + sparse.eye_array(generator.shape[0])).T)
    power, end, integral = start, np.zeros_like(start), np.zeros_like(start)
    for weight, tail in zip(weights, tails, strict=True):
        end += weight * power
        integral += tail * power
        power = np.asarray(step @ power, dtype=np.float64)
    return end, integral / rate


def absorbing(generator: Matrix, start: Floats, times: Sequence[float] | Floats) -> Floats:
    """Probabilities at several times, shape (times, states); an absorbing state's column is its incidence.

    Args:
        generator: of the chain, absorbing states having empty rows.
        start: probabilities at time 0.
        times: not decreasing, at least 0.
    """
    rows, now = [], start
    for gap in np.diff(np.concatenate([[0.0], np.asarray(times, dtype=np.float64)])):
        if gap < 0:
            raise ValueError("times must not decrease and must be at least 0")
        now, _ = evolve(generator, now, float(gap))
        rows.append(now)
    return np.array(rows)


def incidence(
    chain: Chain[State],
    start: Floats,
    times: Sequence[float] | Floats,
    fates: Mapping[str, Callable[[State], bool]],
) -> dict[str, Floats]:
    """The probability of being in each set of states at each time.

    Where no path leaves a set once it is in it, that is the cumulative incidence of entering it.

    Args:
        chain: with absorbing states.
        start: probabilities at time 0.
        times: not decreasing, at least 0.
        fates: names the sets. They may overlap.
    """
    at = absorbing(chain.generator, start, times)
    return {name: at @ chain.values(belongs) for name, belongs in fates.items()}


def birth_death(births: Sequence[float] | Floats, deaths: Sequence[float] | Floats) -> Matrix:
    """The generator on 0..n with births[i] from i to i+1 and deaths[i] from i+1 to i."""
    up, down = np.asarray(births, dtype=np.float64), np.asarray(deaths, dtype=np.float64)
    out = np.concatenate([up, [0.0]]) + np.concatenate([[0.0], down])
    return sparse.csr_array(sparse.diags_array([down, -out, up], offsets=[-1, 0, 1]))


def birth_death_stationary(birth: Callable[[int], float], death: Callable[[int], float]) -> Floats:
    """Stationary probabilities of 0, 1, 2, ..., cut where what is left out is below 1e-16.

    The product formula (Gross et al. 2008, section 2.1). What is left out is bounded by a geometric series,
    so birth(n) / death(n + 1) must not increase from there on.

    Args:
        birth: rate from n to n + 1. A rate of 0 ends the chain.
        death: rate from n to n - 1, for n from 1.

    Raises:
        ValueError: no such cut within twenty thousand states: the queue is unstable, or nearly so.
    """
    terms, total = [1.0], 1.0
    for state in range(20_000):
        ratio = birth(state) / death(state + 1)
        following = terms[-1] * ratio
        if ratio < 1 and following / (1 - ratio) < 1e-16 * total:
            return np.array(terms) / total
        terms.append(following)
        total += following
        if total > 1e250:
            terms, total = [term * 1e-250 for term in terms], total * 1e-250
    raise ValueError("the probabilities do not die out: more arrives than can leave")


def piecewise(
    stages: Sequence[tuple[Matrix, float]], start: Floats, times: Sequence[float]
) -> tuple[Floats, Floats]:
    """Carry probabilities through stages with different generators over the same states.

    Args:
        stages: pairs *(generator, duration)*, one after the other from time 0.
        start: probabilities at time 0.
        times: not decreasing, within the stages.

    Returns:
        The probabilities at the times and their integrals from 0 to the times, both of shape (times, states).
    """
    ends = np.cumsum([duration for _, duration in stages])
    if len(times) and times[-1] > ends[-1] * (1 + 1e-12):
        raise ValueError(f"the stages end at {ends[-1]}, before {times[-1]}")
    marks = sorted({0.0, *map(float, ends), *map(float, times)})
    now, area = start, np.zeros_like(start)
    seen = {0.0: (now, area)}
    for begin, end in pairwise(marks):
        stage = min(int(np.searchsorted(ends, begin, side="right")), len(stages) - 1)
        now, gained = evolve(stages[stage][0], now, end - begin)
        area = area + gained
        seen[end] = (now, area)
    return np.array([seen[float(t)][0] for t in times]), np.array([seen[float(t)][1] for t in times])
