"""When incidents call in people who are off duty (semantics, 8.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stovepipe.network import draws
from stovepipe.network.records import LOOK_AHEAD, Incident, Network, Server
from stovepipe.network.spans_of_time import EMPTY, Intervals, union


@dataclass(frozen=True)
class CallingIn:
    """What the incidents of one replication call in; `incidents` are the ticks of each."""

    network: Network
    seed: int
    replication: int
    incidents: tuple[NDArray[np.int64], ...]

    def of(self, server: Server) -> Intervals:
        """When a server is called in, whether its person is there or not; `LOOK_AHEAD` ends it."""
        rows = [
            self._by(incident, times, server)
            for incident, times in zip(self.network.incidents, self.incidents, strict=True)
            for station, group, posts in incident.calls_in
            if (station, group) == (server.station, server.group) and server.post < posts
        ]
        return union(np.concatenate(rows)) if rows else EMPTY

    def _by(self, incident: Incident, times: NDArray[np.int64], server: Server) -> Intervals:
        if incident.called_within is None:
            raise ValueError(f"incident {incident.name} calls people in, and not within any time")
        station = self.network.stations[server.station]
        group = station.groups[server.group]
        names = station.name, group.name, group.shifts[server.shift].name, incident.name
        key = draws.key(self.seed, "called in", *names)
        posts = np.full(len(times), server.post)
        delays = draws.draws_ticks(
            incident.called_within, key, self.replication, posts, np.arange(len(times))
        )
        until = np.minimum(times + incident.calls_in_for, self.network.horizon + LOOK_AHEAD)
        return np.column_stack((times + delays, until))


def hours(windows: Intervals, called_in: Intervals) -> Intervals:
    """The hours of a shift and the times for which its server is called in, together."""
    return union(np.concatenate((windows, called_in))) if len(called_in) else windows
