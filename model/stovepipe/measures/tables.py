"""The tables that are kept of each replication, by name."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import pandas as pd

from stovepipe.measures.deliveries import NAMED_QUANTILES, delivery_incidences
from stovepipe.measures.outcomes import ALL
from stovepipe.measures.spans import station_time
from stovepipe.measures.summary import summarise
from stovepipe.measures.timeline import event_table, queue_table
from stovepipe.network.frames import duty_frame, reports_frame
from stovepipe.network.records import HOUR
from stovepipe.trajectory import Column, Passage, Trajectory, VisitEnd

TABLES = (
    "deliveries", "outcomes", "latency", "stations", "classes", "channels", "hurdles", "rotation", "queues",
    "events",
)  # fmt: skip
TRAJECTORY_TABLES = ("reports", "duty", "visits", "services", "crossings")
"""Kept on request: the calendar, and everything that happened, row by row."""

QUANTILES = {f"{name}_hours": share for name, share in NAMED_QUANTILES.items()}


def table_names(trajectory: bool) -> tuple[str, ...]:
    """The tables of each replication; with those of the trajectory, if they are asked for."""
    return (*TABLES, *TRAJECTORY_TABLES) if trajectory else TABLES


def tables_of(trajectory: Trajectory, whole: bool = False) -> dict[str, pd.DataFrame]:
    """The tables of one replication.

    Args:
        trajectory: the replication.
        whole: whether to keep the calendar and every visit, service and crossing too.
    """
    summary = summarise(trajectory)
    tables = {
        "deliveries": summary.deliveries,
        "outcomes": summary.outcomes,
        "latency": latency_table(summary.deliveries, summary.outcomes),
        "stations": summary.stations,
        "classes": summary.classes,
        "channels": summary.channels,
        "hurdles": summary.hurdles,
        "rotation": summary.rotation,
        "queues": queue_table(trajectory, station_time(trajectory)),
        "events": event_table(trajectory),
    }
    if whole:
        network, calendar = trajectory.network, trajectory.calendar
        tables |= {
            "reports": reports_frame(network, calendar),
            "duty": duty_frame(network, calendar),
            "visits": visit_table(trajectory),
            "services": service_table(trajectory),
            "crossings": crossing_table(trajectory),
        }
    return tables


def latency_table(deliveries: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """How long it takes until a share of *all* deliveries has arrived, for each row of the outcomes.

    Columns:
        consumer, class: the same as in the outcomes.
        median_hours, p90_hours, p95_hours: since occurrence; NaN where fewer ever arrive.
    """
    asked = [
        (None if consumer == ALL else consumer, None if report_class == ALL else report_class)
        for consumer, report_class in zip(outcomes["consumer"], outcomes["class"], strict=True)
    ]
    rows = []
    for curve in delivery_incidences(deliveries, asked):
        ages = [curve.quantile(share) for share in QUANTILES.values()]
        rows.append([np.nan if age is None else age / HOUR for age in ages])
    table = outcomes[["consumer", "class"]].copy()
    table[list(QUANTILES)] = np.array(rows, dtype=np.float64).reshape(len(table), len(QUANTILES))
    return table


def visit_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each visit of a copy to a station, in order of arrival.

    Columns as in `stovepipe.trajectory.Visits`, with names for ranks and `_ticks` after times: ticks of one
    microsecond since the clock starts, -1 for "not (yet)".
    """
    visits = trajectory.visits
    return pd.DataFrame(
        {
            "copy": visits.copy,
            "lead": visits.lead,
            "carried": visits.carried,
            "station": _named(visits.station, [station.name for station in trajectory.network.stations]),
            "through": _named(visits.through, [channel.name for channel in trajectory.network.channels]),
            "arrived_ticks": visits.arrived,
            "started_ticks": visits.started,
            "ended_ticks": visits.ended,
            "waiting_ticks": visits.waiting,
            "work_ticks": visits.work,
            "suspended_ticks": visits.suspended,
            "duplicated": visits.duplicated > 0,
            "end": _words(visits.end, VisitEnd),
        }
    )


def service_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each stretch of work: who worked on which row of the visits, from when to when.

    Columns: visit, station, post group, shift, post and tour (numbers from 0), began_ticks, ended_ticks.
    """
    network, services = trajectory.network, trajectory.services
    servers = [network.servers[rank] for rank in services.server.tolist()]
    groups = [network.stations[server.station].groups[server.group] for server in servers]
    return pd.DataFrame(
        {
            "visit": services.visit,
            "station": pd.Series(
                [network.stations[server.station].name for server in servers], dtype="category"
            ),
            "group": pd.Series([group.name for group in groups], dtype="category"),
            "shift": pd.Series(
                [group.shifts[server.shift].name for group, server in zip(groups, servers, strict=True)],
                dtype="category",
            ),
            "post": np.array([server.post for server in servers], dtype=np.int64),
            "tour": services.tour,
            "began_ticks": services.began,
            "ended_ticks": services.ended,
        }
    )


def crossing_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each offer of a copy to a channel.

    Columns as in `stovepipe.trajectory.Crossings`, with names for ranks and `_ticks` after times.
    """
    crossings, channels = trajectory.crossings, trajectory.network.channels
    hurdles = [
        channels[channel].hurdles[hurdle].name if hurdle >= 0 else None
        for channel, hurdle in zip(crossings.channel.tolist(), crossings.hurdle.tolist(), strict=True)
    ]
    return pd.DataFrame(
        {
            "copy": crossings.copy,
            "lead": crossings.lead,
            "carried": crossings.carried,
            "channel": _named(crossings.channel, [channel.name for channel in channels]),
            "offered_ticks": crossings.offered,
            "ended_ticks": crossings.ended,
            "hurdle": pd.Series(hurdles, dtype="category"),
            "passage": _words(crossings.passage, Passage),
        }
    )


def _named(ranks: Column, names: Sequence[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(ranks, categories=pd.Index(list(names), dtype="str"))


def _words(codes: Column, words: type[IntEnum]) -> pd.Categorical:
    return _named(codes, [word.name.lower() for word in words])
