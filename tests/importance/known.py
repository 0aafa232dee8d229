"""Functions whose sensitivity indices are known in closed form, noise to add to them, and a gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, t

from stovepipe.importance.design import Design
from stovepipe.importance.space import Axis, Space

Floats = NDArray[np.float64]
Noise = Callable[[np.random.Generator, Floats, int], Floats]


@dataclass(frozen=True)
class Problem:
    """A function of several factors, and what is known about it.

    Attributes:
        space: the factors.
        function: of an array (points, factors), factors sorted by name.
        first, total: indices, in the same order.
        variance: of the function.
    """

    space: Space
    function: Callable[[Floats], Floats]
    first: tuple[float, ...]
    total: tuple[float, ...]
    variance: float

    def at(self, design: Design) -> Floats:
        """The function at each point, from the values that the design names."""
        return self.function(
            np.array(
                [[point[name] for name in self.space.names] for point in design.points], dtype=np.float64
            )
        )


def ishigami() -> Problem:
    """Ishigami and Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, all uniform on (-pi, pi)."""
    a, b, pi = 7.0, 0.1, np.pi
    one, two = (1 + b * pi**4 / 5) ** 2 / 2, a**2 / 8
    both = 8 * b**2 * pi**8 / 225
    variance = one + two + both
    return Problem(
        Space(Axis(name, range=(-pi, pi)) for name in ("x1", "x2", "x3")),
        lambda x: np.sin(x[:, 0]) * (1 + b * x[:, 2] ** 4) + a * np.sin(x[:, 1]) ** 2,
        (one / variance, two / variance, 0.0),
        ((one + both) / variance, two / variance, both / variance),
        variance,
    )


WEIGHTS = (0.0, 1.0, 4.5, 9.0)


def g_function() -> Problem:
    """The product of (|4 x - 2| + a) / (1 + a), x uniform on (0, 1) (Saltelli and Sobol' 1995)."""
    parts = np.array([1 / (3 * (1 + a) ** 2) for a in WEIGHTS])
    variance = float(np.prod(1 + parts) - 1)
    totals = [part * np.prod(np.delete(1 + parts, rank)) / variance for rank, part in enumerate(parts)]
    return Problem(
        Space(Axis(f"x{rank}", range=(0.0, 1.0)) for rank in range(len(WEIGHTS))),
        lambda x: np.prod((np.abs(4 * x - 2) + WEIGHTS) / (1 + np.array(WEIGHTS)), axis=1),
        tuple(parts / variance),
        tuple(float(total) for total in totals),
        variance,
    )


SLOPES = (3.0, 2.0, 1.0, 0.0)


def linear() -> Problem:
    """A sum without interactions, and a factor that does nothing; x uniform on (0, 1)."""
    parts = np.array(SLOPES) ** 2 / 12
    shares = tuple(parts / parts.sum())
    return Problem(
        Space(Axis(f"x{rank}", range=(0.0, 1.0)) for rank in range(len(SLOPES))),
        lambda x: x @ np.array(SLOPES),
        shares,
        shares,
        float(parts.sum()),
    )


def none(random: np.random.Generator, units: Floats, replications: int) -> Floats:
    """No noise at all."""
    return np.zeros((len(units), replications))


def independent(random: np.random.Generator, units: Floats, replications: int) -> Floats:
    """Another luck at every point: normal, of variance 1."""
    return random.standard_normal((len(units), replications))


def common(random: np.random.Generator, units: Floats, replications: int) -> Floats:
    """Common random numbers: in each replication one smooth function of the inputs.

    Its variance at a point averages 1. It moves all outputs up or down together, grows with the first
    input, and multiplies the first two: in a single replication these seem to interact.
    """
    level, slope, product = random.standard_normal((3, replications))
    x, y = units[:, :1] - 0.5, units[:, 1:2] - 0.5
    return np.asarray((level + np.sqrt(12) * x * slope + 12 * x * y * product) / np.sqrt(3))


def assert_covers_enough(held: Floats, level: float | Floats, family: int) -> None:
    """Intervals hold the true value often enough.

    Each is alarmed at most with probability 1e-4 / family. They may hold more often: they are made to be
    wide rather than narrow where noise is independent.

    Args:
        held: of shape (trials, quantities): whether an interval held its value.
        level: what the intervals claim; one number, or one for each quantity.
        family: comparisons that share the false-alarm rate of 1e-4.
    """
    counts = held.sum(axis=0)
    alarms = binom.cdf(counts, len(held), level) < 1e-4 / family
    assert not alarms.any(), f"of {len(held)} intervals so many hold: {counts}"


def assert_unbiased(errors: Floats, most: float, family: int) -> None:
    """The mean error over independent trials is 0, at a false-alarm rate of 1e-4 over the family.

    Args:
        errors: of shape (trials, quantities).
        most: the half-width of the interval of the mean error may not be more: the power of the test.
        family: comparisons that share the false-alarm rate.
    """
    half = t.isf(1e-4 / family / 2, len(errors) - 1) * errors.std(axis=0, ddof=1) / np.sqrt(len(errors))
    assert (half <= most).all(), f"too wide to tell: {half}"
    mean = errors.mean(axis=0)
    assert (np.abs(mean) <= half).all(), f"mean errors {mean}, more than {half}"
