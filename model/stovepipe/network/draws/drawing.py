"""Draws by address: uniform numbers, variates and durations, one at a time or in blocks.

An address is a key (seed, purpose and names), a replication, an ordinal and a visit. The last three are
whole numbers below 2**32. What is drawn at an address depends on nothing else, and is the same to the bit
one at a time or in a block.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.draws.addresses import Key
from stovepipe.network.draws.laws import Law
from stovepipe.network.draws.philox import WORD_MAX
from stovepipe.network.draws.whole_ticks import all_ticks


def uniform(key: Key, replication: int, ordinal: int, visit: int = 0) -> float:
    """The uniform number at an address, strictly between 0 and 1.

    Raises:
        ValueError: If the replication, the ordinal or the visit is negative or needs more than 32 bits.
        TypeError: If one of them is not a whole number.
    """
    if (replication | ordinal | visit) >> 32:
        _refuse_outside(replication=replication, ordinal=ordinal, visit=visit)
    drawn: float = _machine().uniform(*key, replication, ordinal, visit)
    return drawn


def draw(law: Law, key: Key, replication: int, ordinal: int, visit: int = 0) -> float:
    """The variate of a law at an address; raises what `uniform` raises."""
    if (replication | ordinal | visit) >> 32:
        _refuse_outside(replication=replication, ordinal=ordinal, visit=visit)
    drawn: float = _machine().draw(*law.parameters, *key, replication, ordinal, visit)
    return drawn


def draw_ticks(law: Law, key: Key, replication: int, ordinal: int, visit: int = 0) -> int:
    """The variate of a law in ticks at an address, as `ticks` rounds it; raises what `uniform` raises."""
    if (replication | ordinal | visit) >> 32:
        _refuse_outside(replication=replication, ordinal=ordinal, visit=visit)
    drawn: int = _machine().draw_ticks(*law.parameters, *key, replication, ordinal, visit)
    return drawn


def uniforms(
    key: Key, replication: int, ordinals: NDArray[np.int64], visits: int | NDArray[np.int64] = 0
) -> NDArray[np.float64]:
    """The uniform numbers at many addresses.

    Args:
        key: The key of all of them.
        replication: The replication of all of them.
        ordinals: Whole numbers, shape (n,).
        visits: One whole number for all of them, or shape (n,).

    Returns:
        One number for each ordinal, shape (n,).

    Raises:
        ValueError: If a number is negative or needs more than 32 bits, or the shapes do not fit.
        TypeError: If a number is not whole.
    """
    _refuse_outside(replication=replication)
    ordinals = _words("ordinal", ordinals)
    visits = _words("visit", np.broadcast_to(visits, ordinals.shape))
    out = np.empty(ordinals.shape)
    if _machine().fill_uniforms(*key, replication, ordinals, visits, out):
        for ordinal, visit in zip(ordinals.tolist(), visits.tolist(), strict=True):
            _refuse_outside(ordinal=ordinal, visit=visit)
    return out


def draws(
    law: Law, key: Key, replication: int, ordinals: NDArray[np.int64], visits: int | NDArray[np.int64] = 0
) -> NDArray[np.float64]:
    """The variates of a law at many addresses; arguments, shapes and errors as of `uniforms`."""
    out = uniforms(key, replication, ordinals, visits)
    _machine().replace_uniforms(*law.parameters, out)
    return out


def draws_ticks(
    law: Law, key: Key, replication: int, ordinals: NDArray[np.int64], visits: int | NDArray[np.int64] = 0
) -> NDArray[np.int64]:
    """The variates of a law in ticks at many addresses, as `ticks` rounds them; see `uniforms`."""
    return all_ticks(draws(law, key, replication, ordinals, visits))


@cache
def _machine() -> ModuleType:
    """The machine code, brought in on the first draw: without it this module is imported in no time."""
    from stovepipe.network.draws import compiled

    return compiled


def _words(name: str, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """A copy in the one form that is compiled for: contiguous, writable, of 64 bits."""
    words = np.array(numbers, order="C")
    if words.dtype.kind not in "iu":
        raise TypeError(f"every {name} must be a whole number, got an array of {words.dtype}")
    if words.ndim != 1:
        raise ValueError(f"an array of {name}s must have one dimension, got {words.ndim}")
    return words.astype(np.int64, copy=False)


def _refuse_outside(**words: int) -> None:
    """Raise for the first word that does not fit in 32 bits, if there is one."""
    for name, value in words.items():
        if value >> 32:
            raise ValueError(f"the {name} of a draw must be from 0 to {WORD_MAX}, got {value}")
