"""Trust in the second simulator: what is earned and lost, from the moves so far (semantics, 8.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stovepipe.network.records import Hurdle, Network
from stovepipe.network.schedule import Calendar
from stovepipe.trajectory import Worth
from tests.properties.reference.rapport import Acquaintances


@dataclass(frozen=True)
class Judgement:
    """A row of the table of judgements."""

    channel: int
    at: int
    worth: int
    moved: float


class Trusts:
    """The rapport of all channels."""

    def __init__(self, network: Network, calendar: Calendar, now: Callable[[], int]) -> None:
        self.network, self.now = network, now
        self.acquaintances = Acquaintances(network, calendar)
        self.rows: list[Judgement] = []

    def moves(self, channel: int) -> bool:
        spec = self.network.channels[channel]
        matters = any(h.probability != h.at_full_rapport for h in spec.hurdles)
        return matters and (spec.rapport.earned > 0 or spec.rapport.lost > 0)

    def moved(self, channel: int) -> float:
        """The moved part now: what it was after the last move, less what was not carried over since."""
        since, moved = 0, 0.0
        for row in self.rows:
            if row.channel == channel:
                since, moved = row.at, row.moved
        for end in self.acquaintances.ends(channel):
            if since < end <= self.now():
                moved = self.network.channels[channel].rapport.carried_over * moved
        return moved

    def shown(self, channel: int) -> float:
        """What stands now, with what is earned and lost, apart from the effort."""
        standing = self.acquaintances.standing(channel, self.now())
        return self.between(channel, standing + self.moved(channel))

    def rapport(self, channel: int) -> float:
        effort = self.acquaintances.effort(channel, self.now())
        if not self.moves(channel):
            return effort * self.acquaintances.standing(channel, self.now())
        return effort * self.shown(channel)

    def between(self, channel: int, value: float) -> float:
        terms = self.network.channels[channel].rapport
        if value < terms.floor:
            return float(terms.floor)
        return float(terms.ceiling if value > terms.ceiling else value)

    def judge(self, channel: int, worth: Worth) -> None:
        if not self.moves(channel):
            return
        terms = self.network.channels[channel].rapport
        by = terms.earned if worth == Worth.USEFUL else -terms.lost
        standing = self.acquaintances.standing(channel, self.now())
        moved = self.between(channel, self.shown(channel) + by) - standing
        self.rows.append(Judgement(channel, self.now(), worth, moved))

    def stopped(self, channel: int, hurdle: Hurdle) -> None:
        if hurdle.probability == hurdle.at_full_rapport:
            self.judge(channel, Worth.STOPPED)
