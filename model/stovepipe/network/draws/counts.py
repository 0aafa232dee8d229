"""The Poisson law by inversion: how many, rather than how long."""

from __future__ import annotations

from stovepipe.network.draws.elementary import exp

POISSON_MEAN_MAX = 500.0

_NEGLIGIBLE = 1e-30


def poisson(mean: float, u: float) -> int:
    """The smallest n for which a Poisson count with this mean is at most n with probability u or more.

    Probabilities are summed from the nearer end, so both tails are as precise as the middle.

    Args:
        mean: From 0 to 500.
        u: A uniform number, 0 < u < 1.

    Raises:
        ValueError: If the mean or u is out of range.

    >>> poisson(2.0, 0.5), poisson(0.0, 0.9)
    (2, 0)
    """
    if not 0.0 <= mean <= POISSON_MEAN_MAX:
        raise ValueError(f"the mean of a Poisson count must be from 0 to {POISSON_MEAN_MAX:g}, got {mean!r}")
    if not 0.0 < u < 1.0:
        raise ValueError(f"a uniform number must be between 0 and 1, both excluded, got {u!r}")
    return _from_below(mean, u) if u <= 0.5 else _from_above(mean, 1.0 - u)


def _from_below(mean: float, u: float) -> int:
    count = 0
    probability = exp(-mean)
    total = probability
    while total < u:
        count += 1
        probability *= mean / count
        total += probability
    return count


def _from_above(mean: float, tail: float) -> int:
    """The smallest n that the count exceeds with at most this probability."""
    probabilities = [exp(-mean)]
    while len(probabilities) <= mean or probabilities[-1] > _NEGLIGIBLE:
        probabilities.append(probabilities[-1] * (mean / len(probabilities)))
    exceeding = 0.0
    for count in range(len(probabilities) - 1, 0, -1):
        exceeding += probabilities[count]
        if exceeding > tail:
            return count
    return 0
