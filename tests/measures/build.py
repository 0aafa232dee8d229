"""Small missions and trajectories written by hand: state what matters, the rest has a plain default."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from stovepipe.network.details.rules import Assign, AtEnd, Discipline, Ending, OnDuplicate
from stovepipe.network.records import (
    ANY,
    HOUR,
    NEVER,
    NONE,
    Channel,
    Door,
    Hurdle,
    Network,
    PostGroup,
    ReportClass,
    Server,
    Shift,
    Source,
    Station,
    Stream,
    Subject,
)
from stovepipe.network.schedule import Calendar, Change, Duty, Events, Reports
from stovepipe.terms import CAUSES, CauseKind
from stovepipe.trajectory import (
    Calls,
    Crossings,
    Deliveries,
    DeliveryOutcome,
    Descents,
    Exposures,
    Holds,
    Intakes,
    Judgements,
    LinkWaits,
    Passage,
    Requests,
    Services,
    Sortings,
    Trajectory,
    VisitEnd,
    Visits,
)

Table = TypeVar(
    "Table",
    Calls,
    Visits,
    Services,
    Crossings,
    Descents,
    Exposures,
    Holds,
    Sortings,
    Intakes,
    LinkWaits,
    Judgements,
    Deliveries,
    Requests,
)
H = HOUR


ENDS_OF_VISITS = (
    "finished", "rework", "expired", "overflow", "duplicate", "handover", "stranded", "transferred",
    "abandoned", "passed_on",
)  # fmt: skip
"""The columns of the table of stations that count how visits ended."""


def happened(*rows: tuple[int, int, int, int, int]) -> Events:
    """Events by rank: (subject, number, began, ended, deadline)."""
    return Events(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)


def integers(values: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def group(at_end: AtEnd = AtEnd.FINISH) -> PostGroup:
    shift = Shift("day", np.array([[0, NEVER]]), at_end)
    return PostGroup(
        name="posts", count=1, nation=0, since=0, until=NEVER, tour=None, block=False, turnover=True,
        first_change=NONE, overlap=0, gap=None, early_departure=0.0, leave_length=0, leave_times=0,
        start=1.0, learning_time=0, memory=0.0, memory_until=NEVER, tour_rule=AtEnd.FINISH, growth=1.0,
        loss=0.0, queue_loss=0.0, shifts=(shift,), relief_when_free=False, called_for=NONE,
        called_within=None,
    )  # fmt: skip


def station(name: str, needs: int = 0, at_end: AtEnd = AtEnd.FINISH, stage: str = "analysis") -> Station:
    return Station(
        name=name, stage=stage, groups=(group(at_end),), servers=(), work=(), work_each=(), work_repeats=(),
        urgent_work=(None,) * 4, urgent_each=(None,) * 4, needs=needs, needs_when=(), reads=ANY,
        opens=ANY, rests_on=NONE, rests_until=NEVER, cleared=NONE,
        writes_language=NONE, writes_system=NONE, writes_level=NONE, twins=0,
        remit=0,
        on_duplicate=OnDuplicate.PASS_ON,
        discipline=Discipline.FIFO, assign=Assign.LONGEST_IDLE, interrupts=NONE, purges=True, patience=None,
        queue_limit=NONE, misread_fresh=0.0, misread_settled=0.0, misread_fidelity=1.0, review=0.0,
        misread_school="", misread_period=0,
        batch_classes=0, batch_precedences=ANY, batch_size=NONE, batch_keeps=NONE,
        batch_releases=integers([]),
        confirms=None, taken_for=((),) * 8, sorting_gives_precedence=False,
        closes=NEVER, transfer_to=NONE, outgoing=(), shared=(), shares=(),
    )  # fmt: skip


def source(name: str, written_at: int) -> Source:
    return Source(
        name=name, nation=0, doors=(Door(written_at, ANY, ANY, 1.0),), languages=(), collection=(),
        marking=0, overmarked=0.0, guided_by=0, fresh=1.0, stale=1.0, stale_after=0,
        silenced=0.0, silence=None,
    )  # fmt: skip


def hurdle(name: str, cause: int, through: int = NONE) -> Hurdle:
    return Hurdle(
        name=name, kind="language", cause=cause, classes=ANY, precedences=ANY, levels=ANY, origins=ANY,
        languages=ANY, systems=ANY, frozen=(), markings=ANY, coarse=False, more_than=0, each=False,
        on_arrival=False, probability=0.0, at_full_rapport=0.0, delay=None, through=through,
        since=0, until=NEVER,
    )  # fmt: skip


def channel(
    name: str, sender: int, recipient: int, carries: int = ANY, hurdles: tuple[Hurdle, ...] = ()
) -> Channel:
    return Channel(name, sender, recipient, carries, ANY, None, None, hurdles, 0, NEVER, None)


def network(
    stations: Sequence[Station],
    classes: Sequence[tuple[str, float | None]] = (("warning", None),),
    channels: Sequence[Channel] = (),
    servers: Sequence[int] = (),
    written_at: Sequence[int] = (0,),
    horizon: int = 100 * H,
    counted_from: int = 0,
    causes: Sequence[str] = (),
    subjects: Sequence[Subject] = (),
    about: Sequence[int] = (),
    of_kind: Mapping[str, CauseKind] | None = None,
) -> Network:
    """Classes are (name, half-life in ticks); `servers` and `written_at` hold stations.

    Stream number *source x number of classes + class* is that of a class at a source; `about` says of each
    what subjects it is about (a mask), nothing by default. `of_kind`: the kinds of the causes that are no
    failures.
    """
    peopled = tuple(
        dataclasses.replace(each, servers=tuple(s for s, where in enumerate(servers) if where == rank))
        for rank, each in enumerate(stations)
    )
    kinds = tuple(ReportClass(name, 2, None, half_life, 0, 0) for name, half_life in classes)
    sources = tuple(source(f"source_{rank}", where) for rank, where in enumerate(written_at))
    return Network(
        mission="By hand", start=dt.datetime(2021, 1, 4), horizon=horizon, counted_from=counted_from,
        nations=("NLD",), languages=("eng",), systems=(), stocks=(), markings=(), causes=(*CAUSES, *causes),
        cause_kinds=tuple((of_kind or {}).get(cause, "failure") for cause in (*CAUSES, *causes)),
        classes=kinds, sources=sources, incidents=(), subjects=tuple(subjects),
        streams=tuple(
            Stream(s, k, "rate", about=about[s * len(kinds) + k] if about else 0)
            for s in range(len(sources))
            for k in range(len(kinds))
        ),
        stations=peopled,
        servers=tuple(Server(where, 0, post, 0, post) for post, where in enumerate(servers)),
        channels=tuple(channels), any_of=(), asks=(),
        consumers=tuple(rank for rank, each in enumerate(stations) if each.needs), addressees=(),
        kinds=tuple((rank, rank) for rank in range(len(kinds))),
        reach_station=(), reach_sorted=(), reach_channel=(), later_reach=(),
    )  # fmt: skip


def spells(*windows: tuple[int, int], ending: Ending = Ending.SHIFT) -> Duty:
    size = len(windows)
    return Duty(
        on=integers([on for on, _ in windows]), off=integers([off for _, off in windows]),
        ending=np.full(size, int(ending)), tour=np.zeros(size, dtype=np.int64),
        tenure=np.zeros(size, dtype=np.int64), p0=np.ones(size), slope=np.zeros(size), start=np.ones(size),
    )  # fmt: skip


def reports(
    occurred: Sequence[int],
    streams: Sequence[int] | None = None,
    deadlines: Sequence[int] | None = None,
    classes: int = 1,
    event: Sequence[int] | None = None,
    doors: Sequence[int] | None = None,
) -> Reports:
    size = len(occurred)
    stream = integers(streams if streams is not None else [0] * size)
    return Reports(
        occurred=integers(occurred), stream=stream, ordinal=np.arange(size), klass=stream % classes,
        precedence=np.full(size, 2),
        deadline=integers(deadlines if deadlines is not None else [NEVER] * size),
        language=np.full(size, NONE), unreported=np.zeros(size, dtype=bool),
        delay=np.zeros(size, dtype=np.int64), coarse=np.zeros(size, dtype=bool),
        marking=np.zeros(size, dtype=np.int64), requirement=np.zeros(size),
        event=integers(event if event is not None else [NONE] * size),
        door=integers(doors if doors is not None else [0] * size),
    )  # fmt: skip


VISIT = {
    "through": NONE, "carried": 1, "started": -1, "ended": -1, "waiting": 0, "work": 0, "suspended": 0,
    "duplicated": 0, "end": VisitEnd.FINISHED,
}  # fmt: skip
CROSSING = {"carried": 1, "ended": -1, "hurdle": -1, "passage": Passage.ARRIVED}
DELIVERY = {
    "outcome": DeliveryOutcome.DELIVERED, "cause": -1, "decided": -1, "where": -1, "waiting": 0, "work": 0,
    "suspended": 0, "batching": 0, "transit": 0, "hurdles": 0, "fidelity": np.nan,
}  # fmt: skip


def table(kind: type[Table], rows: Sequence[dict[str, Any]], defaults: dict[str, Any]) -> Table:
    """Columns from rows; what a row leaves out has its default, and copy and lead stand for one another."""
    filled = [defaults | row for row in rows]
    for row in filled:
        if "copy" in row or "lead" in row:
            row.setdefault("lead", row.get("copy"))
            row.setdefault("copy", row.get("lead"))
    columns = {
        field.name: np.array(
            [row[field.name] for row in filled],
            dtype=float if field.name in ("fidelity", "moved") else np.int64,
        )
        for field in dataclasses.fields(kind)
    }
    return kind(**columns)


def trajectory(
    of: Network,
    occurred: Reports,
    duty: Sequence[Duty] = (),
    visits: Sequence[dict[str, Any]] = (),
    services: Sequence[tuple[int, int, int, int]] = (),
    crossings: Sequence[dict[str, Any]] = (),
    deliveries: Sequence[dict[str, Any]] = (),
    changes: Sequence[tuple[int, int]] = (),
    batching: Sequence[int] = (),
    exposures: Sequence[dict[str, Any]] = (),
    sortings: Sequence[dict[str, Any]] = (),
    calls: Sequence[dict[str, Any]] = (),
    events: Events | None = None,
    presence: Sequence[Duty | None] | None = None,
    link_waits: Sequence[dict[str, Any]] = (),
    outages: Sequence[Sequence[tuple[int, int]] | None] | None = None,
    judgements: Sequence[dict[str, Any]] = (),
) -> Trajectory:
    """Services are (visit, server, began, ended); changes are (tick, station)."""
    stretches = [
        {"visit": visit, "server": server, "tour": 0, "began": began, "ended": ended}
        for visit, server, began, ended in services
    ]
    turns = tuple(Change(at, where, 0, number) for number, (at, where) in enumerate(changes))
    stations = len(of.stations)
    present = (None,) * len(duty) if presence is None else tuple(presence)
    down = tuple(
        None if each is None else np.array(each, dtype=np.int64).reshape(-1, 2)
        for each in outages or (None,) * len(of.channels)
    )
    return Trajectory(
        network=of,
        calendar=Calendar(
            7,
            3,
            occurred,
            tuple(duty),
            present,
            turns,
            (None,) * len(of.channels),
            (),
            happened() if events is None else events,
            down,
        ),
        visits=table(Visits, visits, VISIT),
        services=table(Services, stretches, {}),
        crossings=table(Crossings, crossings, CROSSING),
        descents=table(Descents, (), {}),
        exposures=table(Exposures, exposures, {}),
        calls=table(Calls, calls, {"came": -1, "over": -1}),
        holds=table(Holds, (), {}),
        sortings=table(Sortings, sortings, {}),
        intakes=table(Intakes, (), {}),
        link_waits=table(LinkWaits, link_waits, {}),
        judgements=table(Judgements, judgements, {}),
        deliveries=table(Deliveries, deliveries, DELIVERY),
        made=reports([]),
        requests=table(Requests, (), {}),
        queue_peak=integers([0] * stations),
        batching=integers(batching or [0] * stations),
    )
