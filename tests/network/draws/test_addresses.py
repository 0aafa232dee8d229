"""A key is a function of seed, purpose and names, and no two addresses share one by design."""

import hashlib
import struct
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stovepipe.network.draws.addresses import Key, key

SEEDS = st.integers(0, 2**100)
NAMES = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=4)


@given(SEEDS, st.text(st.characters(codec="utf-8"), max_size=8), NAMES)
def test_the_key_is_the_one_documented(seed: int, purpose: str, names: list[str]) -> None:
    """Built here from the description in docs/background/random-numbers.md."""
    encoded = b""
    for part in (str(seed), purpose, *names):
        octets = unicodedata.normalize("NFC", part).encode()
        encoded += struct.pack("<Q", len(octets)) + octets
    assert key(seed, purpose, *names) == struct.unpack(
        "<II", hashlib.blake2b(encoded, digest_size=8).digest()
    )


@given(SEEDS, NAMES, SEEDS, NAMES)
def test_different_addresses_have_different_keys(
    seed: int, names: list[str], other_seed: int, other_names: list[str]
) -> None:
    normal, other_normal = (
        [unicodedata.normalize("NFC", name) for name in each] for each in (names, other_names)
    )
    assume((seed, normal) != (other_seed, other_normal))
    assert key(seed, "work", *names) != key(other_seed, "work", *other_names)


def test_where_one_name_ends_and_the_next_begins_matters() -> None:
    keys = {
        key(1, "work", "ab", "c"),
        key(1, "work", "a", "bc"),
        key(1, "work", "abc"),
        key(1, "work", "abc", ""),
        key(1, "work", "c", "ab"),
        key(1, "workab", "c"),
        key(1, "ab", "work", "c"),
        key(11, "work", "ab", "c"),
    }
    assert len(keys) == 8


def test_a_name_is_the_same_however_its_accents_are_written() -> None:
    assert key(0, "work", "cellule d'\u00e9coute") == key(0, "work", "cellule d'e\u0301coute")
    assert key(0, "work", "mopti") != key(0, "work", "Mopti")


def test_the_words_of_a_key_have_32_bits_and_use_them() -> None:
    keys = [key(seed, "work") for seed in range(200)]
    for words in zip(*keys, strict=True):
        assert 0 <= min(words) < 2**26
        assert 2**32 - 2**26 < max(words) < 2**32


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**64, 10**40])
def test_any_whole_seed_works(seed: int) -> None:
    assert isinstance(key(seed, "work"), Key)


def test_a_seed_of_numpy_is_the_same_seed() -> None:
    assert key(np.int64(7), "work") == key(7, "work")


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="a seed must be a whole number from 0 upwards, got -1"):
        key(-1, "work")


@pytest.mark.parametrize("seed", [1.0, "1", None])
def test_a_seed_that_is_no_whole_number_is_refused(seed: object) -> None:
    with pytest.raises(TypeError):
        key(seed, "work")


def test_a_name_must_be_text() -> None:
    with pytest.raises(TypeError):
        key(0, "work", 3)
