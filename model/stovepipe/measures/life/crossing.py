"""What each hurdle of a channel said to a copy, worked out from the row of its crossing.

The row has the hurdle that stopped the copy. Whether another applied follows from what the copy was; how long
it delayed the copy, and how long the transit took, is what is drawn at its address (semantics, 4 and 6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stovepipe.measures.life.appearances import Appearances, Sorted
from stovepipe.measures.life.lineage import Lineage
from stovepipe.measures.timelines.rapport_over_time import rapport_met
from stovepipe.network import draws
from stovepipe.network.details.periods import in_time
from stovepipe.network.draws import Law
from stovepipe.network.records import NONE, Hurdle
from stovepipe.network.ways.hurdles import Traits, Written, fits, key_of, probability, suits, traits_of
from stovepipe.trajectory import DONE, Passage, Trajectory, VisitEnd


@dataclass(frozen=True)
class Met:
    """A hurdle that a copy met, and that applied.

    `probability` is that of being stopped; `cause` is empty unless it stopped the report; `delay` in ticks;
    `through`: the station that the copy was to be worked through, empty for none, and `visits` the rows of
    its visits there, and at a successor if that closed.
    """

    hurdle: str
    kind: str
    at: int
    probability: float
    cause: str = ""
    delay: int = 0
    through: str = ""
    visits: tuple[int, ...] = ()


@dataclass(frozen=True)
class WaitForLink:
    """A wait for a link that was down: from when until when (None at the horizon), after so many hurdles."""

    since: int
    until: int | None
    after: int


@dataclass(frozen=True)
class Crossing:
    """One offer of a copy to a channel, as one report saw it.

    `transit` in ticks, None unless it has arrived; `held`: the wait for a link that was down, if there was
    one; `at_station`: whether it is, or ended, at a station that
    it was worked through.
    """

    offered: int
    met: tuple[Met, ...]
    transit: int | None
    at_station: bool
    held: WaitForLink | None


def crossing_met(
    trajectory: Trajectory, family: Lineage, row: int, report: int, through: Sequence[int]
) -> Crossing:
    """What a report met on one crossing.

    Args:
        trajectory: the trajectory of one replication.
        family: its lineage.
        row: the row of the crossing in the trajectory.
        report: its rank.
        through: the visits (rows) in which the copy was worked through stations on this crossing, in order.
    """
    crossings = trajectory.crossings
    offer, written = family.offers[row], _written(trajectory, family, row)
    channel = trajectory.network.channels[crossings.channel[row]]
    copy, offered = int(crossings.copy[row]), int(crossings.offered[row])
    sortings = {each: family.appearances.of(copy, each, offered, channel.sender) for each in offer.reports}
    walk = _Walk(
        trajectory,
        row,
        report,
        list(through),
        written,
        offer.reports,
        offer.crossing,
        family.appearances,
        sortings,
    )
    done = False
    for index, hurdle in enumerate(channel.hurdles):
        if hurdle.on_arrival and not done:
            done = walk.travel(channel.transit)
        if walk.over:
            break
        if hurdle.each:
            walk.sift(index, hurdle, offer.stopped.get(index, ()))
        else:
            walk.meet(index, hurdle)
    if not done and not walk.over:
        walk.travel(channel.transit)
    arrived = Passage(crossings.passage[row]) is Passage.ARRIVED and not walk.over
    return Crossing(offered, tuple(walk.met), walk.transit if arrived else None, walk.at_station, walk.held)


@dataclass
class _Walk:
    """A copy on its way along a channel."""

    trajectory: Trajectory
    row: int
    report: int
    through: list[int]
    written: Written
    reports: tuple[int, ...]
    crossing: int
    appearances: Appearances
    sortings: Mapping[int, tuple[Sorted, ...]]  # by report, how it had been sorted

    def __post_init__(self) -> None:
        crossings, network = self.trajectory.crossings, self.trajectory.network
        self.at = int(crossings.offered[self.row])
        self.channel = int(crossings.channel[self.row])
        self.stopped_by = int(crossings.hurdle[self.row])
        self.ended = network.horizon if crossings.ended[self.row] < 0 else int(crossings.ended[self.row])
        self.name = network.channels[self.channel].name
        self.met: list[Met] = []
        self.transit = 0
        self.over = self.at_station = False
        self.held: WaitForLink | None = None

    def travel(self, transit: Law | None) -> bool:
        """In transit, once the link is up."""
        waits = self.trajectory.link_waits
        mine = (waits.copy == self.trajectory.crossings.copy[self.row]) & (waits.channel == self.channel)
        for wait in np.flatnonzero(mine & (waits.since == self.at)).tolist():
            until = int(waits.until[wait])
            self.held = WaitForLink(self.at, None if until < 0 else until, len(self.met))
            if until < 0:
                self.over = True
                return True
            self.at = until
        if transit is not None:
            self.transit = self._drawn(transit, "transit")
        self._wait(self.transit)
        return True

    def sift(self, index: int, hurdle: Hurdle, stopped: tuple[int, ...]) -> None:
        """A hurdle that each report meets by itself."""
        stops = index == self.stopped_by or self.report in stopped
        concerned = fits(hurdle, self._traits((self.report,)))
        if stops or (concerned and self._suits(hurdle)):
            self._answer(hurdle, stops)
        self.reports = tuple(each for each in self.reports if each not in stopped)

    def meet(self, index: int, hurdle: Hurdle) -> None:
        """A hurdle that the copy meets as a whole."""
        stops = index == self.stopped_by
        if not stops and not (fits(hurdle, self._traits(self.reports)) and self._suits(hurdle)):
            return
        if stops:
            self._answer(hurdle, stops=True)
            return
        delay = 0 if hurdle.delay is None else self._drawn(hurdle.delay, "hurdle delay", hurdle.name)
        visits = self._visits_there() if hurdle.through != NONE else ()
        self._answer(hurdle, stops=False, delay=delay, visits=visits)
        self._wait(delay)
        if visits:
            self._work_through(visits[-1])
        else:
            self.over |= hurdle.through != NONE  # it has closed, or the clock stops before

    def _suits(self, hurdle: Hurdle) -> bool:
        """Whether the hurdle concerns the copy as it is now."""
        seen, at = self.appearances, self.at
        precedence = min(seen.precedence(each, self.sortings[each], at) for each in self.reports)
        now = suits(hurdle, self.written, precedence, len(self.reports), self.at)
        return now and in_time(hurdle, self.at)

    def _traits(self, reports: tuple[int, ...]) -> Traits:
        """What hurdles look at in these reports."""
        classes = tuple(self.appearances.klass(each, self.sortings[each]) for each in reports)
        return traits_of(self.trajectory.network, self.trajectory.whole, reports, classes)

    def _answer(self, hurdle: Hurdle, stops: bool, delay: int = 0, visits: tuple[int, ...] = ()) -> None:
        network = self.trajectory.network
        through = "" if hurdle.through == NONE or stops else network.stations[hurdle.through].name
        likely = probability(hurdle, rapport_met(self.trajectory, self.channel, self.at))
        cause = network.causes[hurdle.cause] if stops else ""
        self.met.append(Met(hurdle.name, hurdle.kind, self.at, likely, cause, delay, through, visits))
        self.over |= stops

    def _visits_there(self) -> tuple[int, ...]:
        """The next visit to be worked through, and those that it was transferred to."""
        found: list[int] = []
        while self.through:
            found.append(self.through.pop(0))
            if self.trajectory.visits.end[found[-1]] != VisitEnd.TRANSFERRED:
                break
        return tuple(found)

    def _work_through(self, visit: int) -> None:
        visits, network = self.trajectory.visits, self.trajectory.network
        if visits.end[visit] not in (VisitEnd.FINISHED, VisitEnd.DUPLICATE):
            self.over = self.at_station = True
            return
        self.at = int(visits.ended[visit])
        self.written = self.written.by(network.stations[visits.station[visit]])

    def _wait(self, ticks: int) -> None:
        self.at += ticks
        self.over |= self.at >= self.trajectory.network.horizon

    def _drawn(self, law: Law, purpose: str, *names: str) -> int:
        calendar, lead = self.trajectory.whole, self.reports[0]
        key = key_of(self.trajectory.network, calendar, lead, purpose, self.name, *names)
        ordinal = int(calendar.reports.ordinal[lead])
        return draws.draw_ticks(law, key, calendar.replication, ordinal, self.crossing)


def _written(trajectory: Trajectory, family: Lineage, crossing: int) -> Written:
    """What stations had made of a copy when it was offered to a channel."""
    visits, crossings, network = trajectory.visits, trajectory.crossings, trajectory.network
    copy, channel = int(crossings.copy[crossing]), network.channels[crossings.channel[crossing]]
    finished = np.flatnonzero(
        (visits.copy == copy)
        & (visits.station == channel.sender)
        & np.isin(visits.end, DONE)
        & (visits.through == NONE)
    )
    # A copy that its sender did not finish was made there.
    last = int(finished[-1]) if len(finished) else NONE
    return _after(trajectory, family, copy, last, int(crossings.lead[crossing]))


def _after(trajectory: Trajectory, family: Lineage, copy: int, last: int, lead: int) -> Written:
    """What a copy was after a visit (row), or to begin with (NONE); what visited nothing carries `lead`."""
    visits, reports, network = trajectory.visits, trajectory.reports, trajectory.network
    rows = np.flatnonzero(visits.copy == copy)
    if copy in family.parents:
        written = _after(trajectory, family, family.parents[copy][0], len(visits.copy), lead)
    else:
        report = visits.lead[rows[0]] if len(rows) else lead
        level = network.classes[reports.klass[report]].level
        written = Written(int(reports.language[report]), NONE, level)
        made = network.streams[reports.stream[report]].made
        if made is not None and not made.answers:  # who asks has written the request
            written = written.by(network.stations[reports.door[report]])
    for row in rows[rows <= last].tolist():
        finished = visits.end[row] in DONE
        known = visits.end[row] == VisitEnd.DUPLICATE and visits.through[row] != NONE
        if finished or known:
            written = written.by(network.stations[visits.station[row]])
    return written
