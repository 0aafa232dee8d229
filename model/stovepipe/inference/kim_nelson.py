"""Selection of the best structure by the procedure of Kim and Nelson, with common random numbers.

All structures are replicated side by side. As soon as one has fallen so far behind another that it is hardly
the best, it is dropped, and no more is spent on it (Kim and Nelson 2001 [1]_, section 3, with c = 1). How far
that is depends on the first-stage variance of the difference of the very pair, which is what makes the
procedure valid under common random numbers.

What it promises: if the best structure leads every other by `delta` or more, it is chosen with probability
`level` or more. This holds for values that are normal, as means over many reports nearly are. If others come
within `delta` of the best, one of those is likely to be chosen, and the loss is then less than `delta`; but
for that case no probability is proven (Eckman and Henderson 2018 [2]_).

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

Counts = NDArray[np.int64]
More = Callable[[tuple[int, ...], int], ArrayLike]
"""Called with positions of structures and a number; gives that many further replications of each of them.

They come as an array of shape (structures asked for, number). Each structure goes on from its own last
replication, so that column *j* of all that it has ever given is replication *j*.
"""


@dataclass(frozen=True, eq=False)
class Selection:
    """Which structure was selected, and what it took; arrays have one entry per structure.

    Attributes:
        structures: their names.
        chosen: the name of the structure selected; if not `finished`, of the one that leads.
        finished: whether the procedure ran to its end. If not, nothing is promised.
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
) -> Selection:
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
    if first < 2 or batch < 1 or (limit is not None and limit < first):
        raise ValueError(
            f"first stage of {first}, batches of {batch}, limit of {limit}: two or more, one or more, and no "
            "less than the first stage"
        )
    sign = 1.0 if direction == "more" else -1.0
    everyone = tuple(range(len(names)))
    start = sign * asked(more, everyone, first, names, 0)
    race = _Race(start, _allowances(start, delta, alpha), delta)
    used = np.full(len(names), first)
    while (wanted := race.still_needed()) and (limit is None or race.replications < limit):
        count = min(batch, wanted, (limit or race.replications + batch) - race.replications)
        running = tuple(race.active)
        used[list(running)] += count
        race.run(sign * asked(more, running, count, names, race.replications))
    means = race.totals / np.where(race.dropped_at > 0, race.dropped_at, race.replications)
    leader = max(race.active, key=lambda row: means[row])
    return Selection(
        structures=names,
        chosen=names[leader],
        finished=not race.still_needed(),
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
        positions: of the structures.
        count: how many of each.
        names: of all structures.
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


def _allowances(start: Floats, delta: float, alpha: float) -> Floats:
    """For each pair how far a sum may fall behind before the first replication: h^2 S^2 / (2 delta)."""
    size, first = start.shape
    eta = ((2 * alpha / (size - 1)) ** (-2 / (first - 1)) - 1) / 2
    variances = (start[:, np.newaxis] - start[np.newaxis]).var(axis=2, ddof=1)
    return np.asarray(2 * eta * (first - 1) * variances / (2 * delta))


class _Race:
    """The structures that are left, and how far each has come; more is better.

    A structure is dropped after *r* replications when its sum is behind that of another that is left by more
    than their allowance less *r delta / 2*, or at all when nothing of the allowance remains.
    """

    def __init__(self, start: Floats, allowances: Floats, delta: float) -> None:
        self.allowances, self.delta = allowances, delta
        self.active = list(range(len(start)))
        self.dropped_at = np.zeros(len(start), dtype=np.int64)
        self.dropped_by = np.full(len(start), -1)
        self.totals = start.sum(axis=1)
        self.replications = int(start.shape[1])
        self._screen(self.totals[:, np.newaxis], self.replications)

    def still_needed(self) -> int:
        """Replications to make at most; 0 when one structure is left, or all left are exactly alike."""
        if len(self.active) == 1:
            return 0
        longest = 2 * float(self.allowances[np.ix_(self.active, self.active)].max()) / self.delta
        return max(int(longest) + 1 - int(self.replications), 0)

    def run(self, values: Floats) -> None:
        """Go on with further replications of those that are left."""
        sums = np.zeros((len(self.totals), values.shape[1]))
        sums[self.active] = self.totals[self.active, np.newaxis] + np.cumsum(values, axis=1)
        self.replications += values.shape[1]
        self._screen(sums, self.replications - values.shape[1] + 1)

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
