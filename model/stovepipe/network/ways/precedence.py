"""Which precedences meet a condition, and what becomes of the precedence of a report (semantics, 11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stovepipe.network.records import Incident, Mask, Network
from stovepipe.network.schedule import Calendar


def meets(precedences: Mask, precedence: int) -> bool:
    """Whether a precedence meets a condition, given as the mask of those that do.

    >>> [meets(Mask(0b0011), precedence) for precedence in range(4)]  # at least IMMEDIATE
    [True, True, False, False]
    """
    return bool(precedences >> precedence & 1)


def raises_to(incident: Incident, source: int, klass: int) -> int | None:
    """The precedence that an incident gives to reports of a source and class; None for none."""
    if not incident.raises_at >> source & 1:
        return None
    return dict(incident.raises).get(klass)


def rises(network: Network, calendar: Calendar, report: int) -> Iterator[tuple[int, int, int]]:
    """What incidents made of a report after it had occurred: tick, precedence, rank of the incident.

    In order of time; only where the precedence rises. A report that nothing carries any more is told as if it
    were on its way.
    """
    table = calendar.reports
    occurred, precedence = int(table.occurred[report]), int(table.precedence[report])
    source, klass = network.streams[table.stream[report]].source, int(table.klass[report])
    found = []
    for rank, incident in enumerate(network.incidents):
        to = raises_to(incident, source, klass)
        if incident.raises_younger and to is not None:
            times = calendar.incidents[rank]
            first, end = np.searchsorted(times, (occurred + 1, occurred + incident.raises_younger))
            found += [(tick, to, rank) for tick in times[first:end][:1].tolist()]
    for tick, to, rank in sorted(found, key=lambda each: (each[0], each[2])):
        if to < precedence:
            precedence = to
            yield tick, to, rank


def precedence_at(network: Network, calendar: Calendar, reports: tuple[int, ...], tick: int) -> int:
    """The precedence of a copy that carries these reports, after all that incidents raise at this tick."""
    return min(
        (
            precedence
            for report in reports
            for at, precedence in (
                (0, int(calendar.reports.precedence[report])),
                *((at, to) for at, to, _ in rises(network, calendar, report)),
            )
            if at <= tick
        )
    )
