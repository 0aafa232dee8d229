"""Proficiency: who begins a report sets its pace, and it grows with time in post."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from tests.theory.exact.learning import one_server, step
from tests.theory.running import counts, every_day, gates, measured

AT = (3.0, 3.5, 4.0, 4.75)  # hours since the station opened
DAILY = (1.5, 3.0, 4.5, 6.0)


@pytest.mark.slow
def test_a_newcomer_at_half_speed():
    """The report in hand at the change keeps the pace of who began it."""
    ticks = np.round(np.array(AT) * HOUR).astype(np.int64)

    def measure(trajectory):
        waiting, work, _ = counts(trajectory, ticks)
        return waiting + work

    found = measured("learning", 28_000, measure)
    exact = step(arrival=2.0, services=(1.0, 0.5), servers=1, change=3.0, times=AT, room=60)
    with gates("learning") as held:
        for column, hour in enumerate(AT):
            held.mean(f"present after {hour} h", found[:, column], exact[column])


@pytest.mark.slow
def test_a_learning_curve():
    """Days begin empty and are independent replications."""

    def measure(trajectory):
        waiting, work, _ = counts(trajectory, every_day(trajectory, [0.0, *DAILY]))
        present = waiting + work
        assert not present[1:, 0].any()
        return present[:, 1:]

    found = measured("learning_curve", 12, measure).reshape(-1, len(DAILY))

    def at(pieces):
        ends, means = one_server(
            4.0, lambda hour: 3.0 * (0.4 + 0.6 * hour / 6.0), horizon=6.0, pieces=pieces, room=60
        )
        return means[np.searchsorted(ends, np.array(DAILY) - 1e-9)]

    # The error falls with the square of the number of pieces: two numbers of pieces give the limit.
    exact = (4 * at(48) - at(24)) / 3
    with gates("learning_curve") as held:
        for column, hour in enumerate(DAILY):
            held.mean(f"present after {hour} h", found[:, column], exact[column])
