"""What is settled before the clock starts, for one replication: reports, duty, changes, rapport.

Times are in ticks since the clock starts; entities are numbered as in the `stovepipe.network.records`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Reports:
    """The reports of one replication, by rank.

    Arrays of one length. `deadline` is NEVER for none; `language` NONE for none. `requirement` is the draw
    that decides whether a report of a source under direction answers a current requirement; 0 elsewhere.
    `event` is the row of `Calendar.events` that a report is about; NONE if it is about none.
    `door` is the station where it is written.
    """

    occurred: NDArray[np.int64]
    stream: NDArray[np.int64]
    ordinal: NDArray[np.int64]
    klass: NDArray[np.int64]
    precedence: NDArray[np.int64]
    deadline: NDArray[np.int64]
    language: NDArray[np.int64]
    unreported: NDArray[np.bool_]
    delay: NDArray[np.int64]
    coarse: NDArray[np.bool_]
    marking: NDArray[np.int64]
    requirement: NDArray[np.float64]
    event: NDArray[np.int64]
    door: NDArray[np.int64]


@dataclass(frozen=True)
class Events:
    """What happens that reports can be about, in one replication, by rank (semantics, 10.1).

    Arrays of one length. `subject` is a rank in `Network.subjects`, `number` counts the events of one subject
    from 0. An event lasts in ``[began, ended)``, which is empty if it is a moment; `deadline` is the tick by
    which it is to be known, NEVER for none.
    """

    subject: NDArray[np.int64]
    number: NDArray[np.int64]
    began: NDArray[np.int64]
    ended: NDArray[np.int64]
    deadline: NDArray[np.int64]


@dataclass(frozen=True)
class Duty:
    """The spells of one server: arrays of one length, in order of time and apart.

    At tick t in a spell the proficiency is ``min(1, p0 + slope * (t - tenure))``; `start` (of the learning
    curve) is 1 without learning.
    An `off` of NEVER: the spell does not end.
    """

    on: NDArray[np.int64]
    off: NDArray[np.int64]
    ending: NDArray[np.int64]
    tour: NDArray[np.int64]
    tenure: NDArray[np.int64]
    p0: NDArray[np.float64]
    slope: NDArray[np.float64]
    start: NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """The rapport on one channel, in pieces: ``effort * min(cap, base + slope * (t - origin))``.

    Arrays of one length; piece *i* holds from `since[i]`, `since[0] == 0`, until `since[i + 1]`. `ends` are
    the ticks above 0, in order, at which stays of either contact end.
    """

    since: NDArray[np.int64]
    origin: NDArray[np.int64]
    base: NDArray[np.float64]
    slope: NDArray[np.float64]
    cap: NDArray[np.float64]
    effort: NDArray[np.float64]
    ends: NDArray[np.int64]

    def at(self, tick: int) -> float:
        """The rapport at a tick, from 0 to 1."""
        since, pieces = self._lists
        origin, base, slope, cap, effort = pieces[bisect_right(since, tick) - 1]
        return effort * min(cap, base + slope * (tick - origin))

    def standing(self, tick: int) -> tuple[float, float]:
        """The rapport at a tick apart from the effort, and the effort."""
        since, pieces = self._lists
        origin, base, slope, cap, effort = pieces[bisect_right(since, tick) - 1]
        return min(cap, base + slope * (tick - origin)), effort

    @cached_property
    def _lists(self) -> tuple[list[int], list[tuple[int, float, float, float, float]]]:
        """The columns as lists, in which to look up one tick is ten times as fast."""
        columns = (self.origin, self.base, self.slope, self.cap, self.effort)
        return self.since.tolist(), list(zip(*(column.tolist() for column in columns), strict=True))


@dataclass(frozen=True)
class Change:
    """A whole contingent changes.

    At `at`, group `group` of station `station`, for the `number`-th time (from 0).
    """

    at: int
    station: int
    group: int
    number: int


@dataclass(frozen=True)
class Calendar:
    """What is settled before the clock starts, for one replication.

    `duty` has one entry for each server of the network; so has `presence`, which tells when the person of a
    server is in post, neither on leave nor diverted, whatever the hours: None where nobody is called;
    `rapport` one for each channel, None where it plays
    no part;
    `incidents` the ticks of each incident; `changes` are in order of (at, station, group). `outages` has
    for each channel the spells ``[on, off)`` in which its link is down, as an array of shape (n, 2), None
    where it has none.
    """

    seed: int
    replication: int
    reports: Reports
    duty: tuple[Duty, ...]
    presence: tuple[Duty | None, ...]
    changes: tuple[Change, ...]
    rapport: tuple[Curve | None, ...]
    incidents: tuple[NDArray[np.int64], ...]
    events: Events
    outages: tuple[NDArray[np.int64] | None, ...]
