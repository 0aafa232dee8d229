"""What ends a wait that nobody ends by working: the deadline, and the station's patience (semantics, 3.2)."""

from __future__ import annotations

from collections.abc import Callable

from stovepipe.engines.simpy.chance import Durations
from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.network.records import ABANDONED, EXPIRED, Station
from stovepipe.trajectory import VisitEnd

EXPIRE, ABANDON = MomentKind.EXPIRE, MomentKind.ABANDON
GivesUp = Callable[[Copy, int, VisitEnd, int], None]  # copy, cause of loss, how its visit ends, tick


class WaitLimits:
    """The limits on waiting at one station: `gives_up` is called for a copy that comes to one.

    A copy meets its deadline once, wherever it waits then: `at` finds what that place does about it.
    """

    def __init__(
        self,
        common: Common,
        spec: Station,
        rank: int,
        gives_up: GivesUp,
        at: Callable[[int], WaitLimits | None],
    ) -> None:
        self._env, self._rank = common.env, rank
        self._purges, self._horizon = spec.purges, common.network.horizon
        self._gives_up, self._at = gives_up, at
        patience = spec.patience
        self._patience = (
            None
            if patience is None
            else Durations(common.chance, (patience,) * len(common.network.classes), "patience", spec.name)
        )
        # Where a report counts how often it waited here: behind the places of the visits.
        self._waits = -1 - len(common.network.stations) - rank

    def begin(self, copy: Copy, now: int, *, returned: bool) -> None:
        """A copy begins to wait."""
        if self._purges and not copy.expires and copy.deadline < self._horizon:
            copy.expires = True
            Moment(self._env, copy.deadline - now, order(EXPIRE, 0, copy.lead.rank), self._expire, copy)
        if self._patience is not None and not returned:
            patience = self._patience.at(copy.lead, copy.lead.begin(self._waits))
            due = order(ABANDON, self._rank, copy.lead.rank)
            Moment(self._env, patience, due, self._abandon, (copy, copy.row))

    def _expire(self, moment: Moment) -> None:
        """The copy's deadline has come: it expires where it waits, if that station purges."""
        copy: Copy = moment.subject
        if copy.queued:
            there = self._at(copy.where)
            if there is not None and there._purges:
                there._gives_up(copy, EXPIRED, VisitEnd.EXPIRED, self._env.now)

    def _abandon(self, moment: Moment) -> None:
        """The copy is given up if it still waits, on this visit, for work to begin."""
        copy, row = moment.subject
        if copy.queued and copy.row == row and copy.content < 0:
            self._gives_up(copy, ABANDONED, VisitEnd.ABANDONED, self._env.now)
