"""When links are down, settled before the clock starts (semantics, 4.1)."""

from __future__ import annotations

from stovepipe.network import draws
from stovepipe.network.records import Channel
from stovepipe.network.spans_of_time import Intervals, union


def outages(channel: Channel, horizon: int, seed: int, replication: int) -> Intervals | None:
    """The spells in which a channel's link is down in one replication, those that begin within the clock.

    The last one may end after it.

    Args:
        channel: the channel.
        horizon: the tick at which the clock stops.
        seed: the mission's seed.
        replication: the replication.

    Returns:
        spells of shape (n, 2) in ticks, in order of time and apart; None where the channel has no outages.
    """
    stated = channel.outages
    if stated is None:
        return None
    spells = [(max(on, 0), off) for on, off in stated.stated if on < horizon and off > 0]
    if stated.every is not None and stated.last is not None:
        up = draws.key(seed, "outage", channel.name)
        down = draws.key(seed, "outage lasts", channel.name)
        number = 0
        at = max(1, draws.draw_ticks(stated.every, up, replication, 0))
        while at < horizon:
            over = at + draws.draw_ticks(stated.last, down, replication, number)
            spells.append((at, over))
            number += 1
            at = over + max(1, draws.draw_ticks(stated.every, up, replication, number))
    return union(spells)
