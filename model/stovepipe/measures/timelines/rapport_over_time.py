"""Rapport over time: what the calendar says, and what is earned and lost (semantics, 8.4 and 8.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stovepipe.measures.measure import Measure
from stovepipe.measures.timelines.steps import edges
from stovepipe.network.details.acquaintances import Rapport
from stovepipe.network.records import HOUR
from stovepipe.network.schedule import Curve
from stovepipe.trajectory import Judgements, Trajectory, Worth

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ticks = NDArray[np.int64]

RAPPORT_MEASURES = (
    Measure(
        "mean_rapport", "rapport", "mean rapport", "mean_rapport", kind="rapport", direction="more",
    ),
    Measure("first_rapport", "rapport", "rapport at the start", "first_rapport", direction="more"),
    Measure("last_rapport", "rapport", "rapport at the end", "last_rapport", direction="more"),
    Measure("useful", "copies", "copies that were of use", "useful", direction="more"),
    Measure("useless", "copies", "copies that were of no use", "useless"),
    Measure("stopped_short", "copies", "copies whose stop cost rapport", "stopped_short"),
)  # fmt: skip
"""Of `rapport_table`, in which each has its column."""


@dataclass(frozen=True, eq=False)
class RapportSeries:
    """The rapport of one channel over the whole clock, in pieces.

    Attributes:
        since: the ticks at which the pieces begin, the first of them 0.
        starts, slope: the standing when a piece begins, and how much it grows in a tick.
        cap: the most that the standing comes to.
        effort: by which everything is multiplied.
        moved: what is earned and lost, in each piece.
        floor, ceiling: between which standing and moved part together are.
    """

    since: Ticks
    starts: Floats
    slope: Floats
    cap: Floats
    effort: Floats
    moved: Floats
    floor: float
    ceiling: float

    def at(self, ticks: ArrayLike) -> Floats:
        """The rapport at each of these ticks, after all that happens then."""
        asked = np.asarray(ticks)
        piece = np.searchsorted(self.since, asked, side="right") - 1
        standing = np.minimum(
            self.cap[piece], self.starts[piece] + self.slope[piece] * (asked - self.since[piece])
        )
        shown = np.clip(standing + self.moved[piece], self.floor, self.ceiling)
        return np.asarray(self.effort[piece] * shown)

    def integral(self, ticks: ArrayLike) -> Floats:
        """The integral over time from tick 0 to each of these ticks."""
        asked = np.asarray(ticks)
        lengths = np.diff(self.since).astype(np.float64)
        rows = np.arange(len(lengths))
        before = np.concatenate([[0.0], np.cumsum(self._within(rows, lengths))])
        piece = np.searchsorted(self.since, asked, side="right") - 1
        return np.asarray(before[piece] + self._within(piece, (asked - self.since[piece]).astype(np.float64)))

    def _within(self, piece: NDArray[np.intp], length: Floats) -> Floats:
        """The integral over the first `length` ticks of a piece: it grows between two levels."""
        starts = self.starts[piece] + self.moved[piece]
        slope = self.slope[piece]
        most = np.clip(self.cap[piece] + self.moved[piece], self.floor, self.ceiling)
        grows = slope > 0.0
        rate = np.where(grows, slope, 1.0)
        up = np.where(grows, np.clip((self.floor - starts) / rate, 0.0, length), 0.0)
        full = np.where(grows, np.clip((most - starts) / rate, up, length), length)
        low = np.clip(starts + slope * up, self.floor, most)
        high = np.clip(starts + slope * full, self.floor, most)
        found = self.floor * up + (low + high) / 2.0 * (full - up) + most * (length - full)
        return np.asarray(self.effort[piece] * found)


def rapport_series(trajectory: Trajectory, channel: int) -> RapportSeries | None:
    """The rapport on a channel (a rank); None where nothing depends on it."""
    terms, curve = trajectory.network.channels[channel].rapport, trajectory.calendar.rapport[channel]
    if terms is None or curve is None:
        return None
    changes, moved = _moved(terms, curve, trajectory.judgements, channel)
    since = np.unique(np.concatenate([curve.since, changes]))
    piece = np.searchsorted(curve.since, since, side="right") - 1
    part = np.searchsorted(changes, since, side="right") - 1
    return RapportSeries(
        since=since,
        starts=curve.base[piece] + curve.slope[piece] * (since - curve.origin[piece]),
        slope=curve.slope[piece],
        cap=curve.cap[piece],
        effort=curve.effort[piece],
        moved=moved[part],
        floor=terms.floor,
        ceiling=terms.ceiling,
    )


def _moved(terms: Rapport, curve: Curve, judgements: Judgements, channel: int) -> tuple[Ticks, Floats]:
    """The ticks at which the moved part changes, from 0 on, and what it is from then on."""
    mine = judgements.channel == channel
    ends = [(end, None) for end in curve.ends.tolist()] if terms.moves else []
    rows = zip(judgements.at[mine].tolist(), judgements.moved[mine].tolist(), strict=True)
    found, now = {0: 0.0}, 0.0
    for at, moved in sorted([*ends, *rows], key=lambda row: (row[0], row[1] is not None)):
        now = terms.carried_over * now if moved is None else moved
        found[at] = now
    return np.array(list(found), dtype=np.int64), np.array(list(found.values()))


def rapport_met(trajectory: Trajectory, channel: int, tick: int) -> float:
    """The rapport that a copy met on a channel (a rank) at a tick, as it was before copies moved it then."""
    terms, curve = trajectory.network.channels[channel].rapport, trajectory.calendar.rapport[channel]
    if terms is None or curve is None:
        return 0.0
    changes, moved = _moved(terms, curve, trajectory.judgements, channel)
    last = int(np.searchsorted(changes, tick)) - 1
    now = 0.0 if last < 0 else float(moved[last])
    for _ in range(int((curve.ends == tick).sum())):
        now *= terms.carried_over
    standing, effort = curve.standing(tick)
    return effort * terms.clipped(standing + now)


def rapport_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each channel on which a hurdle depends on rapport.

    Columns:
        channel, sender, recipient: names.
        moves: whether some of it is carried over, earned or lost.
        first_rapport, last_rapport: at the beginning of the counted window, and at its end.
        mean_rapport: its average over that time.
        useful, useless, stopped_short: copies that moved it in that time, by what they were worth.
    """
    import pandas as pd

    network, judgements = trajectory.network, trajectory.judgements
    window = network.counted_from, network.horizon
    counts = judgements.at >= window[0]
    rows = []
    for rank, channel in enumerate(network.channels):
        series = rapport_series(trajectory, rank)
        if series is None or channel.rapport is None:
            continue
        first, last = series.at([window[0], window[1] - 1]).tolist()
        before, after = series.integral(window).tolist()
        worth = judgements.worth[counts & (judgements.channel == rank)]
        rows.append(
            (
                channel.name,
                network.stations[channel.sender].name,
                network.stations[channel.recipient].name,
                channel.rapport.moves or channel.rapport.carried_over > 0.0,
                first,
                last,
                (after - before) / (window[1] - window[0]),
                *np.bincount(worth, minlength=len(Worth)).tolist(),
            )
        )
    names = ("channel", "sender", "recipient", "moves", "first_rapport", "last_rapport", "mean_rapport")
    table = pd.DataFrame(rows, columns=[*names, "useful", "useless", "stopped_short"])
    return table.astype(
        dict.fromkeys(names[:3], "str")
        | {"moves": "bool"}
        | dict.fromkeys(names[4:], "float64")
        | dict.fromkeys(table.columns[-3:], "int64")
    )


def rapport_over_time(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each channel on which a hurdle depends on rapport, and step of the counted window.

    Columns:
        channel: name.
        from_hours, to_hours: the step, since the mission's start.
        mean_rapport: average over the step.
    """
    import pandas as pd

    network = trajectory.network
    steps = edges(network)
    tables = [
        pd.DataFrame(
            {
                "channel": channel.name,
                "from_hours": (steps[:-1] - network.counted_from) / HOUR,
                "to_hours": (steps[1:] - network.counted_from) / HOUR,
                "mean_rapport": np.diff(series.integral(steps)) / np.diff(steps),
            }
        )
        for rank, channel in enumerate(network.channels)
        if (series := rapport_series(trajectory, rank)) is not None
    ]
    nothing = pd.DataFrame({"channel": [], "from_hours": [], "to_hours": [], "mean_rapport": []})
    return pd.concat(tables or [nothing.astype("float64")], ignore_index=True).astype({"channel": "str"})


def judgement_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each move of rapport, in the order in which they happen.

    Columns:
        copy: its number; channel: name; at_ticks: when.
        worth: useful, useless or stopped.
        moved: the moved part after it.
    """
    import pandas as pd

    judgements = trajectory.judgements
    channels = pd.Index([channel.name for channel in trajectory.network.channels], dtype="str")
    words = pd.Index([worth.name.lower() for worth in Worth], dtype="str")
    return pd.DataFrame(
        {
            "copy": judgements.copy,
            "channel": pd.Categorical.from_codes(judgements.channel, categories=channels),
            "at_ticks": judgements.at,
            "worth": pd.Categorical.from_codes(judgements.worth, categories=words),
            "moved": judgements.moved,
        }
    )
