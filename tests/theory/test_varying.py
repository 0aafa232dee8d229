"""M(t)/M/s(t) from empty: the number present and the queue at several times of day.

Each day begins with an empty station and with draws of its own, so that days are independent replications.
"""

import numpy as np
import pytest

from tests.theory.exact.varying import Epoch, Varying
from tests.theory.running import counts, every_day, gates, measured

OPENS = 7.0  # the hour at which the first reports may occur
THEORY = Varying(
    [Epoch(1.0, 24.0, 4), Epoch(1.0, 36.0, 10), Epoch(0.5, 24.0, 10), Epoch(0.5, 24.0, 4)],
    service=3.0,
    room=150,
)
PRESENT = (7.25, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0)
QUEUE = (9.0, 9.5, 10.0)


@pytest.mark.slow
def test_the_number_present_and_the_queue_through_the_day():
    def measure(trajectory):
        waiting, work, _ = counts(trajectory, every_day(trajectory, [OPENS, *PRESENT]))
        present = waiting + work
        assert not present[:, 0].any()
        return np.column_stack([present[:, 1:], waiting[:, [1 + PRESENT.index(hour) for hour in QUEUE]]])

    found = measured("varying", 19, measure).reshape(-1, len(PRESENT) + len(QUEUE))
    assert THEORY.beyond() < 1e-9
    exact = [
        *THEORY.mean_present([hour - OPENS for hour in PRESENT]),
        *THEORY.mean_queue([hour - OPENS for hour in QUEUE]),
    ]
    what = [f"present at {hour}" for hour in PRESENT] + [f"waiting at {hour}" for hour in QUEUE]
    with gates("varying") as held:
        for column, (each, value) in enumerate(zip(what, exact, strict=True)):
            held.mean(each, found[:, column], value)
