"""Cumulative incidence: the share of all deliveries that have met each outcome by a time since occurrence.

Deliveries and the causes of loss are competing risks, and what is in flight at the horizon is censored. The
estimator is that of Aalen and Johansen (1978) [1]_ for one state with several exits. It is computed here in
the form of redistribution to the right (Efron 1967) [2]_: at first each delivery weighs *1 / count*; one
that is censored hands its weight on, in equal parts, to those that are watched for longer. The curve of an
outcome is then the running sum of the weights of those that met it. Where nothing has been censored yet,
that is exactly the empirical distribution.

A delivery in flight was watched for ages *below* its age at the horizon *H*, for what is due at *H* does
not happen. So it is not at risk at its own age. This differs from the usual convention for ties between
events and censorings, which is made for observation up to and including the last moment.

.. [1] Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains
   based on censored observations. Scandinavian Journal of Statistics 5, 141-150.
.. [2] Efron, B. (1967). The two sample problem with censored data. Proceedings of the Fifth Berkeley
   Symposium on Mathematical Statistics and Probability, vol. 4, 831-853.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ticks = NDArray[np.int64]
Floats = NDArray[np.float64]

DELIVERED = "delivered"
CENSORED = -1

CLOSE = 1e-9
"""A curve that comes so close to a share is compared with it in fractions; rounding is smaller by far."""


@dataclass(frozen=True, eq=False)
class Incidence:
    """The outcomes of a set of deliveries by time since occurrence. Make one with `incidence`.

    Attributes:
        outcomes: names of the outcomes.
        ages: ticks from occurrence to outcome of each delivery that has one, sorted.
        codes: the outcome (position in `outcomes`) of each of `ages`.
        censored: ages in ticks of those in flight at the horizon, sorted.
    """

    outcomes: tuple[str, ...]
    ages: Ticks
    codes: NDArray[np.int16]
    censored: Ticks
    _steps: dict[int, tuple[Ticks, Floats]] = field(default_factory=dict, init=False, repr=False)

    @property
    def count(self) -> int:
        """The number of deliveries."""
        return len(self.ages) + len(self.censored)

    @property
    def complete(self) -> bool:
        """Whether the curves are known for all ages: whatever was watched for longest met its outcome."""
        return len(self.ages) > 0 and (not len(self.censored) or self.censored[-1] <= self.ages[-1])

    @property
    def watched_to(self) -> int:
        """The greatest age in ticks at which a delivery was watched; -1 if there is none."""
        return max(
            int(self.ages[-1]) if len(self.ages) else -1,
            int(self.censored[-1]) - 1 if len(self.censored) else -1,
        )

    def curve(self, outcome: str = DELIVERED) -> tuple[Ticks, Floats]:
        """The step function of an outcome.

        Returns:
            the ages in ticks at which it rises, and its value from each of them on; before the first it is 0.

        Raises:
            KeyError: there is no such outcome.
        """
        times, values = self._step(self.code(outcome))
        return times.copy(), values.copy()

    def at(self, times: ArrayLike, outcome: str = DELIVERED) -> Floats:
        """The curve of an outcome at ages in ticks.

        NaN where it is not known: everywhere without deliveries, and beyond `watched_to` while some are
            undecided.

        Raises:
            KeyError: there is no such outcome.
        """
        asked = np.asarray(times)
        rises, values = self._step(self.code(outcome))
        found = np.concatenate([[0.0], values])[np.searchsorted(rises, asked, side="right")]
        return np.where(self.known(asked), found, np.nan)

    def known(self, times: ArrayLike) -> NDArray[np.bool_]:
        """Whether the curves are known at ages in ticks: up to `watched_to`, or everywhere if complete."""
        return self.complete | (np.asarray(times) <= self.watched_to)

    def at_risk(self, times: ArrayLike) -> NDArray[np.int64]:
        """How many deliveries were watched at ages in ticks, and had no outcome before."""
        asked = np.asarray(times)
        decided = np.searchsorted(self.ages, asked, side="left")
        gone = np.searchsorted(self.censored, asked, side="right")
        return np.asarray(self.count - decided - gone, dtype=np.int64)

    def quantile(self, q: float, outcome: str = DELIVERED) -> int | None:
        """The age in ticks by which a share `q` of all deliveries has met the outcome.

        None if its curve never gets there. Exact: where rounding could decide, fractions do. A share is the
        decimal number that it is written as, so that 0.9 is nine tenths.

        Raises:
            KeyError: there is no such outcome.
            ValueError: `q` is not above 0 and at most 1.
        """
        if not 0.0 < q <= 1.0:
            raise ValueError(f"a quantile is asked for a share above 0 and at most 1, not {q}")
        times, values = self._step(self.code(outcome))
        asked = Fraction(repr(float(q)))
        position = int(np.searchsorted(values, q - CLOSE, side="left"))
        while position < len(times) and values[position] < q + CLOSE:
            if self._exact(int(times[position]), self.code(outcome)) >= asked:
                break
            position += 1
        return int(times[position]) if position < len(times) else None

    def code(self, outcome: str) -> int:
        """The position of an outcome in `outcomes`.

        Raises:
            KeyError: there is no such outcome.
        """
        if outcome not in self.outcomes:
            raise KeyError(f"no outcome {outcome!r}; there are {', '.join(self.outcomes)}")
        return self.outcomes.index(outcome)

    @cached_property
    def weights(self) -> Floats:
        """What each of `ages` weighs after redistribution, in deliveries: 1 before the first censoring."""
        if not len(self.ages):
            return np.empty(0)
        times, first, events = np.unique(self.ages, return_index=True, return_counts=True)
        at_risk = self.at_risk(times)
        staying = np.concatenate([[self.count], at_risk[:-1] - events[:-1]])
        return np.repeat(np.cumprod(staying / at_risk), np.diff(first, append=len(self.ages)))

    def _exact(self, age: int, code: int) -> Fraction:
        """The curve of an outcome at an age, as a fraction: the weights summed from the last inwards."""
        times, first, events = np.unique(self.ages, return_index=True, return_counts=True)
        upto = int(np.searchsorted(times, age, side="right"))
        at_risk = self.at_risk(times).tolist()
        mine = np.add.reduceat(self.codes == code, first, dtype=np.int64).tolist()
        staying = [self.count, *(a - e for a, e in zip(at_risk, events.tolist(), strict=True))]
        above, below, pending = 0, 1, 0
        for place in reversed(range(upto)):
            pending += mine[place]
            if staying[place] != at_risk[place]:
                above, below = staying[place] * (above + pending * below), at_risk[place] * below
                pending = 0
        return Fraction(above + pending * below, below * self.count)

    def _step(self, code: int) -> tuple[Ticks, Floats]:
        """The curve of an outcome, worked out when it is asked for."""
        if code not in self._steps:
            mine = self.codes == code
            ages = self.ages[mine]
            last = np.append(ages[1:] != ages[:-1], True) if len(ages) else np.empty(0, dtype=np.bool_)
            self._steps[code] = ages[last], np.cumsum(self.weights[mine])[last] / self.count
        return self._steps[code]


def incidence(ages: ArrayLike, codes: ArrayLike, outcomes: Sequence[str]) -> Incidence:
    """The cumulative incidence of each outcome.

    >>> two_of_three = incidence([10, 30, 20], [0, 0, 1], ["delivered", "expired"])
    >>> two_of_three.at([5, 10, 30])
    array([0.        , 0.33333333, 0.66666667])
    >>> two_of_three.quantile(0.5), two_of_three.quantile(0.9)
    (30, None)

    Args:
        ages: ticks from occurrence to the outcome, or to the horizon for what is in flight.
        codes: position of the outcome in `outcomes`, or `CENSORED`.
        outcomes: names of the outcomes, `DELIVERED` first by custom.

    Raises:
        ValueError: lengths differ, an age is negative, or a code stands for no outcome.
    """
    at, what = np.asarray(ages, dtype=np.int64), np.asarray(codes, dtype=np.int16)
    if at.ndim != 1 or at.shape != what.shape:
        raise ValueError(f"an age and a code for each delivery, not {at.shape} ages and {what.shape} codes")
    if len(at) and int(at.min()) < 0:
        raise ValueError("an age is negative: an outcome cannot come before the occurrence")
    if len(what) and not -1 <= int(what.min()) <= int(what.max()) < len(outcomes):
        raise ValueError(f"a code is not among the {len(outcomes)} outcomes")
    decided = what != CENSORED
    order = np.argsort(at[decided], kind="stable")
    return Incidence(tuple(outcomes), at[decided][order], what[decided][order], np.sort(at[~decided]))


def pool(incidences: Sequence[Incidence]) -> Incidence:
    """The incidence of all their deliveries together.

    Each delivery weighs the same, whichever replication it is of. A replication without deliveries adds none,
    and need not know the names of the outcomes.

    Raises:
        ValueError: there are none, or their outcomes differ.
    """
    if not incidences:
        raise ValueError("there is nothing to pool")
    outcomes = next((each.outcomes for each in incidences if each.count), incidences[0].outcomes)
    if any(each.outcomes != outcomes for each in incidences if each.count):
        raise ValueError("incidences with different outcomes cannot be pooled")
    ages = np.concatenate([each.ages for each in incidences])
    order = np.argsort(ages, kind="stable")
    codes = np.concatenate([each.codes for each in incidences])
    censored = np.sort(np.concatenate([each.censored for each in incidences]))
    return Incidence(outcomes, ages[order], codes[order], censored)
