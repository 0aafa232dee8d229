"""What common random numbers gained: how much narrower paired differences are than independent ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from stovepipe.inference.paired import Paired


@dataclass(frozen=True)
class Gain:
    """What common random numbers gained for one difference.

    Attributes:
        correlation: of the two structures within replications; NaN if one of them never varies.
        ratio: the variance that the difference would have if the structures were independent, by the one it
            has. That many times more replications would be needed without common random numbers for the same
            standard error. Below 1 where pairing did harm; infinite if the difference never varies; NaN if
            neither structure does.
    """

    correlation: float
    ratio: float

    @property
    def narrower(self) -> float:
        """How many times narrower the interval of the difference is."""
        return float(self.ratio**0.5)


def gain_of_pairing(sample: Paired) -> dict[tuple[str, str], Gain]:
    """The gain for each pair of structures, the later one first (Law 2015, section 11.2).

    >>> from stovepipe.inference.paired import paired
    >>> gains = gain_of_pairing(paired([[1, 3, 2, 4], [2, 4, 3, 5.2]], ["base", "fusion"]))
    >>> gain = gains["fusion", "base"]
    >>> round(gain.correlation, 3), round(gain.ratio, 1)
    (0.999, 354.3)
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
    gains = zip(correlations.tolist(), ratios.tolist(), strict=True)
    return {
        (sample.structures[a], sample.structures[b]): Gain(*gain)
        for (a, b), gain in zip(pairs, gains, strict=True)
    }
