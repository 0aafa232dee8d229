"""Three stations with rework: each is as if it were alone."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import Outcome
from tests.theory.exact.jackson import Jackson
from tests.theory.running import at_station, gates, measured, settled

NETWORK = Jackson(
    external=[1.0, 0.0, 0.0],
    routing=[[0.0, 1.0, 0.0], [0.0, 0.25, 0.75], [0.0, 0.0, 0.0]],
    services=[2.0, 1 / 0.9, 2.0],
    servers=[1, 2, 1],
)
STATIONS = ("intake", "analysis", "desk")


def measure(trajectory):
    """Visits and the sum of their times at each station, then reports and the sum of their latencies."""
    visits, deliveries = trajectory.visits, trajectory.deliveries
    inside = settled(trajectory, visits.arrived, tail=100)
    found = []
    for station in STATIONS:
        mine = inside & at_station(trajectory, station)
        assert np.all(visits.ended[mine] >= 0)
        found += [mine.sum(), (visits.ended - visits.arrived)[mine].sum() / HOUR]
    occurred = trajectory.calendar.reports.occurred[deliveries.report]
    chosen = settled(trajectory, occurred, tail=100)
    assert np.all(deliveries.outcome[chosen] == Outcome.DELIVERED)
    return [*found, chosen.sum(), (deliveries.decided - occurred)[chosen].sum() / HOUR]


@pytest.mark.slow
def test_times_at_each_station_and_until_delivery():
    found = measured("jackson", 150, measure)
    with gates("jackson") as held:
        for place, (station, alone) in enumerate(zip(STATIONS, NETWORK.stations, strict=True)):
            visits, times = found[:, 2 * place], found[:, 2 * place + 1]
            held.ratio(f"mean time at {station} (h)", times, visits, alone.mean_sojourn)
        reports, latencies = found[:, 6], found[:, 7]
        held.ratio("mean time to delivery (h)", latencies, reports, NETWORK.mean_sojourn)
        held.ratio("visits to analysis of one report", found[:, 2], found[:, 0], 4 / 3)
