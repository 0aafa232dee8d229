"""How much each group of posts at a station was there, and worked, in the counted window."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stovepipe.measures.loads.load import duty_within, off_duty
from stovepipe.measures.timelines.spans import StationTime, station_time
from stovepipe.network.records import HOUR
from stovepipe.trajectory import Trajectory


def group_table(trajectory: Trajectory, time: StationTime | None = None) -> pd.DataFrame:
    """One row for each group of posts of each station.

    Args:
        trajectory: one replication.
        time: `station_time(trajectory)`, if it is at hand.

    Columns:
        station, group: names.
        posts: how many there are.
        manned_hours: person-hours of duty, by the roster and on call.
        busy_hours: person-hours of work; overtime_hours: those of them outside duty.
        utilisation: busy / manned; NaN where nobody was on duty.
    """
    spent = time or station_time(trajectory)
    network = trajectory.network
    window = network.counted_from, network.horizon
    rows = [
        (rank, number)
        for rank, station in enumerate(network.stations)
        for number in range(len(station.groups))
    ]
    row_of = {place: row for row, place in enumerate(rows)}
    of_server = np.array([row_of[server.station, server.group] for server in network.servers], dtype=np.int64)

    def hours(ticks: np.ndarray, servers: np.ndarray) -> np.ndarray:
        return np.bincount(of_server[servers], weights=ticks, minlength=len(rows)) / HOUR

    ranks = np.arange(len(network.servers))
    duty = np.array([duty_within(trajectory, rank, *window) for rank in ranks.tolist()], dtype=np.int64)
    manned = hours(duty, ranks)
    busy = hours(spent.work.within(*window), spent.servers)
    groups = [network.stations[rank].groups[number] for rank, number in rows]
    return pd.DataFrame(
        {
            "station": [network.stations[rank].name for rank, _ in rows],
            "group": [group.name for group in groups],
            "posts": [group.count for group in groups],
            "manned_hours": manned,
            "busy_hours": busy,
            "overtime_hours": hours(off_duty(trajectory, spent, *window), spent.servers),
            "utilisation": np.divide(busy, manned, out=np.full(len(rows), np.nan), where=manned > 0),
        }
    )
