"""Selection of the best structure by the procedure of Kim and Nelson, with common random numbers.

All structures are replicated side by side. As soon as one has fallen so far behind another that it is hardly
the best, it is dropped, and no more is spent on it (Kim and Nelson 2001 [1]_, section 3, with c = 1). How far
that is depends on the first-stage variance of the difference of the very pair, which is what makes the
procedure valid under common random numbers.

What it promises: if the best structure leads every other by `delta` or more, it is chosen with probability
`level` or more. This holds for values that are normal, as means over many reports nearly are. If others come
within `delta` of the best, one of those is likely to be chosen, and the loss is then less than `delta`; but
for that case no probability is proven (Eckman and Henderson 2018 [2]_).

**Differences that hardly vary.** A rare loss may be in none of the replications of a first stage, and the
difference of two structures then seems to have no variance at all. So the first stage of a pair goes on until
its difference has differed from its most common value in five replications. Until then neither can drop the
other. A pair whose difference is the same in so many replications that a lead of `delta` would have shown is
left as it is: if one replication shows a lead of `span` at most, a lead of `delta` leaves *r* replications
alike with probability *(1 - delta / span)^r* at most, and this is let fall to a tenth of the miss, which the
race does without. Where no `span` is known nothing of the kind can be said: a pair that has agreed in 500
replications is given up on, and nothing is promised; one that has varied at all by then is judged by its
variance. Measured at a level of 0.95 with a first stage of 20 and the best ahead by just `delta` (1,000 races
each, one standard error at most 0.007; the last two 300, 0.013):

====================================================================  =======
values                                                                correct
====================================================================  =======
a loss in 0 and in 5 % of replications                                  1.000
a loss in 5 and in 10 %; the same without `span`                 0.964, 0.962
a loss in 10 and in 15 %; the same with 70 % of luck in common   0.955, 0.979
a loss in 5 % and three times 10 %; with luck in common          0.967, 0.986
a loss in 0 and in 1 %; in 1 and in 2 %                          1.000, 0.967
whole numbers around 2, one and two others                       0.956, 0.966
standard deviations 1 and 10; 10, 1 and 1; 1, 1 and 100   0.955, 0.981, 0.980
====================================================================  =======

.. [1] Kim, S.-H. and Nelson, B. L. (2001). A fully sequential procedure for indifference-zone selection in
   simulation. ACM Transactions on Modeling and Computer Simulation 11(3), 251-273.
.. [2] Eckman, D. J. and Henderson, S. G. (2018). Guarantees on the probability of good selection. Proceedings
   of the 2018 Winter Simulation Conference, 351-365.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stovepipe.inference.paired import Direction, Floats, checked_names, miss, refuse_not_finite

DEVIATING = 5
"""Replications in which a difference must not have its most common value, for its variance to be believed."""
PATIENCE = 500
"""Replications after which a pair that has agreed in all is given up on, where no more can be said of it."""
AGREEING = 0.1
"""The part of the miss that pairs may take which agree for long."""
ROUNDING = 1e-12
"""Differences that differ by less than this share of the values are the same."""

Counts = NDArray[np.int64]
More = Callable[[tuple[int, ...], int], ArrayLike]
"""Called with positions of structures and a number; gives that many further replications of each of them.

They come as an array of shape (structures asked for, number). Each structure goes on from its own last
replication, so that column *j* of all that it has ever given is replication *j*.
"""


@dataclass(frozen=True, eq=False)
class KimNelson:
    """Which structure was selected, and what it took; arrays have one entry per structure.

    Attributes:
        structures: their names.
        chosen: the name of the structure selected; if not `finished`, of the one that leads.
        finished: whether the procedure ran to its end. If not, nothing is promised.
        unvaried: those that are left with the one chosen and whose difference from it has been the same in
            all replications so far.
        delta: the indifference zone, in the outcome's unit.
        level: the probability of correct selection that is promised.
        first: replications in the first stage.
        dropped_at: the replications after which the structure was dropped; 0 if it was not.
        dropped_by: the structure that it had fallen behind most then; "" if it was not dropped.
        used: replications that were made. With batches these are more than it took to decide.
        estimates: means over the replications up to which the structure was compared.
    """

    structures: tuple[str, ...]
    chosen: str
    finished: bool
    unvaried: tuple[str, ...]
    delta: float
    level: float
    first: int
    dropped_at: Counts
    dropped_by: tuple[str, ...]
    used: Counts
    estimates: Floats

    def table(self) -> pd.DataFrame:
        """A row for each structure: structure, replications, estimate, dropped_at, dropped_by, chosen."""
        return pd.DataFrame(
            {
                "structure": self.structures,
                "replications": self.used,
                "estimate": self.estimates,
                "dropped_at": self.dropped_at,
                "dropped_by": self.dropped_by,
                "chosen": [name == self.chosen for name in self.structures],
            }
        )


def kim_nelson(
    more: More,
    structures: Sequence[str],
    delta: float,
    level: float = 0.95,
    first: int = 20,
    batch: int = 10,
    limit: int | None = None,
    direction: Direction = "more",
    span: float | None = None,
) -> KimNelson:
    """Select the best structure.

    Each replication of a structure must yield a number of its own, independent of its other replications,
    so linearised values do not do. For a share, take the share of each replication; or, where the number of
    deliveries does not depend on the structure, the number that arrived.

    >>> random = np.random.default_rng(1)
    >>> means = np.array([5.0, 5.5, 6.5])
    >>> def more(positions, count):
    ...     return means[list(positions), np.newaxis] + random.normal(size=(len(positions), count))
    >>> found = kim_nelson(more, ["base", "fusion", "embedded"], delta=0.25)
    >>> found.chosen, found.finished
    ('embedded', True)
    >>> found.table()[["structure", "dropped_at", "dropped_by"]]
      structure  dropped_at dropped_by
    0      base          20   embedded
    1    fusion          26   embedded
    2  embedded           0

    Args:
        more: gives further replications (see `More`). It is asked for `first` of all structures, and then
            for batches of those that are left, until one is.
        structures: their names, two or more.
        delta: the indifference zone: the smallest lead that matters, in the outcome's unit.
        level: the probability of correct selection asked for, above 1 / structures.
        first: replications in the first stage, two or more. Fewer than ten make the procedure spend much.
        batch: replications to ask for at a time. What is decided does not depend on it.
        limit: replications of a structure after which to give up; None for none.
        direction: whether more of the outcome is better, or less.
        span: the greatest lead that one replication can show: 1 for a share. None if there is no such bound.

    Raises:
        ValueError: an argument is out of range, or what `more` gives has another shape or is not finite; the
            structure and the replication are named.
    """
    names = checked_names(structures)
    alpha = miss(level)
    if level <= 1 / len(names):
        raise ValueError(f"a level of {level} is no more than choosing blindly among {len(names)}")
    if not 0 < delta < np.inf:
        raise ValueError(f"the indifference zone is above 0, not {delta}")
    if span is not None and not delta < span < np.inf:
        raise ValueError(
            f"one replication shows a lead of more than the zone, {delta}, or of less; not {span}"
        )
    if first < 2 or batch < 1 or (limit is not None and limit < first):
        raise ValueError(
            f"first stage of {first}, batches of {batch}, limit of {limit}: two or more, one or more, and no "
            "less than the first stage"
        )
    sign = 1.0 if direction == "more" else -1.0
    everyone = tuple(range(len(names)))
    start = sign * asked(more, everyone, first, names, 0)
    if span is None:
        race = _Race(start, _eta(alpha, len(names), first), delta, PATIENCE, False)
    else:
        race_alpha, others = (1 - AGREEING) * alpha, len(names) - 1
        patience = int(np.ceil(np.log(AGREEING * alpha / others) / np.log1p(-delta / span)))
        race = _Race(start, _eta(race_alpha, len(names), first), delta, max(patience, first), True)
    used = np.full(len(names), first)
    while (wanted := race.still_needed()) and (limit is None or race.replications < limit):
        count = min(batch, wanted, (limit or race.replications + batch) - race.replications)
        running = tuple(race.active)
        used[list(running)] += count
        race.run(sign * asked(more, running, count, names, race.replications))
    means = race.totals / np.where(race.dropped_at > 0, race.dropped_at, race.replications)
    leader = max(race.active, key=lambda row: means[row])
    return KimNelson(
        structures=names,
        chosen=names[leader],
        finished=not race.still_needed() and not race.given_up(),
        unvaried=tuple(names[row] for row in race.active if row != leader and race.agree(row, leader)),
        delta=delta,
        level=level,
        first=first,
        dropped_at=race.dropped_at,
        dropped_by=tuple("" if row < 0 else names[row] for row in race.dropped_by),
        used=used,
        estimates=sign * means,
    )


def asked(more: More, positions: tuple[int, ...], count: int, names: Sequence[str], done: int) -> Floats:
    """Further replications, checked.

    Args:
        more: gives them.
        positions: the positions of the structures.
        count: how many of each.
        names: the names of all structures.
        done: how many each of them has had before.

    Raises:
        ValueError: what was given has another shape, or is not finite.
    """
    values = np.asarray(more(positions, count), dtype=np.float64)
    if values.shape != (len(positions), count):
        raise ValueError(
            f"{count} replications of {len(positions)} structures were asked for; what came has the shape "
            f"{values.shape}"
        )
    refuse_not_finite(values, [names[row] for row in positions], first=done)
    return values


def _eta(alpha: float, size: int, first: int) -> float:
    """What a pair's variance is multiplied by in its allowance: h^2 = 2 eta (first - 1)."""
    eta = ((2 * alpha / (size - 1)) ** (-2 / (first - 1)) - 1) / 2
    return float(2 * eta * (first - 1))


class _Race:
    """The structures that are left, and how far each has come; more is better.

    A structure is dropped after *r* replications when its sum is behind that of another that is left by more
    than their allowance, h^2 S^2 / (2 delta), less *r delta / 2*, or at all when nothing of the allowance
    remains. The allowance of a pair is infinite until its difference has varied enough.
    """

    def __init__(self, start: Floats, factor: float, delta: float, patience: int, bounded: bool) -> None:
        self.factor, self.delta, self.patience, self.bounded = factor, delta, patience, bounded
        size = len(start)
        self.active = list(range(size))
        self.dropped_at = np.zeros(size, dtype=np.int64)
        self.dropped_by = np.full(size, -1)
        self.totals = np.zeros(size)
        self.replications = int(start.shape[1])
        self.allowances = np.full((size, size), np.inf)
        np.fill_diagonal(self.allowances, 0.0)
        self._values = start
        self._open = {(one, other) for one in range(size) for other in range(one)}
        self._settle(self.replications)
        self._screen(start.sum(axis=1)[:, np.newaxis], self.replications)

    def still_needed(self) -> int:
        """Replications to make at most; 0 when one structure is left, or no more would tell."""
        if len(self.active) == 1:
            return 0
        allowances = self.allowances[np.ix_(self.active, self.active)]
        finite = allowances[np.isfinite(allowances)]
        needed = int(2 * float(finite.max()) / self.delta) + 1 - self.replications
        if any(self._left(pair) for pair in self._open):
            needed = max(needed, self.patience - self.replications)
        return max(needed, 0)

    def given_up(self) -> bool:
        """Whether a pair is left of which nothing can be said."""
        return not self.bounded and any(self._left(pair) for pair in self._open)

    def agree(self, one: int, other: int) -> bool:
        """Whether the difference of two structures that are left has been the same all along."""
        return _deviating(self._values[one] - self._values[other], self._values[[one, other]]) == 0

    def run(self, values: Floats) -> None:
        """Go on with further replications of those that are left."""
        running, done = list(self.active), self.replications
        more = np.full((len(self.totals), values.shape[1]), np.nan)
        more[running] = values
        self._values = np.hstack([self._values, more])
        sums = np.zeros((len(self.totals), values.shape[1]))
        sums[running] = self.totals[running, np.newaxis] + np.cumsum(values, axis=1)
        while self.replications < done + values.shape[1] and len(self.active) > 1:
            waiting = any(self._left(pair) for pair in self._open)
            count = 1 if waiting else done + values.shape[1] - self.replications
            column = self.replications - done
            self.replications += count
            self._settle(self.replications)
            self._screen(sums[:, column : column + count], self.replications - count + 1)
        if len(self.active) == 1:
            self.replications = done + values.shape[1]
            self.totals[self.active] = sums[self.active, -1]

    def _left(self, pair: tuple[int, int]) -> bool:
        return pair[0] in self.active and pair[1] in self.active

    def _settle(self, replications: int) -> None:
        """Give their allowance to pairs whose difference has varied enough, or could not lead by so much."""
        for pair in sorted(self._open):
            if not self._left(pair):
                continue
            both = self._values[list(pair), :replications]
            within = both[0] - both[1]
            enough = _deviating(within, both) >= min(DEVIATING, replications - 1)
            patient = replications >= self.patience and (self.bounded or _deviating(within, both) > 0)
            if enough or patient:
                allowance = self.factor * float(within.var(ddof=1)) / (2 * self.delta)
                self.allowances[pair] = self.allowances[pair[::-1]] = allowance
                self._open.discard(pair)

    def _screen(self, sums: Floats, first: int) -> None:
        """Drop those who fall behind, one replication after the other; column 0 is after `first`."""
        column, columns = 0, sums.shape[1]
        while column < columns:
            rows = np.array(self.active)
            after = first + np.arange(column, columns)
            behind = sums[rows][np.newaxis, :, column:] - sums[rows][:, np.newaxis, column:]
            left = self.allowances[np.ix_(rows, rows)][:, :, np.newaxis] - self.delta * after / 2
            lost = behind > np.maximum(left, 0.0)
            some = lost.any(axis=(0, 1))
            if not some.any():
                break
            step = int(some.argmax())
            for place in np.flatnonzero(lost[:, :, step].any(axis=1)):
                row = int(rows[place])
                self.active.remove(row)
                self.dropped_at[row] = after[step]
                self.dropped_by[row] = rows[behind[place, :, step].argmax()]
                self.totals[row] = sums[row, column + step]
            column += step + 1
        self.totals[self.active] = sums[self.active, -1]


def _deviating(within: Floats, values: Floats) -> int:
    """In how many replications a difference does not have its most common value, rounding apart."""
    size = float(np.abs(values).max())
    if not size:
        return 0
    _, counts = np.unique(np.round(within / size / ROUNDING), return_counts=True)
    return len(within) - int(counts.max())
