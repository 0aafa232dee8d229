"""How much was sorted wrong, by station and by class (semantics, 3.16)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stovepipe.measures.measure import Measure
from stovepipe.trajectory import Trajectory

SORTING_MEASURES = (
    Measure("sorted", "reports", "reports sorted", "sorted"),
    Measure(
        "missorted", "share", "share of what is sorted that is taken for another class than its own",
        "missorted", "sorted", kind="missorted",
    ),
    Measure("put_right", "reports", "reports whose sorting is put right", "put_right"),
)  # fmt: skip
"""Of `station_table`, in which each has its column."""


def sorted_by_station(trajectory: Trajectory) -> Mapping[str, NDArray[np.int64]]:
    """By station: `sorted`, `missorted` and `put_right` reports that occurred in the window."""
    return _counts(trajectory, trajectory.sortings.station, len(trajectory.network.stations))


def sorted_by_class(trajectory: Trajectory) -> Mapping[str, NDArray[np.int64]]:
    """The same by station and the own class of the reports, one station after the other."""
    classes, sortings = len(trajectory.network.classes), trajectory.sortings
    cell = sortings.station * classes + trajectory.reports.klass[sortings.report]
    return _counts(trajectory, cell, len(trajectory.network.stations) * classes)


def _counts(trajectory: Trajectory, cell: NDArray[np.int64], cells: int) -> Mapping[str, NDArray[np.int64]]:
    sortings, reports = trajectory.sortings, trajectory.reports
    own = reports.klass[sortings.report]
    counts = reports.occurred[sortings.report] >= trajectory.network.counted_from
    wrong = sortings.after != own
    chosen = {
        "sorted": counts,
        "missorted": counts & wrong,
        "put_right": counts & ~wrong & (sortings.before != own),
    }
    return {name: np.bincount(cell[those], minlength=cells) for name, those in chosen.items()}
