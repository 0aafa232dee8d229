"""The first of several independent ways: who is there first, and whether anybody ever is.

A way is open with a probability, and then takes an exponential time, apart from all others. So what the first
of those that are open brings takes the minimum of independent exponentials, whose rates add up (Gross et al.
2008, section 1.8), mixed over the sets of ways that are open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Way:
    """A way that is `open_share` of the times open, and then takes an exponential time of this mean."""

    open_share: float
    mean: float


def _cases(ways: Sequence[Way]) -> Iterator[tuple[float, float]]:
    """Of each set of ways that are open: its probability, and the rate of the first of them."""
    for are_open in product((True, False), repeat=len(ways)):
        pairs = list(zip(ways, are_open, strict=True))
        probability = math.prod(way.open_share if it_is else 1 - way.open_share for way, it_is in pairs)
        yield probability, sum(1 / way.mean for way, it_is in pairs if it_is)


def arrived(ways: Sequence[Way], age: float) -> float:
    """The probability that the first has arrived by an age; at infinity, that any ever does."""
    return sum(p * (1 - math.exp(-rate * age)) for p, rate in _cases(ways) if rate)


def mean_of_first(ways: Sequence[Way]) -> float:
    """The mean time until the first arrives, where any does."""
    return sum(p / rate for p, rate in _cases(ways) if rate) / arrived(ways, math.inf)
