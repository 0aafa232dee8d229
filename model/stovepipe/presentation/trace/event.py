"""The history of one event, for a terminal and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stovepipe.measures.ends import DISPOSED
from stovepipe.measures.life.events import Fate
from stovepipe.measures.life.history import History, Knowing, Telling
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.written_times import length, moment


def event_parts(found: History) -> Iterator[str | Grid]:
    """All that is printed: which event it is, who reported about it, and who came to know of it."""
    yield event_heading(found)
    yield ""
    yield _telling_grid(found)
    yield ""
    if found.knowing:
        yield _knowing_grid(found)
    else:
        yield uncounted_event(found)


def event_heading(found: History) -> str:
    """Which event of which run, and what is known of it: two lines."""
    about = found.about
    lasted = f", lasted {length(found.ended - about.began)}" if found.ended > about.began else ""
    until = "" if found.deadline is None else f", to be known by {_date(found, found.deadline)}"
    by = "" if found.confirmed_by is None else f", confirmed by {found.confirmed_by} sources"
    return (
        f"{about.subject}/{about.number} in replication {found.replication} of {found.network.mission}, "
        f"seed {found.seed}\nbegan {_date(found, about.began)}{lasted}{until}{by}"
    )


def uncounted_event(found: History) -> str:
    """Why there is nothing to say about who knew of it."""
    if not found.counts:
        return "It began before the counted time: it is not counted."
    return f"No consumer needs a class of reports about {found.about.subject}: nobody could hear of it."


def event_payload(found: History) -> dict[str, Any]:
    """For JSON: times as dates, lengths in hours, what is not known or does not apply as null."""
    return {
        "mission": found.network.mission,
        "seed": found.seed,
        "replication": found.replication,
        "event": f"{found.about.subject}/{found.about.number}",
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
        late = "" if found.deadline is None else " in time" if each.in_time else " late"
        said = f"{each.degree}{late}"
    return each.consumer, said, _date(found, each.decided), length(each.decided - found.about.began)


def _date(found: History, tick: int) -> str:
    return f"{moment(found.network, tick):%Y-%m-%d %H:%M}"


def _iso(found: History, tick: int | None) -> str | None:
    return None if tick is None else moment(found.network, tick).isoformat()
