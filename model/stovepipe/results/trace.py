"""The life of one report, for those who work in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from stovepipe.measures.deliveries import COMPONENTS
from stovepipe.measures.life.events import Event, EventKind, Fate, Life, Person
from stovepipe.network.records import HOUR
from stovepipe.presentation.run.trace import _answer, _purpose, _what
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.written_times import length, moment
from stovepipe.study.running.trace import Traced
from stovepipe.terms import PRECEDENCES


class Trace:
    """The life of one report in one replication, as `stovepipe.trace` finds it; printed, readable lines."""

    def __init__(self, traced: Traced) -> None:
        self._traced = traced

    def __repr__(self) -> str:
        """Which report, in short."""
        life = self.life
        return (
            f"<Trace of {life.source}/{life.number}: {life.report_class}, replication "
            f"{self._traced.replication}, seed {self._traced.seed}>"
        )

    def __str__(self) -> str:
        """All that is known of it, in lines."""
        return "\n".join(str(part) for part in self.parts())

    @property
    def life(self) -> Life:
        """What was found."""
        return self._traced.life

    def table(self) -> pd.DataFrame:
        """One row for each event, in order of time.

        Columns:
            at: date and time; kind: what happened; place: station or channel; copy: its number, from 1;
            others: other reports in the copy;
            group, post, shift, tour, since, proficiency: who was at work, numbers as in the tables;
            waited_hours, suspended_hours: until then, since the event before;
            lasted_hours: the work, the delay, the transit, or the time in the batch;
            about: hurdle, consumer, or channel that it is worked through for; why: the cause or reason.
        """
        return pd.DataFrame([self._row(event) for event in self.life.events])

    def payload(self) -> dict[str, Any]:
        """For JSON: times as dates, lengths in hours, what is not known or does not apply as null."""
        life, network = self.life, self._traced.network
        return {
            "mission": network.mission,
            "seed": self._traced.seed,
            "replication": self._traced.replication,
            "report": f"{life.source}/{life.number}",
            "class": life.report_class,
            "trigger": life.trigger,
            "precedence": PRECEDENCES[life.precedence],
            "occurred": self._moment(life.occurred).isoformat(),
            "deadline": None if life.deadline is None else self._moment(life.deadline).isoformat(),
            "language": life.language or None,
            "nation": life.nation or None,
            "marking": life.marking or None,
            "coarse": life.coarse,
            "written": None if life.written is None else self._moment(life.written).isoformat(),
            "events": [self._event_payload(event) for event in life.events],
            "deliveries": [self._fate_payload(fate) for fate in life.fates],
        }

    def parts(self) -> Iterator[str | Grid]:
        """What is printed: a heading, the events, and what became of it for each consumer."""
        life, traced = self.life, self._traced
        yield (
            f"{life.source}/{life.number} in replication {traced.replication} of {traced.network.mission}, "
            f"seed {traced.seed}"
        )
        yield self._about()
        yield ""
        yield self._event_grid()
        yield ""
        if life.fates:
            yield self._fate_grid()
        else:
            yield f"No consumer needs a {life.report_class}: it is not counted."

    # --- in words ----------------------------------------------------

    def _about(self) -> str:
        life = self.life
        parts = [life.report_class, PRECEDENCES[life.precedence]]
        parts += [f"in {life.language}"] if life.language else []
        parts += [f"from {life.nation}"] if life.nation else []
        parts += [f"marked {life.marking}"] if life.marking else []
        parts += ["coarse"] if life.coarse else []
        until = (
            "no deadline"
            if life.deadline is None
            else f"of value until {self._date(life.deadline)} ({length(life.deadline - life.occurred)})"
        )
        early = "; before the counted time" if life.occurred < self._traced.network.counted_from else ""
        return f"{', '.join(parts)}; occurred {self._date(life.occurred)}, {until}{early}"

    def _event_grid(self) -> Grid:
        several = len({event.copy for event in self.life.events if event.copy}) > 1
        rows = [
            (self._date(event.at), *((str(event.copy or ""),) if several else ()), event.place, what, who)
            for event, what, who in self._told()
        ]
        notes = ["copy: a station that shares with several others sends a copy to each."] if several else []
        return Grid(
            title="What happened to it",
            columns=[
                Column("when", right=False),
                *([Column("copy")] if several else []),
                *(Column(name, right=False) for name in ("where", "what", "who")),
            ],
            rows=rows,
            notes=notes,
        )

    def _told(self) -> Iterator[tuple[Event, str, str]]:
        """The events with what is said of them; an arrival is told with the transit that led to it."""
        transit: dict[tuple[int, int], str] = {}
        for event in self.life.events:
            if event.kind is EventKind.CROSSED:
                took = f" after {length(event.lasted)} in transit" if event.lasted else ""
                transit[event.copy, event.at] = took
            elif event.kind is EventKind.ARRIVED:
                yield event, f"arrives{transit.pop((event.copy, event.at), '')}{_purpose(event)}", ""
            else:
                yield event, _what(event), self._who(event.who) if event.kind is EventKind.BEGAN else ""

    def _who(self, who: Person | None) -> str:
        if who is None:
            return ""
        post = f"{who.group}" + (f" {who.post + 1} of {who.posts}" if who.posts > 1 else "")
        post += f" ({who.shift})" if who.shift else ""
        if who.since is None:
            return post
        skill = "settled" if who.proficiency >= 1.0 else f"at {100 * who.proficiency:.0f} %"
        return f"{post}, tour {who.tour + 1}, since {self._date(who.since)[:10]}, {skill}"

    def _fate_grid(self) -> Grid:
        return Grid(
            title="What became of it",
            columns=[
                Column("needed by", right=False),
                Column("outcome", right=False),
                Column("after"),
                Column("where", right=False),
                Column("its time went to", right=False),
            ],
            rows=[self._fate_row(fate) for fate in self.life.fates],
        )

    def _fate_row(self, fate: Fate) -> Sequence[str]:
        if fate.decided is None:
            return fate.consumer, "in flight at the end", "", "", ""
        outcome = f"lost: {fate.cause}"
        if fate.outcome == "delivered":
            outcome = "delivered in time" if fate.timely else "delivered late"
            outcome += f", fidelity {100 * fate.fidelity:.0f} %" if fate.fidelity not in (None, 1.0) else ""
        spent = sorted(zip(fate.parts, COMPONENTS, strict=True), key=lambda part: -part[0])
        went = ", ".join(f"{name} {length(ticks)}" for ticks, name in spent if ticks)
        return fate.consumer, outcome, length(fate.decided - self.life.occurred), fate.where, went

    # --- as data -----------------------------------------------------

    def _row(self, event: Event) -> dict[str, Any]:
        who = event.who
        return {
            "at": pd.Timestamp(self._moment(event.at)),
            "kind": str(event.kind),
            "place": event.place,
            "copy": event.copy,
            "others": event.others,
            "group": who.group if who else "",
            "post": who.post if who else None,
            "shift": who.shift if who else "",
            "tour": who.tour if who else None,
            "since": pd.NaT if who is None or who.since is None else pd.Timestamp(self._moment(who.since)),
            "proficiency": who.proficiency if who else None,
            "waited_hours": event.waited / HOUR,
            "suspended_hours": event.suspended / HOUR,
            "lasted_hours": None if event.lasted is None else event.lasted / HOUR,
            "about": event.about,
            "why": event.why,
        }

    def _event_payload(self, event: Event) -> dict[str, Any]:
        who, met = event.who, event.met
        said: dict[str, Any] = {
            "at": self._moment(event.at).isoformat(),
            "kind": str(event.kind),
            "place": event.place,
            "copy": event.copy or None,
            "other_reports": event.others,
        }
        if who is not None:
            said["who"] = {
                "group": who.group, "post": who.post, "shift": who.shift or None, "tour": who.tour,
                "since": None if who.since is None else self._moment(who.since).isoformat(),
                "proficiency": who.proficiency,
            }  # fmt: skip
        if event.waited or event.suspended:
            said |= {"waited_hours": event.waited / HOUR, "suspended_hours": event.suspended / HOUR}
        if event.lasted is not None:
            said["lasted_hours"] = event.lasted / HOUR
        said |= {key: text for key, text in (("about", event.about), ("why", event.why)) if text}
        if met is not None:
            said["hurdle"] = {
                "name": met.hurdle, "kind": met.kind, "probability": met.probability,
                "answer": _answer(met), "through": met.through or None,
            }  # fmt: skip
        return said

    def _fate_payload(self, fate: Fate) -> dict[str, Any]:
        decided = fate.decided
        return {
            "consumer": fate.consumer,
            "outcome": fate.outcome,
            "cause": fate.cause or None,
            "timely": fate.timely,
            "decided": None if decided is None else self._moment(decided).isoformat(),
            "hours": None if decided is None else (decided - self.life.occurred) / HOUR,
            "where": fate.where or None,
            **{
                f"{name}_hours": None if decided is None else ticks / HOUR
                for name, ticks in zip(COMPONENTS, fate.parts, strict=True)
            },
            "fidelity": fate.fidelity,
            "counts": fate.counts,
        }

    def _moment(self, tick: int) -> dt.datetime:
        return moment(self._traced.network, tick)

    def _date(self, tick: int) -> str:
        return self._moment(tick).strftime("%Y-%m-%d %H:%M")
