"""Replications whose true curve is known, and a gate for how often intervals hold what they should."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom, norm

from stovepipe.inference.incidence import CENSORED, Incidence, incidence

OUTCOMES = ("delivered", "lost")
UNIT = 1_000_000
DELIVERED = 0.8
SPREAD = 0.1


def replication(random: np.random.Generator, size: float, horizon: float | None = None) -> Incidence:
    """A share 0.8 is delivered, the rest lost, after exponential times at a pace that the replication shares.

    The pace has a gamma distribution of mean 1 and variance 0.1, so deliveries of one replication are alike;
    their number is Poisson around a gamma variate. With a `horizon` (in units) reports occur evenly up to it,
    and what is not decided then is censored.
    """
    count = random.poisson(size * random.gamma(20, 1 / 20))
    pace = random.gamma(1 / SPREAD, SPREAD)
    ages = (random.exponential(UNIT / pace, count)).astype(np.int64)
    codes = np.where(random.random(count) < DELIVERED, 0, 1)
    if horizon is None:
        return incidence(ages, codes, OUTCOMES)
    left = (random.random(count) * horizon * UNIT).astype(np.int64) + 1
    return incidence(np.minimum(ages, left), np.where(ages < left, codes, CENSORED), OUTCOMES)


def truth(times: np.ndarray) -> np.ndarray:
    """The share of all deliveries delivered by these ages: a gamma mixture of exponentials (Lomax 1954)."""
    return DELIVERED * (1 - (1 + SPREAD * (times + 1) / UNIT) ** (-1 / SPREAD))


def true_quantile(q: float) -> float:
    return float(((1 - q / DELIVERED) ** -SPREAD - 1) / SPREAD * UNIT)


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
