"""Moments and lengths of time as people write them."""

import datetime as dt

import pytest

from stovepipe.network.records import DAY, HOUR, SECOND, Network
from stovepipe.presentation.shared.written_times import MINUTE, length, moment


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        (0, "0 s"),
        (59 * SECOND, "59 s"),
        (60 * SECOND, "1 min"),
        (59 * MINUTE, "59 min"),
        (HOUR, "1 h"),
        (HOUR + 5 * MINUTE, "1 h 5 min"),
        (47 * HOUR, "47 h"),
        (2 * DAY, "2 d"),
        (2 * DAY + 3 * HOUR, "2 d 3 h"),
        (1, "0 s"),
    ],
)
def test_a_length_is_told_in_the_two_units_that_matter(ticks: int, said: str) -> None:
    assert length(ticks) == said


def test_a_moment_is_counted_from_the_end_of_the_warm_up(network: Network) -> None:
    assert moment(network, network.counted_from) == network.start
    assert moment(network, network.counted_from + 26 * HOUR) == network.start + dt.timedelta(hours=26)
