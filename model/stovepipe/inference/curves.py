"""Bands around curves of incidence, and intervals of their quantiles, across replications."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit

from stovepipe.inference.incidence import DELIVERED, Incidence
from stovepipe.inference.intervals import Estimate, quantile_of_student
from stovepipe.inference.pooling import ROUNDING, PooledCurve

Ticks = NDArray[np.int64]
Floats = NDArray[np.float64]

ENOUGH = 5
"""Deliveries per replication that must have met the outcome, and not have met it, for a simultaneous band."""

AGES = 1000
SIMULATIONS = 10_000
STEP = 0.02
SEED = 1984


@dataclass(frozen=True, eq=False)
class Band:
    """The curve of one outcome with a band that holds it at any one age, and one that holds it at all ages.

    Attributes:
        outcome: its name.
        times: ages in ticks.
        values: the share of all deliveries that have met the outcome by then; NaN where it is not known.
        low, high: the pointwise band: at each single age it holds the true curve with probability `level`.
        all_low, all_high: the simultaneous band: it holds the whole true curve with probability `level`.
        level: confidence level.
        replications: how many it rests on. With one, the bands are NaN.
    """

    outcome: str
    times: Ticks
    values: Floats
    low: Floats
    high: Floats
    all_low: Floats
    all_high: Floats
    level: float
    replications: int


def curve_band(
    incidences: Sequence[Incidence], times: ArrayLike, level: float = 0.95, outcome: str = DELIVERED
) -> Band:
    """The incidence of all replications together, with its pointwise and its simultaneous band.

    The pointwise band is made from what each replication adds to the curve (`PooledCurve.limits`): Student's,
    lengthened on the side to which the replications are skewed.

    The simultaneous band has the same shape, with another reach: an equal precision band (Nair 1984). The
    factor is the quantile of the greatest of the Student ratios over all ages, simulated for normal
    replications whose curves move from age to age like the empirical distribution of independent
    deliveries. Deliveries of one replication share queues and people, so real curves move more in step, and
    their greatest ratio tends to be smaller. Where fewer than five deliveries per replication have met the
    outcome, or have not, Student ratios are no guide. There the band says only what follows for a curve
    that never falls; it is NaN if that is everywhere.

    Args:
        incidences: one per replication, of the same outcomes.
        times: ages in ticks.
        level: confidence level.
        outcome: the outcome of which the curve is given.

    Raises:
        KeyError: there is no such outcome.
        ValueError: there are no replications, their outcomes differ, or the level is not between 0 and 1.
    """
    curve = PooledCurve(incidences, outcome)
    asked = np.asarray(times, dtype=np.int64)
    low, high = curve.limits(asked, quantile_of_student(level, curve.replications))
    all_low, all_high = _simultaneous(curve, asked, level)
    return Band(
        outcome=outcome,
        times=asked,
        values=curve.values(asked),
        low=low,
        high=high,
        all_low=all_low,
        all_high=all_high,
        level=level,
        replications=curve.replications,
    )


def quantile_interval(
    incidences: Sequence[Incidence], q: float, level: float = 0.95, outcome: str = DELIVERED
) -> Estimate:
    """The age in ticks by which a share `q` of all deliveries has met the outcome.

    The interval inverts the pointwise band (Woodruff 1952): it begins at the first age at which the upper
    limit of the band reaches `q`, and ends at the first at which the lower limit does. Each is None if that
    never happens in the time watched: the value, if fewer than a share `q` meet the outcome; the high end,
    if it is not sure that so many do; all of them, if it is sure that they do not. With one replication
    there is no interval.

    Args:
        incidences: one per replication, of the same outcomes.
        q: share of all deliveries, above 0 and at most 1.
        level: confidence level.
        outcome: the outcome of which the curve is given.

    Raises:
        KeyError: there is no such outcome.
        ValueError: there are no replications, their outcomes differ, or `q` or the level is out of range.
    """
    return quantile_of_curve(PooledCurve(incidences, outcome), q, level)


def quantile_of_curve(curve: PooledCurve, q: float, level: float = 0.95) -> Estimate:
    """The quantile of a pooled curve in ticks, as `quantile_interval` has it."""
    reach, value = quantile_of_student(level, curve.replications), curve.pooled.quantile(q, curve.outcome)
    low = first_age(curve, lambda times: curve.limits(times, reach)[1], q)
    high = first_age(curve, lambda times: curve.limits(times, reach)[0], q)
    return Estimate(value, low, high, level, curve.replications)


def first_age(curve: PooledCurve, limit: Callable[[Ticks], Floats], q: float) -> float | None:
    """The first age in ticks at which a limit of the curve reaches `q`; None if it never does.

    What falls short of `q` by rounding has reached it.
    """

    def reached(times: Ticks) -> NDArray[np.bool_]:
        return np.asarray(limit(times) >= q - ROUNDING)

    coarse = _thinned(curve.times)
    found = reached(coarse)
    if not found.any():
        return None
    position = int(found.argmax())
    earliest = coarse[position - 1] + 1 if position else coarse[0]
    fine = curve.times[(curve.times >= earliest) & (curve.times <= coarse[position])]
    return float(fine[reached(fine).argmax()])


def _thinned(times: Ticks) -> Ticks:
    """At most `AGES` of the times, evenly, with the first and the last."""
    positions = np.linspace(0, len(times) - 1, min(len(times), AGES))
    return times[np.round(positions).astype(np.int64)]


def _simultaneous(curve: PooledCurve, asked: Ticks, level: float) -> tuple[Floats, Floats]:
    """The lower and upper limits of the simultaneous band at ages in ticks."""
    least = ENOUGH * curve.replications / max(curve.pooled.count, 1)
    shares = curve.values(curve.times)
    enough = np.flatnonzero((shares >= least) & (shares <= 1 - least))
    if curve.replications < 2 or not len(enough):
        return np.full(asked.shape, np.nan), np.full(asked.shape, np.nan)
    first, last = curve.times[enough[0]], curve.times[enough[-1]]
    times = np.unique(np.concatenate([np.clip(asked, first, last), _thinned(curve.times[enough])]))
    values = curve.values(times)
    reach = critical_value(curve.replications, level, float(values[0]), float(values[-1]))
    below, above = curve.limits(times, reach)
    low, high = np.maximum.accumulate(below), np.minimum.accumulate(above[::-1])[::-1]
    at = np.searchsorted(times, asked, side="right")
    too_many = np.searchsorted(curve.times, asked, side="right") > enough[-1] + 1
    known = curve.pooled.known(asked)
    all_low = np.concatenate([[0.0], low])[at]
    all_high = np.where(too_many, 1.0, np.concatenate([high[:1], high])[at])
    return np.where(known, all_low, np.nan), np.where(known, all_high, np.nan)


def critical_value(replications: int, level: float, lowest: float, highest: float) -> float:
    """How many standard errors a simultaneous band reaches to either side.

    This is the quantile of the greatest absolute Student ratio of so many independent normal paths along a
    distribution function that rises from `lowest` to `highest`. Between values p < q the correlation of an
    empirical distribution is exp(-(logit q - logit p) / 2): along the logit it is an Ornstein-Uhlenbeck
    process. So is the mean of the paths; the sum of their squared deviations is a sum of squares of such
    processes, independent of it, whose value after a step is a multiple of a noncentral chi-squared
    variate. Both are simulated in fine steps, with a fixed seed. The length of the way is rounded up to a
    whole number, so that few have to be simulated.

    Args:
        replications: two or more.
        level: confidence level.
        lowest: above 0.
        highest: below 1.
    """
    return _critical_value(replications, level, int(np.ceil(logit(highest) - logit(lowest))))


@lru_cache(maxsize=1024)
def _critical_value(replications: int, level: float, length: int) -> float:
    random = np.random.Generator(np.random.PCG64(SEED))
    kept, freedom = np.exp(-STEP / 2), replications - 1
    new = 1 - kept**2
    mean = random.standard_normal(SIMULATIONS)
    squares = random.chisquare(freedom, SIMULATIONS)
    greatest = mean**2 / squares
    for _ in range(round(length / STEP)):
        mean = kept * mean + np.sqrt(new) * random.standard_normal(SIMULATIONS)
        squares = new * random.noncentral_chisquare(freedom, (1 - new) * squares / new)
        np.maximum(greatest, mean**2 / squares, out=greatest)
    return float(np.sqrt(freedom * np.quantile(greatest, level)))
