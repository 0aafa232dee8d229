"""Rapport as a random walk between two walls, which moves only with what is shared.

The states are the levels of rapport, in steps of what a useful report earns. A report finds it at a level,
and is shared with a probability that depends on the level; only then does the level move: up by one, or down
by several. Reports are Poisson, so that what they find is what there is at any time (PASTA: Wolff 1982,
"Poisson Arrivals See Time Averages", theorem 1), and the levels are a Markov chain from report to report.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def levels(shared: Sequence[float], useless: float, down: int) -> NDArray[np.float64]:
    """How likely rapport is at each level, in the long run.

    Args:
        shared: by level, the lowest first: the probability that a report is shared.
        useless: the probability that a report that is shared is of no use.
        down: by how many levels one of no use takes it down; one of use takes it up by one.
    """
    top = len(shared) - 1
    step = np.zeros((top + 1, top + 1))
    for level, share in enumerate(shared):
        step[level, level] += 1.0 - share
        step[level, min(top, level + 1)] += share * (1.0 - useless)
        step[level, max(0, level - down)] += share * useless
    equations = np.vstack([(step.T - np.eye(top + 1))[:-1], np.ones(top + 1)])
    return np.asarray(np.linalg.solve(equations, np.append(np.zeros(top), 1.0)))
