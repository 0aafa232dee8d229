"""Philox4x32-10 is the published generator, and its words become uniform numbers as documented."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.draws.compiled import uniform
from stovepipe.network.draws.philox import WORD_MAX, philox4x32, uniform_at, unit

WORDS = st.integers(0, WORD_MAX)

# Counter, key and result from the file kat_vectors of Random123, the authors' own library.
PUBLISHED = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


def textbook_philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Salmon et al. (2011), section 4.3, in whole numbers of any size."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (second >> 32) ^ c1 ^ k0, second % 2**32, (first >> 32) ^ c3 ^ k1, first % 2**32
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


@pytest.mark.parametrize(("counter", "key", "result"), PUBLISHED)
def test_published_vectors(counter: str, key: str, result: str) -> None:
    assert philox4x32(*words(counter), *words(key)) == words(result)


@given(st.tuples(WORDS, WORDS, WORDS, WORDS), st.tuples(WORDS, WORDS))
def test_any_counter_and_key_give_the_words_of_the_textbook(
    counter: tuple[int, ...], key: tuple[int, ...]
) -> None:
    assert philox4x32(*counter, *key) == textbook_philox(counter, key)


@pytest.mark.parametrize("address", [*itertools.product((0, 1, WORD_MAX), repeat=5)])
def test_no_address_overflows_the_compiled_form(address: tuple[int, int, int, int, int]) -> None:
    k0, k1, replication, ordinal, visit = address
    word_0, word_1, _, _ = textbook_philox((ordinal, visit, replication, 0), (k0, k1))
    expected = (((word_0 << 32 | word_1) >> 12) + 0.5) / 2**52
    assert uniform(*address) == uniform_at(*address) == expected


def test_arithmetic_stays_within_signed_64_bits() -> None:
    """Numpy's integers are bounded, and here an overflow is an error instead of a wrong number."""
    edges = np.array([0, 1, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, WORD_MAX])
    c0, c1, c2, c3 = (axis.ravel() for axis in np.meshgrid(edges, edges, edges, edges))
    with np.errstate(all="raise"):
        for row in zip(c0, c1, c2, c3, strict=True):
            assert philox4x32(*row, edges[-1], edges[-1]) == textbook_philox(
                tuple(map(int, row)), (WORD_MAX, WORD_MAX)
            )


@given(WORDS, WORDS)
def test_a_uniform_number_is_the_middle_of_its_cell(word_0: int, word_1: int) -> None:
    cell = (word_0 * 2**32 + word_1) >> 12
    assert unit(word_0, word_1) * 2**53 == 2 * cell + 1


def test_a_uniform_number_is_never_0_or_1() -> None:
    assert unit(0, 0) == 2.0**-53
    assert unit(WORD_MAX, WORD_MAX) == 1.0 - 2.0**-53
