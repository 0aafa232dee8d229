"""What happened at a station over time: how many copies waited, and how many people were on duty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stovepipe.measures.timelines.spans import Spans, StationTime, station_time
from stovepipe.trajectory import Trajectory

Ticks = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Steps:
    """A number that changes at given ticks.

    Attributes:
        times: ticks, increasing; values: the number from each of them to the next. Before the first it is 0.
    """

    times: Ticks
    values: Ticks

    def at(self, times: ArrayLike) -> Ticks:
        """The number at these ticks."""
        position = np.searchsorted(self.times, np.asarray(times), side="right")
        return np.asarray(np.concatenate([[0], self.values])[position], dtype=np.int64)

    def within(self, since: int, until: int) -> Steps:
        """The same in a half-open window, with its first step at the window's beginning."""
        inside = (self.times > since) & (self.times < until)
        return Steps(
            np.concatenate([[since], self.times[inside]]),
            np.concatenate([[int(self.at(since))], self.values[inside]]),
        )

    def integral(self, times: ArrayLike) -> Floats:
        """The integral over time from the first step to each of these ticks; 0 before it."""
        asked = np.asarray(times)
        if not len(self.times):
            return np.zeros(asked.shape)
        whole = np.concatenate([[0.0], np.cumsum(self.values[:-1] * np.diff(self.times).astype(np.float64))])
        last = np.maximum(np.searchsorted(self.times, asked, side="right") - 1, 0)
        return np.asarray(whole[last] + self.values[last] * np.maximum(asked - self.times[last], 0))

    def mean(self, since: int, until: int) -> float:
        """The time average over a half-open window."""
        before, after = self.integral([since, until])
        return float(after - before) / (until - since)


def steps(began: Ticks, ended: Ticks) -> Steps:
    """How many of the half-open spans hold each tick.

    >>> steps(np.array([0, 5]), np.array([10, 10]))
    Steps(times=array([ 0,  5, 10]), values=array([1, 2, 0]))
    """
    times, where = np.unique(np.concatenate([began, ended]), return_inverse=True)
    change = np.concatenate([np.ones(len(began), dtype=np.int64), -np.ones(len(ended), dtype=np.int64)])
    total = np.bincount(where, weights=change, minlength=len(times)).astype(np.int64)
    moved = total != 0
    return Steps(times[moved], np.cumsum(total[moved]))


def waiting_series(trajectory: Trajectory, station: str, time: StationTime | None = None) -> Steps:
    """How many copies waited in the queue of a station, over the whole clock.

    Args:
        trajectory: one replication.
        station: its name.
        time: `station_time(trajectory)`, if it is at hand; saves computing it again for each station.

    Raises:
        KeyError: there is no such station.
    """
    return _at_station(trajectory, station, (time or station_time(trajectory)).waiting)


def duty_series(trajectory: Trajectory, station: str) -> Steps:
    """How many people were on duty at a station, by its roster and on call, over the whole clock.

    Raises:
        KeyError: there is no such station.
    """
    network = trajectory.network
    duties = [trajectory.duty[rank] for rank in network.stations[_rank(trajectory, station)].servers]
    nobody = [np.empty(0, dtype=np.int64)]
    on = np.concatenate(nobody + [np.clip(duty.on, 0, network.horizon) for duty in duties])
    off = np.concatenate(nobody + [np.clip(duty.off, 0, network.horizon) for duty in duties])
    return steps(on, off)


def _at_station(trajectory: Trajectory, station: str, spans: Spans) -> Steps:
    mine = spans.of(trajectory.visits.station[spans.visit] == _rank(trajectory, station))
    return steps(mine.began, mine.ended)


def _rank(trajectory: Trajectory, station: str) -> int:
    names = [each.name for each in trajectory.network.stations]
    if station not in names:
        raise KeyError(f"no station {station!r}; there are {', '.join(names)}")
    return names.index(station)
