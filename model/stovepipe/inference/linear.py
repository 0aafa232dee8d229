"""Every outcome as one number per replication: linearised values, whose mean is the estimate.

A mean over replications is made of one number from each. A ratio, a share by an age or a quantile rests on
all replications together; what replication *j* contributes is the estimate plus its influence, the
derivative of the estimate by the weight of *j* (the infinitesimal jackknife: Jaeckel 1972; Efron 1982,
chapter 6). Such values act like observations: their mean is the estimate, their spread gives its standard
error, and, as rows of several structures in the same replications, their paired differences give that of a
difference. So all that is compared goes the same way (`stovepipe.inference.paired`).

Linearised values are not replications' own: with more replications, all of them change.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.curves import first_age
from stovepipe.inference.incidence import DELIVERED, Incidence
from stovepipe.inference.intervals import Values, quantile_of_student, ratio_residuals
from stovepipe.inference.pooling import PooledCurve

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Confidence level of the interval from which the slope of a curve at a quantile is read."""


def ratio_values(numerators: Values, denominators: Values) -> Floats:
    """Linearised values of a ratio of means, such as all timely deliveries by all deliveries.

    With the ratio *R* of all together, replication *j* contributes *R + (y_j - R x_j) / mean(x)* (Cochran
    1977, chapter 6). Their Student interval is that of `ratio_interval`.

    >>> values = ratio_values([8, 9, 20], [10, 10, 20])
    >>> values
    array([0.83125, 0.90625, 1.0375 ])
    >>> round(float(values.mean()), 6)  # 37 by 40
    0.925

    Args:
        numerators: one per replication.
        denominators: one per replication, none negative.

    Returns:
        an array of shape (replications,), in the unit of the ratio.

    Raises:
        ValueError: there are none, their numbers differ, one is not finite, a denominator is negative, or
            all of them are 0.
    """
    ratio, residuals = ratio_residuals(numerators, denominators)
    if ratio is None:
        raise ValueError("all denominators are 0: there is nothing of which a share could be taken")
    return ratio + residuals


def share_values(incidences: Sequence[Incidence], age: int, outcome: str = DELIVERED) -> Floats:
    """Linearised values of the share of all deliveries that have met an outcome by an age.

    The estimate is that of Aalen and Johansen over all replications together, and the influences those of
    `stovepipe.inference.pooling`.

    Args:
        incidences: one per replication, of the same outcomes.
        age: in ticks.
        outcome: the outcome of which the share is given.

    Returns:
        an array of shape (replications,), of shares. One replication's may lie outside 0 and 1.

    Raises:
        KeyError: there is no such outcome.
        ValueError: there are no replications, their outcomes differ, or the share is not known at that age.
    """
    curve = PooledCurve(incidences, outcome)
    value = float(curve.values(age))
    if np.isnan(value):
        raise ValueError(
            f"the share {outcome} by an age of {age} ticks is not known: deliveries were watched to "
            f"{curve.pooled.watched_to} ticks"
        )
    return value + curve.influences(age)


def quantile_values(
    incidences: Sequence[Incidence], q: float, outcome: str = DELIVERED, limit: int | None = None
) -> Floats:
    """Linearised values of the age in ticks by which a share `q` of all deliveries has met an outcome.

    The estimate is the quantile of all replications together. (A mean over replications of their quantiles
    would be biased, and undefined where one of them never gets there.) Its influences are those of the curve
    at that age by its slope there (Bahadur 1966), and the slope is read from the curve's own interval: the
    height of the band at the level 0.95 by the length of the interval that inverts it (Francisco and Fuller
    1991, after Woodruff 1952). For the slope the band is Student's own. So where the replications are not
    skewed, the interval of these values is as long as `quantile_interval`.

    With a `limit`, what is estimated is the quantile or the limit, whichever comes first, which is always
    defined. Near the limit the slope is read from the lower half of the interval. Where it is sure that the
    quantile is beyond, all values are the limit.

    Args:
        incidences: one per replication, of the same outcomes; two or more.
        q: share of all deliveries, above 0 and at most 1.
        outcome: the outcome of which the quantile is given.
        limit: an age in ticks.

    Returns:
        an array of shape (replications,), in ticks.

    Raises:
        KeyError: there is no such outcome.
        ValueError: there are fewer than two replications, their outcomes differ, `q` is out of range, the
            curve is not known at the limit, or, without a limit, it is not sure that so many meet the
            outcome in the time watched.
    """
    if len(incidences) < 2:
        raise ValueError("two replications or more are needed to tell how far off a quantile may be")
    curve = PooledCurve(incidences, outcome)
    reach = quantile_of_student(LEVEL, curve.replications)
    found = curve.pooled.quantile(q, outcome)
    first = first_age(curve, lambda times: curve.values(times) + reach * curve.errors(times), q)
    last = first_age(curve, lambda times: curve.values(times) - reach * curve.errors(times), q)
    if limit is None:
        if found is None or first is None or last is None:
            raise ValueError(_not_reached(curve, q))
        value, length, span = float(found), last - first, 2 * reach
    else:
        if not curve.pooled.known(limit):
            raise ValueError(f"the limit is beyond {curve.pooled.watched_to} ticks, where watching ended")
        low, value, high = (float(limit if end is None else min(end, limit)) for end in (first, found, last))
        length, span = (high - low, 2 * reach) if high < limit else (value - low, reach)
    error = float(curve.errors(value))
    if error == 0 or length == 0:
        return np.full(curve.replications, float(value))
    return value - length / (span * error) * curve.influences(value)


def _not_reached(curve: PooledCurve, q: float) -> str:
    end = curve.pooled.watched_to
    share = float(curve.values(end))
    return (
        f"it is not sure that {100 * q:g} % are {curve.outcome}: {100 * share:.1f} % are by {end} ticks, to "
        "which deliveries were watched; give a limit, ask for a smaller share, or compare shares by an age"
    )
