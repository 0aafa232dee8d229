"""Design points, and the sequences of numbers that designs are made of.

Points come from Sobol' sequences with a random linear scramble and shift (Matousek 1998), seeded explicitly.
A longer design with the same seed begins with the shorter one, so that a study can grow: what was run is
kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stovepipe.importance.space import Floats, Point, Space

BITS = 30
"""Of each number of a sequence: scipy's default, room for 10^9 points."""


@dataclass(frozen=True, eq=False)
class Design:
    """Points to evaluate, in the order in which their outputs are wanted.

    Attributes:
        space: the factors.
        units: places in the unit cube, of shape (points, factors that vary).
        block: points that belong together: a design is a row of blocks, each of one point of every kind, so
            that a longer design begins like a shorter one.
    """

    space: Space
    units: Floats
    block: int = 1

    @classmethod
    def of_blocks(cls, space: Space, kinds: Sequence[Floats]) -> Design:
        """A design in blocks, from all places of each kind."""
        return cls(space, np.stack(kinds, axis=1).reshape(-1, len(space)), len(kinds))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The value of every factor at each point."""
        return tuple(self.space.point(row) for row in self.units)

    def kinds(self, numbers: Floats) -> list[Floats]:
        """Rows of one per point apart by kind: the reverse of `of_blocks`."""
        return [numbers[kind :: self.block] for kind in range(self.block)]

    def __len__(self) -> int:
        return len(self.units)


def sequence(space: Space, count: int, seed: int, sets: int = 1) -> list[Floats]:
    """Sets of places in the unit cube; places of different sets are independent of one another.

    Args:
        space: the factors.
        count: places in each set.
        seed: any whole number from 0.
        sets: how many.

    Returns:
        One array per set, of shape (count, factors that vary). No place is 0 or 1.

    Raises:
        ValueError: there is nothing to vary, the count is not above 0, the seed is negative, or there are
            more columns than Sobol' sequences have.
    """
    if not len(space):
        raise ValueError("no factor varies; give a quantity a range")
    if count < 1:
        raise ValueError(f"a design has one point or more, not {count}")
    if seed < 0:
        raise ValueError(f"a seed is a whole number from 0, not {seed}")
    generator = np.random.Generator(np.random.PCG64(seed))
    from scipy.stats import qmc  # slow to import, and needed for designs only

    engine = qmc.Sobol(sets * space.width, scramble=True, bits=BITS, rng=generator)
    # scipy warns of any number but powers of two; places are the middle of a cell, never its corner 0.
    places = engine.random_base2((count - 1).bit_length())[:count] + 0.5 ** (BITS + 1)
    columns = np.array(space.columns)
    return [places[:, number * space.width + columns] for number in range(sets)]


def sample(space: Space, count: int, seed: int) -> Design:
    """Points that fill the space evenly: for PAWN, scenario discovery and verdicts.

    >>> from stovepipe.importance.space import Axis
    >>> space = Space([Axis("delay", range=(2.0, 10.0))])
    >>> sorted(int(point["delay"]) // 2 for point in sample(space, 4, seed=0).points)
    [1, 2, 3, 4]

    Args:
        space: the factors.
        count: points; a power of two fills best.
        seed: any whole number from 0.

    Raises:
        ValueError: as in `sequence`.
    """
    (places,) = sequence(space, count, seed)
    return Design(space, places)
