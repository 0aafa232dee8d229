"""Queues and rosters over time, in equal steps short enough for a figure, and what happened when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stovepipe.measures.timelines.series import Steps, duty_series, waiting_series
from stovepipe.measures.timelines.spans import StationTime
from stovepipe.measures.timelines.steps import edges
from stovepipe.network.records import HOUR, NEVER
from stovepipe.trajectory import Trajectory


def queue_table(trajectory: Trajectory, time: StationTime) -> pd.DataFrame:
    """One row for each station and step of the counted window.

    Columns:
        station: name.
        from_hours, to_hours: the step, since the mission's start.
        mean_waiting: time average of the number of copies that waited in the queue.
        mean_on_duty, most_on_duty: time average and maximum of the number of people on duty by the roster.
    """
    network = trajectory.network
    steps = edges(network)
    tables = []
    for station in network.stations:
        waiting = waiting_series(trajectory, station.name, time)
        duty = duty_series(trajectory, station.name)
        tables.append(
            pd.DataFrame(
                {
                    "from_hours": (steps[:-1] - network.counted_from) / HOUR,
                    "to_hours": (steps[1:] - network.counted_from) / HOUR,
                    "mean_waiting": np.diff(waiting.integral(steps)) / np.diff(steps),
                    "mean_on_duty": np.diff(duty.integral(steps)) / np.diff(steps),
                    "most_on_duty": _most(duty, steps),
                }
            )
        )
    table = pd.concat(tables, ignore_index=True)
    names = [station.name for station in network.stations]
    codes = np.repeat(np.arange(len(names)), len(steps) - 1)
    stations = pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"))
    return pd.concat([pd.Series(stations, name="station"), table], axis=1)


def timeline_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each thing that happened to the mission itself in the counted window, in order of time.

    Columns:
        hours: since the mission's start.
        kind: change (a new person's first hour in a post), incident, or closing.
        station: where it happened; empty for an incident.
        what: the post group that changed, the incident, or the station that closed.
    """
    network, calendar = trajectory.network, trajectory.calendar
    rows: list[tuple[int, str, str, str]] = []
    for server, duty in zip(network.servers, calendar.duty, strict=True):
        station = network.stations[server.station]
        new_face = duty.on[1:][np.diff(duty.tour) != 0]
        rows += [(int(at), "change", station.name, station.groups[server.group].name) for at in new_face]
    for incident, times in zip(network.incidents, calendar.incidents, strict=True):
        rows += [(int(at), "incident", "", incident.name) for at in times]
    rows += [
        (each.closes, "closing", each.name, each.name) for each in network.stations if each.closes < NEVER
    ]
    counted = sorted(row for row in rows if network.counted_from <= row[0] < network.horizon)
    table = pd.DataFrame(counted, columns=["hours", "kind", "station", "what"])
    table["hours"] = (table["hours"].astype("int64") - network.counted_from) / HOUR
    return table.astype({"kind": "str", "station": "str", "what": "str"})


def _most(
    series: Steps, edges: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    at_edges = series.at(edges[:-1])
    step = np.searchsorted(edges, series.times, side="right") - 1
    inside = (step >= 0) & (step < len(at_edges))
    np.maximum.at(at_edges, step[inside], series.values[inside])
    return at_edges
