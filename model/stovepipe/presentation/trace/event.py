"""The history of one event, for a terminal and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stovepipe.measures.ends import DISPOSED
from stovepipe.measures.life.events import Fate
from stovepipe.measures.life.history import History, Knowing, Telling
from stovepipe.network.records import HOUR
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.written_times import length, moment
from stovepipe.presentation.trace.words import needed_at_times

REPORTS = ["report", "class", "occurred", "written", "consumer", "outcome", "cause", "decided"]
KNOWLEDGE = ["consumer", "degree", "outcome", "cause", "decided", "hours", "in_time"]


def event_name(found: History) -> str:
    """The name by which an event is asked for."""
    return f"{found.about.subject}/{found.about.number}"


def event_verdict(found: History) -> str:
    """Who came to know of it, and when: a sentence for each consumer and degree."""
    if not found.knowing:
        return uncounted_event(found)
    return " ".join(_known(found, each) for each in found.knowing)


def _known(found: History, each: Knowing) -> str:
    name, to = event_name(found), f"to {each.consumer}"
    if each.decided is None:
        return f"{name} was not {each.degree} {to} at the end."
    if each.outcome != each.degree:
        disposed = "disposed of before it was" if each.outcome == DISPOSED else "never"
        return f"{name} was {disposed} {each.degree} {to}: {each.cause}."
    after = length(each.decided - found.about.began)
    return f"{name} was {each.degree} {to}{_timely(found, each)}, after {after}."


def event_tables(found: History) -> dict[str, pd.DataFrame]:
    """The history as tidy tables, by name.

    `reports` has a row for each report about the event and each consumer that needs it, or one without a
    consumer if none does: when the report occurred and was written down (missing if it never was), and when
    and how its delivery was decided. `knowledge` has a row for each consumer and degree (known, confirmed):
    what became of the event, when, how many hours after it began, and whether in time.
    """
    reports = [
        (
            f"{each.source}/{each.number}",
            each.report_class,
            _when(found, each.occurred),
            _when(found, each.written),
            *((fate.consumer, fate.outcome, fate.cause or None, _when(found, fate.decided)) if fate else ()),
        )
        for each in found.tellings
        for fate in each.fates or (None,)
    ]
    knowledge = [
        (
            each.consumer,
            each.degree,
            each.outcome,
            each.cause or None,
            _when(found, each.decided),
            None if each.decided is None else (each.decided - found.about.began) / HOUR,
            each.in_time,
        )
        for each in found.knowing
    ]
    return {
        "reports": pd.DataFrame(
            [(*row, *[None] * (len(REPORTS) - len(row))) for row in reports], columns=REPORTS
        ),
        "knowledge": pd.DataFrame(knowledge, columns=KNOWLEDGE),
    }


def event_grids(found: History) -> tuple[Grid, ...]:
    """Who reported about it; and who came to know of it, if anybody could."""
    knowing = (_knowing_grid(found),) if found.knowing else ()
    return (_telling_grid(found), *knowing)


def event_parts(found: History) -> Iterator[str | Grid]:
    """All that is printed: which event it is, who reported about it, and who came to know of it."""
    yield event_heading(found)
    for grid in event_grids(found):
        yield ""
        yield grid
    if not found.knowing:
        yield ""
        yield uncounted_event(found)


def event_heading(found: History) -> str:
    """Which event of which run, and what is known of it: two lines."""
    about = found.about
    lasted = f", lasted {length(found.ended - about.began)}" if found.ended > about.began else ""
    until = "" if found.deadline is None else f", to be known by {_date(found, found.deadline)}"
    by = "" if found.confirmed_by is None else f", confirmed by {found.confirmed_by} sources"
    return (
        f"{event_name(found)} in replication {found.replication} of {found.network.mission}, "
        f"seed {found.seed}\nbegan {_date(found, about.began)}{lasted}{until}{by}"
    )


def uncounted_event(found: History) -> str:
    """Why there is nothing to say about who knew of it."""
    if not found.counts:
        return "It began before the counted time: it is not counted."
    then = " when it begins" if needed_at_times(found.network) else ""
    return f"No consumer needs a class of reports about {found.about.subject}{then}: nobody could hear of it."


def event_payload(found: History) -> dict[str, Any]:
    """For JSON: times as dates, lengths in hours, what is not known or does not apply as null."""
    return {
        "mission": found.network.mission,
        "seed": found.seed,
        "replication": found.replication,
        "event": event_name(found),
        "began": _iso(found, found.about.began),
        "ended": _iso(found, found.ended),
        "deadline": _iso(found, found.deadline),
        "confirmed_by": found.confirmed_by,
        "counts": found.counts,
        "reports": [
            {
                "report": f"{each.source}/{each.number}",
                "class": each.report_class,
                "occurred": _iso(found, each.occurred),
                "written": _iso(found, each.written),
                "deliveries": [
                    {
                        "consumer": fate.consumer,
                        "outcome": fate.outcome,
                        "cause": fate.cause or None,
                        "decided": _iso(found, fate.decided),
                    }
                    for fate in each.fates
                ],
            }
            for each in found.tellings
        ],
        "knowledge": [
            {
                "consumer": each.consumer,
                "degree": each.degree,
                "outcome": each.outcome,
                "cause": each.cause or None,
                "decided": _iso(found, each.decided),
                "in_time": each.in_time,
            }
            for each in found.knowing
        ],
    }


def _telling_grid(found: History) -> Grid:
    return Grid(
        title="Who reported about it",
        columns=[Column(name, right=False) for name in ("when", "report", "class", "what became of it")],
        rows=[
            (
                _date(found, each.occurred),
                f"{each.source}/{each.number}",
                each.report_class,
                "; ".join(_ended(found, each, fate) for fate in each.fates) or "nobody needs it",
            )
            for each in found.tellings
        ],
        notes=[] if found.tellings else ["Nobody did."],
    )


def _ended(found: History, telling: Telling, fate: Fate) -> str:
    if fate.decided is None:
        return f"{fate.consumer}: in flight at the end"
    after = length(fate.decided - telling.occurred)
    ended = "disposed of" if fate.outcome == DISPOSED else "lost"
    how = "delivered" if fate.outcome == "delivered" else f"{ended}, {fate.cause},"
    return f"{fate.consumer}: {how} after {after}, {_date(found, fate.decided)}"


def _knowing_grid(found: History) -> Grid:
    return Grid(
        title="Who came to know of it",
        columns=[
            *(Column(name, right=False) for name in ("consumer", "", "when")),
            Column("after"),
        ],
        rows=[_knowing_row(found, each) for each in found.knowing],
    )


def _knowing_row(found: History, each: Knowing) -> tuple[str, str, str, str]:
    if each.decided is None:
        return each.consumer, f"not {each.degree} at the end", "", ""
    said = f"{'disposed of' if each.outcome == DISPOSED else f'never {each.degree}'}: {each.cause}"
    if each.outcome == each.degree:
        said = f"{each.degree}{_timely(found, each)}"
    return each.consumer, said, _date(found, each.decided), length(each.decided - found.about.began)


def _timely(found: History, each: Knowing) -> str:
    return "" if found.deadline is None else " in time" if each.in_time else " late"


def _when(found: History, tick: int | None) -> pd.Timestamp | None:
    return None if tick is None else pd.Timestamp(moment(found.network, tick))


def _date(found: History, tick: int) -> str:
    return f"{moment(found.network, tick):%Y-%m-%d %H:%M}"


def _iso(found: History, tick: int | None) -> str | None:
    return None if tick is None else moment(found.network, tick).isoformat()
