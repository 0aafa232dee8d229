"""The first reports of a rush wait less than the later ones, by as much as theory says.

Each day begins with an empty station and with draws of its own, so that days are independent replications.
"""

import numpy as np
import pytest

from stovepipe.network.records import DAY, HOUR
from tests.theory.exact.transient import mean_waits
from tests.theory.running import counts, every_day, gates, measured

REPORTS = (4, 6, 8, 10)  # of a day, the first being 1


@pytest.mark.slow
def test_mean_waits_of_the_first_reports():
    def measure(trajectory):
        for count in counts(trajectory, every_day(trajectory, [0.0])[1:]):
            assert not count.any()
        visits = trajectory.visits
        firsts = np.searchsorted(visits.arrived, np.arange(0, trajectory.network.horizon, DAY))
        assert np.all(np.diff(firsts, append=len(visits.arrived)) >= max(REPORTS))
        chosen = firsts[:, None] + np.array(REPORTS) - 1
        return (visits.started - visits.arrived)[chosen] / HOUR

    found = measured("transient", 37, measure).reshape(-1, len(REPORTS))
    exact = mean_waits(arrival=9.0, service=6.0, servers=1, reports=max(REPORTS))
    with gates("transient") as held:
        for column, report in enumerate(REPORTS):
            held.mean(f"mean wait of report {report} (h)", found[:, column], exact[report - 1])
