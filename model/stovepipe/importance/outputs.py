"""The outputs at design points, looked over before anything is made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from stovepipe.importance.space import Floats, Point, described


class NonFiniteOutput(ValueError):
    """An output is not a finite number, and the analysis stops."""


def checked(points: Sequence[Point], outputs: ArrayLike) -> Floats:
    """Outputs as an array of shape (points, replications).

    >>> checked([{"delay": 2.0}, {"delay": 4.0}], [[0.5], [float("nan")]])
    Traceback (most recent call last):
        ...
    stovepipe.importance.outputs.NonFiniteOutput: design point 1 (delay = 4), replication 0: the output ...

    Args:
        points: the value of every factor at each design point.
        outputs: of shape (points,) or (points, replications). The same column is the same replication at
            every point: common random numbers.

    Raises:
        NonFiniteOutput: one is not finite; the message names its point.
        ValueError: the shape is another.
    """
    numbers = np.asarray(outputs, dtype=np.float64)
    numbers = numbers[:, None] if numbers.ndim == 1 else numbers
    if numbers.ndim != 2 or len(numbers) != len(points) or not numbers.shape[1]:
        raise ValueError(
            f"the outputs have shape {np.shape(outputs)}, but the design has {len(points)} points: "
            "give one row per point and one column per replication"
        )
    bad = ~np.isfinite(numbers)
    if bad.any():
        row, column = (int(position) for position in np.argwhere(bad)[0])
        others = f" ({int(bad.sum()) - 1} more outputs are not finite)" if bad.sum() > 1 else ""
        raise NonFiniteOutput(
            f"design point {row} ({described(points[row])}), replication {column}: the output is "
            f"{numbers[row, column]}{others}; narrow the ranges, or choose an outcome that is always defined"
        )
    return numbers
