"""When the copies at each station waited, were worked on, and lay suspended: spans of time, exactly.

The visits of a trajectory tell how long a copy waited; its services tell when. What lies between them,
within the visit, is waiting, unless the service ended with a shift after which the person keeps the copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.details.rules import AtEnd, Ending
from stovepipe.network.records import NEVER, Network, Server
from stovepipe.trajectory import Trajectory

Ticks = NDArray[np.int64]
GOES = (Ending.LEAVE, Ending.TOUR)


@dataclass(frozen=True, eq=False)
class Spans:
    """Half-open spans of time, none of them empty; `visit` is the row in the trajectory's visits.

    Attributes:
        visit: one for each span; began, ended: in ticks.
    """

    visit: Ticks
    began: Ticks
    ended: Ticks

    def of(self, chosen: NDArray[np.bool_]) -> Spans:
        """Only those chosen."""
        return Spans(self.visit[chosen], self.began[chosen], self.ended[chosen])

    def within(self, since: int, until: int) -> Ticks:
        """How many ticks of each span lie in the half-open window."""
        return overlap(self.began, self.ended, since, until)


@dataclass(frozen=True, eq=False)
class StationTime:
    """How the copies at the stations spent their time; `servers` is who did each span of `work`."""

    waiting: Spans
    work: Spans
    servers: Ticks
    suspended: Spans


def overlap(began: Ticks, ended: Ticks, since: int, until: int) -> Ticks:
    """How many ticks of each half-open span lie in the half-open window."""
    return np.asarray(np.maximum(np.minimum(ended, until) - np.maximum(began, since), 0), dtype=np.int64)


def rows_by(ranks: Ticks) -> Iterator[tuple[int, Ticks]]:
    """Each rank that there is, in order, and the rows that have it."""
    order = np.argsort(ranks, kind="stable")
    in_order = ranks[order]
    begins = np.flatnonzero(np.diff(in_order, prepend=-1))
    ends = np.flatnonzero(np.diff(in_order, append=-1)) + 1
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        yield int(in_order[begin]), order[begin:end]


def station_time(trajectory: Trajectory) -> StationTime:
    """The spans in which each copy at a station waited, was worked on, and lay suspended."""
    visits, services, horizon = trajectory.visits, trajectory.services, trajectory.network.horizon
    order = np.lexsort((services.ended, services.began, services.visit))
    visit, server = services.visit[order], services.server[order]
    began, ended = services.began[order], services.ended[order]
    left = np.where(visits.ended < 0, horizon, visits.ended)

    first, last = np.diff(visit, prepend=-1) != 0, np.diff(visit, append=-1) != 0
    before_work = left.copy()
    before_work[visit[first]] = began[first]
    after_work = np.where(last, left[visit], np.roll(began, -1))
    given_back = _holding_ends(trajectory, server, ended)
    taken_up_by_other = ~last & (np.roll(server, -1) != server) & (after_work < given_back)
    kept = (visits.suspended[visit] > 0) & ~taken_up_by_other
    waits_from = np.where(kept, np.minimum(given_back, after_work), ended)
    waiting = Spans(
        np.concatenate([np.arange(len(left)), visit]),
        np.concatenate([visits.arrived, waits_from]),
        np.concatenate([before_work, after_work]),
    )
    suspended = Spans(visit, ended, waits_from)
    worked = ended > began
    return StationTime(
        waiting=waiting.of(waiting.ended > waiting.began),
        work=Spans(visit[worked], began[worked], ended[worked]),
        servers=server[worked],
        suspended=suspended.of(suspended.ended > suspended.began),
    )


def _holding_ends(trajectory: Trajectory, server: Ticks, ended: Ticks) -> Ticks:
    """Until when a person would hold, with nothing in the way, what was put down after each stretch of work.

    That is at once, unless the stretch ended with a shift after which work is kept: then until the person
    goes on leave or home, or comes on call, to do something else or to go on with it.
    """
    until = ended.copy()
    for rank, mine in rows_by(server):
        if _suspends(trajectory.network, trajectory.network.servers[rank]):
            duty, calls = trajectory.duty[rank], trajectory.calls
            shift_ends, goes = duty.off[duty.ending == Ending.SHIFT], np.isin(duty.ending, GOES)
            comes = calls.came[(calls.server == rank) & (calls.came >= 0)]
            gives = np.sort(np.concatenate((duty.off[goes], comes)))
            keeps = mine[np.isin(ended[mine], shift_ends)]
            until[keeps] = np.append(gives, NEVER)[np.searchsorted(gives, ended[keeps], side="left")]
    return until


def _suspends(network: Network, server: Server) -> bool:
    shift = network.stations[server.station].groups[server.group].shifts[server.shift]
    return shift.at_end == AtEnd.SUSPEND
