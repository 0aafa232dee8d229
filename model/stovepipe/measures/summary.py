"""What one replication is summed up in, and which station holds a mission up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from stovepipe.measures.deliveries import delivery_table
from stovepipe.measures.load import channel_table, class_table, hurdle_table, station_table
from stovepipe.measures.outcomes import outcome_table
from stovepipe.measures.rotation import rotation_table
from stovepipe.measures.spans import station_time
from stovepipe.trajectory import Trajectory


@dataclass(frozen=True, eq=False)
class RunSummary:
    """What is kept of one replication: tables, with a row for each thing that they are named after.

    Attributes:
        seed: of the mission; replication: its number.
        deliveries: see `delivery_table`; outcomes: `outcome_table`; stations: `station_table`; classes:
            `class_table` (by station); channels: `channel_table`; hurdles: `hurdle_table`; rotation:
            `rotation_table`.
    """

    seed: int
    replication: int
    deliveries: pd.DataFrame
    outcomes: pd.DataFrame
    stations: pd.DataFrame
    classes: pd.DataFrame
    channels: pd.DataFrame
    hurdles: pd.DataFrame
    rotation: pd.DataFrame


def summarise(trajectory: Trajectory) -> RunSummary:
    """Sum up one replication."""
    deliveries, time = delivery_table(trajectory), station_time(trajectory)
    return RunSummary(
        seed=trajectory.calendar.seed,
        replication=trajectory.calendar.replication,
        deliveries=deliveries,
        outcomes=outcome_table(trajectory.network, deliveries),
        stations=station_table(trajectory, time),
        classes=class_table(trajectory, time),
        channels=channel_table(trajectory),
        hurdles=hurdle_table(trajectory),
        rotation=rotation_table(trajectory, deliveries, time),
    )


@dataclass(frozen=True)
class Bottleneck:
    """The station where most copies wait.

    Attributes:
        station: its name.
        mean_waiting: time average of the number of copies that wait there.
        share: of all the time that copies wait at stations.
        utilisation: busy hours / manned hours; NaN if it was never manned.
    """

    station: str
    mean_waiting: float
    share: float
    utilisation: float


def bottleneck(summaries: Sequence[RunSummary]) -> Bottleneck | None:
    """The station with the largest time-average number of copies waiting, over all replications together.

    Of several, the first by name. None if nothing waited anywhere.

    Raises:
        ValueError: there are no replications.
    """
    if not summaries:
        raise ValueError("no replications to find a bottleneck in")
    columns = ["mean_waiting", "busy_hours", "manned_hours"]
    mean = pd.concat([summary.stations for summary in summaries]).groupby("station")[columns].mean()
    waiting = mean["mean_waiting"]
    if not waiting.max() > 0:
        return None
    name = str(waiting.idxmax())
    manned = float(mean["manned_hours"][name])
    return Bottleneck(
        station=name,
        mean_waiting=float(waiting[name]),
        share=float(waiting[name] / waiting.sum()),
        utilisation=float(mean["busy_hours"][name]) / manned if manned > 0 else float("nan"),
    )
