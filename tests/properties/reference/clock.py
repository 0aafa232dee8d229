"""The clock of the second simulator, and its draws (semantics, 1 and 6)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable

from stovepipe.network import draws
from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar
from tests.properties.reference.accounts import Accounts
from tests.properties.reference.records import Copy

(
    FINISH, CHANGE, LEAVE, JOIN, CALL, COME, CLOSE, END, EXPIRE, ABANDON, RELEASE, LIMIT, RAISE, UP, PASS,
    WRITE, OCCUR,
) = range(17)  # fmt: skip
Due = tuple[int, int, int, int, int]  # tick, kind, place, item, and how many were planned before


class Clock:
    """Events in their order."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        self.network = network
        self.now, self.due, self.heap = 0, dict[Due, Callable[[], None]](), list[Due]()
        self.counts: Counter[tuple[str | int, ...]] = Counter()
        self.accounts = Accounts(network, calendar)

    @property
    def calendar(self) -> Calendar:
        """With the reports that the clock has made so far."""
        return self.accounts.calendar

    def plan(self, tick: int, kind: int, place: int, item: int, happen: Callable[[], None]) -> Due:
        due = (int(tick), kind, place, item, self.count("planned"))
        if tick < self.network.horizon:
            heapq.heappush(self.heap, due)
            self.due[due] = happen
        return due

    def tick_on(self) -> None:
        """From event to event, until the horizon."""
        while self.heap:
            key = heapq.heappop(self.heap)
            happen = self.due.pop(key, None)
            if happen is not None:
                self.now = key[0]
                happen()
        self.now = self.network.horizon

    def turn(self, copy: Copy, state: str) -> None:
        """From now on the copy's time counts as something else."""
        for part in copy.parts:
            part.spent[copy.state] += self.now - copy.since
        if copy.visit and copy.state in ("waiting", "work", "suspended"):
            spent = getattr(copy.visit, copy.state) + self.now - copy.since
            setattr(copy.visit, copy.state, spent)
        copy.state, copy.since = state, self.now

    def key(self, purpose: str, *places: str, lead: int) -> tuple[draws.Key, int, int]:
        network, reports = self.network, self.calendar.reports
        stream = network.streams[reports.stream[lead]]
        names = (network.sources[stream.source].name, network.classes[stream.klass].name, stream.trigger)
        key = draws.key(self.calendar.seed, purpose, *places, *names)
        return key, self.calendar.replication, int(reports.ordinal[lead])

    def uniform(self, purpose: str, *places: str, lead: int, visit: int) -> float:
        return draws.uniform(*self.key(purpose, *places, lead=lead), visit)

    def duration(self, law: draws.Law | None, purpose: str, *places: str, lead: int, visit: int) -> int:
        return 0 if law is None else draws.draw_ticks(law, *self.key(purpose, *places, lead=lead), visit)

    def count(self, *what: str | int) -> int:
        """How often this was asked before."""
        self.counts[what] += 1
        return self.counts[what] - 1
