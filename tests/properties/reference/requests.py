"""Requests and answers in the second simulator (semantics, 3.13)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stovepipe.network.records import NEVER, NONE
from stovepipe.network.schedule import Reports
from stovepipe.trajectory import RequestOutcome
from tests.properties.reference.clock import WRITE
from tests.properties.reference.records import COUNTERS, Asked, Copy, Part, Place, Sought

if TYPE_CHECKING:
    from tests.properties.reference.stations import Stations


class Requests:
    """Who asks whom about what, and what becomes of it."""

    def __init__(self, world: Stations) -> None:
        self.world = world
        self.rows: list[Asked] = []
        self.asked_before: set[tuple[int, int]] = set()  # (ask, report)

    # --- settling ---

    def settle(self, copy: Copy, rank: int) -> bool:
        """A copy is finished; whether that is its end."""
        parts = sorted(copy.parts, key=lambda part: part.report)
        for part in parts:
            row = self.row(part.report)
            if row is None:
                continue
            if part.report == row.answer:
                if self.ask(row).station == rank and row.answered < 0:
                    row.answered = self.world.now
                    self.world.accounts.seeks[part.report].stations.clear()
                    row.spent = {name: row.spent[name] + part.spent[name] for name in COUNTERS}
            elif rank in self.doors(row.about) and row.reached < 0:
                self.reach(row, part.spent)
        for part in parts:
            self.ask_about(part.report, rank)
        requests = {row.request: row for row in self.rows}
        if all(p.report in requests and rank in self.doors(requests[p.report].about) for p in parts):
            self.world.accounts.end(copy, "finished", self.world.now)
            return True
        return False

    def ask_about(self, report: int, rank: int) -> None:
        network, reports = self.world.network, self.world.calendar.reports
        row = self.row(report)
        if row is not None and report == row.request:
            return
        for number, ask in enumerate(network.asks):
            if ask.station != rank or (number, report) in self.asked_before:
                continue
            if row is not None and row.ask != number:
                continue
            of_class = bool(ask.about >> int(reports.klass[report]) & 1)
            if (
                not of_class
                or (ask.coarse and not reports.coarse[report])
                or self.round(report) >= ask.rounds
            ):
                continue
            self.asked_before.add((number, report))
            place = network.stations[rank].name, ask.name
            if self.world.uniform("ask", *place, lead=report, visit=0) < ask.probability:
                self.make_request(number, report, rank)

    # --- what is made ---

    def make_request(self, number: int, about: int, rank: int) -> None:
        world = self.world
        ask = world.network.asks[number]
        request = self.make(number, about, answers=False, klass=ask.request, deadline=NEVER, door=rank)
        if ask.within is not None:
            within = world.duration(ask.within, "within", lead=request, visit=0)
            world.calendar.reports.deadline[request] = min(world.now + within, NEVER)
        row = Asked(number, about, request, world.now)
        self.rows.append(row)
        world.finished.add((rank, request))
        if rank in self.doors(about):
            self.reach(row, dict.fromkeys(COUNTERS, 0))
            return
        self.seek(request, self.doors(about), Place(rank, is_sorted=True))
        level = world.network.classes[ask.request].level
        copy = self.copy(request, Place(rank, is_sorted=True), NONE, level, {rank})
        world.write(copy, rank)
        world.share(copy, rank)

    def reach(self, row: Asked, spent: dict[str, int]) -> None:
        """The request is at its source, and an answer occurs."""
        world, ask = self.world, self.ask(row)
        row.reached, row.spent = world.now, dict(spent)
        if row.request in world.accounts.seeks:
            world.accounts.seeks[row.request].stations.clear()
        reports = world.calendar.reports
        klass = int(reports.klass[row.about]) if ask.answer == NONE else ask.answer
        deadline = int(reports.deadline[row.request])
        answer = row.answer = self.make(
            row.ask, row.about, answers=True, klass=klass, deadline=deadline, door=NONE
        )
        reports, source = world.calendar.reports, self.source(row.about)
        spec = world.network.sources[source]
        if world.uniform("coarse", lead=answer, visit=0) < ask.still_coarse:
            reports.coarse[answer] = True
        reports.event[answer] = reports.event[row.about]
        if spec.languages:
            u = world.uniform("language", lead=answer, visit=0)
            reports.language[answer] = next(language for language, upto in spec.languages if u < upto)
        u, urgency = world.uniform("door", lead=answer, visit=0), int(reports.precedence[answer])
        drawn = any(door.upto < 1 for door in spec.doors)
        opens = [d for d in spec.doors if d.opens(klass, urgency) and (u < d.upto or not drawn)]
        door = opens[0].station
        reports.door[answer] = door
        collects = world.duration(ask.collects, "collects", lead=answer, visit=0)
        reports.delay[answer] = collects
        self.seek(answer, {ask.station}, Place(door))
        if world.is_silent(source):
            self.give_up(answer, "silenced", door)
            return
        copy = self.copy(
            answer, Place(door), int(reports.language[answer]), world.network.classes[klass].level, set()
        )
        if collects:
            world.turn(copy, "hurdles")
            world.plan(world.now + collects, WRITE, source, answer, lambda: self.write_down(row, copy, door))
        else:
            self.write_down(row, copy, door)

    def write_down(self, row: Asked, copy: Copy, door: int) -> None:
        row.written = self.world.now
        self.world.arrive(copy, door, None)

    def copy(self, report: int, at: Place, language: int, level: int, lineage: set[int]) -> Copy:
        reports = self.world.calendar.reports
        return self.world.accounts.make(
            [Part(report, int(reports.klass[report]), int(reports.precedence[report]))],
            at,
            language=language,
            system=NONE,
            level=level,
            lineage=lineage,
            now=self.world.now,
        )

    def make(self, number: int, about: int, *, answers: bool, klass: int, deadline: int, door: int) -> int:
        """A report more, behind all others; its rank."""
        world = self.world
        network, reports = world.network, world.calendar.reports
        ask, source = network.asks[number], self.source(about)
        root = network.streams[reports.stream[self.root(about)]]
        trigger = " ".join(
            (
                "answer" if answers else "request",
                f"{network.stations[ask.station].name}.{ask.name}",
                network.classes[root.klass].name,
                root.trigger,
                str(self.round(about)),
            )
        )
        names = [(s.source, s.klass, s.trigger) for s in network.streams]
        values: dict[str, Any] = {
            "occurred": world.now,
            "stream": names.index((source, klass, trigger)),
            "ordinal": reports.ordinal[about],
            "klass": klass,
            "precedence": network.classes[klass].precedence,
            "deadline": deadline,
            "language": NONE,
            "unreported": False,
            "delay": 0,
            "coarse": False,
            "marking": max(network.classes[klass].marking, network.sources[source].marking),
            "requirement": 0.0,
            "event": NONE,
            "door": door,
        }
        columns = (np.append(getattr(reports, f.name), values[f.name]) for f in fields(Reports))
        longer = Reports(
            *(
                column.astype(getattr(reports, f.name).dtype)
                for f, column in zip(fields(Reports), columns, strict=True)
            )
        )
        world.accounts.calendar = replace(world.calendar, reports=longer)
        rank = len(longer.occurred) - 1
        if world.uniform("overmarked", lead=rank, visit=0) < network.sources[source].overmarked:
            longer.marking[rank] = min(longer.marking[rank] + 1, max(len(network.markings) - 1, 0))
        return rank

    # --- what is sought (5) ---

    def seek(self, report: int, stations: set[int], at: Place) -> None:
        klass = int(self.world.calendar.reports.klass[report])
        near = self.world.accounts.within_reach(at, Part(report, klass, NONE))
        self.world.accounts.seeks[report] = Sought(set(stations))
        if not stations & near:
            once = stations & self.world.accounts.at_first[at, klass]
            self.give_up(report, "closed" if once else "no_route", at.station)
        else:
            self.world.accounts.seeks[report].stations &= near

    def give_up(self, report: int, cause: str, where: int) -> None:
        sought = self.world.accounts.seeks[report]
        if sought.stations:
            sought.stations.clear()
            sought.lost, sought.at, sought.where = cause, self.world.now, where

    # --- who is who ---

    def row(self, report: int) -> Asked | None:
        """The request that a report is, or answers."""
        return next((row for row in self.rows if report in (row.request, row.answer)), None)

    def ask(self, row: Asked) -> Any:
        return self.world.network.asks[row.ask]

    def source(self, report: int) -> int:
        return self.world.network.streams[self.world.calendar.reports.stream[report]].source

    def doors(self, about: int) -> set[int]:
        return {door.station for door in self.world.network.sources[self.source(about)].doors}

    def round(self, report: int) -> int:
        row = self.row(report)
        return 0 if row is None else self.round(row.about) + 1

    def root(self, report: int) -> int:
        """The report of the calendar with which the asking began."""
        row = self.row(report)
        return report if row is None else self.root(row.about)

    # --- the table ---

    def table(self) -> list[tuple[int, ...]]:
        """What `Requests` has of each, without what is no column."""
        return [self.columns(row) for row in self.rows]

    def columns(self, row: Asked) -> tuple[int, ...]:
        outcome, cause, decided, where = RequestOutcome.IN_FLIGHT, NONE, -1, -1
        spent = dict.fromkeys(COUNTERS, 0)
        sought = [self.world.accounts.seeks.get(report) for report in (row.request, row.answer)]
        lost = [one for one in sought if one is not None and one.lost]
        if row.answered >= 0:
            outcome, decided, spent = RequestOutcome.ANSWERED, row.answered, row.spent
            where = self.ask(row).station
        elif lost:
            outcome, decided, where = RequestOutcome.UNANSWERED, lost[0].at, lost[0].where
            cause = self.world.network.causes.index(lost[0].lost)
            spent = {name: row.spent[name] + lost[0].spent[name] for name in COUNTERS}
        return (
            row.ask, row.about, row.request, row.answer, row.asked, row.reached, row.written, int(outcome),
            cause, decided, where, *spent.values(),
        )  # fmt: skip
