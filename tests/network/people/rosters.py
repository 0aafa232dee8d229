"""What is on a roster, for tests that work it out by hand."""

from stovepipe.network import draws
from stovepipe.network.calendar import unfold
from stovepipe.network.details.rules import Ending
from stovepipe.network.records import DAY, NEVER

SEED, REPLICATION = 11, 2


def spells(net, server=0):
    """(on, off, ending, tour) of each spell of a server, in days; None for no end."""
    duty = unfold(net, SEED, REPLICATION).duty[server]
    return [
        (on / DAY, None if off == NEVER else off / DAY, Ending(ending).name.lower(), tour)
        for on, off, ending, tour in zip(duty.on, duty.off, duty.ending, duty.tour, strict=True)
    ]


def times(net, server=0):
    """(on, off) of each spell of a server, in ticks."""
    duty = unfold(net, SEED, REPLICATION).duty[server]
    return list(zip(duty.on.tolist(), duty.off.tolist(), strict=True))


def uniform(purpose, *names, post=0, visit=0):
    return draws.uniform(draws.key(SEED, purpose, *names), REPLICATION, post, visit)
