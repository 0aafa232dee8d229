"""Demands that a network must meet; each raises a ValueError that says where and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.records import ANY, NONE

LEVELS = 3  # of a report: tactical, operational, strategic


def demand(sound: bool, where: str, what: str) -> None:
    """Make sure that something is sound."""
    if not sound:
        raise ValueError(f"{where}: {what}")


def demand_rank(where: str, what: str, rank: int, count: int, *, optional: bool = False) -> None:
    """Make sure that a rank is that of one of so many entities; `optional`: or NONE."""
    sound = 0 <= rank < count or (optional and rank == NONE)
    demand(sound, where, f"{what} is {rank}, of {count}")


def demand_mask(where: str, what: str, mask: int, count: int) -> None:
    """Make sure that a mask has no bit but those of so many entities, or every bit."""
    demand(mask == ANY or 0 <= mask < 1 << count, where, f"{what} is the mask {mask}, of {count}")


def demand_share(where: str, what: str, share: float) -> None:
    """Make sure that a share is from 0 to 1."""
    demand(0.0 <= share <= 1.0, where, f"{what} is {share}, not a share from 0 to 1")


def demand_cumulative(where: str, what: str, shares: Sequence[float]) -> None:
    """Make sure that cumulative shares rise from 0 or more to exactly 1."""
    rising = all(a <= b for a, b in zip((0.0, *shares), shares, strict=False))
    demand(rising and (not shares or shares[-1] == 1.0), where, f"{what} do not rise to exactly 1")


def demand_rising(where: str, what: str, ticks: NDArray[np.int64], *, strictly: bool = True) -> None:
    """Make sure that ticks are whole numbers in order of time; `strictly`: no two alike."""
    steps = np.diff(ticks)
    sound = (
        ticks.dtype == np.int64 and ticks.ndim == 1 and bool((steps > 0 if strictly else steps >= 0).all())
    )
    demand(sound, where, f"{what} are not whole ticks in order of time")


def demand_sorted(what: str, names: Iterable[object]) -> None:
    """Make sure that names are sorted and unique."""
    listed = list(names)
    demand(listed == sorted(set(listed), key=str), what, "names are not sorted, or not unique")
