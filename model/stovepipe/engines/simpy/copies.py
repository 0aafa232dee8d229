"""What moves: reports and the copies that carry them."""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

from stovepipe.network.ways.hurdles import Traits, Written

Spent = tuple[int, int, int, int, int, int]  # ticks: waiting, work, suspended, batching, transit, hurdles
NOTHING: Spent = (0, 0, 0, 0, 0, 0)
BLOCK_BITS = 8  # random numbers are drawn for as many reports of a stream at a time
WITHIN = (1 << BLOCK_BITS) - 1


class Report:
    """One report during a run.

    `klass`, `traits` and `precedence` are those that it appears with, and `kind` is that of `Network.kinds`;
    `position` counts the reports of its stream, and `block` names those that random numbers are drawn for
    together; `off`: whether it answers no current requirement; `pending`: mask of consumers not yet decided;
    `reached_by`: how many living copies could still reach each consumer, as a `Tally` writes it; `finished`:
    mask of stations; `begun`: how often work (by station rank) or a crossing (by number of stations + channel
    rank) was begun with it as lead, how often it was handed over as lead (by -1 - station rank), and how
    often what it adds to work was drawn (by number of stations and channels + station rank); `ends`: for each
    copy that was lost or a duplicate, (consumers it could reach, its lineage, the cause, the stations that
    had finished what a duplicate brought); `given`: (station as a mask, the fidelity that it gave) of those
    whose twins take over what they have finished, in the order of time.
    """

    __slots__ = (
        "begun",
        "block",
        "deadline",
        "ends",
        "finished",
        "given",
        "kind",
        "klass",
        "occurred",
        "off",
        "pending",
        "position",
        "precedence",
        "rank",
        "reached_by",
        "stream",
        "traits",
    )

    def __init__(
        self,
        rank: int,
        stream: int,
        position: int,
        klass: int,
        occurred: int,
        deadline: int,
        precedence: int,
        traits: Traits,
        off: bool,
    ) -> None:
        self.rank = rank
        self.stream = stream
        self.position = position
        self.block = stream << 32 | position >> BLOCK_BITS
        self.klass = self.kind = klass
        self.occurred = occurred
        self.deadline = deadline
        self.precedence = precedence
        self.traits = traits
        self.off = off
        self.pending = 0
        self.reached_by = 0
        self.finished = 0
        self.begun: dict[int, int] = {}
        self.ends: list[tuple[int, int, int, int]] = []
        self.given: tuple[tuple[int, float], ...] = ()

    def begin(self, place: int) -> int:
        """Count one more beginning at `place`; how many there were before."""
        before = self.begun.get(place, 0)
        self.begun[place] = before + 1
        return before


class Carried(NamedTuple):
    """A report in a copy, its fidelity, and the ticks it had spent when it joined this copy."""

    report: Report
    fidelity: float
    before: Spent = NOTHING


class Copy:
    """One copy of a report, or a product that carries several.

    `reach` is the row of the reachability table for where it is; `where` is that place (station rank, or
    number of stations + channel rank). `since` is the tick at which its present activity began, and the six
    counters hold what it spent before.

    At a station: `row` is the row of its visit, `at_arrival` the first three counters when it `arrived`,
    `line` its arrival number, `content` what remains of the work (-1: not yet drawn), `visit` the ordinal of
    the draws, `queued` whether it waits.
    On a channel: `crossing` is the ordinal of the draws, `crossing_row` its row, `next_step` the step it
    takes next; `through` is the channel's rank while it is worked through a station, else -1.
    """

    __slots__ = (
        "arrived",
        "at_arrival",
        "batching",
        "carried",
        "content",
        "crossing",
        "crossing_row",
        "deadline",
        "duplicated",
        "expires",
        "hurdles",
        "lead",
        "line",
        "lineage",
        "next_step",
        "number",
        "offered",
        "precedence",
        "queued",
        "reach",
        "row",
        "since",
        "started",
        "suspended",
        "through",
        "traits",
        "transit",
        "visit",
        "waiting",
        "where",
        "work",
        "written",
    )

    # set when it arrives at a station
    row: int
    arrived: int
    at_arrival: tuple[int, int, int]
    started: int
    line: int
    content: int
    visit: int
    duplicated: int
    # set when it is offered to a channel
    crossing: int
    crossing_row: int
    offered: int
    next_step: int

    def __init__(
        self,
        number: int,
        carried: tuple[Carried, ...],
        since: int,
        written: Written,
        lineage: int,
        spent: Spent = NOTHING,
    ) -> None:
        self.number = number
        self.since = since
        self.written = written
        self.lineage = lineage
        self.waiting, self.work, self.suspended, self.batching, self.transit, self.hurdles = spent
        self.carry(carried)
        self.reach: tuple[int, ...] = ()
        self.where = -1
        self.through = -1
        self.queued = False

    def carry(self, carried: tuple[Carried, ...]) -> None:
        """What it carries from now on, in order of rank, and what follows from that."""
        self.carried = carried
        lead = carried[0].report
        self.lead = lead
        self.precedence, self.deadline, self.traits = lead.precedence, lead.deadline, lead.traits
        for item in carried[1:]:
            self.precedence = min(self.precedence, item.report.precedence)
            self.deadline = max(self.deadline, item.report.deadline)
        if len(carried) > 1:
            self.traits = reduce(Traits.joined, {item.report.traits for item in carried})
        self.expires = False  # whether its EXPIRE is due at this deadline

    def appear(self, carried: tuple[Carried, ...]) -> None:
        """The reports it carries appear in it as these from now on; the deadline stays."""
        due = self.expires
        self.carry(carried)
        self.expires = due

    def spent(self) -> Spent:
        """The six counters."""
        return self.waiting, self.work, self.suspended, self.batching, self.transit, self.hurdles

    def made_from(self, number: int, carried: tuple[Carried, ...], now: int) -> Copy:
        """A new copy of some of what this one carries."""
        return Copy(
            number,
            carried,
            now,
            self.written,
            self.lineage,
            (self.waiting, self.work, self.suspended, self.batching, self.transit, self.hurdles),
        )
