"""Equal steps of the counted window, short enough for a figure."""

from __future__ import annotations

import numpy as np

from stovepipe.network.records import DAY, HOUR, Network

MOST_STEPS = 500
_LENGTHS = (
    HOUR // 4,
    HOUR // 2,
    *(n * HOUR for n in (1, 2, 3, 4, 6, 8, 12)),
    *(n * DAY for n in (1, 2, 7, 14, 28, 56)),
)


def step_length(window: int) -> int:
    """The shortest usual length, in ticks, that divides a window of time into at most `MOST_STEPS` steps.

    >>> step_length(26 * 7 * DAY) // HOUR
    12
    """
    fitting = (length for length in _LENGTHS if window <= MOST_STEPS * length)
    return next(fitting, -(-window // MOST_STEPS))


def edges(network: Network) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The ticks at which the steps of the counted window begin, and the horizon."""
    length = step_length(network.horizon - network.counted_from)
    return np.append(
        np.arange(network.counted_from, network.horizon, length, dtype=np.int64), network.horizon
    )
