"""What change-overs cost: queue and latency in the weeks around each change of a whole contingent.

A moment belongs to the change before it, if that was at most eight weeks ago; else to the change after it,
if that is at most four weeks ahead; else to the rest. So each moment belongs to one week of one change, or
to none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stovepipe.inference.incidence import DELIVERED
from stovepipe.measures.timelines.series import waiting_series
from stovepipe.measures.timelines.spans import StationTime, station_time
from stovepipe.network.records import DAY, HOUR, NEVER, NONE
from stovepipe.network.ways.simple_paths import edges, leading
from stovepipe.trajectory import Trajectory

WEEK = 7 * DAY
BEFORE, AFTER = 4, 8
"""How many weeks before and after a change are looked at."""
REST = BEFORE + AFTER
ROWS = REST + 1

COLUMNS = (
    "station", "week", "observed_hours", "mean_waiting", "created", "delivered", "latency_hours",
    "mean_latency_hours", "waiting_ratio", "latency_ratio",
)  # fmt: skip

Ticks = NDArray[np.int64]


def rotation_table(
    trajectory: Trajectory, deliveries: pd.DataFrame, time: StationTime | None = None
) -> pd.DataFrame:
    """For each station where contingents change, one row for each week around a change, and one for the rest.

    Args:
        trajectory: one replication.
        deliveries: its table, as `delivery_table` makes it.
        time: `station_time(trajectory)`, if it is at hand.

    Columns:
        station: name.
        week: -4 to -1 before a change; 0 (the week that begins with it) to 7; missing for the rest.
        observed_hours: how long this was observed in the counted window, over all changes.
        mean_waiting: time average of the number of copies waiting at the station.
        created, delivered: deliveries of the reports that occurred then and that could reach this station
            (the channels lead there from where the report is written).
        latency_hours: sum over those delivered; mean_latency_hours: divided by delivered, NaN where that is
            0.
        waiting_ratio, latency_ratio: mean_waiting and mean_latency_hours divided by those of the rest; NaN
            without.
    """
    spent = time or station_time(trajectory)
    changed = sorted({change.station for change in trajectory.calendar.changes})
    tables = [_weeks_of(trajectory, deliveries, spent, station) for station in changed]
    return pd.concat(tables, ignore_index=True) if tables else _without_rows()


def _without_rows() -> pd.DataFrame:
    """The table where nobody changes, with columns of the same kinds as any other."""
    kinds = {"station": "str", "week": "Int64", "created": "int64", "delivered": "int64"}
    return pd.DataFrame({name: pd.Series([], dtype=kinds.get(name, "float64")) for name in COLUMNS})


def _weeks_of(
    trajectory: Trajectory, deliveries: pd.DataFrame, spent: StationTime, station: int
) -> pd.DataFrame:
    network = trajectory.network
    changes = np.unique([change.at for change in trajectory.calendar.changes if change.station == station])
    edges = _edges(changes, network.counted_from, network.horizon)
    row = _row(edges[:-1], changes)
    observed = np.bincount(row, weights=np.diff(edges), minlength=ROWS)
    queue = waiting_series(trajectory, network.stations[station].name, spent)
    waited = np.bincount(row, weights=np.diff(queue.integral(edges)), minlength=ROWS)

    concerned = deliveries[_could_reach(trajectory, station, deliveries)]
    row = _row(concerned["occurred_ticks"].to_numpy(), changes)
    delivered = (concerned["outcome"] == DELIVERED).to_numpy()
    arrived = np.bincount(row, weights=delivered, minlength=ROWS)
    latency = np.bincount(row[delivered], weights=concerned["latency_hours"][delivered], minlength=ROWS)
    mean_waiting, mean_latency = _ratio(waited, observed), _ratio(latency, arrived)
    columns = (
        network.stations[station].name,
        pd.array([*range(-BEFORE, AFTER), None], dtype="Int64"),
        observed / HOUR,
        mean_waiting,
        np.bincount(row, minlength=ROWS),
        arrived.astype(np.int64),
        latency,
        mean_latency,
        _ratio(mean_waiting, mean_waiting[REST]),
        _ratio(mean_latency, mean_latency[REST]),
    )
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _edges(changes: Ticks, since: int, until: int) -> Ticks:
    """Where one row may give way to another, from the beginning of the window to its end."""
    edges = np.add.outer(changes, WEEK * np.arange(-BEFORE, AFTER + 1)).ravel()
    return np.unique([since, *edges[(edges > since) & (edges < until)], until])


def _row(times: Ticks, changes: Ticks) -> Ticks:
    """The row of the table to which each moment belongs."""
    following = np.searchsorted(changes, times, side="right")
    since_last = times - np.concatenate([[-NEVER], changes])[following]
    until_next = np.concatenate([changes, [NEVER]])[following] - times
    after = np.where(since_last < AFTER * WEEK, BEFORE + since_last // WEEK, REST)
    return np.where((after == REST) & (until_next <= BEFORE * WEEK), BEFORE + (-until_next) // WEEK, after)


def _could_reach(trajectory: Trajectory, station: int, deliveries: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether channels and successors lead to the station, by class, from where each report is written."""
    network, reports = trajectory.network, trajectory.calendar.reports
    from_station = np.zeros((len(network.stations), len(network.classes)), dtype=np.bool_)
    for klass in range(len(network.classes)):
        along = edges(network, klass)
        along += [
            edge._replace(recipient=hurdle.through)
            for edge in along
            if edge.channel != NONE
            for hurdle in network.channels[edge.channel].hurdles
            if hurdle.through != NONE
        ]
        ends = [(station, seen) for own, seen in network.kinds if own == klass]
        back = leading(ends, along)
        for rank in range(len(network.stations)):
            from_station[rank, klass] = (rank, klass) in back
    report = deliveries["report"].to_numpy()
    return np.asarray(from_station[reports.door[report], reports.klass[report]])


def _ratio(above: NDArray[Any], below: ArrayLike) -> NDArray[np.float64]:
    """NaN where there is nothing to divide by."""
    whole = np.broadcast_to(np.asarray(below, dtype=np.float64), above.shape)
    return np.asarray(np.divide(above, whole, out=np.full(above.shape, np.nan), where=whole > 0))
