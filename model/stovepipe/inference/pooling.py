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
from typing import NamedTuple

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
        self.times = self.pooled.ages[_firsts(self.pooled.ages)]
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
        curve, watched = self._parts.curve[now], self._parts.watched[now]
        rows = np.empty((self.replications, *asked.shape))
        for rank, (ages, own, moved) in enumerate(self._parts.of_replications):
            ended = np.searchsorted(ages, asked, side="right")
            rows[rank] = (len(ages) - ended) * watched + own[ended] + moved[ended] * curve
        return self.replications * rows

    @cached_property
    def _parts(self) -> _Parts:
        """What influences are made of: of the pooled curve, and of the deliveries of each replication.

        There are as many numbers of each as there are deliveries, so what is not needed any more is let go.
        """
        pooled = self.pooled
        first = _firsts(pooled.ages)
        events = np.diff(first, append=len(pooled.ages))
        weight = pooled.weights[first] / max(pooled.count, 1)
        at_risk = pooled.at_risk(self.times)
        staying = np.where(at_risk > events, at_risk - events, np.inf)
        of_outcome = np.searchsorted(self.times, pooled.ages[pooled.codes == self._code])
        step = weight * np.bincount(of_outcome, minlength=len(self.times))
        del first, of_outcome
        hazard = events / at_risk / staying
        moved = np.cumsum(hazard)
        watched = _sums_of_first(step * (moved - hazard) - step / at_risk)
        del events, at_risk, hazard
        curve = _sums_of_first(step)
        del step
        moved, weight, by_event = _after_nothing(moved), _after_nothing(weight), _after_nothing(1 / staying)
        del staying
        parts = []
        for each in self._incidences:
            ages = np.concatenate([each.ages, each.censored])
            decided = np.arange(len(ages)) < len(each.ages)
            last = np.searchsorted(self.times, ages, side="left") + decided  # steps within its watch
            met = np.concatenate([each.codes == self._code, np.full(len(each.censored), False)])
            shift = moved[last] - np.where(decided, by_event[last], 0.0)
            own = np.where(met, weight[last], 0.0) + watched[last]
            own -= curve[last] * shift
            order = np.argsort(ages, kind="stable")
            parts.append((ages[order], _sums_of_first(own[order]), _sums_of_first(shift[order])))
        return _Parts(curve, watched, parts)


class _Parts(NamedTuple):
    """What influences are made of.

    Attributes:
        curve, watched: entry *i* is that of the pooled curve after *i* of the times.
        of_replications: the ages of each, sorted, and the sums of *own* and *moved* over the first of them.
    """

    curve: Floats
    watched: Floats
    of_replications: list[tuple[Ticks, Floats, Floats]]


def _firsts(ages: Ticks) -> NDArray[np.intp]:
    """Where each age comes first, of ages that are sorted."""
    return np.flatnonzero(np.diff(ages, prepend=-1))


def _sums_of_first(numbers: Floats) -> Floats:
    """The sum of none of the numbers, of the first, of the first two and so on."""
    return _after_nothing(np.cumsum(numbers))


def _after_nothing(numbers: Floats) -> Floats:
    """The numbers after a 0."""
    return np.concatenate([[0.0], numbers])
