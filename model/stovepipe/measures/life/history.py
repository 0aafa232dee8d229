"""The history of one event in one replication: who reported about it, and when each consumer knew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stovepipe.measures.ends import IN_FLIGHT
from stovepipe.measures.fates.knowledge import DEGREES, Degree, event_table
from stovepipe.measures.life.events import AboutEvent, Fate
from stovepipe.measures.life.life import fates_of, reports_of_source
from stovepipe.network.records import NEVER, NONE, Network
from stovepipe.trajectory import Trajectory


@dataclass(frozen=True)
class Telling:
    """A report about the event.

    `number` counts the reports of its source from 1; `written` is the tick at which it is written down, None
    if it never is; `fates` has an entry for each consumer that needs it.
    """

    source: str
    number: int
    report_class: str
    occurred: int
    written: int | None
    fates: tuple[Fate, ...]


@dataclass(frozen=True)
class Knowing:
    """What became of the event for one consumer, in one degree (`known` or `confirmed`).

    `outcome` is the degree, lost, disposed or in_flight; `decided` is a tick, None in flight; `cause` is
    empty unless lost or disposed of.
    """

    consumer: str
    degree: Degree
    outcome: str
    decided: int | None
    cause: str
    in_time: bool


@dataclass(frozen=True, eq=False)
class History:
    """The history of an event, and where it happened.

    `ended` and `deadline` are ticks, the deadline None for none; `confirmed_by` is None if nobody asks for
    confirmation; `knowing` is empty if the event does not count, or nobody could hear of it.
    """

    about: AboutEvent
    ended: int
    deadline: int | None
    confirmed_by: int | None
    counts: bool
    tellings: tuple[Telling, ...]
    knowing: tuple[Knowing, ...]
    network: Network
    seed: int
    replication: int


def history(trajectory: Trajectory, event: int) -> History:
    """The history of the event of a rank."""
    network, calendar = trajectory.network, trajectory.calendar
    events, reports = calendar.events, calendar.reports
    subject = network.subjects[events.subject[event]]
    began, deadline = int(events.began[event]), int(events.deadline[event])
    tellings = []
    for rank in np.flatnonzero(reports.event == event).tolist():
        source = network.streams[reports.stream[rank]].source
        number = int(np.searchsorted(reports_of_source(network, calendar, source), rank)) + 1
        occurred = int(reports.occurred[rank])
        written = None if reports.unreported[rank] else occurred + int(reports.delay[rank])
        klass = network.classes[reports.klass[rank]].name
        fates = tuple(fates_of(trajectory, rank))
        tellings.append(Telling(network.sources[source].name, number, klass, occurred, written, fates))
    return History(
        about=AboutEvent(subject.name, int(events.number[event]) + 1, began),
        ended=int(events.ended[event]),
        deadline=None if deadline >= NEVER else deadline,
        confirmed_by=None if subject.confirmed_by == NONE else subject.confirmed_by,
        counts=began >= network.counted_from,
        tellings=tuple(tellings),
        knowing=tuple(_knowing(trajectory, event, began)),
        network=network,
        seed=calendar.seed,
        replication=calendar.replication,
    )


def _knowing(trajectory: Trajectory, event: int, began: int) -> list[Knowing]:
    table = event_table(trajectory)
    found = []
    for row in table[table["event"] == event].to_dict("records"):
        for degree in DEGREES:
            outcome, cause = row[degree], row[f"{degree}_cause"]
            if isinstance(outcome, str):
                found.append(
                    Knowing(
                        consumer=str(row["consumer"]),
                        degree=degree,
                        outcome=outcome,
                        decided=None if outcome == IN_FLIGHT else began + int(row[f"{degree}_ticks"]),
                        cause=cause if isinstance(cause, str) else "",
                        in_time=bool(row[f"{degree}_in_time"]),
                    )
                )
    return found
