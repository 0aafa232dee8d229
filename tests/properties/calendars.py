"""Calendars made from calendars: other occurrences for the same network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stovepipe.network.records import NEVER
from stovepipe.network.schedule import Calendar


def on_a_grid(calendar: Calendar, step: int) -> Calendar:
    """Every occurrence and incident moved back to a multiple of `step` ticks, deadlines along with them.

    So that much falls at one tick, and the order of ties is put to the test.
    """
    reports = calendar.reports
    occurred = reports.occurred // step * step
    ltiov = (reports.deadline - reports.occurred) // step * step
    moved = replace(
        reports, occurred=occurred, deadline=np.where(reports.deadline < NEVER, occurred + ltiov, NEVER)
    )
    incidents = tuple(times // step * step for times in calendar.incidents)
    return picked(
        replace(calendar, reports=moved, incidents=incidents),
        np.lexsort((reports.ordinal, reports.stream, occurred)),
    )


def picked(calendar: Calendar, ranks: np.ndarray) -> Calendar:
    """Only the reports of these ranks, in this order."""
    columns = {name: column[ranks] for name, column in vars(calendar.reports).items()}
    return replace(calendar, reports=replace(calendar.reports, **columns))
