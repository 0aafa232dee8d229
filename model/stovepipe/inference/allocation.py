"""Spending a budget of replications where it best tells which structure is the best (OCBA).

Optimal computing budget allocation (Chen, Lin, Yucesan and Chick 2000 [1]_, theorem 1): structures that are
close behind the best, or vary much, get more replications. It makes the most of a budget; it promises no
probability. So what was learnt is told by multiple comparisons with the best (`stovepipe.inference.best`).

The shares are derived for independent structures. Common random numbers do no harm, but neither are they
made use of until the comparison at the end.

.. [1] Chen, C.-H., Lin, J., Yucesan, E. and Chick, S. E. (2000). Simulation budget allocation for further
   enhancing the efficiency of ordinal optimization. Discrete Event Dynamic Systems 10, 251-270.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stovepipe.inference.best import WithBest, with_best_of
from stovepipe.inference.kim_nelson import More, asked
from stovepipe.inference.paired import Direction, Floats, checked_names

NEAREST = 0.1
"""A structure is never taken to be closer to the best than this share of its own standard deviation.

To tell two that are closer would take thousands of replications; and on common random numbers some are
exactly alike, and would take all.
"""


@dataclass(frozen=True, eq=False)
class Allocation:
    """How a budget was spent, and what it showed.

    Attributes:
        chosen: the structure with the best estimate.
        best: each structure against the best of the others, on the replications that each pair has in common.
        spent: replications of all structures together.
    """

    chosen: str
    best: WithBest
    spent: int

    def table(self) -> pd.DataFrame:
        """A row for each structure, the best estimate first; see `WithBest.table`."""
        return self.best.table()


def allocate(
    more: More,
    structures: Sequence[str],
    budget: int,
    first: int = 10,
    batch: int = 10,
    direction: Direction = "more",
    level: float = 0.95,
) -> Allocation:
    """Spend a budget of replications by OCBA.

    After a first stage, each batch goes to the structure that is furthest below its share of what will have
    been spent then. Leave out structures that are known to be alike: telling them apart is where a budget
    goes.

    The choice of where to replicate depends on what was seen, so the intervals at the end hold only nearly as
    often as they say: at a level of 0.95, in 0.93 of studies with three structures 0.3 standard deviations
    apart, and in 0.96 to 0.99 of easier ones.

    >>> random = np.random.default_rng(1)
    >>> means = np.array([5.0, 5.2, 8.0])
    >>> def more(positions, count):
    ...     return means[list(positions), np.newaxis] + random.normal(size=(len(positions), count))
    >>> found = allocate(more, ["base", "fusion", "embedded"], 120, direction="less")
    >>> found.table()[["structure", "replications"]]
      structure  replications
    0      base            60
    1    fusion            50
    2  embedded            10

    Args:
        more: gives further replications (see `stovepipe.inference.kim_nelson.More`).
        structures: their names, two or more.
        budget: replications of all structures together.
        first: replications of each structure in the first stage, two or more; five or more are advised.
        batch: replications to ask for at a time.
        direction: whether more of the outcome is better, or less.
        level: confidence level of the comparison at the end.

    Raises:
        ValueError: an argument is out of range, the budget does not pay for the first stage, or what `more`
            gives has another shape or is not finite; the structure and the replication are named.
    """
    names = checked_names(structures)
    if first < 2 or batch < 1:
        raise ValueError(f"first stage of {first}, batches of {batch}: two or more, and one or more")
    spent = first * len(names)
    if budget < spent:
        raise ValueError(
            f"a first stage of {first} replications of {len(names)} structures takes {spent}, and the budget "
            f"is {budget}"
        )
    rows = list(asked(more, tuple(range(len(names))), first, names, 0))
    while spent < budget:
        count = min(batch, budget - spent)
        row = _most_starved(rows, spent + count, direction)
        further = asked(more, (row,), count, names, len(rows[row]))
        rows[row] = np.concatenate([rows[row], further[0]])
        spent += count
    best = with_best_of(rows, names, direction=direction, level=level)
    return Allocation(chosen=str(best.table()["structure"].iloc[0]), best=best, spent=spent)


def budget_shares(means: Floats, deviations: Floats, direction: Direction = "more") -> Floats:
    """The share of a budget that each structure should get (Chen et al. 2000, theorem 1).

    With the best structure *b* and gaps *d_i* from it, others get shares in proportion to *(s_i / d_i)^2*,
    and *b* gets *s_b* times the root of the sum of *(share_i / s_i)^2*.

    >>> budget_shares(np.array([1.0, 2.0, 4.0]), np.array([1.0, 1.0, 1.0]), "less").round(3)
    array([0.475, 0.472, 0.052])

    Args:
        means: estimates, one per structure.
        deviations: standard deviations of a replication. A structure that does not vary gets nothing.
        direction: whether more is better, or less.

    Returns:
        shares, which sum to 1; equal ones if no structure varies.
    """
    if not deviations.any():
        return np.full(len(means), 1 / len(means))
    best = int(means.argmax() if direction == "more" else means.argmin())
    vary = deviations > 0
    gaps = np.maximum(np.abs(means - means[best]), NEAREST * deviations)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(vary, (deviations / gaps) ** 2, 0.0)
        shares[best] = 0.0
        shares[best] = deviations[best] * np.sqrt(np.sum(np.where(vary, shares / deviations, 0.0) ** 2))
    if not shares.any():  # only the best varies
        shares[best] = 1.0
    return np.asarray(shares / shares.sum())


def _most_starved(rows: Sequence[Floats], budget: int, direction: Direction) -> int:
    """The structure that is furthest below its share of the budget."""
    means = np.array([row.mean() for row in rows])
    deviations = np.array([row.std(ddof=1) for row in rows])
    lack = budget_shares(means, deviations, direction) * budget - np.array([len(row) for row in rows])
    return int(lack.argmax())
