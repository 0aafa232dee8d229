"""The life of one report for other programs: as tidy tables, and as plain values for JSON."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stovepipe.measures.fates.deliveries import COMPONENTS
from stovepipe.measures.life.events import Event, Fate, Traced
from stovepipe.network.records import HOUR
from stovepipe.presentation.shared.written_times import moment
from stovepipe.presentation.trace.words import answer, name
from stovepipe.terms import PRECEDENCES

EVENTS = [
    "at", "kind", "place", "copy", "others", "group", "post", "shift", "tour", "since", "proficiency",
    "waited_hours", "suspended_hours", "lasted_hours", "about", "why",
]  # fmt: skip
DELIVERIES = [
    "consumer", "outcome", "cause", "timely", "decided", "hours", "where",
    *(f"{part}_hours" for part in COMPONENTS), "fidelity", "counts",
]  # fmt: skip


def trace_tables(traced: Traced) -> dict[str, pd.DataFrame]:
    """The life as tidy tables, by name.

    `events` has a row for each event, in order of time:
        at: date and time; kind: what happened; place: station or channel; copy: its number, from 1;
        others: other reports in the copy;
        group, post, shift, tour, since, proficiency: who was at work, numbers as in the tables of a run;
        on_call: whether that person had been called for it;
        waited_hours, suspended_hours: until then, since the event before;
        lasted_hours: the work, the delay, the transit, or the time in the batch;
        about: hurdle, consumer, or channel that it is worked through for; why: the cause or reason.

    `deliveries` has a row for each consumer that needs the report, with the columns of a run's deliveries.
    """
    return {
        "events": pd.DataFrame([_event_row(traced, each) for each in traced.life.events], columns=EVENTS),
        "deliveries": pd.DataFrame(
            [_delivery_row(traced, each) for each in traced.life.fates], columns=DELIVERIES
        ),
    }


def trace_payload(traced: Traced) -> dict[str, Any]:
    """For JSON: times as dates, lengths in hours, what is not known or does not apply as null."""
    life, network = traced.life, traced.network
    return {
        "mission": network.mission,
        "seed": traced.seed,
        "replication": traced.replication,
        "report": name(traced),
        "class": life.report_class,
        "trigger": life.trigger,
        "precedence": PRECEDENCES[life.precedence],
        "occurred": _iso(traced, life.occurred),
        "deadline": _iso(traced, life.deadline),
        "language": life.language or None,
        "nation": life.nation or None,
        "marking": life.marking or None,
        "coarse": life.coarse,
        "written": _iso(traced, life.written),
        "about": None
        if life.about is None
        else {
            "subject": life.about.subject,
            "number": life.about.number,
            "began": _iso(traced, life.about.began),
        },
        "events": [_event_payload(traced, event) for event in life.events],
        "deliveries": [
            {key: value or None if key in {"cause", "where"} else value for key, value in row.items()}
            | {"decided": _iso(traced, fate.decided)}
            for fate in life.fates
            for row in [_delivery_row(traced, fate)]
        ],
    }


def _iso(traced: Traced, tick: int | None) -> str | None:
    return None if tick is None else moment(traced.network, tick).isoformat()


def _timestamp(traced: Traced, tick: int | None) -> Any:
    return pd.NaT if tick is None else pd.Timestamp(moment(traced.network, tick))


def _event_row(traced: Traced, event: Event) -> dict[str, Any]:
    who = event.who
    return {
        "at": _timestamp(traced, event.at),
        "kind": str(event.kind),
        "place": event.place,
        "copy": event.copy,
        "others": event.others,
        "group": who.group if who else "",
        "post": who.post if who else None,
        "shift": who.shift if who else "",
        "tour": who.tour if who else None,
        "since": _timestamp(traced, None if who is None else who.since),
        "proficiency": who.proficiency if who else None,
        "on_call": who.on_call if who else None,
        "waited_hours": event.waited / HOUR,
        "suspended_hours": event.suspended / HOUR,
        "lasted_hours": None if event.lasted is None else event.lasted / HOUR,
        "about": event.about,
        "why": event.why,
    }


def _event_payload(traced: Traced, event: Event) -> dict[str, Any]:
    who, met = event.who, event.met
    said: dict[str, Any] = {
        "at": _iso(traced, event.at),
        "kind": str(event.kind),
        "place": event.place,
        "copy": event.copy or None,
        "other_reports": event.others,
    }
    if who is not None:
        said["who"] = {
            "group": who.group, "post": who.post, "shift": who.shift or None, "tour": who.tour,
            "since": _iso(traced, who.since),
            "proficiency": who.proficiency,
            "on_call": who.on_call,
        }  # fmt: skip
    if event.waited or event.suspended:
        said |= {"waited_hours": event.waited / HOUR, "suspended_hours": event.suspended / HOUR}
    if event.lasted is not None:
        said["lasted_hours"] = event.lasted / HOUR
    said |= {key: text for key, text in (("about", event.about), ("why", event.why)) if text}
    if met is not None:
        said["hurdle"] = {
            "name": met.hurdle, "kind": met.kind, "probability": met.probability,
            "answer": answer(met), "through": met.through or None,
        }  # fmt: skip
    return said


def _delivery_row(traced: Traced, fate: Fate) -> dict[str, Any]:
    decided = fate.decided
    return {
        "consumer": fate.consumer,
        "outcome": fate.outcome,
        "cause": fate.cause,
        "timely": fate.timely,
        "decided": _timestamp(traced, decided),
        "hours": None if decided is None else (decided - traced.life.occurred) / HOUR,
        "where": fate.where,
        **{
            f"{part}_hours": None if decided is None else ticks / HOUR
            for part, ticks in zip(COMPONENTS, fate.parts, strict=True)
        },
        "fidelity": fate.fidelity,
        "counts": fate.counts,
    }
