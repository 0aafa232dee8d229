"""The life of one report as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stovepipe.measures.ends import DISPOSED
from stovepipe.measures.fates.deliveries import COMPONENTS
from stovepipe.measures.life.events import Fate, Traced
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.written_times import length
from stovepipe.presentation.trace.words import date, heading, told, uncounted


def trace_grids(traced: Traced) -> tuple[Grid, ...]:
    """The events, and what became of the report for each consumer, if one needs it."""
    fates = (_fate_grid(traced),) if traced.life.fates else ()
    return (_event_grid(traced), *fates)


def trace_parts(traced: Traced) -> Iterator[str | Grid]:
    """All that is printed: which report it is, the events, and what became of it."""
    yield heading(traced)
    for grid in trace_grids(traced):
        yield ""
        yield grid
    if not traced.life.fates:
        yield ""
        yield uncounted(traced)


def _event_grid(traced: Traced) -> Grid:
    several = len({event.copy for event in traced.life.events if event.copy}) > 1
    rows = [
        (date(traced, event.at), *((str(event.copy or ""),) if several else ()), event.place, what, who)
        for event, what, who in told(traced)
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


def _fate_grid(traced: Traced) -> Grid:
    return Grid(
        title="What became of it",
        columns=[
            Column("needed by", right=False),
            Column("outcome", right=False),
            Column("after"),
            Column("where", right=False),
            Column("its time went to", right=False),
        ],
        rows=[_fate_row(traced, fate) for fate in traced.life.fates],
    )


def _fate_row(traced: Traced, fate: Fate) -> Sequence[str]:
    if fate.decided is None:
        return fate.consumer, "in flight at the end", "", "", ""
    outcome = f"{'disposed of' if fate.outcome == DISPOSED else 'lost'}: {fate.cause}"
    if fate.outcome == "delivered":
        outcome = "delivered in time" if fate.timely else "delivered late"
        outcome += f", fidelity {100 * fate.fidelity:.0f} %" if fate.fidelity not in (None, 1.0) else ""
    spent = sorted(zip(fate.parts, COMPONENTS, strict=True), key=lambda part: -part[0])
    went = ", ".join(f"{name} {length(ticks)}" for ticks, name in spent if ticks)
    return fate.consumer, outcome, length(fate.decided - traced.life.occurred), fate.where, went
