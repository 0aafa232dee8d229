"""Moments and lengths of time as people write them."""

from __future__ import annotations

import datetime as dt

from stovepipe.network.records import HOUR, SECOND, Network

MINUTE = 60 * SECOND


def moment(network: Network, tick: int) -> dt.datetime:
    """The date and time of a tick."""
    return network.start + dt.timedelta(microseconds=tick - network.counted_from)


def length(ticks: int) -> str:
    """A length of time in two units.

    >>> length(90 * MINUTE), length(26 * HOUR), length(60 * HOUR), length(45 * SECOND), length(0)
    ('1 h 30 min', '26 h', '2 d 12 h', '45 s', '0 s')
    """
    seconds, minutes, hours = (round(ticks / unit) for unit in (SECOND, MINUTE, HOUR))
    if seconds < 60:
        return f"{seconds} s"
    if minutes < 60:
        return f"{minutes} min"
    if hours < 48:
        return _two(minutes // 60, "h", minutes % 60, "min")
    return _two(hours // 24, "d", hours % 24, "h")


def _two(large: int, unit: str, small: int, smaller: str) -> str:
    return f"{large} {unit}" + (f" {small} {smaller}" if small else "")
