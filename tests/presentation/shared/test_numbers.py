"""Numbers become text in one manner, and what is not known is not invented."""

import pytest

from stovepipe.inference.intervals import Estimate
from stovepipe.presentation.shared.numbers import cell, digits_for, percent, quantile_cell, said


def estimate(
    value: float | None, low: float | None = None, high: float | None = None, replications: int = 20
) -> Estimate:
    return Estimate(value, low, high, level=0.95, replications=replications)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (estimate(12.34, 11.0, 13.7), "12.3\t(11.0 to 13.7)"),
        (estimate(12.34, 11.0, None), "12.3\t(11.0 or more)"),
        (estimate(None, 130.2, None), "not reached\t(130 or more)"),
        (estimate(None), "not reached"),
        (estimate(12.34), "12.3"),
        (estimate(None, replications=0), "-"),
    ],
)
def test_a_quantile_that_is_not_reached_is_not_invented(of: Estimate, said: str) -> None:
    assert quantile_cell(of) == said


def test_numbers_and_their_intervals_have_as_many_digits() -> None:
    assert cell(estimate(1234.5, 1200.0, 1269.0)) == "1,234\t(1,200 to 1,269)"
    assert cell(estimate(0.5, 0.498, 0.502)) == "0.500\t(0.498 to 0.502)"
    assert cell(estimate(0.1234, 0.1, 0.1468), 100.0) == "12.3\t(10.0 to 14.7)"
    assert cell(estimate(None), 100.0) == "-"


def test_an_interval_that_is_longer_to_one_side_is_shown_as_it_is() -> None:
    assert said(estimate(0.9, 0.7, 0.95), 100.0) == "90 (70 to 95)"


def test_an_interval_without_width_to_be_seen_is_left_out() -> None:
    assert cell(estimate(1.0, 1.0, 1.0), 100.0) == "100"
    assert cell(estimate(0.0011, 0.0010, 0.0012)) == "0.001"
    assert cell(estimate(0.0011, 0.0010, 0.0022)) == "0.001\t(0.001 to 0.002)"


def test_what_is_not_a_number_is_unknown() -> None:
    assert cell(estimate(float("nan"), float("nan"), float("nan"))) == "-"
    assert percent(None) == "-"


@pytest.mark.parametrize(
    ("half", "digits"), [(2.9, 1), (3.1, 0), (0.29, 2), (0.31, 1), (1e-9, 3), (900.0, 0)]
)
def test_an_interval_is_shown_to_one_digit_of_it_and_to_two_where_one_is_coarse(
    half: float, digits: int
) -> None:
    assert digits_for(half) == digits
