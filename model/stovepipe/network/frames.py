"""The calendar as tables with names and dates: for drawing and for export."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.network.details.rules import Ending
from stovepipe.network.records import NEVER, NONE, Network
from stovepipe.network.schedule import Calendar, Duty
from stovepipe.terms import PRECEDENCES


def moments(network: Network, ticks: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """The dates of ticks; `NEVER` has none (NaT)."""
    zero = np.datetime64(network.start, "us") - np.timedelta64(network.counted_from, "us")
    found = zero + np.where(ticks >= NEVER, 0, ticks).astype("timedelta64[us]")
    found[ticks >= NEVER] = np.datetime64("NaT", "us")
    return np.asarray(found)


def reports_frame(network: Network, calendar: Calendar) -> pd.DataFrame:
    """The reports of one replication by rank, in which times are dates to the microsecond.

    Columns: source, class, trigger, ordinal, occurred, precedence, deadline, language (these two missing for
    none); subject and number of the event that it is about (missing, and -1, for none).
    """
    reports, events = calendar.reports, calendar.events
    subject, number = (np.append(column, NONE)[reports.event] for column in (events.subject, events.number))
    sources = [network.sources[stream.source].name for stream in network.streams]
    triggers = [stream.trigger for stream in network.streams]
    return pd.DataFrame(
        {
            "source": _named(sources, reports.stream),
            "class": _named([klass.name for klass in network.classes], reports.klass),
            "trigger": _named(triggers, reports.stream),
            "ordinal": reports.ordinal,
            "occurred": moments(network, reports.occurred),
            "precedence": _named(PRECEDENCES, reports.precedence),
            "deadline": moments(network, reports.deadline),
            "language": _named(network.languages, reports.language),
            "subject": _named([each.name for each in network.subjects], subject),
            "number": number,
        }
    )


def duty_frame(network: Network, duties: tuple[Duty, ...]) -> pd.DataFrame:
    """A row for each spell of duty of one replication, in which times are dates to the microsecond.

    Args:
        network: the network.
        duties: the spells of each server.

    Columns:
        station, group, post, shift: names; post a number from 0.
        on, off: the two ends of the spell, cut at the horizon.
        ending: why it ends; missing if it lasts beyond the horizon.
        tour: the number of the tour, from 0.
        proficiency_on, proficiency_off: the proficiency at its two ends.
    """
    spells = np.array([len(duty.on) for duty in duties], dtype=np.int64)
    stations, groups, posts, shifts = [], [], [], []
    for server in network.servers:
        group = network.stations[server.station].groups[server.group]
        stations.append(network.stations[server.station].name)
        groups.append(group.name)
        posts.append(server.post)
        shifts.append(group.shifts[server.shift].name)
    on, off, ending, tour = (
        _joined([getattr(duty, column) for duty in duties]) for column in ("on", "off", "ending", "tour")
    )
    seen = np.minimum(off, network.horizon)
    names = [kind.name.lower() for kind in Ending]
    return pd.DataFrame(
        {
            "station": np.repeat(np.array(stations, dtype=object), spells),
            "group": np.repeat(np.array(groups, dtype=object), spells),
            "post": np.repeat(np.array(posts, dtype=np.int64), spells),
            "shift": np.repeat(np.array(shifts, dtype=object), spells),
            "on": moments(network, on),
            "off": moments(network, seen),
            "ending": _named(names, np.where(off < NEVER, ending, NONE)),
            "tour": tour,
            "proficiency_on": _proficiency(duties, on),
            "proficiency_off": _proficiency(duties, seen),
        }
    )


def incidents_frame(network: Network, calendar: Calendar) -> pd.DataFrame:
    """The incidents of one replication in order of time.

    Columns: incident (its name) and at (a date to the microsecond).
    """
    ticks = _joined(list(calendar.incidents))
    which = np.repeat(np.arange(len(calendar.incidents)), [len(times) for times in calendar.incidents])
    order = np.lexsort((which, ticks))
    names = [incident.name for incident in network.incidents]
    return pd.DataFrame({"incident": _named(names, which[order]), "at": moments(network, ticks[order])})


def _named(names: Sequence[str], ranks: NDArray[np.int64]) -> pd.Categorical[str]:
    """Names by rank, of which several may be the same; `NONE` is missing."""
    distinct = list(dict.fromkeys(names))
    codes = np.array([distinct.index(name) for name in names] + [NONE], dtype=np.int64)
    return pd.Categorical.from_codes(codes[ranks], categories=pd.Index(distinct, dtype=str))


def _joined(columns: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(columns) if columns else np.empty(0, dtype=np.int64)


def _proficiency(duties: tuple[Duty, ...], ticks: NDArray[np.int64]) -> NDArray[np.float64]:
    if not duties:
        return np.empty(0)
    tenure, p0, slope = (
        np.concatenate([getattr(duty, column) for duty in duties]) for column in ("tenure", "p0", "slope")
    )
    return np.asarray(np.minimum(1.0, p0 + slope * (ticks - tenure)))
