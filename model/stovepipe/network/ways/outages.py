"""When links are down, settled before the clock starts (semantics, 4.1)."""

from __future__ import annotations

import numpy as np

from stovepipe.network import draws
from stovepipe.network.records import Channel
from stovepipe.network.spans_of_time import Intervals, union

_BLOCK = 64  # outages that are drawn together


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
    spells = [(on, off) for on, off in stated.stated if on < horizon]
    if stated.every is not None and stated.last is not None:
        keys = draws.key(seed, "outage", channel.name), draws.key(seed, "outage lasts", channel.name)
        numbers, over = np.arange(_BLOCK), 0
        while over < horizon:
            # What lasts longer than the clock is as good as what lasts as long, and its sums stay in reach.
            up = np.clip(draws.draws_ticks(stated.every, keys[0], replication, numbers), 1, horizon)
            down = np.minimum(draws.draws_ticks(stated.last, keys[1], replication, numbers), horizon)
            ends = over + np.cumsum(up + down)
            spells += [
                (on, off)
                for on, off in zip((ends - down).tolist(), ends.tolist(), strict=True)
                if on < horizon
            ]
            numbers, over = numbers + _BLOCK, int(ends[-1])
    return union(spells)
