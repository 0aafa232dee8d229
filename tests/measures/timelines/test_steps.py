"""The steps of time over which queues and rosters are drawn."""

import pytest

from stovepipe.measures.timelines.steps import MOST_STEPS, step_length
from stovepipe.network.records import DAY, HOUR


@pytest.mark.parametrize("window", [1, HOUR, 14 * DAY, 365 * DAY, 4000 * DAY, 10**6 * DAY])
def test_there_are_never_too_many_steps(window: int) -> None:
    assert window <= MOST_STEPS * step_length(window)
