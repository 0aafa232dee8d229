"""Replicating until estimates are as precise as asked.

An interval of a fixed number of replications holds about as often as it says; one that was stopped at because
it had become short enough holds less often, as it is more likely to have become so where the spread was
underestimated. The loss goes to 0 as the precision asked for becomes finer (Chow and Robbins 1965 [1]_), and
a first stage of 20 keeps it small. Measured at a level of 0.95, with batches of 5, for a precision that would
take 30 or 100 replications if the spread were known (6,000 studies each, one standard error 0.003 to 0.004):

===================================  =====  =====
values                                  30    100
===================================  =====  =====
normal, absolute precision           0.952  0.951
exponential, relative precision      0.949  0.955
lognormal (sigma 1), relative        0.911  0.931
===================================  =====  =====

.. [1] Chow, Y. S. and Robbins, H. (1965). On the asymptotic theory of fixed-width sequential confidence
   intervals for the mean. Annals of Mathematical Statistics 36(2), 457-462.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stovepipe.inference.intervals import limits
from stovepipe.inference.paired import Floats, miss, refuse_not_finite

Observe = Callable[[int], ArrayLike]
"""Called with a number of replications; gives the values of all of them, of shape (quantities, replications).

They may be linearised values (`stovepipe.inference.linear`), worked out afresh from all replications, or
paired differences of structures.
"""


@dataclass(frozen=True, eq=False)
class Precision:
    """How precise estimates are, and how precise they should be; arrays have one entry per quantity.

    Attributes:
        quantities: their names.
        estimates: means over the replications.
        low, high: their intervals, which hold together with probability `level`.
        allowed: the half-widths that were asked for.
        level: simultaneous confidence level.
        replications: how many they rest on.
        relative: whether the precision asked for is relative.
    """

    quantities: tuple[str, ...]
    estimates: Floats
    low: Floats
    high: Floats
    allowed: Floats
    level: float
    replications: int
    relative: bool

    @property
    def half_widths(self) -> Floats:
        """How far each interval reaches from its estimate, on its longer side."""
        return np.asarray(np.maximum(self.estimates - self.low, self.high - self.estimates))

    @property
    def nothing(self) -> NDArray[np.bool_]:
        """Which quantities were 0 in every replication. They have no relative precision."""
        return np.asarray((self.estimates == 0) & (self.low == 0) & (self.high == 0))

    @property
    def settled(self) -> bool:
        """Whether further replications are of no use: all that can be precise is as precise as asked."""
        return bool((self.short_enough | (self.nothing if self.relative else False)).all())

    @property
    def short_enough(self) -> NDArray[np.bool_]:
        """Which quantities are as precise as asked. An estimate of 0 has no relative precision."""
        short: NDArray[np.bool_] = self.half_widths <= self.allowed
        return short & (self.estimates != 0) if self.relative else short

    @property
    def reached(self) -> bool:
        """Whether all of them are."""
        return bool(self.short_enough.all())

    @property
    def foreseen(self) -> int | None:
        """How many replications it may take in all, from the spread so far; None if no number would do."""
        if self.reached:
            return self.replications
        with np.errstate(divide="ignore", invalid="ignore"):
            times = np.where(self.short_enough, 1.0, (self.half_widths / self.allowed) ** 2)
        most = float(times.max())
        return max(int(np.ceil(self.replications * most)), self.replications + 1) if most < np.inf else None


def precision(
    values: ArrayLike,
    quantities: Sequence[str],
    absolute: float | None = None,
    relative: float | None = None,
    level: float = 0.95,
) -> Precision:
    """How precise the means over replications are.

    The absolute precision is a half-width, that of the longer side of an interval; the relative one is the
    error as a share of the true value, for which the half-width may be *relative / (1 + relative)* of the
    estimate (Law 2015, section 9.4.1). For differences, which may be 0, the absolute one is the right one.

    >>> found = precision([[4.0, 5.0, 6.0, 5.0]], ["hours"], relative=0.25)
    >>> found.reached, found.foreseen
    (False, 7)
    >>> found.half_widths.round(2), found.allowed
    (array([1.3]), array([1.]))

    Args:
        values: an array of shape (quantities, replications), with two replications or more.
        quantities: their names.
        absolute: the half-width asked for, in the quantities' unit.
        relative: the relative error asked for, above 0. One of the two is given.
        level: simultaneous confidence level, by Bonferroni over the quantities.

    Raises:
        ValueError: not one of `absolute` and `relative` is given and above 0, the shape does not fit, a value
            is not finite, or the level is not between 0 and 1.
    """
    asked = [goal for goal in (absolute, relative) if goal is not None]
    if len(asked) != 1 or not 0 < asked[0] < np.inf:
        raise ValueError(
            f"one precision above 0 is asked for, absolute or relative, not {absolute} and {relative}"
        )
    numbers, names = np.asarray(values, dtype=np.float64), tuple(quantities)
    if numbers.ndim != 2 or len(numbers) != len(names) or not names or numbers.shape[1] < 2:
        raise ValueError(
            f"{len(names)} quantities need as many rows of two replications or more, not shape "
            f"{numbers.shape}"
        )
    refuse_not_finite(numbers, names)
    replications = int(numbers.shape[1])
    estimates = numbers.mean(axis=1)
    low, high = limits(numbers, miss(level) / len(names) / 2)
    return Precision(
        quantities=names,
        estimates=estimates,
        low=low,
        high=high,
        allowed=np.abs(estimates) * relative / (1 + relative) if relative else np.full(len(names), absolute),
        level=level,
        replications=replications,
        relative=relative is not None,
    )


def until_precise(
    observe: Observe,
    quantities: Sequence[str],
    absolute: float | None = None,
    relative: float | None = None,
    level: float = 0.95,
    first: int = 20,
    batch: int = 5,
    limit: int = 1000,
) -> Precision:
    """Replicate until the means are as precise as asked (Law 2015, section 9.4.1), or the limit is met.

    The module's table says how often intervals hold that were stopped at like this. A quantity that is 0 in
    every
    replication has no relative precision: when all others are precise enough, replicating stops, and the
        precision is not reached. Where an event is so rare
    that the first stage may see none of it, its spread seems to be 0: make the first stage longer.

    >>> random = np.random.default_rng(1)
    >>> values = random.normal(5.0, 1.0, (1, 1000))
    >>> found = until_precise(lambda count: values[:, :count], ["hours"], absolute=0.3)
    >>> found.reached, found.replications
    (True, 45)

    Args:
        observe: gives the values of the first replications (see `Observe`).
        quantities: their names.
        absolute: the half-width asked for, in the quantities' unit.
        relative: the relative error asked for. One of the two is given.
        level: simultaneous confidence level.
        first: replications before the first look, two or more; twenty or more are advised.
        batch: replications from one look to the next.
        limit: replications to make at most.

    Raises:
        ValueError: an argument is out of range, or the values do not fit (see `precision`).
    """
    if first < 2 or batch < 1 or limit < first:
        raise ValueError(
            f"first stage of {first}, batches of {batch}, limit of {limit}: two or more, one or more, and no "
            "less than the first stage"
        )
    count = first
    while True:
        found = precision(observe(count), quantities, absolute, relative, level)
        if found.replications != count:
            raise ValueError(f"{count} replications were asked for, and {found.replications} came")
        if found.settled or count == limit:
            return found
        count = min(count + batch, limit)
