"""Reports occur, and arrive where they are written (semantics, section 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from stovepipe.engines.simpy.common import Common
from stovepipe.engines.simpy.copies import Carried, Copy, Report
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.engines.simpy.stations.station import Station
from stovepipe.network.records import NONE, SILENCED, UNREPORTED, Source
from stovepipe.network.schedule import Reports
from stovepipe.network.ways.hurdles import Traits, Written

# To look a member up in its enumeration takes ten times as long.
OCCUR, WRITE = MomentKind.OCCUR, MomentKind.WRITE
Row = tuple[int, int, int, int, int, int, int, bool, bool, int, float, int, int]


class Inflow:
    """The reports of the calendar come in, one after the other."""

    def __init__(self, common: Common, reports: Reports, stations: Sequence[Station]) -> None:
        streams, sources = common.network.streams, common.network.sources
        self._stations = stations
        self._env, self._ledger, self._exposure = common.env, common.ledger, common.exposure
        self._number_copy, self._late = common.number_copy, common.late
        self._silenced = any(source.silence is not None for source in sources)
        self._positions = [0] * len(streams)
        self._sources = [(stream.source, sources[stream.source]) for stream in streams]
        self._levels = [klass.level for klass in common.network.classes]
        # There are few of these, and many reports have each.
        self._traits, self._first_written = cache(Traits.of), cache(Written)
        self._rows = _in_order(reports)

    def begin(self) -> None:
        """Await the first report."""
        self._await()

    def _await(self) -> None:
        row = next(self._rows, None)
        if row is not None:
            due = order(OCCUR, self._sources[row[1]][0], row[-1])
            Moment(self._env, row[0] - self._env.now, due, self._occur, row)

    def _occur(self, moment: Moment) -> None:
        """A report occurs; it is written down where it is to be worked on, now or later."""
        row: Row = moment.subject
        (
            at,
            stream,
            klass,
            precedence,
            deadline,
            language,
            marking,
            coarse,
            unreported,
            delay,
            draw,
            door,
            rank,
        ) = row
        rank_of_source, source = self._sources[stream]
        report = Report(
            rank,
            stream,
            self._positions[stream],
            klass,
            at,
            deadline,
            precedence,
            self._traits(klass, source.nation, marking, coarse),
            bool(source.guided_by) and self._off_requirement(source, door, draw, at),
        )
        self._positions[stream] += 1
        never_written = int(NONE)
        if unreported:
            never_written = UNREPORTED
        elif self._silenced and self._exposure.silences(rank_of_source, at):
            never_written = SILENCED
        self._ledger.open(report, door, never_written)
        if never_written == NONE:
            written = self._first_written(language, NONE, self._levels[klass])
            copy = Copy(self._number_copy(), (Carried(report, 1.0),), at, written, 0)
            self._ledger.enter(copy, self._ledger.reach_station[door], door)
            if delay > 0:
                if self._late is not None:
                    self._late[copy] = None
                Moment(self._env, delay, order(WRITE, rank_of_source, rank), self._written, (copy, delay))
            else:
                self._stations[door].arrive(copy, at)
        self._await()

    def _off_requirement(self, source: Source, door: int, draw: float, now: int) -> bool:
        """Whether a report answers no current requirement: the likelier, the older the guidance (2)."""
        guided = self._stations[door].guided
        last = max((at for klass, at in guided.items() if source.guided_by >> klass & 1), default=0)
        age = min(1.0, (now - last) / source.stale_after)
        return draw >= source.fresh + (source.stale - source.fresh) * age

    def _written(self, moment: Moment) -> None:
        """A late report is written down where it is to be worked on."""
        copy, delay = moment.subject
        copy.hurdles += delay
        if self._late is not None:
            del self._late[copy]
        self._stations[copy.where].arrive(copy, self._env.now)


def _in_order(reports: Reports) -> Iterator[Row]:
    """Each report's columns as numbers, and its rank."""
    columns = (
        reports.occurred,
        reports.stream,
        reports.klass,
        reports.precedence,
        reports.deadline,
        reports.language,
        reports.marking,
        reports.coarse,
        reports.unreported,
        reports.delay,
        reports.requirement,
        reports.door,
        np.arange(len(reports.occurred)),
    )
    return zip(*(column.tolist() for column in columns), strict=True)
