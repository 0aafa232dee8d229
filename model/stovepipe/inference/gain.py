"""What common random numbers gained: how much narrower paired differences are than independent ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from stovepipe.inference.paired import Floats, Paired


@dataclass(frozen=True, eq=False)
class Gain:
    """For each pair of structures, what pairing gained; arrays have one entry per pair.

    Attributes:
        outcome: its name.
        pairs: names of the two structures.
        correlations: the correlations of their values within replications; NaN if one of them never varies.
        ratios: the variance that the difference would have if the structures were independent, by the one it
            has. That many times more replications would be needed without common random numbers for the same
            standard error. Below 1 where pairing did harm; infinite if the difference never varies; NaN if
            neither structure does.
    """

    outcome: str
    pairs: tuple[tuple[str, str], ...]
    correlations: Floats
    ratios: Floats

    def table(self) -> pd.DataFrame:
        """A row for each pair: outcome, structure, compared_with, correlation, variance_ratio."""
        first, second = zip(*self.pairs, strict=True)
        return pd.DataFrame(
            {
                "outcome": self.outcome,
                "structure": first,
                "compared_with": second,
                "correlation": self.correlations,
                "variance_ratio": self.ratios,
            }
        )


def gain_of_pairing(sample: Paired) -> Gain:
    """The correlation and the variance reduction of every pair (Law 2015, section 11.2).

    >>> from stovepipe.inference.paired import paired
    >>> gain = gain_of_pairing(paired([[1, 3, 2, 4], [2, 4, 3, 5.2]], ["base", "fusion"]))
    >>> gain.correlations.round(3), gain.ratios.round(1)
    (array([0.999]), array([354.3]))
    """
    pairs = [(b, a) for a, b in combinations(range(len(sample.structures)), 2)]
    first, second = np.array(pairs).T
    x, y = sample.values[first], sample.values[second]
    x_varies, y_varies = x.var(axis=1, ddof=1), y.var(axis=1, ddof=1)
    together = ((x - x.mean(axis=1, keepdims=True)) * (y - y.mean(axis=1, keepdims=True))).sum(axis=1)
    together /= sample.replications - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        correlations = together / np.sqrt(x_varies * y_varies)
        ratios = (x_varies + y_varies) / (x - y).var(axis=1, ddof=1)
    return Gain(
        outcome=sample.outcome,
        pairs=tuple((sample.structures[a], sample.structures[b]) for a, b in pairs),
        correlations=correlations,
        ratios=ratios,
    )
