"""Trust: how the rapport of a channel moves with what its copies are worth (semantics, 8.5)."""

from __future__ import annotations

from stovepipe.engines.simpy.books.recorder import Recorder
from stovepipe.engines.simpy.copies import Copy
from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.schedule import Curve
from stovepipe.trajectory import Worth


class Trust:
    """The rapport of one channel, of which some is earned and lost.

    `brought`: the numbers of the copies that have come over the channel, and may still be of use or of none.
    """

    def __init__(self, channel: int, terms: Rapport, curve: Curve, recorder: Recorder) -> None:
        self._channel, self._terms, self._curve, self._recorder = channel, terms, curve, recorder
        self._moved = 0.0
        self._ends = iter(curve.ends.tolist())
        self._end: int | None = next(self._ends, None)
        self.brought: set[int] = set()

    def at(self, now: int) -> float:
        """The rapport now, from 0 to 1. Ticks are asked for in order."""
        self._pass_on(now)
        standing, effort = self._curve.standing(now)
        return effort * self._terms.clipped(standing + self._moved)

    def judge(self, copy: Copy, worth: Worth, now: int) -> None:
        """A copy was useful, or useless, or stopped."""
        self._pass_on(now)
        terms, (standing, _) = self._terms, self._curve.standing(now)
        by = terms.earned if worth is Worth.USEFUL else -terms.lost
        self._moved = terms.clipped(terms.clipped(standing + self._moved) + by) - standing
        self._recorder.judge(copy.number, self._channel, now, worth, self._moved)

    def _pass_on(self, now: int) -> None:
        """Whoever has gone since leaves so much of it to others."""
        while self._end is not None and self._end <= now:
            self._moved *= self._terms.carried_over
            self._end = next(self._ends, None)
