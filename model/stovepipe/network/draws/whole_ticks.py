"""From a drawn duration to the clock, which counts whole ticks of one microsecond."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

TICKS_MAX = 2**62
"""The longest duration in ticks: added to a reading of the clock below it, it stays within 64 bits."""


def ticks(x: float) -> int:
    """The whole number of ticks nearest to x: floor(x + 1/2), at least 0 and at most `TICKS_MAX`.

    >>> ticks(2.5), ticks(-3.0)
    (3, 0)
    """
    return math.floor(min(max(x + 0.5, 0.0), 2.0**62))


def all_ticks(x: NDArray[np.float64]) -> NDArray[np.int64]:
    """`ticks` of every element of x."""
    return np.floor(np.clip(x + 0.5, 0.0, 2.0**62)).astype(np.int64)
