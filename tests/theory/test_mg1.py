"""M/G/1: the variability of service makes the wait, as Pollaczek and Khinchine have it."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from tests.theory.exact.priority import Demand, pollaczek_khinchine
from tests.theory.running import gates, measured, settled

RATE = 0.4  # reports per hour
TRIANGLE = np.array([0.25, 0.75, 2.0])  # low, mode, high
TRIANGLE_SD = np.sqrt((TRIANGLE @ TRIANGLE - TRIANGLE @ np.roll(TRIANGLE, 1)) / 18)

LAWS = {
    "mg1": (Demand(RATE, work=1.0, cv=0.0), 380),
    "mg1_erlang": (Demand(RATE, work=1.0, cv=0.5), 500),
    "mg1_gamma": (Demand(RATE, work=1.0, cv=0.7), 630),
    "mg1_lognormal": (Demand(RATE, work=1.0, cv=0.8), 850),
    "mg1_triangular": (Demand(RATE, work=TRIANGLE.mean(), cv=TRIANGLE_SD / TRIANGLE.mean()), 410),
    "mg1_uniform": (Demand(RATE, work=1.0, cv=1 / np.sqrt(3)), 440),
    "mg1_weibull": (Demand(RATE, work=1.0, cv=1.25), 1200),
}


def waits(trajectory):
    """The number of reports, and the sum of their waits."""
    visits = trajectory.visits
    chosen = settled(trajectory, visits.arrived, tail=300)
    assert np.all(visits.started[chosen] >= 0)
    return chosen.sum(), (visits.started - visits.arrived)[chosen].sum() / HOUR


@pytest.mark.slow
@pytest.mark.parametrize("name", LAWS)
def test_mean_wait_grows_with_the_variability_of_work(name):
    demand, replications = LAWS[name]
    reports, total = measured(name, replications, waits).T
    with gates(name) as held:
        held.ratio("mean wait (h)", total, reports, pollaczek_khinchine(demand))
