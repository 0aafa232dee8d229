"""What the second simulator writes down, and what moves through it (semantics, 2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from stovepipe.network.records import ANY, NONE
from stovepipe.trajectory import DeliveryOutcome, HoldEnd, Passage, VisitEnd

COUNTERS = ("waiting", "work", "suspended", "batching", "transit", "hurdles")


def has(mask: int, rank: int) -> bool:
    """Whether a set has a member; only the set of all has what is not there at all."""
    return mask == ANY or (rank != NONE and bool(mask >> rank & 1))


@dataclass
class Visit:
    """A row of the table of visits, filled in as time goes by."""

    lead: int
    carried: int
    station: int
    through: int
    arrived: int
    started: int = -1
    ended: int = -1
    waiting: int = 0
    work: int = 0
    suspended: int = 0
    duplicated: int = 0
    end: int = VisitEnd.PRESENT


@dataclass
class Service:
    """A row of the table of services."""

    visit: Visit
    server: int
    tour: int
    began: int
    ended: int = -1


@dataclass
class Crossing:
    """A row of the table of crossings, and how far the copy has come on the channel."""

    lead: int
    carried: int
    channel: int
    offered: int
    ended: int = -1
    hurdle: int = NONE
    passage: int = Passage.UNDER_WAY
    number: int = 0
    next_hurdle: int = 0
    transited: bool = False


@dataclass(frozen=True)
class Exposed:
    """A row of the table of exposures."""

    report: int
    station: int
    at: int
    until: int


@dataclass(eq=False)
class Call:
    """A row of the table of calls."""

    server: int
    tour: int
    called: int
    came: int = -1
    over: int = -1


@dataclass(frozen=True)
class Place:
    """Where a copy is: at a station, which may have sorted it, or on a channel."""

    station: int = NONE
    channel: int = NONE
    is_sorted: bool = False


@dataclass
class Part:
    """One report in a copy, what it appears as there, and with what precedence."""

    report: int
    klass: int
    precedence: int
    fidelity: float = 1.0
    spent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))

    def again(self) -> Part:
        return Part(self.report, self.klass, self.precedence, self.fidelity, dict(self.spent))


@dataclass(eq=False)
class Copy:
    """What moves."""

    place: Place
    language: int
    system: int
    level: int
    lineage: set[int]
    since: int
    came_over: int = NONE  # the channel, at the recipient, until it is finished there
    through: int = NONE  # the station that it is worked through, on its way along a channel
    parts: list[Part] = field(default_factory=list)
    precedence: int = NONE
    deadline: int = NONE
    state: str = "waiting"
    visit: Visit | None = None
    crossing: Crossing | None = None
    content: int | None = None
    began_as: int = 0
    returned: int = 1
    expires: bool = False
    arrival: int = 0

    @property
    def lead(self) -> int:
        return min(part.report for part in self.parts)

    @property
    def klass(self) -> int:
        """What its lead appears as."""
        return next(part.klass for part in self.parts if part.report == self.lead)


@dataclass
class Hold:
    """A row of the table of waits for confirmation; `copy` is what is held, while it is."""

    lead: int
    carried: int
    station: int
    event: int
    since: int
    until: int = -1
    end: int = HoldEnd.PRESENT
    copy: Copy | None = None


@dataclass(frozen=True)
class Sorted:
    """A row of the table of sortings."""

    report: int
    station: int
    at: int
    before: int
    after: int


@dataclass
class LinkWait:
    """A row of the table of waits for links."""

    lead: int
    channel: int
    since: int
    until: int = -1


@dataclass
class Delivery:
    """A row of the table of deliveries."""

    report: int
    consumer: int
    outcome: int = DeliveryOutcome.IN_FLIGHT
    cause: int = NONE
    decided: int = -1
    where: int = -1
    spent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))
    fidelity: float = float("nan")


@dataclass
class Sought:
    """The stations that a request or an answer may still reach, and how the last of them was lost."""

    stations: set[int]
    lost: str = ""
    at: int = -1
    where: int = -1
    spent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))


@dataclass
class Asked:
    """A row of the table of requests."""

    ask: int
    about: int
    request: int
    asked: int
    answer: int = -1
    reached: int = -1
    written: int = -1
    answered: int = -1
    spent: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))


@dataclass(frozen=True)
class Ended:
    """A copy of a report that is no more."""

    consumers: frozenset[int]  # and other stations, that could be reached from where it was
    lineage: frozenset[int]
    cause: str
    finishers: frozenset[int]  # of a duplicate: who had finished the report
