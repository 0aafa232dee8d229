"""Replications whose true curve is known, and a gate for how often intervals hold what they should."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom, norm, skew
from scipy.stats import t as student

from stovepipe.inference.incidence import CENSORED, Incidence, incidence

OUTCOMES = ("delivered", "lost")
UNIT = 1_000_000
DELIVERED = 0.8
SPREAD = 0.1


def replication(
    random: np.random.Generator, size: float, horizon: float | None = None, spread: float = SPREAD
) -> Incidence:
    """A share 0.8 is delivered, the rest lost, after exponential times at a pace that the replication shares.

    The pace has a gamma distribution of mean 1 and variance `spread`, so deliveries of one replication are
    alike; their number is Poisson around a gamma variate. With a `horizon` (in units) reports occur evenly up
    to it, and what is not decided then is censored.
    """
    count = random.poisson(size * random.gamma(20, 1 / 20))
    pace = random.gamma(1 / spread, spread)
    ages = (random.exponential(UNIT / pace, count)).astype(np.int64)
    codes = np.where(random.random(count) < DELIVERED, 0, 1)
    if horizon is None:
        return incidence(ages, codes, OUTCOMES)
    left = (random.random(count) * horizon * UNIT).astype(np.int64) + 1
    return incidence(np.minimum(ages, left), np.where(ages < left, codes, CENSORED), OUTCOMES)


def truth(times: np.ndarray, spread: float = SPREAD) -> np.ndarray:
    """The share of all deliveries delivered by these ages: a gamma mixture of exponentials (Lomax 1954)."""
    return DELIVERED * (1 - (1 + spread * (times + 1) / UNIT) ** (-1 / spread))


def true_quantile(q: float, spread: float = SPREAD) -> float:
    return float(((1 - q / DELIVERED) ** -spread - 1) / spread * UNIT)


def limits_by_root(values: np.ndarray, tail: float) -> tuple[float, float]:
    """Student's limits of a mean, lengthened to those that solve Hall's (1992) cubic equation numerically."""
    size = len(values)
    reach, slope = float(student.isf(tail, size - 1)), float(skew(values, bias=False)) / np.sqrt(size)

    def apart(ratio: float, to: float) -> float:
        return ratio + slope * (ratio**2 / 3 + 1 / 6) + slope**2 * ratio**3 / 27 - to

    low, high = (float(brentq(apart, -1e4, 1e4, args=(to,), xtol=1e-12)) for to in (reach, -reach))
    error = values.std(ddof=1) / np.sqrt(size)
    return values.mean() - max(low, reach) * error, values.mean() - min(high, -reach) * error


def assert_covers(
    held: int, trials: int, level: float = 0.95, family: int = 1, conservative: bool = False
) -> None:
    """Coverage is nominal, at a false-alarm rate of 1e-4 over the family, and 2 % off would show.

    A `conservative` interval may hold more often, but by less than half of the share that it may miss.
    """
    alarm = 1e-4 / family / 2
    assert norm.isf(alarm) * np.sqrt(level * (1 - level) / trials) < 0.02 * level, "too few trials to tell"
    assert binom.cdf(held, trials, level) > alarm, f"holds in {held} of {trials}: too seldom"
    most = (1 + level) / 2 if conservative else level
    assert binom.sf(held - 1, trials, most) > alarm, f"holds in {held} of {trials}: too often"
