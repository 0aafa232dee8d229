"""What one replication is summed up in."""

from __future__ import annotations

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
        seed: the seed of the mission; replication: the number of the replication.
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
