"""A draw is a function of its address alone, one at a time or in a block."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network import draws
from stovepipe.network.draws import Key, Law, key
from stovepipe.network.draws.philox import WORD_MAX, uniform_at

WORDS = st.integers(0, WORD_MAX)
KEYS = st.builds(Key, WORDS, WORDS)
LAWS = st.sampled_from(
    [
        Law.fixed(3.0),
        Law.exponential(1e9),
        Law.gamma(1e9, 0.7),
        Law.erlang(1e9, 4),
        Law.lognormal(1e9, 1.2),
        Law.weibull(1e9, 2.0),
        Law.triangular(1e6, 2e6, 9e6),
        Law.uniform(1e6, 2e6),
        Law.empirical([1e6, 5e6, 7e6]),
    ]
)
ADDRESSES = st.lists(st.tuples(WORDS, WORDS), max_size=20)
WORK = key(1, "work", "gao_cell")


def columns(addresses: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    ordinals, visits = np.array(addresses, dtype=np.int64).reshape(-1, 2).T
    return ordinals, visits


@given(KEYS, WORDS, ADDRESSES, LAWS)
def test_a_block_has_the_bits_of_single_draws(
    key: Key, replication: int, addresses: list[tuple[int, int]], law: Law
) -> None:
    ordinals, visits = columns(addresses)
    assert draws.uniforms(key, replication, ordinals, visits).tolist() == [
        draws.uniform(key, replication, *address) for address in addresses
    ]
    assert draws.draws(law, key, replication, ordinals, visits).tolist() == [
        draws.draw(law, key, replication, *address) for address in addresses
    ]
    assert draws.draws_ticks(law, key, replication, ordinals, visits).tolist() == [
        draws.draw_ticks(law, key, replication, *address) for address in addresses
    ]


@given(KEYS, WORDS, WORDS, WORDS, LAWS)
def test_a_variate_is_the_quantile_at_the_uniform_number_of_its_address(
    key: Key, replication: int, ordinal: int, visit: int, law: Law
) -> None:
    u = draws.uniform(key, replication, ordinal, visit)
    assert u == uniform_at(*key, replication, ordinal, visit)
    assert draws.draw(law, key, replication, ordinal, visit) == law.quantile(u)
    assert draws.draw_ticks(law, key, replication, ordinal, visit) == draws.ticks(law.quantile(u))


def test_a_draw_depends_on_no_other_draw() -> None:
    """Any order, with any others before, between or left out."""
    ordinals = np.arange(500)
    block = draws.draws(Law.exponential(1.0), WORK, 3, ordinals)
    shuffled = ordinals.tolist()
    random.Random(2).shuffle(shuffled)
    for ordinal in shuffled[::2]:
        draws.uniform(key(1, "work", "elsewhere"), 3, ordinal)
        assert draws.draw(Law.exponential(1.0), WORK, 3, ordinal) == block[ordinal]
    assert draws.draws(Law.exponential(1.0), WORK, 3, ordinals[100::7]).tolist() == block[100::7].tolist()


def test_every_part_of_an_address_matters() -> None:
    parts = [
        (key(1, "work", "gao"), 5, 6, 7),
        (key(2, "work", "gao"), 5, 6, 7),
        (key(1, "transit", "gao"), 5, 6, 7),
        (key(1, "work", "goa"), 5, 6, 7),
        (key(1, "work", "gao"), 6, 5, 7),
        (key(1, "work", "gao"), 5, 7, 6),
        (key(1, "work", "gao"), 7, 6, 5),
    ]
    assert len({draws.uniform(*address) for address in parts}) == len(parts)


def test_one_visit_stands_for_all() -> None:
    ordinals = np.arange(9)
    same = draws.uniforms(WORK, 0, ordinals, np.full(9, 4)).tolist()
    assert draws.uniforms(WORK, 0, ordinals, 4).tolist() == same
    assert draws.uniforms(WORK, 0, ordinals).tolist() == draws.uniforms(WORK, 0, ordinals, 0).tolist() != same


@pytest.mark.parametrize("kind", [np.int8, np.uint32, np.uint64, np.int64])
def test_any_kind_of_whole_number_will_do(kind: type[np.integer]) -> None:
    ordinals = np.arange(20)
    expected = draws.uniforms(WORK, 2, ordinals).tolist()
    assert draws.uniforms(WORK, 2, ordinals.astype(kind)).tolist() == expected
    assert draws.uniforms(WORK, 2, np.repeat(ordinals, 2).astype(kind)[::2]).tolist() == expected
    assert draws.uniform(WORK, 2, np.int64(7)) == expected[7]


def test_addresses_may_be_read_only() -> None:
    ordinals, visits = np.arange(4), np.array([1, 1, 2, 3])
    expected = draws.uniforms(WORK, 0, ordinals, visits).tolist()
    ordinals.flags.writeable = visits.flags.writeable = False
    assert draws.uniforms(WORK, 0, ordinals, visits).tolist() == expected


def test_no_addresses_give_no_numbers() -> None:
    none = np.array([], dtype=np.int64)
    assert (
        draws.uniforms(WORK, 0, none).shape == draws.draws_ticks(Law.fixed(1.0), WORK, 0, none).shape == (0,)
    )


@pytest.mark.parametrize("bad", [-1, 2**32, 2**62])
@pytest.mark.parametrize("place", ["replication", "ordinal", "visit"])
def test_a_word_beyond_32_bits_is_refused(place: str, bad: int) -> None:
    words = {"replication": 1, "ordinal": 2, "visit": 3, place: bad}
    message = f"the {place} of a draw must be from 0 to 4294967295, got {bad}"
    for single in (
        lambda: draws.uniform(WORK, **words),
        lambda: draws.draw(Law.fixed(1.0), WORK, **words),
        lambda: draws.draw_ticks(Law.fixed(1.0), WORK, **words),
        lambda: draws.uniforms(
            WORK, words["replication"], np.array([1, words["ordinal"]]), np.array([words["visit"], 1])
        ),
    ):
        with pytest.raises(ValueError, match=message):
            single()


def test_the_ends_of_the_range_are_addresses() -> None:
    for end in (0, WORD_MAX):
        assert 0.0 < draws.uniform(WORK, end, end, end) < 1.0


def test_an_address_is_made_of_whole_numbers() -> None:
    with pytest.raises(TypeError):
        draws.uniform(WORK, 0, 1.0)
    with pytest.raises(TypeError, match="every ordinal must be a whole number, got an array of float64"):
        draws.uniforms(WORK, 0, np.array([1.0]))
    with pytest.raises(TypeError, match="every visit must be a whole number, got an array of float64"):
        draws.uniforms(WORK, 0, np.array([1]), np.array([1.0]))


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        draws.uniforms(WORK, 0, np.arange(3), np.arange(2))
    with pytest.raises(ValueError, match="an array of ordinals must have one dimension, got 2"):
        draws.uniforms(WORK, 0, np.zeros((2, 2), dtype=np.int64))
