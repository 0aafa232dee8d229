"""How long copies were held for confirmation, and who confirmed what they told (semantics, 3.11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stovepipe.network.records import NONE
from stovepipe.trajectory import DONE, HoldEnd, Trajectory

TOGETHER = (HoldEnd.CONFIRMED, HoldEnd.PASSED)
Contents = Callable[[int, int, int], tuple[int, ...]]  # the reports in a copy, by number, lead and size


@dataclass(frozen=True)
class Held:
    """One wait of a copy for confirmation.

    `until` is None at the horizon; `reports`: how many left together, where it left so; `merged`: whether
    they left as a product that was made of several copies.
    """

    station: int
    event: int
    since: int
    until: int | None
    end: HoldEnd
    reports: int
    merged: bool

    @property
    def goes_on(self) -> bool:
        """Whether this very copy goes on from here."""
        return not self.merged and self.end in (*TOGETHER, HoldEnd.RAISED)


def holds(trajectory: Trajectory) -> dict[tuple[int, int], Held]:
    """The waits for confirmation, by copy and station: no copy is held twice at one."""
    table = trajectory.holds
    columns = (
        table.copy, table.carried, table.station, table.event, table.since, table.until, table.end
    )  # fmt: skip
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    leaving = [(station, event, until, end) for _, _, station, event, _, until, end in rows]
    copies = Counter(leaving)
    reports: Counter[tuple[int, int, int, int]] = Counter()
    for key, row in zip(leaving, rows, strict=True):
        reports[key] += row[1]
    found = {}
    for key, (copy, carried, station, event, since, until, end) in zip(leaving, rows, strict=True):
        together = end in TOGETHER
        found[copy, station] = Held(
            station=station,
            event=event,
            since=since,
            until=None if until < 0 else until,
            end=HoldEnd(end),
            reports=reports[key] if together else carried,
            merged=together and copies[key] > 1,
        )
    return found


def event_name(trajectory: Trajectory, event: int) -> str:
    """What an event is called: its subject, and its number among the events of this subject, from 1."""
    events = trajectory.calendar.events
    subject = trajectory.network.subjects[events.subject[event]]
    return f"{subject.name}/{events.number[event] + 1}"


def sources_heard(trajectory: Trajectory, contents: Contents, held: Held, until: int) -> list[str]:
    """The sources whose reports about an event a station had finished by then, the first to tell first."""
    network, visits, reports = trajectory.network, trajectory.visits, trajectory.reports
    finished = np.flatnonzero(
        (visits.station == held.station)
        & (visits.through == NONE)
        & np.isin(visits.end, DONE)
        & (visits.ended <= until)
    )
    found: dict[str, None] = {}
    for row in finished[np.argsort(visits.ended[finished], kind="stable")].tolist():
        carried = contents(int(visits.copy[row]), int(visits.lead[row]), int(visits.carried[row]))
        for report in carried:
            if reports.event[report] == held.event:
                found[network.sources[network.streams[reports.stream[report]].source].name] = None
    return list(found)
