"""Three stations with rework: each is as if it were alone."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.jackson import Jackson
from tests.theory.running import at_station, gates, measured, settled

NETWORK = Jackson(
    external=[1.0, 0.0, 0.0],
    routing=[[0.0, 1.0, 0.0], [0.0, 0.25, 0.75], [0.0, 0.0, 0.0]],
    services=[2.0, 1 / 0.9, 2.0],
    servers=[1, 2, 1],
)
STATIONS = ("intake", "analysis", "desk")
VISITS = [("intake", False), ("analysis", False), ("analysis", True), ("desk", False)]  # station, again


def measure(trajectory):
    """How many there were and the sum of their times, of visits of several kinds and of deliveries."""
    visits, deliveries = trajectory.visits, trajectory.deliveries
    inside = settled(trajectory, visits.arrived, tail=100)
    found = []
    for place, again in VISITS:
        mine = inside & at_station(trajectory, place) & (repeats(visits) == again)
        assert np.all(visits.ended[mine] >= 0)
        found.append((mine.sum(), (visits.ended - visits.arrived)[mine].sum() / HOUR))
    occurred = trajectory.calendar.reports.occurred[deliveries.report]
    chosen = settled(trajectory, occurred, tail=100)
    assert np.all(deliveries.outcome[chosen] == DeliveryOutcome.DELIVERED)
    return [*found, (chosen.sum(), (deliveries.decided - occurred)[chosen].sum() / HOUR)]


def repeats(visits):
    """Which visits are not the first of a report to a station."""
    pairs = np.column_stack([visits.lead, visits.station])
    again = np.ones(len(pairs), dtype=bool)
    again[np.unique(pairs, axis=0, return_index=True)[1]] = False
    return again


@pytest.mark.slow
def test_times_of_each_visit_and_until_delivery():
    """Whoever comes to a station, from outside or to be worked on again, finds it as time finds it.

    That is the arrival theorem for open networks (Sevcik & Mitrani 1981).
    """
    found = measured("jackson", 156, measure)
    alone = dict(zip(STATIONS, NETWORK.stations, strict=True))
    with gates("jackson") as held:
        for kind, (station, again) in enumerate(VISITS):
            visits, times = found[:, kind].T
            what = f"mean time of a {'repeated' if again else 'first'} visit to {station} (h)"
            held.ratio(what, times, visits, alone[station].mean_sojourn)
        reports, latencies = found[:, -1].T
        held.ratio("mean time to delivery (h)", latencies, reports, NETWORK.mean_sojourn)
        first, repeated = (found[:, VISITS.index(("analysis", again)), 0] for again in (False, True))
        held.ratio("repeated visits to analysis for each first one", repeated, first, 1 / 3)
