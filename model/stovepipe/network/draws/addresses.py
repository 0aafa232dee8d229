"""From the names of the things involved in a draw to the key of the generator."""

from __future__ import annotations

import hashlib
import operator
import unicodedata
from typing import NamedTuple

_LENGTH_BYTES = 8


class Key(NamedTuple):
    """The two 32-bit words under which Philox runs."""

    word_0: int
    word_1: int


def key(seed: int, purpose: str, *names: str) -> Key:
    """The key of all draws made with this seed, for this purpose, on behalf of the things so named.

    Args:
        seed: Any whole number from 0 upwards.
        purpose: What is drawn, such as "work" or "transit".
        names: The things involved, in the order that the purpose fixes. Names with the same Unicode
            normal form C are the same name.

    Raises:
        ValueError: If the seed is negative.
        TypeError: If the seed is not a whole number, or a name is not text.

    >>> key(0, "work", "gao_cell")
    Key(word_0=3321754960, word_1=4141148611)
    """
    digest = hashlib.blake2b(_encoded(seed, purpose, *names), digest_size=8).digest()
    return Key(int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little"))


def _encoded(seed: int, *texts: str) -> bytes:
    """Each part as its length and its bytes, so that no two addresses share an encoding."""
    number = operator.index(seed)
    if number < 0:
        raise ValueError(f"a seed must be a whole number from 0 upwards, got {seed}")
    encoded = b""
    for text in (str(number), *texts):
        part = unicodedata.normalize("NFC", text).encode("utf-8")
        encoded += len(part).to_bytes(_LENGTH_BYTES, "little") + part
    return encoded
