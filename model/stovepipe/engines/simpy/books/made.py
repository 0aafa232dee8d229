"""The reports that the clock makes: requests and answers, with what is drawn for each (semantics, 3.13)."""

from __future__ import annotations

from array import array

import numpy as np

from stovepipe.engines.simpy.chance import Chance, Durations, Uniforms
from stovepipe.engines.simpy.copies import Report
from stovepipe.network.draws import Law
from stovepipe.network.records import NEVER, NONE, Network
from stovepipe.network.schedule import Calendar, Reports
from stovepipe.network.ways.hurdles import Traits

Row = tuple[int | float, ...]  # the columns of `Reports`


class MadeReports:
    """Makes them, ranked behind those of the calendar, and writes them down.

    `about`: the event that each report is about, by rank; what is made is added to it.
    """

    def __init__(self, network: Network, calendar: Calendar, chance: Chance, about: array[int]) -> None:
        self._network, self._chance, self._about = network, chance, about
        self.first = len(calendar.reports.occurred)
        self._rows: list[Row] = []
        self._overmarked, self._language = Uniforms(chance, "overmarked"), Uniforms(chance, "language")
        self._coarse, self._door = Uniforms(chance, "coarse"), Uniforms(chance, "door")
        self._within = [self._by_class(ask.within, "within") for ask in network.asks]
        self._collects = [self._by_class(ask.collects, "collects") for ask in network.asks]

    def _by_class(self, law: Law | None, purpose: str) -> Durations | None:
        return None if law is None else Durations(self._chance, (law,) * len(self._network.classes), purpose)

    def request(self, stream: int, ask: int, about: Report, now: int) -> Report:
        """A request of an ask, about a report, which occurs now at the station that asks."""
        report = self._report(stream, about, now, NEVER, coarse=False, ask=ask)
        within = self._within[ask]
        if within is not None:
            report.deadline = min(now + within.at(report, 0), NEVER)
        self._write(report, NONE, 0, NONE, self._network.asks[ask].station)
        return report

    def answer(
        self, stream: int, ask: int, request: Report, about: Report, now: int
    ) -> tuple[Report, int, int, int]:
        """The answer to a request, which occurs now at its source.

        Returns:
            the report, its language, its door, and how long after now it is written down, in ticks.
        """
        source = self._network.sources[self._network.streams[stream].source]
        report = self._report(stream, about, now, request.deadline, coarse=True, ask=ask)
        language = door = int(NONE)
        if source.languages:
            drawn = self._language.at(report, 0)
            language = next((rank for rank, upto in source.languages if drawn < upto), NONE)
        luck = self._door.at(report, 0) if any(each.upto < 1.0 for each in source.doors) else 0.0
        for each in source.doors:
            if each.opens(report.klass, report.precedence) and luck < each.upto:
                door = each.station
                break
        collects = self._collects[ask]
        delay = 0 if collects is None else collects.at(report, 0)
        self._write(report, language, delay, self._about[about.rank], door)
        return report, language, door, delay

    def _report(
        self, stream: int, about: Report, now: int, deadline: int, *, coarse: bool, ask: int
    ) -> Report:
        """A report of a stream, with the ordinal of what it is about; `coarse`: whether it may be coarse."""
        network = self._network
        spec = network.streams[stream]
        klass, source = network.classes[spec.klass], network.sources[spec.source]
        rank = self.first + len(self._rows)
        traits = Traits.of(spec.klass, source.nation, max(klass.marking, source.marking), coarse=False)
        report = Report(
            rank, stream, about.position, spec.klass, now, deadline, klass.precedence, traits, off=False
        )
        marking = traits.marking
        if source.overmarked > 0.0 and self._overmarked.at(report, 0) < source.overmarked:
            marking = min(marking + 1, max(len(network.markings) - 1, 0))
        share = network.asks[ask].still_coarse if coarse else 0.0
        is_coarse = share > 0.0 and self._coarse.at(report, 0) < share
        report.traits = Traits.of(spec.klass, source.nation, marking, is_coarse)
        return report

    def _write(self, report: Report, language: int, delay: int, event: int, door: int) -> None:
        ordinal = int(self._chance.ordinals[report.stream][report.position])
        self._about.append(event)
        self._rows.append(
            (
                report.occurred, report.stream, ordinal, report.klass, report.precedence, report.deadline,
                language, False, delay, report.traits.coarse, report.traits.marking, 0.0, event, door,
            )
        )  # fmt: skip

    def table(self) -> Reports:
        """All that was made, as columns."""
        return reports_table(self._rows)


def reports_table(rows: list[Row]) -> Reports:
    """Reports as columns, from their rows."""
    kinds = (np.int64,) * 7 + (np.bool_, np.int64, np.bool_, np.int64, np.float64, np.int64, np.int64)
    columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    return Reports(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)))
