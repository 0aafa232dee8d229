"""Durations are rounded to the clock the same way one at a time and in blocks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.draws.whole_ticks import TICKS_MAX, all_ticks, ticks


@given(st.floats(0, 2.0**51))
def test_rounds_half_up(x: float) -> None:
    assert ticks(x) == math.floor(x + 0.5)


@pytest.mark.parametrize(
    ("x", "rounded"),
    [(0.0, 0), (0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (-0.4, 0), (-7.0, 0), (-math.inf, 0)],
)
def test_halves_go_up_and_nothing_below_0(x: float, rounded: int) -> None:
    assert ticks(x) == rounded


@pytest.mark.parametrize("x", [2.0**62, 2.0**63, 1e300, math.inf])
def test_the_longest_duration_can_be_added_to_the_clock(x: float) -> None:
    assert ticks(x) == TICKS_MAX
    last_reading = TICKS_MAX - 1
    assert last_reading + TICKS_MAX <= np.iinfo(np.int64).max


@given(st.lists(st.floats(allow_nan=False)))
def test_blocks_round_as_single_numbers(numbers: list[float]) -> None:
    assert all_ticks(np.array(numbers)).tolist() == [ticks(x) for x in numbers]
