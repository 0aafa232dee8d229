"""Rapport, found anew at each tick that is asked for (semantics, 8.4 and 8.5)."""

from __future__ import annotations

from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar
from tests.properties.reference.people import Line, Person


class Acquaintances:
    """How well the contacts of channels know each other, but for what is earned and lost."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        self.channels = network.channels
        terms = [channel.rapport for channel in network.channels if channel.rapport]
        contacts = {who for each in terms for who in (each.sender, each.recipient)}
        self.lines = {who: Line(network, calendar, who) for who in contacts}
        self.stays = {
            who: [stay for stay in line.stays() if stay.arrives < stay.leaves]
            for who, line in self.lines.items()
        }

    def rapport(self, channel: int, tick: int) -> float:
        return self.effort(channel, tick) * self.standing(channel, tick)

    def standing(self, channel: int, tick: int) -> float:
        """What there is apart from the effort."""
        return self.grown(channel, tick, tick, self.base(channel, tick))

    def effort(self, channel: int, tick: int) -> float:
        terms = self.channels[channel].rapport
        pair = self.present(channel, tick)
        if pair is None:
            return 1.0
        sender, recipient = pair
        if sender.arrives <= recipient.arrives:
            longer, present, others = sender, recipient, self.stays[terms.recipient]
        else:
            longer, present, others = recipient, sender, self.stays[terms.sender]
        effort = 1.0
        for other in others:
            if other.arrives < present.arrives and other.leaves > longer.arrives:
                effort *= 1.0 - terms.fatigue
        return effort

    def present(self, channel: int, tick: int) -> tuple[Person, Person] | None:
        """The two contacts, if both are there."""
        terms = self.channels[channel].rapport
        ours, theirs = (
            [one for one in self.stays[who] if one.arrives <= tick < one.leaves]
            for who in (terms.sender, terms.recipient)
        )
        return (ours[0], theirs[0]) if ours and theirs else None

    def grown(self, channel: int, tick: int, seen: int, base: float) -> float:
        """What has come of the base by a tick, among those who were there at the tick `seen`."""
        terms = self.channels[channel].rapport
        pair = self.present(channel, seen)
        if pair is None:
            return float(base)
        slope = (terms.ceiling - terms.floor) / terms.time
        met = max(one.arrives for one in pair)
        return float(min(terms.ceiling, base + slope * (tick - met)))

    def base(self, channel: int, tick: int) -> float:
        terms = self.channels[channel].rapport
        before = all(self.lines[who].group.since <= 0 for who in (terms.sender, terms.recipient))
        base = terms.floor
        if before:
            base = terms.floor + terms.carried_over * (terms.ceiling - terms.floor)
        ends = self.ends(channel)
        for number, end in enumerate(ends):
            if end > tick:
                break
            stood = base
            if number == 0 or ends[number - 1] < end:
                stood = self.grown(channel, end, end - 1, base)
            base = terms.floor + terms.carried_over * (stood - terms.floor)
        return float(base)

    def ends(self, channel: int) -> list[int]:
        """When stays of the two contacts end."""
        terms = self.channels[channel].rapport
        return sorted(stay.leaves for who in (terms.sender, terms.recipient) for stay in self.stays[who])
