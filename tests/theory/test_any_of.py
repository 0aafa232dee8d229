"""One delivery for two offices of which one is enough: the first of two independent ways."""

import math

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.any_of import Way, arrived, mean_of_first
from tests.theory.running import gates, measured, settled

NORTH, SOUTH = Way(0.8, 3.0), Way(0.6, 6.0)
AGES = (2.0, 6.0)


def test_the_first_of_one_is_that_one_and_two_of_the_same_are_as_fast_as_one_of_half_the_mean():
    assert arrived([NORTH], math.inf) == pytest.approx(0.8)
    assert mean_of_first([NORTH]) == pytest.approx(3.0)
    assert mean_of_first([Way(1.0, 3.0), Way(1.0, 3.0)]) == pytest.approx(1.5)
    assert arrived([NORTH, SOUTH], math.inf) == pytest.approx(1 - 0.2 * 0.4)


def found(trajectory):
    """Counts of the reports that are watched for long enough: of the group, and of the northern office."""
    network, rows = trajectory.network, trajectory.deliveries
    occurred = trajectory.calendar.reports.occurred[rows.report]
    chosen = settled(trajectory, occurred, tail=100)
    age = (rows.decided - occurred) / HOUR
    counts = []
    for consumer in network.consumers:
        mine = chosen & (rows.consumer == consumer)
        made = mine & (rows.outcome == DeliveryOutcome.DELIVERED)
        assert np.sum(made) + np.sum(mine & (rows.outcome == DeliveryOutcome.LOST)) == mine.sum()
        counts.append([mine.sum(), made.sum(), *(np.sum(made & (age <= by)) for by in AGES), age[made].sum()])
    return counts


@pytest.mark.slow
def test_a_group_has_what_the_first_of_its_stations_reads():
    counts = measured("any_of", 40, found)
    north, group = counts[:, 0].T, counts[:, 1].T
    with gates("any_of") as held:
        held.ratio("read by any", group[1], group[0], arrived([NORTH, SOUTH], math.inf))
        for place, age in enumerate(AGES):
            held.ratio(f"read by any by {age} h", group[2 + place], group[0], arrived([NORTH, SOUTH], age))
        held.ratio("mean time until any reads", group[4], group[1], mean_of_first([NORTH, SOUTH]))
        held.ratio("read in the north", north[1], north[0], arrived([NORTH], math.inf))
