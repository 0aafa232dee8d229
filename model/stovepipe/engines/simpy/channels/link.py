"""The link of a channel that is down at times, and what waits for it (semantics, 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Generator

import simpy

from stovepipe.engines.simpy.books.recorder import Recorder
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Clock, Moment, MomentKind, order
from stovepipe.network.records import NEVER
from stovepipe.network.spans_of_time import Intervals


class Link:
    """Whether a link is down, and the copies that it holds until it is up again."""

    def __init__(self, common: Common, channel: int, outages: Intervals) -> None:
        self._env: Clock = common.env
        self._recorder: Recorder = common.recorder
        self._horizon = common.network.horizon
        self._channel = channel
        self._outages = outages.tolist()
        self._down_from = NEVER
        self._held: list[tuple[Copy, int]] = []

    def down(self, now: int) -> bool:
        """Whether the link is down."""
        return now >= self._down_from

    def hold(self, copy: Copy, now: int) -> None:
        """The copy waits until the link is up."""
        self._held.append((copy, now))

    def outages(self, release: Callable[[Copy, int], None]) -> Generator[simpy.Event, None, None]:
        """A process: the link goes down and comes up again, and each copy that it held is released then."""
        for on, off in self._outages:
            self._down_from = on
            if off >= self._horizon:
                return
            yield Moment(self._env, off - self._env.now, order(MomentKind.UP, self._channel))
            held, self._held = self._held, []
            self._down_from = NEVER
            for copy, since in held:
                copy.transit += off - since
                self._recorder.wait_for_link(copy, self._channel, since, off)
                release(copy, off)

    def close_books(self) -> None:
        """Write down what waits at the horizon."""
        for copy, since in self._held:
            self._recorder.wait_for_link(copy, self._channel, since, -1)
