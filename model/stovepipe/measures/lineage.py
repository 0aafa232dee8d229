"""Which reports each copy carried, and what it was made from: worked out from the tables of a trajectory.

The tables have the lead of a copy and how many reports it carries. The rest follows from the rules of
batching and sharing (semantics, 3.5, 3.8, 3.9), applied to the visits in the order in which they were
finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from stovepipe.network import draws
from stovepipe.network.hurdles import Content, fits, key_of, probability, rapport_at
from stovepipe.network.records import NONE, Network
from stovepipe.trajectory import Passage, Trajectory, VisitEnd


@dataclass(frozen=True)
class Left:
    """How a copy left a batch: when, and with how many reports in all (itself alone: those it carries)."""

    at: int
    reports: int


@dataclass(frozen=True)
class Sift:
    """A hurdle that each report met by itself stopped some: its index on the channel, when, and which."""

    hurdle: int
    at: int
    stopped: tuple[int, ...]


@dataclass(frozen=True)
class Offer:
    """An offer of a copy to a channel.

    `reports`: what it carried when it was offered; `crossing`: the ordinal of its draws; `sifts`: what it
    lost on the way, in order.
    """

    reports: tuple[int, ...]
    crossing: int
    sifts: tuple[Sift, ...] = ()


@dataclass(frozen=True, eq=False)
class Lineage:
    """What copies carried and came from.

    Attributes:
        carried: the ranks of the reports in a copy, in order, by its number and how many it carried; only
            where these are several (a batch may take some out of a copy: its number alone does not tell).
        offers: what is known of each crossing, by its row; not listed: nothing, or it is one of `annexes`.
        annexes: the crossings (rows) of what a hurdle took out of another copy, and stopped.
        made_of: the visits (rows) after which a copy was made, by its number: several for a product; a copy
            that is not listed began with its report.
        left: how what was finished in a visit (row) left the batch of the station; not listed: it did not
            wait in one, or did not leave.
        batched: the visits (rows) after which a copy waited in a batch.
        dropped: (row of the visit, report): which the batch held already.
        complete: whether every offer was accounted for. It may not be where work that took no time was
            finished at the very tick at which a batch left.
    """

    carried: Mapping[tuple[int, int], tuple[int, ...]]
    offers: Mapping[int, Offer]
    annexes: frozenset[int]
    made_of: Mapping[int, tuple[int, ...]]
    left: Mapping[int, Left]
    batched: frozenset[int]
    dropped: frozenset[tuple[int, int]]
    complete: bool

    def reports(self, copy: int, lead: int, number: int) -> tuple[int, ...]:
        """The reports in a copy, as its row has it; nothing where that is not known."""
        return (lead,) if number == 1 else self.carried.get((copy, number), ())


def lineage(trajectory: Trajectory) -> Lineage:
    """Follow every copy through batches and shares."""
    return _Following(trajectory).whole()


@dataclass(frozen=True)
class _Waiting:
    """What one visit left in a batch."""

    row: int
    copy: int
    reports: tuple[int, ...]


class _Following:
    def __init__(self, trajectory: Trajectory) -> None:
        network, visits, crossings = trajectory.network, trajectory.visits, trajectory.crossings
        self._network = network
        self._klass = trajectory.calendar.reports.klass.tolist()
        self._finished = _finished(trajectory)
        self._copy, self._lead = visits.copy.tolist(), visits.lead.tolist()
        self._number, self._station = visits.carried.tolist(), visits.station.tolist()
        self._ended = visits.ended.tolist()
        self._offer = list(
            zip(crossings.copy.tolist(), crossings.lead.tolist(), crossings.carried.tolist(), strict=True)
        )
        self._offers: dict[tuple[int, int], list[int]] = {}  # rows not yet explained, by channel and tick
        for row, place in enumerate(zip(crossings.channel.tolist(), crossings.offered.tolist(), strict=True)):
            self._offers.setdefault(place, []).append(row)
        self._trajectory = trajectory
        self._begun: dict[tuple[int, int], int] = {}  # how often a lead was offered to a channel
        self._explained: dict[int, Offer] = {}
        self._annexes: set[int] = set()
        self._sifted = self._stopped_by_sifting()
        self._known = {self._copy[row] for row in np.unique(visits.lead, return_index=True)[1].tolist()}
        self._held: dict[int, list[_Waiting]] = {}
        self._carried: dict[tuple[int, int], tuple[int, ...]] = {}
        self._made_of: dict[int, tuple[int, ...]] = {}
        self._left: dict[int, Left] = {}
        self._batched: set[int] = set()
        self._dropped: set[tuple[int, int]] = set()

    def whole(self) -> Lineage:
        """From the first visit to the horizon."""
        planned = _planned(self._network)
        due = next(planned, None)
        for row in self._finished:
            while due is not None and self._comes_before(due[0], row):
                self._act(*due)
                due = next(planned, None)
            self._finish(row)
        while due is not None:
            self._act(*due)
            due = next(planned, None)
        return Lineage(
            self._carried,
            self._explained,
            frozenset(self._annexes),
            self._made_of,
            self._left,
            frozenset(self._batched),
            frozenset(self._dropped),
            complete=not any(self._offers.values()),
        )

    def _comes_before(self, at: int, row: int) -> bool:
        """Whether something planned for a tick comes before a visit was finished.

        At one tick work ends first; but not work, without length, on a copy that came of what was planned.
        """
        return at < self._ended[row] or (at == self._ended[row] and self._copy[row] not in self._known)

    def _act(self, at: int, closes: bool, station: int) -> None:
        if closes:
            for each in self._held.pop(station, []):
                self._carried[each.copy, len(each.reports)] = each.reports
        else:
            self._release(station, at)

    def _finish(self, row: int) -> None:
        copy, number, station = self._copy[row], self._number[row], self._station[row]
        reports = (self._lead[row],) if number == 1 else self._carried.get((copy, number), ())
        if not reports:
            return
        spec = self._network.stations[station]
        if not spec.batch_classes >> self._klass[reports[0]] & 1:
            self._share(station, self._ended[row], copy, reports, (row,))
            return
        self._batched.add(row)
        waiting = self._held.setdefault(station, [])
        held = {report for each in waiting for report in each.reports}
        self._dropped |= {(row, report) for report in reports if report in held}
        new = tuple(report for report in reports if report not in held)
        if new:
            waiting.append(_Waiting(row, copy, new))
        if spec.batch_size != NONE and len(held) + len(new) >= spec.batch_size:
            self._release(station, self._ended[row])

    def _release(self, station: int, at: int) -> None:
        waiting = self._held.pop(station, [])
        if not waiting:
            return
        reports = tuple(sorted(report for each in waiting for report in each.reports))
        rows = tuple(each.row for each in waiting)
        self._left |= dict.fromkeys(rows, Left(at, len(reports)))
        self._share(station, at, waiting[0].copy if len(waiting) == 1 else NONE, reports, rows)

    def _share(
        self, station: int, at: int, copy: int, reports: tuple[int, ...], rows: tuple[int, ...]
    ) -> None:
        """Find what was offered of these reports; `copy` is the copy that had them, NONE for a product."""
        for channel in self._network.stations[station].outgoing:
            carries = self._network.channels[channel].carries
            part = tuple(report for report in reports if carries >> self._klass[report] & 1)
            row = self._row_of(channel, at, copy, part) if part else None
            if row is None:
                continue
            self._offers[channel, at].remove(row)
            child = self._offer[row][0]
            self._known.add(child)
            if len(part) > 1:
                self._carried[child, len(part)] = part
            if child != copy:
                self._made_of[child] = rows
            crossing = self._begun.get((channel, part[0]), 0)
            self._begun[channel, part[0]] = crossing + 1
            sifts = tuple(self._sift(channel, row, crossing, part)) if len(part) > 1 else ()
            self._explained[row] = Offer(part, crossing, sifts)

    def _row_of(self, channel: int, at: int, copy: int, part: tuple[int, ...]) -> int | None:
        """The row of an offer: of the copy itself, else of a new one; whole, else what was left of it."""
        rows = self._offers.get((channel, at), [])
        own = [row for row in rows if self._offer[row][0] == copy]
        new = [row for row in rows if self._offer[row][0] not in self._known]
        fitting = [row for row in own or new if self._offer[row][1] in part]
        whole = [row for row in fitting if self._offer[row][1:] == (part[0], len(part))]
        less = [row for row in fitting if self._offer[row][2] < len(part)] if self._sifted else []
        return next(iter(whole + less), None)

    def _stopped_by_sifting(self) -> dict[int, list[int]]:
        """The crossings (rows) that hurdles met by each report stopped as soon as they began, by channel."""
        crossings, channels = self._trajectory.crossings, self._network.channels
        at_once = (crossings.passage == Passage.STOPPED) & (crossings.offered == crossings.ended)
        found: dict[int, list[int]] = {}
        for row in np.flatnonzero(at_once).tolist():
            channel = int(crossings.channel[row])
            if channels[channel].hurdles[crossings.hurdle[row]].each:
                found.setdefault(channel, []).append(row)
        return found

    def _sift(self, channel: int, row: int, crossing: int, part: tuple[int, ...]) -> Iterator[Sift]:
        """What hurdles took out of a copy on a channel; its row has what was left at the end."""
        table = self._trajectory.crossings
        ended = self._network.horizon if table.ended[row] < 0 else int(table.ended[row])
        left = part
        for annex in list(self._sifted.get(channel, [])):
            if len(left) <= self._offer[row][2] or int(table.offered[annex]) > ended:
                return
            at, hurdle = int(table.offered[annex]), int(table.hurdle[annex])
            if annex <= row or self._offer[annex][0] in self._known:
                continue
            stopped = tuple(each for each in left if self._strikes(channel, hurdle, each, crossing, at))
            if stopped and self._offer[annex][1:] == (stopped[0], len(stopped)):
                self._sifted[channel].remove(annex)
                self._offers[channel, at].remove(annex)
                self._annexes.add(annex)
                self._known.add(self._offer[annex][0])
                left = tuple(each for each in left if each not in stopped)
                for copy, reports in ((self._offer[row][0], left), (self._offer[annex][0], stopped)):
                    if len(reports) > 1:
                        self._carried[copy, len(reports)] = reports
                yield Sift(hurdle, at, stopped)

    def _strikes(self, channel: int, index: int, report: int, crossing: int, at: int) -> bool:
        """Whether a hurdle that is met by each report stops this one."""
        network, calendar = self._network, self._trajectory.calendar
        hurdle = network.channels[channel].hurdles[index]
        if not fits(hurdle, Content.of(network, calendar, (report,))):
            return False
        likely = probability(hurdle, rapport_at(calendar.rapport[channel], at))
        key = key_of(network, calendar, report, "hurdle", network.channels[channel].name, hurdle.name)
        ordinal = int(calendar.reports.ordinal[report])
        return draws.uniform(key, calendar.replication, ordinal, crossing) < likely


def _finished(trajectory: Trajectory) -> list[int]:
    """The visits (rows) that a copy was sent on from, in the order in which they were finished.

    Services are written down as they end, so the last of a visit tells when that was, also among those that
    were finished at one tick.
    """
    visits = trajectory.visits
    last = np.full(len(visits.copy), -1, dtype=np.int64)
    last[trajectory.services.visit] = np.arange(len(trajectory.services.visit))
    rows = np.flatnonzero((visits.end == VisitEnd.FINISHED) & (visits.through == NONE))
    in_order: list[int] = rows[np.argsort(last[rows], kind="stable")].tolist()
    return in_order


def _planned(network: Network) -> Iterator[tuple[int, bool, int]]:
    """When batches leave at times of day and stations close, in order: (tick, whether it closes, station)."""
    releases: Iterable[tuple[int, bool, int]] = (
        (at, False, rank)
        for rank, station in enumerate(network.stations)
        for at in station.batch_releases.tolist()
    )
    closings = (
        (station.closes, True, rank)
        for rank, station in enumerate(network.stations)
        if station.closes < network.horizon
    )
    # At one tick stations close before batches leave (semantics, 1).
    yield from sorted((*releases, *closings), key=lambda each: (each[0], not each[1], each[2]))
