"""Multiple comparisons with the best (MCB): each structure against the best of the others.

The intervals are constrained (Hsu 1984; Hsu 1996, chapter 4): a structure that is shown not to be the best
has an interval that ends at 0, and one that is shown to be the best has one that begins there. The usual
critical values need independent outcomes or equal variances of all differences ("sphericity", Nelson and
Matejcik 1995). These need neither, as each difference has its own paired standard error and the miss is
shared by Bonferroni.

Why they hold: let *k* be the best, and suppose that its lead over each other structure *j* is at most *D_kj
+ w_kj*, estimate plus one-sided half-width. With a miss of (1 - level) / (structures - 1) for each *j*, that
is so with probability `level`. Then *k* is among those structures that no upper limit puts below another;
call them possible. The lead of *k* over the best of the others is at most its least *D_kj + w_kj*. Any
other structure *i* is behind *k* by at most *w_ik - D_ik*, and so by no more than the greatest of these over
all possible *k*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.inference.differences import FEWEST
from stovepipe.inference.intervals import limits
from stovepipe.inference.paired import Direction, Floats, Paired, miss


@dataclass(frozen=True, eq=False)
class WithBest:
    """The difference of each structure from the best of the others; arrays have one entry per structure.

    Attributes:
        outcome: its name.
        structures: their names.
        direction: whether more is better, or less.
        estimates: means of the structures, in the outcome's unit.
        differences: each less the best of the others, in the outcome's unit. Where more is better, a positive
            one is a lead; where less is, a negative one.
        low, high: the intervals. With probability `level` all hold, and the best is among `possible`.
        possible: whether the structure may be the best. One with fewer than five replications always may.
        level: simultaneous confidence level.
        replications: how many each structure has.
    """

    outcome: str
    structures: tuple[str, ...]
    direction: Direction
    estimates: Floats
    differences: Floats
    low: Floats
    high: Floats
    possible: NDArray[np.bool_]
    level: float
    replications: NDArray[np.int64]

    def table(self) -> pd.DataFrame:
        """A row for each structure, the best estimate first.

        Its columns: outcome, structure, replications, estimate, difference, low, high, possible.
        """
        table = pd.DataFrame(
            {
                "outcome": self.outcome,
                "structure": self.structures,
                "replications": self.replications,
                "estimate": self.estimates,
                "difference": self.differences,
                "low": self.low,
                "high": self.high,
                "possible": self.possible,
            }
        )
        ascending = self.direction == "less"
        return table.sort_values("estimate", ascending=ascending, kind="stable", ignore_index=True)


def with_best(sample: Paired, direction: Direction = "more", level: float = 0.95) -> WithBest:
    """Each structure against the best of the others, with simultaneous intervals.

    >>> from stovepipe.inference.paired import paired
    >>> sample = paired(
    ...     [[1, 3, 2, 4, 3], [4.1, 5.9, 5, 7.2, 6], [3, 5, 4.5, 6, 5.2]],
    ...     ["base", "fusion", "embedded"],
    ... )
    >>> with_best(sample).table()[["structure", "difference", "low", "high", "possible"]].round(2)
      structure  difference   low  high  possible
    0    fusion        0.90  0.00  1.24      True
    1  embedded       -0.90 -1.24  0.00     False
    2      base       -3.04 -3.22  0.00     False

    Args:
        sample: one outcome of all structures.
        direction: whether more of it is better, or less.
        level: simultaneous confidence level.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    return with_best_of(list(sample.values), sample.structures, sample.outcome, direction, level)


def with_best_of(
    rows: Sequence[Floats],
    structures: tuple[str, ...],
    outcome: str = "value",
    direction: Direction = "more",
    level: float = 0.95,
) -> WithBest:
    """The same for structures with different numbers of replications.

    A difference rests on the replications that both have, which are the first ones of either.

    Args:
        rows: the values of each structure, finite, from replication 0 on; two or more.
        structures: their names.
        outcome: its name.
        direction: whether more of it is better, or less.
        level: simultaneous confidence level.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    sign = 1.0 if direction == "more" else -1.0
    each = miss(level) / (len(rows) - 1)
    leads, below, above = _of_pairs([sign * row for row in rows], each)
    low, high, possible = _constrained(below, above)
    counts = np.array([len(row) for row in rows])
    possible |= counts < FEWEST
    others = ~np.eye(len(rows), dtype=np.bool_)
    lead = np.where(others, leads, np.inf).min(axis=1)
    return WithBest(
        outcome=outcome,
        structures=structures,
        direction=direction,
        estimates=np.array([row.mean() for row in rows]),
        differences=sign * lead,
        low=low if sign > 0 else -high,
        high=high if sign > 0 else -low,
        possible=possible,
        level=level,
        replications=counts,
    )


def _of_pairs(rows: Sequence[Floats], tail: float) -> tuple[Floats, Floats, Floats]:
    """For each pair the mean lead of the first over the second, and its limits from below and from above."""
    size = len(rows)
    leads, below, above = (np.zeros((size, size)) for _ in range(3))
    for a in range(size):
        for b in range(a):
            common = min(len(rows[a]), len(rows[b]))
            within = rows[a][:common] - rows[b][:common]
            low, high = limits(within, tail)
            leads[a, b], below[a, b], above[a, b] = within.mean(), low, high
            leads[b, a], below[b, a], above[b, a] = -within.mean(), -high, -low
    return leads, below, above


def _constrained(below: Floats, above: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Lower and upper limits of the lead over the best of the others, and who may be the best."""
    others = ~np.eye(len(below), dtype=np.bool_)
    upper = np.where(others, above, np.inf).min(axis=1)
    possible = upper >= min(0.0, float(upper.max()))
    lower = np.where(others & possible, below, np.inf).min(axis=1)
    low = np.where(np.isinf(lower), 0.0, np.minimum(lower, 0.0))
    return low, np.maximum(upper, 0.0), possible
