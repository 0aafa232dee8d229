"""The incidence of all replications together, and how far off it may be.

What is estimated is the share of *all deliveries the mission makes* that meet an outcome by an age. So all
deliveries weigh the same, and a replication with more of them weighs more: without censoring the curve is a
ratio of means, as in `ratio_interval`, and it ends where the share in the table of outcomes stands.

How far off it may be is told by the replications alone. The influence of one is the derivative of the
pooled curve by its weight (the infinitesimal jackknife: Jaeckel 1972; Efron 1982, chapter 6). Influences
are independent from one replication to another, have mean 0, and their spread gives the standard error;
nothing is assumed about the reports within a replication. Without censoring this is the delta method of
`ratio_interval` exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stovepipe.inference.incidence import DELIVERED, Incidence, pool
from stovepipe.inference.intervals import lengthened

Ticks = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDING = 1e-12
"""A standard error below this is one of arithmetic: the replications agree."""


class PooledCurve:
    """The curve of one outcome over all replications.

    Attributes:
        pooled: the incidence of all deliveries.
        outcome: its name.
        replications: how many there are, those without deliveries too.
        times: ages in ticks at which something was decided in some replication.
    """

    def __init__(self, incidences: Sequence[Incidence], outcome: str = DELIVERED) -> None:
        """Pool the replications.

        Args:
            incidences: one per replication, of the same outcomes.
            outcome: the outcome of which the curve is given.

        Raises:
            KeyError: there is no such outcome.
            ValueError: there are no replications, or their outcomes differ.
        """
        self.pooled = pool(incidences)
        self.outcome = outcome
        self.replications = len(incidences)
        self.times, self._first, self._events = np.unique(
            self.pooled.ages, return_index=True, return_counts=True
        )
        self._incidences = incidences
        self._code = self.pooled.code(outcome)

    def values(self, times: ArrayLike) -> Floats:
        """The curve at ages in ticks; NaN where it is not known."""
        return self.pooled.at(times, self.outcome)

    def errors(self, times: ArrayLike) -> Floats:
        """Its standard error at ages in ticks; NaN where the curve is not known, and with one replication."""
        asked = np.asarray(times)
        if self.replications < 2:
            return np.full(asked.shape, np.nan)
        squares = np.sum(self.influences(asked) ** 2, axis=0)
        errors = np.sqrt(squares / (self.replications * (self.replications - 1)))
        return np.where(self.pooled.known(asked), np.where(errors < ROUNDING, 0.0, errors), np.nan)

    def limits(self, times: ArrayLike, reach: float) -> tuple[Floats, Floats]:
        """Lower and upper confidence limits at ages in ticks, within 0 and 1.

        They are made of what each replication adds to the curve (`stovepipe.inference.intervals.lengthened`);
        NaN where the curve is not known, and with one replication.

        Args:
            times: ages.
            reach: how many standard errors to go to either side where replications are not skewed.
        """
        asked = np.asarray(times)
        values, agree = self.values(asked), self.errors(asked) == 0.0
        low, high = lengthened(np.moveaxis(self.influences(asked), 0, -1), reach)
        return (
            np.where(agree, values, np.maximum(values + low, 0.0)),
            np.where(agree, values, np.minimum(values + high, 1.0)),
        )

    def influences(self, times: ArrayLike) -> Floats:
        """The influence of each replication at ages in ticks: an array of shape (replications, ages).

        The pooled curve is the sum over ages *u* of *g(u) = S(u-) d(u) / n(u)*: undecided until then,
        events of the outcome, at risk. A little more weight for one delivery that was watched to age *a*
        adds to it *g / d* at *a* if it met the outcome then; takes away *g / n* at each age up to *a*, for
        one more at risk; and moves *S* by the sum of *e / (n (n - e))* up to *a*, with the events *e* of
        any outcome, less *1 / (n - e)* if it was one. Summed over ages up to *t* that is *H(t) - A(t)*
        while it is watched, and *own + F(t) moved* after *a*, so that a replication's influence needs only
        sums over its own deliveries. Influences are scaled to a weight of 1 / replications each, so that
        they act like observations of which the curve is the mean.
        """
        asked = np.asarray(times)
        now = np.searchsorted(self.times, asked, side="right")
        curve, watched = self._sums["curve"][now], self._sums["watched"][now]
        rows = np.empty((self.replications, *asked.shape))
        for rank, (ages, own, moved) in enumerate(self._of_replications):
            ended = np.searchsorted(ages, asked, side="right")
            rows[rank] = (len(ages) - ended) * watched + own[ended] + moved[ended] * curve
        return self.replications * rows

    @cached_property
    def _of_replications(self) -> list[tuple[Ticks, Floats, Floats]]:
        """For each replication its ages, sorted, and the sums of *own* and *moved* over the first of them."""
        sums, parts = self._sums, []
        for each in self._incidences:
            ages = np.concatenate([each.ages, each.censored])
            decided = np.arange(len(ages)) < len(each.ages)
            last = np.searchsorted(self.times, ages, side="left") + decided  # steps within its watch
            met = np.concatenate([each.codes == self._code, np.full(len(each.censored), False)])
            moved = sums["moved"][last] - np.where(decided, sums["by_event"][last], 0.0)
            own = np.where(met, sums["weight"][last], 0.0) + sums["watched"][last]
            own -= sums["curve"][last] * moved
            order = np.argsort(ages, kind="stable")
            parts.append((ages[order], _sums_of_first(own[order]), _sums_of_first(moved[order])))
        return parts

    @cached_property
    def _sums(self) -> dict[str, Floats]:
        """What the influence of a delivery is made of; entry *i* is that after *i* of the times."""
        pooled = self.pooled
        events = self._events
        at_risk = pooled.at_risk(self.times)
        weight = pooled.weights[self._first] / max(pooled.count, 1)
        staying = np.where(at_risk > events, at_risk - events, np.inf)
        of_outcome = np.searchsorted(self.times, pooled.ages[pooled.codes == self._code])
        step = weight * np.bincount(of_outcome, minlength=len(self.times))
        moved = np.cumsum(events / at_risk / staying)
        moved_before = moved - events / at_risk / staying
        sums = {
            "curve": np.cumsum(step),
            "moved": moved,
            "watched": np.cumsum(step * moved_before - step / at_risk),
            "weight": weight,
            "by_event": 1 / staying,
        }
        return {name: np.concatenate([[0.0], column]) for name, column in sums.items()}


def _sums_of_first(numbers: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(numbers)])
