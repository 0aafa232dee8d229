"""How long links were down in the counted window, and what waited for them (semantics, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stovepipe.measures.measure import Measure
from stovepipe.measures.timelines.spans import overlap
from stovepipe.network.records import HOUR
from stovepipe.trajectory import Trajectory

if TYPE_CHECKING:
    import pandas as pd

HELD = Measure(
    "mean_held", "copies", "mean number of copies that wait for a link", "mean_held", kind="held"
)  # fmt: skip
LINK_MEASURES = (
    Measure("down", "share", "share of time that the link is down", "down_hours", "observed_hours"),
    Measure("held", "copies", "copies that wait for the link", "held"),
    HELD,
)
"""Of `channel_table`; 0 where the link is never down."""


def link_columns(trajectory: Trajectory) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
    """By channel, in the window.

    Returns:
        observed_hours: length of the window; down_hours: how much of it the link was down.
        held: copies that began to wait for the link; mean_held: time average of the copies that wait for it.
    """
    network, waits = trajectory.network, trajectory.link_waits
    since, until = network.counted_from, network.horizon
    channels = len(network.channels)
    down = np.zeros(channels)
    for rank, spells in enumerate(trajectory.calendar.outages):
        if spells is not None:
            down[rank] = overlap(spells[:, 0], spells[:, 1], since, until).sum()
    ended = np.where(waits.until < 0, until, waits.until)
    waited = overlap(waits.since, ended, since, until)
    began = (waits.since >= since) & (waits.since < until)
    return {
        "observed_hours": np.full(channels, (until - since) / HOUR),
        "down_hours": down / HOUR,
        "held": np.bincount(waits.channel[began], minlength=channels),
        "mean_held": np.bincount(waits.channel, weights=waited, minlength=channels) / (until - since),
    }


def link_wait_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each wait of a copy for a link that was down, in the order in which they ended.

    Columns:
        copy: its number; lead: the rank of its lead report; channel: name.
        since_ticks, until_ticks: when; -1 of what waits at the horizon, which comes last.
    """
    import pandas as pd

    waits, names = trajectory.link_waits, [channel.name for channel in trajectory.network.channels]
    return pd.DataFrame(
        {
            "copy": waits.copy,
            "lead": waits.lead,
            "channel": pd.Categorical.from_codes(waits.channel, categories=pd.Index(names, dtype="str")),
            "since_ticks": waits.since,
            "until_ticks": waits.until,
        }
    )
