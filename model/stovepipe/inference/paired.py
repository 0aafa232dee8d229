"""One outcome of several structures, observed in the same replications.

Replication *j* of every structure has the same random numbers, so what they yield in it belongs together,
and differences are taken within replications. How strongly structures move together is never assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Direction = Literal["more", "less"]
"""Whether more of an outcome is better, or less."""


@dataclass(frozen=True, eq=False)
class Paired:
    """One outcome of several structures in the same replications. Make one with `paired`.

    Attributes:
        outcome: its name.
        structures: their names.
        values: an array of shape (structures, replications), in the outcome's unit. The mean of a row is the
            structure's estimate, and the spread within it tells how far off that may be.
    """

    outcome: str
    structures: tuple[str, ...]
    values: Floats

    @property
    def replications(self) -> int:
        """How many replications each structure has."""
        return int(self.values.shape[1])

    @property
    def estimates(self) -> Floats:
        """The mean of each structure over its replications."""
        return np.asarray(self.values.mean(axis=1))

    def position(self, structure: str) -> int:
        """The row of a structure.

        Raises:
            KeyError: there is no such structure.
        """
        if structure not in self.structures:
            raise KeyError(f"no structure {structure!r}; there are {', '.join(self.structures)}")
        return self.structures.index(structure)


def paired(values: ArrayLike, structures: Sequence[str], outcome: str = "value") -> Paired:
    """What several structures yield in the same replications, checked.

    >>> sample = paired([[0.5, 0.7], [0.4, 0.5]], ["fusion", "chains"], "timely share")
    >>> sample.estimates
    array([0.6 , 0.45])

    An outcome may be undefined (NaN) in a replication: a 90th percentile that is never reached, say. Such a
    sample is refused, for to leave replications out would favour the structures that fail in the worst of
    them.

    Args:
        values: an array of shape (structures, replications); see `stovepipe.inference.linear` for shares and
            quantiles.
        structures: their names, two or more, no two alike.
        outcome: its name.

    Raises:
        ValueError: there are fewer than two structures or replications, names do not fit, or a value is not
            finite; its structure and replication are named.
    """
    names, numbers = checked_names(structures), np.array(values, dtype=np.float64)
    if numbers.ndim != 2 or len(numbers) != len(names):
        raise ValueError(f"{len(names)} structures need as many rows of values, not shape {numbers.shape}")
    if numbers.shape[1] < 2:
        raise ValueError("two replications or more are needed to tell how far off a difference may be")
    refuse_not_finite(numbers, names, outcome)
    return Paired(outcome, names, numbers)


def checked_names(structures: Sequence[str]) -> tuple[str, ...]:
    """The names of structures to compare.

    Raises:
        ValueError: there are fewer than two, or two are alike.
    """
    names = tuple(structures)
    if len(names) < 2:
        raise ValueError(f"two structures or more are compared, not {len(names)}")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"two structures have the name {twice!r}")
    return names


def refuse_not_finite(
    values: Floats, structures: Sequence[str], outcome: str = "value", first: int = 0
) -> None:
    """Refuse values that are not finite.

    Args:
        values: an array of shape (structures, replications).
        structures: a name for each row.
        outcome: its name.
        first: the number of the replication in the first column.

    Raises:
        ValueError: a value is not finite; its structure and replication are named.
    """
    wrong = np.argwhere(~np.isfinite(values))
    if not len(wrong):
        return
    row, column = (int(place) for place in wrong[0])
    more = f" ({len(wrong) - 1} more like it)" if len(wrong) > 1 else ""
    raise ValueError(
        f"the {outcome} of structure {structures[row]!r} in replication {first + column} is "
        f"{values[row, column]}{more}; compare an outcome that is always defined"
    )


def miss(level: float) -> float:
    """The probability 1 - level.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a confidence level is between 0 and 1, not {level}")
    return 1 - level
