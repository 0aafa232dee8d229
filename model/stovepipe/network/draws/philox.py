"""Philox4x32-10: from an address of six words to random words, and to a uniform number.

Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", Proceedings of SC11,
section 4.3. The functions run as plain Python and compiled with the same results: no whole number leaves
the range of a signed 64-bit integer.
"""

from __future__ import annotations

WORD_MAX = 0xFFFF_FFFF
"""The largest word of an address: 32 bits."""

_ROUNDS = 10
_WEYL_0 = 0x9E37_79B9
_WEYL_1 = 0xBB67_AE85

# Less 2**32, the multipliers are above -2**30, and their product with any word is above -2**62. The true
# product has the same low word, and a high word greater by the word multiplied.
_MULTIPLIER_0 = 0xD251_1F53 - 2**32
_MULTIPLIER_1 = 0xCD9E_8D57 - 2**32


def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """The four random words at counter (c0, c1, c2, c3) under key (k0, k1); all words have 32 bits.

    >>> [f"{word:08x}" for word in philox4x32(0, 0, 0, 0, 0, 0)]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    for _ in range(_ROUNDS):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0, c2 = c2 + (product_1 >> 32) ^ c1 ^ k0, c0 + (product_0 >> 32) ^ c3 ^ k1
        c1 = product_1 & WORD_MAX
        c3 = product_0 & WORD_MAX
        k0 = k0 + _WEYL_0 & WORD_MAX
        k1 = k1 + _WEYL_1 & WORD_MAX
    return c0, c1, c2, c3


def unit(word_0: int, word_1: int) -> float:
    """The middle of one of 2**52 equal cells of (0, 1), chosen by the top 52 bits of two words.

    >>> unit(0, 0) == 2.0**-53, unit(WORD_MAX, WORD_MAX) == 1.0 - 2.0**-53
    (True, True)
    """
    return (((word_0 << 20) | (word_1 >> 12)) + 0.5) * 2.0**-52


def uniform_at(k0: int, k1: int, replication: int, ordinal: int, visit: int) -> float:
    """The uniform number at an address of 32-bit words.

    The last counter word, the block, is always 0: every variate is made from one uniform number.
    """
    word_0, word_1, _, _ = philox4x32(ordinal, visit, replication, 0, k0, k1)
    return unit(word_0, word_1)
