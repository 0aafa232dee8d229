"""One deadline that runs on through two queues in tandem: where reports are lost, and when.

The first station has one server, so that nobody overtakes and what comes behind a report never matters to it;
the second has c. A report has one deadline, exponential from its occurrence. While it waits at either station
it expires when the deadline passes; in service it is finished; one that reaches the second station too late
is discarded there. Between the stations a hurdle stops a share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from .chain import Chain, Floats, absorbing, explore, stationary

Hand: TypeAlias = Literal["idle", "in time", "late"]
# Waiting at the first station, what its server has in hand, present at the second.
Line: TypeAlias = tuple[int, Hand, int]
Fate: TypeAlias = Literal["delivered", "expired at first", "expired at second", "withheld"]
# Where a tagged report is (waiting at the first, in service there, waiting at the second, in service there),
# how many are ahead of it where it waits, and what else matters to it: the first server's hand and the number
# at the second.
Tagged: TypeAlias = tuple[Literal["waiting", "first", "second", "served"] | Fate, int, Hand, int]
FATES: tuple[Fate, ...] = ("delivered", "expired at first", "expired at second", "withheld")


@dataclass(frozen=True)
class Tandem:
    """Two stations in tandem in steady state.

    Attributes:
        arrival: reports per unit of time at the first.
        first: rate of its one server.
        second: rate of a busy server at the second.
        servers: how many the second has.
        expiry: rate of the deadline.
        stopped: probability that the hurdle between them stops a report.
        room: the most that may wait at the first, and be present at the second, in the truncated chain.
    """

    arrival: float
    first: float
    second: float
    servers: int
    expiry: float
    stopped: float
    room: int

    def _handed_on(self, hand: Hand, present: int) -> Iterator[tuple[int, float]]:
        """What a finish at the first station makes of the number at the second."""
        arrives = hand == "in time" and present < self.room
        passed = 1 - self.stopped if arrives else 0.0
        yield present + 1, self.first * passed
        yield present, self.first * (1 - passed)

    def _leaving_second(self, present: int) -> float:
        return min(present, self.servers) * self.second + max(present - self.servers, 0) * self.expiry

    @cached_property
    def line(self) -> tuple[Chain[Line], Floats]:
        """The chain of both stations and its stationary probabilities."""

        def moves(state: Line) -> Iterator[tuple[Line, float]]:
            waiting, hand, present = state
            if hand == "idle":
                yield (0, "in time", present), self.arrival
            else:
                if waiting < self.room:
                    yield (waiting + 1, hand, present), self.arrival
                following: tuple[int, Hand] = (waiting - 1, "in time") if waiting else (0, "idle")
                for after, rate in self._handed_on(hand, present):
                    yield (following[0], following[1], after), rate
            if hand == "in time":
                yield (waiting, "late", present), self.expiry
            yield (max(waiting - 1, 0), hand, present), waiting * self.expiry
            yield (waiting, hand, max(present - 1, 0)), self._leaving_second(present)

        empty: Line = (0, "idle", 0)
        chain = explore([empty], moves)
        return chain, stationary(chain.generator)

    def average(self, value: Callable[[Line], float]) -> float:
        """The time average of a function of *(waiting at the first, hand, present at the second)*."""
        chain, probabilities = self.line
        return float(probabilities @ chain.values(value))

    def beyond(self) -> float:
        """The probability of a full truncated station: what the truncation changes is of this order."""
        return self.average(lambda line: line[0] == self.room or line[2] == self.room)

    def incidence(self, times: Sequence[float] | Floats) -> dict[Fate, Floats]:
        """Cumulative incidence of each fate over the time since occurrence, for a report in steady state."""

        def waiting(ahead: int, hand: Hand, present: int) -> Iterator[tuple[Tagged, float]]:
            yield ("expired at first", 0, "idle", 0), self.expiry
            yield ("waiting", max(ahead - 1, 0), hand, present), ahead * self.expiry
            if hand == "in time":
                yield ("waiting", ahead, "late", present), self.expiry
            for after, rate in self._handed_on(hand, present):
                turn: Tagged = (
                    ("waiting", ahead - 1, "in time", after) if ahead else ("first", 0, "in time", after)
                )
                yield turn, rate
            yield ("waiting", ahead, hand, max(present - 1, 0)), self._leaving_second(present)

        def in_first(hand: Hand, present: int) -> Iterator[tuple[Tagged, float]]:
            if hand == "in time":
                yield ("first", 0, "late", present), self.expiry
            yield ("withheld", 0, "idle", 0), self.first * self.stopped
            passed = self.first * (1 - self.stopped)
            if hand == "late":
                yield ("expired at second", 0, "idle", 0), passed
            elif present < self.servers:
                yield ("served", 0, "idle", 0), passed
            else:
                yield ("second", present - self.servers, "idle", 0), passed
            yield ("first", 0, hand, max(present - 1, 0)), self._leaving_second(present)

        def moves(state: Tagged) -> Iterator[tuple[Tagged, float]]:
            where, ahead, hand, present = state
            if where == "waiting":
                yield from waiting(ahead, hand, present)
            elif where == "first":
                yield from in_first(hand, present)
            elif where == "second":
                yield ("expired at second", 0, "idle", 0), self.expiry
                turn: Tagged = ("second", ahead - 1, "idle", 0) if ahead else ("served", 0, "idle", 0)
                yield turn, self.servers * self.second + ahead * self.expiry
            elif where == "served":
                yield ("delivered", 0, "idle", 0), self.second

        line, probabilities = self.line
        start: dict[Tagged, float] = {}
        for (queue, hand, present), weight in zip(line.states, probabilities, strict=True):
            found: Tagged = (
                ("first", 0, "in time", present) if hand == "idle" else ("waiting", queue, hand, present)
            )
            start[found] = start.get(found, 0.0) + float(weight)
        chain = explore(start, moves)
        at = absorbing(chain.generator, chain.vector(start), times)
        return {fate: at[:, chain.index[fate, 0, "idle", 0]] for fate in FATES}
