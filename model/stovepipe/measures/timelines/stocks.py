"""How much systems kept of what had been finished on them: over time, and in the counted window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stovepipe.measures.measure import Measure
from stovepipe.network.details.stocks import LN_2, Stock
from stovepipe.network.records import HOUR
from stovepipe.trajectory import Trajectory

if TYPE_CHECKING:
    import pandas as pd

Ticks = NDArray[np.int64]
Floats = NDArray[np.float64]

SYSTEM_MEASURES = (
    Measure(
        "mean_level", "share", "mean level of the stock", "level_hours", "observed_hours", kind="stock",
        direction="more",
    ),
    Measure("mean_stock", "reports", "mean stock", "mean_stock"),
    Measure("taken_in", "reports", "reports taken into the stock", "taken_in"),
)  # fmt: skip
"""Of `system_table`."""


def system_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each system that keeps a stock, about the counted window.

    Columns:
        system: name.
        observed_hours: length of the window.
        taken_in: reports that went into the stock, each for the first time.
        mean_stock: time average of the stock, in reports.
        level_hours: integral of its level over time, the level being 1 where it is full.
        mean_level: the same by observed_hours; what those have of it whose own system it is.
    """
    import pandas as pd

    network = trajectory.network
    edges = np.array([network.counted_from, network.horizon], dtype=np.int64)
    rows = []
    for system, stock in _stocks(trajectory):
        taken, amount, level = (float(column[0]) for column in _by_step(trajectory, system, stock, edges))
        length = float(edges[1] - edges[0])
        rows.append(
            (network.systems[system], length / HOUR, taken, amount / length, level / HOUR, level / length)
        )
    numbers = ("observed_hours", "taken_in", "mean_stock", "level_hours", "mean_level")
    table = pd.DataFrame(rows, columns=["system", *numbers])
    return table.astype({"system": "str", **dict.fromkeys(numbers, "float64")})


def stock_table(trajectory: Trajectory, edges: Ticks) -> pd.DataFrame:
    """One row for each system that keeps a stock and step of the counted window.

    Args:
        trajectory: one replication.
        edges: the ticks between which the steps lie.

    Columns:
        system: name.
        from_hours, to_hours: the step, since the mission's start.
        taken_in: reports that went into the stock.
        mean_stock, mean_level: time averages of the stock, in reports, and of its level.
    """
    import pandas as pd

    network, lengths = trajectory.network, np.diff(edges)
    tables = [
        pd.DataFrame(
            {
                "system": network.systems[system],
                "from_hours": (edges[:-1] - network.counted_from) / HOUR,
                "to_hours": (edges[1:] - network.counted_from) / HOUR,
                "taken_in": taken,
                "mean_stock": amount / lengths,
                "mean_level": level / lengths,
            }
        )
        for system, stock in _stocks(trajectory)
        for taken, amount, level in (_by_step(trajectory, system, stock, edges),)
    ]
    if not tables:
        return pd.DataFrame(
            {
                name: np.empty(0)
                for name in ("system", "from_hours", "to_hours", "taken_in", "mean_stock", "mean_level")
            }
        ).astype({"system": "str"})
    return pd.concat(tables, ignore_index=True).astype({"system": "str"})


def stock_at(trajectory: Trajectory, system: str, times: Ticks) -> Floats:
    """The stock of a system at some ticks, in reports, with what is taken in at these ticks.

    Raises:
        KeyError: the system keeps no stock.
    """
    for rank, stock in _stocks(trajectory):
        if trajectory.network.systems[rank] == system:
            at, amounts = _changes(trajectory, rank, stock)
            last = np.searchsorted(at, times, side="right") - 1
            return np.asarray(amounts[last] * np.exp(-(times - at[last]) * _rate(stock)))
    raise KeyError(f"no system {system!r} keeps a stock")


def _stocks(trajectory: Trajectory) -> list[tuple[int, Stock]]:
    return [(rank, stock) for rank, stock in enumerate(trajectory.network.stocks) if stock is not None]


def _changes(trajectory: Trajectory, system: int, stock: Stock) -> tuple[Ticks, Floats]:
    """The ticks at which a stock changed, the first being the start, and what it was then."""
    rows = trajectory.intakes
    mine = rows.system == system
    return (
        np.concatenate([np.zeros(1, dtype=np.int64), rows.at[mine]]),
        np.concatenate([[stock.at_start], rows.amount[mine]]),
    )


def _rate(stock: Stock) -> float:
    """By what share it fades in a tick."""
    return LN_2 / stock.half_life if stock.half_life else 0.0


def _by_step(
    trajectory: Trajectory, system: int, stock: Stock, edges: Ticks
) -> tuple[Floats, Floats, Floats]:
    """By step: reports taken in, and the integrals over time of the stock and of its level."""
    rows, steps = trajectory.intakes, len(edges) - 1
    mine = (rows.system == system) & (rows.at >= edges[0]) & (rows.at < edges[-1])
    into = np.searchsorted(edges, rows.at[mine], side="right") - 1
    taken = np.bincount(into, weights=rows.taken[mine], minlength=steps).astype(np.float64)
    at, amounts = _changes(trajectory, system, stock)
    times = np.unique(np.concatenate([edges, at[(at > edges[0]) & (at < edges[-1])]]))
    last = np.searchsorted(at, times[:-1], side="right") - 1
    rate = _rate(stock)
    begins = amounts[last] * np.exp(-(times[:-1] - at[last]) * rate)
    lengths = np.diff(times).astype(np.float64)
    full = np.full(len(begins), float(stock.full))
    above: Floats = np.where(begins > full, lengths, 0.0)  # how long it is above the full one
    if rate > 0.0:
        above = np.minimum(above, np.log(np.maximum(begins / full, 1.0)) / rate)
    whole: Floats = _integral(begins, lengths, rate)
    capped = above * full + _integral(np.where(begins > full, full, begins), lengths - above, rate)
    step = np.searchsorted(edges, times[:-1], side="right") - 1
    return (
        taken,
        np.bincount(step, weights=whole, minlength=steps).astype(np.float64),
        np.bincount(step, weights=capped, minlength=steps).astype(np.float64) / stock.full,
    )


def _integral(amounts: Floats, lengths: Floats, rate: float) -> Floats:
    """Of a stock that is so much at first and fades, over so much time."""
    return amounts * (-np.expm1(-lengths * rate) / rate if rate > 0.0 else lengths)
