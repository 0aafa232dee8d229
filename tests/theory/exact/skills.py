"""Two kinds of customers, a specialist for each, and one server for both, first come first served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.theory.exact.chain import Chain, Floats, explore, stationary

KINDS = "ab"
BOTH = "*"
# The idle servers, the one idle longest first; what the server for both has in hand; who waits, in order.
State = tuple[str, str, str]


@dataclass(frozen=True)
class WDesign:
    """A station of three servers, for "a", for "b" and for both, and of a waiting room for `room`.

    A customer who comes is served by the one who has been idle longest of those who can; a server who becomes
    free takes the first of the queue whom it can serve. `arrival` and `service` are rates, by kind: arrivals
    are Poisson, and services exponential. A customer who finds the room full is lost. (The letter is that
    which the design has in the literature on routing by skill: Garnett and Mandelbaum, 2000.)
    """

    arrival: dict[str, float]
    service: dict[str, float]
    room: int

    def moves(self, state: State) -> Iterator[tuple[State, float]]:
        """The states that may follow, and how fast each does."""
        idle, in_hand, queue = state
        for kind in KINDS:
            server = next((each for each in idle if each in (kind, BOTH)), "")
            if server:
                left = idle.replace(server, "")
                yield (left, kind if server == BOTH else in_hand, queue), self.arrival[kind]
            elif len(queue) < self.room:
                yield (idle, in_hand, queue + kind), self.arrival[kind]
            if kind not in idle:
                if kind in queue:
                    yield (idle, in_hand, queue.replace(kind, "", 1)), self.service[kind]
                else:
                    yield (idle + kind, in_hand, queue), self.service[kind]
        if in_hand:
            rate = self.service[in_hand]
            yield ((idle, queue[0], queue[1:]) if queue else (idle + BOTH, "", "")), rate

    @cached_property
    def chain(self) -> Chain[State]:
        """All states, from that in which nobody is there."""
        return explore([("".join((*KINDS, BOTH)), "", "")], self.moves)

    @cached_property
    def law(self) -> Floats:
        """How likely each state is in the long run."""
        return stationary(self.chain.generator)

    def lost(self, kind: str) -> float:
        """The share of a kind that finds the room full."""
        full = self.chain.values(lambda s: len(s[2]) == self.room and not {kind, BOTH} & set(s[0]))
        return float(self.law @ full)

    def mean_wait(self, kind: str) -> float:
        """The mean wait of those of a kind who are not lost (Little's law)."""
        waiting = float(self.law @ self.chain.values(lambda s: s[2].count(kind)))
        return waiting / (self.arrival[kind] * (1 - self.lost(kind)))

    def shared_for(self, kind: str) -> float:
        """The share of time in which the server for both is busy with a kind."""
        return float(self.law @ self.chain.values(lambda s: s[1] == kind))
