"""The tables of one replication: one list, which says of each from which level on it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import pandas as pd

from stovepipe.measures.fates.deliveries import (
    COMPONENTS,
    NAMED_QUANTILES,
    delivery_incidences,
    delivery_table,
)
from stovepipe.measures.fates.knowledge import event_table, knowledge_table
from stovepipe.measures.fates.outcomes import ALL, outcome_table
from stovepipe.measures.fates.requests import request_table
from stovepipe.measures.keep import LEVELS, Keep
from stovepipe.measures.loads.groups import group_table
from stovepipe.measures.loads.links import link_wait_table
from stovepipe.measures.loads.load import channel_table, class_table, hurdle_table, station_table
from stovepipe.measures.timelines.rapport_over_time import judgement_table, rapport_over_time, rapport_table
from stovepipe.measures.timelines.rotation import rotation_table
from stovepipe.measures.timelines.spans import StationTime, station_time
from stovepipe.measures.timelines.steps import edges
from stovepipe.measures.timelines.stocks import stock_table, system_table
from stovepipe.measures.timelines.timeline import queue_table, timeline_table
from stovepipe.network.frames import duty_frame, incidents_frame, reports_frame
from stovepipe.network.records import HOUR
from stovepipe.trajectory import Column, HoldEnd, Passage, RequestOutcome, Trajectory, VisitEnd

QUANTILES = {f"{name}_hours": share for name, share in NAMED_QUANTILES.items()}


class Making:
    """A trajectory, and what several tables are made from."""

    def __init__(self, trajectory: Trajectory) -> None:
        self.trajectory = trajectory

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """See `delivery_table`."""
        return delivery_table(self.trajectory)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """See `outcome_table`."""
        return outcome_table(self.trajectory.network, self.deliveries)

    @cached_property
    def events(self) -> pd.DataFrame:
        """See `event_table`."""
        return event_table(self.trajectory)

    @cached_property
    def time(self) -> StationTime:
        """See `station_time`."""
        return station_time(self.trajectory)


@dataclass(frozen=True)
class KeptTable:
    """A table of a replication.

    Attributes:
        keep: from which level on it is kept.
        make: makes it.
    """

    keep: Keep
    make: Callable[[Making], pd.DataFrame]


TABLES: Mapping[str, KeptTable] = {
    "deliveries": KeptTable("tables", lambda making: making.deliveries),
    "outcomes": KeptTable("tables", lambda making: making.outcomes),
    "events": KeptTable("tables", lambda making: making.events),
    "knowledge": KeptTable(
        "tables", lambda making: knowledge_table(making.trajectory.network, making.events)
    ),
    "requests": KeptTable("tables", lambda making: request_table(making.trajectory)),
    "latency": KeptTable("all_tables", lambda making: latency_table(making.deliveries, making.outcomes)),
    "stations": KeptTable("tables", lambda making: station_table(making.trajectory, making.time)),
    "classes": KeptTable("tables", lambda making: class_table(making.trajectory, making.time)),
    "channels": KeptTable("tables", lambda making: channel_table(making.trajectory)),
    "hurdles": KeptTable("tables", lambda making: hurdle_table(making.trajectory)),
    "groups": KeptTable("all_tables", lambda making: group_table(making.trajectory, making.time)),
    "systems": KeptTable("tables", lambda making: system_table(making.trajectory)),
    "rapport": KeptTable("tables", lambda making: rapport_table(making.trajectory)),
    "rotation": KeptTable(
        "all_tables", lambda making: rotation_table(making.trajectory, making.deliveries, making.time)
    ),
    "queues": KeptTable("all_tables", lambda making: queue_table(making.trajectory, making.time)),
    "stocks": KeptTable(
        "all_tables", lambda making: stock_table(making.trajectory, edges(making.trajectory.network))
    ),
    "rapport_over_time": KeptTable("all_tables", lambda making: rapport_over_time(making.trajectory)),
    "timeline": KeptTable("all_tables", lambda making: timeline_table(making.trajectory)),
    "reports": KeptTable(
        "trajectory", lambda making: reports_frame(making.trajectory.network, making.trajectory.calendar)
    ),
    "duty": KeptTable(
        "trajectory", lambda making: duty_frame(making.trajectory.network, making.trajectory.duty)
    ),
    "incidents": KeptTable(
        "trajectory", lambda making: incidents_frame(making.trajectory.network, making.trajectory.calendar)
    ),
    "visits": KeptTable("trajectory", lambda making: visit_table(making.trajectory)),
    "services": KeptTable("trajectory", lambda making: service_table(making.trajectory)),
    "calls": KeptTable("trajectory", lambda making: call_table(making.trajectory)),
    "crossings": KeptTable("trajectory", lambda making: crossing_table(making.trajectory)),
    "descents": KeptTable("trajectory", lambda making: descent_table(making.trajectory)),
    "holds": KeptTable("trajectory", lambda making: hold_table(making.trajectory)),
    "intakes": KeptTable("trajectory", lambda making: intake_table(making.trajectory)),
    "link_waits": KeptTable("trajectory", lambda making: link_wait_table(making.trajectory)),
    "made": KeptTable("trajectory", lambda making: made_table(making.trajectory)),
    "round_trips": KeptTable("trajectory", lambda making: round_trip_table(making.trajectory)),
    "judgements": KeptTable("trajectory", lambda making: judgement_table(making.trajectory)),
    "exposures": KeptTable("trajectory", lambda making: exposure_table(making.trajectory)),
    "sortings": KeptTable("trajectory", lambda making: sorting_table(making.trajectory)),
}


def table_names(keep: Keep) -> tuple[str, ...]:
    """The tables of a replication of which so much is kept.

    >>> table_names("tables")[:6]
    ('deliveries', 'outcomes', 'events', 'knowledge', 'requests', 'stations')
    """
    level = LEVELS.index(keep)
    return tuple(name for name, table in TABLES.items() if LEVELS.index(table.keep) <= level)


def tables_of(trajectory: Trajectory, keep: Keep) -> dict[str, pd.DataFrame]:
    """The tables of one replication of which so much is kept."""
    making = Making(trajectory)
    return {name: TABLES[name].make(making) for name in table_names(keep)}


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
    groups = [network.stations[server.station].groups[server.group] for server in network.servers]
    shifts = [group.shifts[each.shift] for group, each in zip(groups, network.servers, strict=True)]
    posts = np.array([server.post for server in network.servers], dtype=np.int64)
    return pd.DataFrame(
        {
            "visit": services.visit,
            "station": _called(
                [network.stations[each.station].name for each in network.servers], services.server
            ),
            "group": _called([group.name for group in groups], services.server),
            "shift": _called([shift.name for shift in shifts], services.server),
            "post": posts[services.server],
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
    hurdles = [hurdle.name for channel in channels for hurdle in channel.hurdles]
    before = np.cumsum([0, *(len(channel.hurdles) for channel in channels)])
    stopped_by = np.where(crossings.hurdle < 0, -1, before[crossings.channel] + crossings.hurdle)
    return pd.DataFrame(
        {
            "copy": crossings.copy,
            "lead": crossings.lead,
            "carried": crossings.carried,
            "channel": _named(crossings.channel, [channel.name for channel in channels]),
            "offered_ticks": crossings.offered,
            "ended_ticks": crossings.ended,
            "hurdle": _called(hurdles, stopped_by),
            "passage": _words(crossings.passage, Passage),
        }
    )


def descent_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each report that a copy has from another copy, in order of time.

    Columns as in `stovepipe.trajectory.Descents`: copy, report, parent and at_ticks.
    """
    descents = trajectory.descents
    return pd.DataFrame(
        {
            "copy": descents.copy,
            "report": descents.report,
            "parent": descents.parent,
            "at_ticks": descents.at,
        }
    )


def call_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each call of a person who was off duty, in the order in which they were called.

    Columns:
        station, group, shift: names; post, tour: numbers from 0.
        called_ticks: when; came_ticks: when the person came, -1 if that never happened.
        over_ticks: when the call was over, -1 if it was not at the end. From coming until then is duty.
    """
    network, calls = trajectory.network, trajectory.calls
    servers = [network.servers[rank] for rank in calls.server.tolist()]
    groups = [network.stations[one.station].groups[one.group] for one in servers]
    named = {
        "station": [network.stations[one.station].name for one in servers],
        "group": [group.name for group in groups],
        "shift": [group.shifts[one.shift].name for one, group in zip(servers, groups, strict=True)],
    }
    return pd.DataFrame(
        {
            **{column: pd.Series(names, dtype="str") for column, names in named.items()},
            "post": np.array([one.post for one in servers], dtype=np.int64),
            "tour": calls.tour,
            "called_ticks": calls.called,
            "came_ticks": calls.came,
            "over_ticks": calls.over,
        }
    )


def hold_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each wait of a copy for confirmation, in the order in which they began.

    Columns:
        copy, lead, carried: as in `visit_table`; station: name.
        subject, number: of the event that it was held for; the number counts the events of a subject from 0.
        since_ticks, until_ticks: when; -1: not yet.
        end: what ended it: confirmed; passed, stopped (the limit came); raised; transferred, stranded (the
            station closed); present (nothing yet).
    """
    network, holds, events = trajectory.network, trajectory.holds, trajectory.calendar.events
    return pd.DataFrame(
        {
            "copy": holds.copy,
            "lead": holds.lead,
            "carried": holds.carried,
            "station": _named(holds.station, [station.name for station in network.stations]),
            "subject": _named(events.subject[holds.event], [subject.name for subject in network.subjects]),
            "number": events.number[holds.event],
            "since_ticks": holds.since,
            "until_ticks": holds.until,
            "end": _named(holds.end, [end.name.lower() for end in HoldEnd]),
        }
    )


def intake_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each time that something new went into the stock of a system, in order of time.

    Columns:
        system: name; at_ticks: when.
        taken_in: how many reports; stock: how much there was then, in reports.
    """
    intakes = trajectory.intakes
    return pd.DataFrame(
        {
            "system": _named(intakes.system, trajectory.network.systems),
            "at_ticks": intakes.at,
            "taken_in": intakes.taken,
            "stock": intakes.amount,
        }
    )


def made_table(trajectory: Trajectory) -> pd.DataFrame:
    """The requests and their answers, ranked behind the reports of the calendar; columns as of those."""
    settled = len(trajectory.calendar.reports.occurred)
    return reports_frame(trajectory.network, trajectory.whole).iloc[settled:]


def round_trip_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each request, in the order in which they were made.

    Columns:
        asker, ask: names; about, request, answer: ranks of reports, the answer's -1 if there is none.
        asked_ticks, reached_ticks, written_ticks, decided_ticks: when it was made, when it reached the
            source, when the answer was written down, when it was answered or could not be; -1: never.
        outcome: answered, unanswered or in_flight; cause, place: of what is unanswered.
        waiting_ticks, ..., hurdles_ticks: the parts of the time until it was decided; 0 in flight.
    """
    network, requests = trajectory.network, trajectory.requests
    asked = [(network.stations[ask.station].name, ask.name) for ask in network.asks]
    places = [*(station.name for station in network.stations), *(each.name for each in network.channels)]
    moments = ("asked", "reached", "written", "decided")
    return pd.DataFrame(
        {
            "asker": _called([asker for asker, _ in asked], requests.ask),
            "ask": _called([name for _, name in asked], requests.ask),
            "about": requests.about,
            "request": requests.request,
            "answer": requests.answer,
            **{f"{name}_ticks": getattr(requests, name) for name in moments},
            "outcome": _words(requests.outcome, RequestOutcome),
            "cause": _named(requests.cause, network.causes),
            "place": _named(requests.where, places),
            **{f"{part}_ticks": getattr(requests, part) for part in COMPONENTS},
        }
    )


def exposure_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each report and station that is not cleared for it, when it first came there.

    Columns:
        report: rank; source, marking: of the report; station: name.
        at_ticks: when it came; silent_until_ticks: the tick until which the source is silent because of it,
            -1 if it is not.
    """
    network, exposures = trajectory.network, trajectory.exposures
    reports = trajectory.reports
    of_stream = np.array([stream.source for stream in network.streams], dtype=np.int64)
    return pd.DataFrame(
        {
            "report": exposures.report,
            "source": _named(of_stream[reports.stream[exposures.report]], [s.name for s in network.sources]),
            "marking": _named(reports.marking[exposures.report], network.markings),
            "station": _named(exposures.station, [station.name for station in network.stations]),
            "at_ticks": exposures.at,
            "silent_until_ticks": exposures.until,
        }
    )


def sorting_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each report that a station sorted, in order of time.

    Columns:
        copy: its number; report: rank; class: its own; station: name.
        at_ticks: when; before, after: the class that it appeared as in the copy until then, and from then on.
    """
    network, sortings = trajectory.network, trajectory.sortings
    classes = [klass.name for klass in network.classes]
    return pd.DataFrame(
        {
            "copy": sortings.copy,
            "report": sortings.report,
            "class": _named(trajectory.reports.klass[sortings.report], classes),
            "station": _named(sortings.station, [station.name for station in network.stations]),
            "at_ticks": sortings.at,
            "before": _named(sortings.before, classes),
            "after": _named(sortings.after, classes),
        }
    )


def _named(ranks: Column, names: Sequence[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(ranks, categories=pd.Index(list(names), dtype="str"))


def _called(names: Sequence[str], ranks: Column) -> pd.Categorical:
    """Names by rank, of which several may be the same; -1 is missing."""
    distinct = list(dict.fromkeys(names))
    codes = np.array([*(distinct.index(name) for name in names), -1], dtype=np.int64)
    return _named(codes[ranks], distinct)


def _words(codes: Column, words: type[IntEnum]) -> pd.Categorical:
    return _named(codes, [word.name.lower() for word in words])
