"""Moments: SimPy events that fall at a tick, in the order that the semantics state for ties (section 1)."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import simpy
from simpy.events import EventPriority


class MomentKind(IntEnum):
    """The kinds of moment, in their order at one tick.

    They start at 1: priority 0 is SimPy's own, to stop a run.
    """

    FINISH = 1
    CHANGE = 2
    LEAVE = 3
    JOIN = 4
    CALL = 5
    COME = 6
    CLOSE = 7
    END = 8
    EXPIRE = 9
    ABANDON = 10
    RELEASE = 11
    LIMIT = 12
    RAISE = 13
    UP = 14
    PASS = 15
    WRITE = 16
    OCCUR = 17


class Clock(simpy.Environment):
    """SimPy's environment; its clock counts whole ticks."""

    if TYPE_CHECKING:

        @property
        def now(self) -> int:
            """The present tick."""


PLACE_BITS, ITEM_BITS = 16, 40


def order(kind: MomentKind, place: int, item: int = 0) -> EventPriority:
    """The priority of a moment: smaller comes first among moments at the same tick."""
    return EventPriority((kind << PLACE_BITS | place) << ITEM_BITS | item)


class Moment(simpy.Event):
    """An event that is processed after `delay` ticks, in an order of its own.

    Like `simpy.Timeout`, it has already succeeded. `callback` is called with the moment, which bears the
    `subject`; a process yields a moment without them.
    """

    _ok = True
    _value = None

    def __init__(
        self,
        env: Clock,
        delay: int,
        priority: EventPriority,
        callback: Callable[[Any], None] | None = None,
        subject: Any = None,
    ) -> None:
        self.env = env
        self.callbacks = [] if callback is None else [callback]
        self.subject = subject
        env.schedule(self, priority, delay)
