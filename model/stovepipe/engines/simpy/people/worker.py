"""The people: who is on duty, how proficient, with what in hand (semantics, sections 3 and 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stovepipe.engines.simpy.copies import Copy
from stovepipe.engines.simpy.moments import Moment, MomentKind, order
from stovepipe.network.details.rules import Ending
from stovepipe.network.records import PostGroup, Server, Shift
from stovepipe.network.schedule import Duty

AT_A_TIME = 128  # spells


class Desk:
    """What the servers of one post share when a relief waits until it is free."""

    __slots__ = ("servers", "shared", "working")

    def __init__(self) -> None:
        self.servers: list[Worker] = []
        self.shared = False
        self.working = 0

    def sit(self, worker: Worker) -> None:
        """Another server has its place here."""
        self.servers.append(worker)
        self.shared = len(self.servers) > 1

    def deserted(self) -> bool:
        """Whether nobody who sits here is there, or is on call."""
        return not any(
            server.present or server.copy is not None or server.call is not None for server in self.servers
        )

    def has_for(self, worker: Worker, now: int) -> Worker | None:
        """Who takes what interrupts a person at work here: that one if on duty, else the one idle longest."""
        if worker.on_duty(now):
            return worker
        idle = [other for other in self.servers if other.idle and other.on_duty(now)]
        return min(idle, key=lambda other: (other.idle_since, other.rank), default=None)


@dataclass(frozen=True, slots=True)
class Spell:
    """One spell of duty, and the learning curve of the person who serves it.

    `settled`: whether there is nothing left to learn, from its beginning.
    """

    on: int
    off: int
    ending: Ending
    tour: int
    tenure: int
    p0: float
    slope: float
    start: float
    settled: bool

    def proficiency(self, now: int) -> float:
        """Speed relative to a fully settled person, in (0, 1]."""
        p = self.p0 + self.slope * (now - self.tenure)
        return p if p < 1.0 else 1.0

    def grip(self, proficiency: float) -> float:
        """How much of what there is to learn has been learnt, in [0, 1]."""
        return 1.0 if self.start >= 1.0 else (proficiency - self.start) / (1.0 - self.start)


def spells(duty: Duty) -> Iterator[Spell]:
    """The spells of one server, in order. Each is made when its turn comes: there may be millions."""
    columns = (duty.on, duty.off, duty.ending, duty.tour, duty.tenure, duty.p0, duty.slope, duty.start)
    for begin in range(0, len(duty.on), AT_A_TIME):
        some = (column[begin : begin + AT_A_TIME].tolist() for column in columns)
        for on, off, ending, tour, tenure, p0, slope, start in zip(*some, strict=True):
            settled = p0 >= 1.0 and slope >= 0.0
            yield Spell(on, off, Ending(ending), tour, tenure, p0, slope, start, settled)


class Worker:
    """One server: the person who holds a post in a shift.

    `spell` is the present spell, which ends at `off`, or the last one while finishing; None before the
    first. `present`: between
    JOIN and LEAVE.
    `level` is that of the stock on which the work rests (3.14), when this stretch of it began.
    `copy` is what is being worked on, since `began`, in the spell `stretch`, at proficiency `p`, until
    `finish`. `held` is a suspended copy. `call` is that of a person who is on call.
    """

    __slots__ = (
        "began",
        "call",
        "copy",
        "desk",
        "finish",
        "finish_order",
        "group",
        "group_rank",
        "held",
        "idle",
        "idle_since",
        "level",
        "off",
        "p",
        "post",
        "present",
        "rank",
        "shift",
        "spell",
        "stretch",
    )

    def __init__(self, rank: int, server: Server, group: PostGroup, desk: Desk) -> None:
        self.rank = rank
        self.post = server.post
        self.group = group
        self.group_rank = server.group
        self.shift: Shift = group.shifts[server.shift]
        self.desk = desk
        desk.sit(self)
        self.spell: Spell | None = None
        self.stretch: Spell | None = None
        self.present = False
        self.off = 0
        self.copy: Copy | None = None
        self.held: Copy | None = None
        self.finish: Moment | None = None
        self.call: Call | None = None
        self.finish_order = order(MomentKind.FINISH, server.station, rank)
        self.idle = False
        self.idle_since = 0
        self.began = 0
        self.p = self.level = 1.0

    def on_duty(self, now: int) -> bool:
        """Whether the present spell covers this tick."""
        return self.present and now < self.off

    def proficiency(self, now: int) -> float:
        """Of the person in post; 0 where there is none."""
        return 0.0 if self.spell is None else self.spell.proficiency(now)

    def available(self, now: int) -> bool:
        """Whether this person could start a copy now."""
        return self.copy is None and self.desk.working == 0 and self.present and now < self.off


class Call:
    """One call: its row in the record, who is called, and the presence of that person."""

    __slots__ = ("piece", "row", "worker")

    def __init__(self, row: int, worker: Worker, piece: Spell) -> None:
        self.row = row
        self.worker = worker
        self.piece = piece


def least_urgent(workers: Iterable[Worker], copy: Copy, now: int) -> Worker | None:
    """Who may be interrupted, so that somebody there takes the copy: at the least urgent work, begun last."""
    candidates = [
        (worker.copy.precedence, worker.began, worker.rank, worker)
        for worker in workers
        if worker.copy is not None
        and worker.copy.precedence > copy.precedence
        and worker.desk.has_for(worker, now) is not None
    ]
    return max(candidates)[-1] if candidates else None
