"""Rapport, found anew at each tick that is asked for (semantics, 8.4)."""

from __future__ import annotations

from stovepipe.network.records import Network
from stovepipe.network.schedule import Calendar
from tests.properties.reference.people import Line


class Acquaintances:
    """How well the contacts of channels know each other."""

    def __init__(self, network: Network, calendar: Calendar) -> None:
        self.channels = network.channels
        terms = [channel.rapport for channel in network.channels if channel.rapport]
        contacts = {who for each in terms for who in (each.sender, each.recipient)}
        self.stays = {who: Line(network, calendar, who).stays() for who in contacts}

    def rapport(self, channel: int, tick: int) -> float:
        terms = self.channels[channel].rapport
        senders, recipients = self.stays[terms.sender], self.stays[terms.recipient]
        ours = [one for one in senders if one.arrives <= tick < one.leaves]
        theirs = [one for one in recipients if one.arrives <= tick < one.leaves]
        if not ours or not theirs:
            return float(terms.floor)
        (sender,), (recipient,) = ours, theirs
        if sender.arrives <= recipient.arrives:
            longer, present, others = sender, recipient, recipients
        else:
            longer, present, others = recipient, sender, senders
        effort = 1.0
        for other in others:
            if other.arrives < present.arrives and other.leaves > longer.arrives:
                effort *= 1.0 - terms.fatigue
        slope = (terms.ceiling - terms.floor) / terms.time
        return float(effort * min(terms.ceiling, terms.floor + slope * (tick - present.arrives)))
