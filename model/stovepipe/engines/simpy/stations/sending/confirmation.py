"""Confirmation: finished copies are held until enough sources tell of their event (semantics, 3.11)."""

from __future__ import annotations

from collections.abc import Callable, Container

from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.engines.simpy.stations.sending.batch import Batch
from stovepipe.engines.simpy.stations.work.heard import Heard
from stovepipe.network import records
from stovepipe.network.records import NEVER, NONE, UNCONFIRMED
from stovepipe.network.ways.precedence import meets
from stovepipe.trajectory import HoldEnd

LIMIT = MomentKind.LIMIT
CONFIRMED, PASSED, STOPPED = HoldEnd.CONFIRMED, HoldEnd.PASSED, HoldEnd.STOPPED
RAISED, PRESENT = HoldEnd.RAISED, HoldEnd.PRESENT
Onward = Callable[[list[Copy], int], None]


class Holding(Batch):
    """The copies that are held for one event, and the rows of their waits."""

    def __init__(self, common: Common, station_bit: int, event: int) -> None:
        super().__init__(common, station_bit)
        self.event = event
        self.rows: list[int] = []


class Confirmation:
    """The copies that wait at one station until their events are confirmed.

    What leaves goes to `onward`, together as one product.
    """

    def __init__(
        self, common: Common, station: int, spec: records.Confirmation, heard: Heard, onward: Onward
    ) -> None:
        self._common, self._station, self._spec, self._heard = common, station, spec, heard
        self._onward = onward
        self._held: dict[int, Holding] = {}  # by event
        self._ticks = self._spent = 0  # of what has left, as in a batch

    def keeps(self, copy: Copy, told: list[int], now: int) -> bool:
        """A copy is finished: what it confirms leaves. Whether it is held itself, or has left with those.

        Args:
            copy: what was finished.
            told: the events of which it told something new, in the order of their rows.
            now: the tick.
        """
        event = self._heard.about(copy)
        confirmed = self._is_confirmed(event)
        joins = event != NONE and self._meets(copy) and (not confirmed or event in self._held)
        if joins:
            self._join(copy, event, now)
        for one in told:
            if one in self._held and self._is_confirmed(one):
                self._leave(one, CONFIRMED, now)
        return joins

    def _is_confirmed(self, event: int) -> bool:
        return self._heard.sources(event) >= self._spec.sources

    def _meets(self, copy: Copy) -> bool:
        spec = self._spec
        return bool(spec.classes >> copy.lead.klass & 1) and meets(spec.precedences, copy.precedence)

    def _join(self, copy: Copy, event: int, now: int) -> None:
        held = self._held.get(event)
        begins = held is None
        if held is None:
            held = self._held[event] = Holding(self._common, 1 << self._station, event)
        if held.add(copy, now):
            held.rows.append(self._common.recorder.begin_hold())
        if begins and self._spec.within < NEVER:
            self._plan(held, now)

    def _plan(self, held: Holding, now: int) -> None:
        """The limit is due, counted from the first of the copies that are held."""
        due = held.copies[0].since + self._spec.within
        priority = order(LIMIT, self._station, held.event)
        Moment(self._common.env, due - now, priority, self._come_to_limit, held)

    def _come_to_limit(self, moment: Moment) -> None:
        held: Holding = moment.subject
        now = self._common.env.now
        if self._held.get(held.event) is not held:
            return  # all of them have left
        if held.copies[0].since + self._spec.within > now:
            self._plan(held, now)  # the first of them has left
        elif self._spec.stops:
            for copy in self._take(held.event, STOPPED, now):
                self._common.ledger.end(copy, UNCONFIRMED, now)
        else:
            self._leave(held.event, PASSED, now)

    def _leave(self, event: int, end: HoldEnd, now: int) -> None:
        self._onward(self._take(event, end, now), now)

    def _take(self, event: int, end: HoldEnd, now: int) -> list[Copy]:
        """What is held for an event is held no more: the copies, in the order in which they came."""
        held = self._held.pop(event)
        copies = held.take(now)
        for row, copy in zip(held.rows, copies, strict=True):
            self._record(row, copy, event, now, end)
        self._ticks += held.ticks
        self._spent += held.spent
        return copies

    def _record(self, row: int, copy: Copy, event: int, now: int, end: HoldEnd) -> None:
        self._common.recorder.end_hold(row, copy, self._station, event, now, end)

    def copies(self) -> list[Copy]:
        """What is held, in the order of the events, and in which it came."""
        return [copy for event in sorted(self._held) for copy in self._held[event].copies]

    def let_go(self, raised: Container[Copy], now: int) -> None:
        """Of these copies, those that do not meet the conditions any more leave, each by itself."""
        leaving = []
        for event, held in sorted(self._held.items()):
            gone = [copy for copy in held.copies if copy in raised and not self._meets(copy)]
            for copy in gone:
                self._record(held.rows.pop(held.copies.index(copy)), copy, event, now, RAISED)
                held.let_go([copy], now)
            if not held.copies:
                self._take(event, RAISED, now)
            leaving += gone
        for copy in leaving:
            self._onward([copy], now)

    def close(self, end: HoldEnd, now: int) -> list[Copy]:
        """The station closes: all that is held, in the order of the events, and in which it came."""
        return [copy for event in sorted(self._held) for copy in self._take(event, end, now)]

    def totals(self, horizon: int) -> tuple[int, int]:
        """Count what is still held up to the horizon.

        The integral over time of the reports held, and the sum of what each of them spent.
        """
        for event, held in self._held.items():
            held.close_books(horizon)
            self._ticks += held.ticks
            self._spent += held.spent
            for row, copy in zip(held.rows, held.copies, strict=True):
                self._record(row, copy, event, horizon, PRESENT)
        return self._ticks, self._spent
