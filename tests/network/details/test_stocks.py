"""How stocks fade: by powers of two, to the last bit but one, and alike wherever it is computed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from stovepipe.network.details.stocks import LN_2, Stock, faded, lacking
from stovepipe.network.draws import compiled, elementary
from stovepipe.network.records import DAY


@given(st.integers(1, 10**15), st.integers(0, 10**15), st.floats(1e-3, 1e6))
def test_it_fades_by_half_in_every_half_life(half_life, ticks, amount):
    exact = amount * 2.0 ** -(ticks / half_life)
    assert faded(amount, ticks, half_life) == pytest.approx(exact, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("half_lives", range(12))
def test_whole_half_lives_leave_a_power_of_two(half_lives):
    assert faded(256.0, half_lives * 30 * DAY, 30 * DAY) == pytest.approx(256.0 / 2**half_lives, rel=3e-16)


def test_without_a_half_life_nothing_fades():
    assert faded(0.1, 10**18, 0) == 0.1


def test_no_time_changes_no_bit():
    assert faded(0.1, 0, DAY) == 0.1


def test_the_constant_is_the_double_nearest_to_the_logarithm_of_two():
    assert math.log(2.0) == LN_2


def test_machine_code_has_the_bits_of_plain_python():
    """With the exponential of the random numbers, which uses nothing whose last bit is the machine's."""
    assert compiled._MODULES.count(elementary) == 1, "what may be called from machine code"
    machine = njit("float64(float64, int64, int64)")(faded)
    rng = np.random.default_rng(1)
    amounts, ticks = rng.gamma(2.0, 100.0, 5000), rng.integers(0, 400 * DAY, 5000)
    half_lives = rng.integers(1, 400 * DAY, 5000)
    cases = list(zip(amounts.tolist(), ticks.tolist(), half_lives.tolist(), strict=True))
    assert [machine(*case) for case in cases] == [faded(*case) for case in cases]


@given(st.floats(1.0, 100.0), st.floats(0.0, 1.0))
def test_what_is_lacking_lies_between_one_and_the_factor(factor, level):
    assert 1.0 <= lacking(factor, level) <= factor * (1 + 1e-15)


def test_a_level_is_never_above_one():
    stock = Stock(100, half_life=0, at_start=0.0, closes=0, work=2.0, misreading=1.0)
    assert [stock.level(amount) for amount in (0.0, 50.0, 100.0, 250.0)] == [0.0, 0.5, 1.0, 1.0]
