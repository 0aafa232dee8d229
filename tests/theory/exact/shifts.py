"""A roster that drops from c1 to c2 servers at one moment, under each of the three shift rules.

Before the drop the station is M/M/c1 from empty. What happens at the drop depends on how many of those who
leave are busy, and *which* servers are busy depends on the assignment. Under longest-idle assignment the busy
set is **not** a uniformly random one: from an empty start the first servers in the initial line take the
first reports. So the chain before the drop carries the line of idle servers itself, as a string of 'S'
(stays) and 'L' (leaves), the one idle longest first; it is exact for any initial line. Busy servers need only
be counted: exponential work makes each of them as likely to finish next.

Two facts follow, and tests check both. From a uniformly random initial line the busy set is uniformly random
at all times, since relabelling the servers changes nothing. And once all servers have been busy at the same
moment, the initial line is forgotten for good: from there on the servers are exchangeable.

After the drop there are two independent parts: the c2 who stay and their queue, which are M/M/c2, and the
reports that leavers keep. Each rule is a chain of the two counts *(with those who stay, kept)*:

- finish: what is kept is completed, each at the service rate; an idle leaver goes at once;
- suspend: what is kept does not move until its person returns, which is after the times asked for;
- hand_over: nothing is kept; what was in hand goes to the head of the queue with the work that remains, which
  is exponential again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from .chain import Chain, Floats, absorbing, evolve, explore

Rule = Literal["finish", "suspend", "hand_over"]
Before: TypeAlias = tuple[str, int]  # the line of idle servers, reports waiting
After: TypeAlias = tuple[int, int]  # reports with those who stay, reports kept by leavers


@dataclass(frozen=True)
class Drop:
    """A station whose roster drops once.

    Attributes:
        arrival: reports per unit of time.
        service: rate of one busy server.
        line: the servers in the order in which they are idle at time 0, longest first; 'S' stays, 'L' leaves.
        at: when those marked 'L' leave.
        room: the most that may wait before the drop, and be with those who stay after it, in the truncated
            chain.
    """

    arrival: float
    service: float
    line: str
    at: float
    room: int

    @property
    def staying(self) -> int:
        """c2."""
        return self.line.count("S")

    @property
    def leaving(self) -> int:
        """c1 - c2."""
        return self.line.count("L")

    def before(self) -> Chain[Before]:
        """The chain of idle line and queue until the drop."""

        def moves(state: Before) -> Iterator[tuple[Before, float]]:
            idle, waiting = state
            if idle:
                yield (idle[1:], 0), self.arrival
            elif waiting < self.room:
                yield ("", waiting + 1), self.arrival
            if waiting:
                yield ("", waiting - 1), len(self.line) * self.service
            else:
                yield (idle + "S", 0), (self.staying - idle.count("S")) * self.service
                yield (idle + "L", 0), (self.leaving - idle.count("L")) * self.service

        return explore([(self.line, 0)], moves)

    def at_drop(self) -> dict[tuple[int, int, int], float]:
        """Probabilities of *(busy stayers, busy leavers, waiting)* just before the drop."""
        chain = self.before()
        now, _ = evolve(chain.generator, chain.vector({(self.line, 0): 1.0}), self.at)
        joint: dict[tuple[int, int, int], float] = {}
        for (idle, waiting), weight in zip(chain.states, now, strict=True):
            key = (self.staying - idle.count("S"), self.leaving - idle.count("L"), waiting)
            joint[key] = joint.get(key, 0.0) + float(weight)
        return joint


@dataclass(frozen=True)
class AfterDrop:
    """What is at the station at several times after the drop.

    Attributes:
        times: since the drop.
        waiting: probabilities of 0, 1, 2, ... waiting in the queue; shape (times, counts).
        present: probabilities of 0, 1, 2, ... at the station: waiting, in service or suspended.
        suspended: probabilities of 0, 1, 2, ... suspended (always 0 but under that rule).
    """

    times: Floats
    waiting: Floats
    present: Floats
    suspended: Floats


def mean(probabilities: Floats) -> Floats:
    """Means of counts, one for each row of probabilities of 0, 1, 2, ..."""
    return np.asarray(probabilities @ np.arange(probabilities.shape[1]))


def deviation(probabilities: Floats) -> Floats:
    """Standard deviations of counts, one for each row of probabilities: for planning replications."""
    squares = probabilities @ np.arange(probabilities.shape[1]) ** 2
    return np.asarray(np.sqrt(squares - mean(probabilities) ** 2))


def after_drop(drop: Drop, rule: Rule, times: Sequence[float]) -> AfterDrop:
    """Solve the chain of the rule from the state at the drop.

    Args:
        drop: the station.
        rule: what happens to the reports that leavers have in hand.
        times: since the drop, above 0 and not decreasing.
    """
    done = {"finish": drop.service, "suspend": 0.0, "hand_over": 0.0}[rule]
    most = len(drop.line) + drop.room

    def moves(state: After) -> Iterator[tuple[After, float]]:
        regular, kept = state
        if regular < most:
            yield (regular + 1, kept), drop.arrival
        yield (max(regular - 1, 0), kept), min(regular, drop.staying) * drop.service
        yield (regular, max(kept - 1, 0)), kept * done

    start: dict[After, float] = {}
    for (stayers, leavers, waiting), weight in drop.at_drop().items():
        together = stayers + waiting
        state = (together + leavers, 0) if rule == "hand_over" else (together, leavers)
        start[state] = start.get(state, 0.0) + weight
    chain = explore(start, moves)
    at = absorbing(chain.generator, chain.vector(start), times)

    def counts(value: Sequence[int]) -> Floats:
        result = np.zeros((len(times), max(value) + 1))
        for column, count in enumerate(value):
            result[:, count] += at[:, column]
        return result

    return AfterDrop(
        times=np.asarray(times, dtype=np.float64),
        waiting=counts([max(regular - drop.staying, 0) for regular, _ in chain.states]),
        present=counts([regular + kept for regular, kept in chain.states]),
        suspended=counts([kept if rule == "suspend" else 0 for _, kept in chain.states]),
    )
