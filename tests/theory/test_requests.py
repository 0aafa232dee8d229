"""Requests as visits that return: an open network with feedback, in which each station is as if alone."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import RequestOutcome
from tests.theory.exact.erlang import ErlangC
from tests.theory.running import at_station, gates, measured, settled

RATE, ASKED = 0.3, 0.5
REQUESTS = ASKED + ASKED**2  # for each report: about it, and about the answer
INTAKE = ErlangC(RATE * (1 + 2 * REQUESTS), 3.0, 1)  # reports, requests and answers
DESK = ErlangC(RATE * (1 + REQUESTS), 2.0, 1)  # reports and answers
TRANSIT, COLLECTS = 1.0, 2.0
KINDS = [("intake", "call"), ("intake", "query"), ("intake", "detail"), ("desk", "call"), ("desk", "detail")]


def measure(trajectory):
    """How many there were and the sum of their times, of visits of several kinds and of round trips."""
    visits, requests = trajectory.visits, trajectory.requests
    names = [klass.name for klass in trajectory.network.classes]
    klass, inside = trajectory.reports.klass[visits.lead], settled(trajectory, visits.arrived, tail=100)
    found = []
    for station, name in KINDS:
        mine = inside & at_station(trajectory, station) & (klass == names.index(name))
        assert np.all(visits.ended[mine] >= 0)
        found.append((mine.sum(), (visits.ended - visits.arrived)[mine].sum() / HOUR))
    chosen = settled(trajectory, requests.asked, tail=100)
    assert np.all(requests.outcome[chosen] == RequestOutcome.ANSWERED)
    occurred = settled(trajectory, trajectory.calendar.reports.occurred, tail=100).sum()
    trips = (chosen.sum(), (requests.decided - requests.asked)[chosen].sum() / HOUR)
    return [*found, trips, (occurred, chosen.sum())]


@pytest.mark.slow
def test_visits_and_round_trips_take_the_time_that_each_station_alone_gives():
    """Customers of several kinds with one law of work at each station (Kelly 1975, section 3).

    In equilibrium the numbers at the stations are independent, each that of a queue by itself, and who comes
    to a station, again or for the first time, finds it as time finds it.
    """
    found = measured("requests", 130, measure)
    alone = {"intake": INTAKE, "desk": DESK}
    with gates("requests") as held:
        for kind, (station, name) in enumerate(KINDS):
            visits, times = found[:, kind].T
            what = f"mean time of a {name} at the {station} (h)"
            held.ratio(what, times, visits, alone[station].mean_sojourn)
        trips, lengths = found[:, -2].T
        whole = TRANSIT + INTAKE.mean_sojourn + COLLECTS + INTAKE.mean_sojourn + DESK.mean_sojourn
        held.ratio("mean round trip (h)", lengths, trips, whole)
        reports, requests = found[:, -1].T
        held.ratio("requests for each report", requests, reports, REQUESTS)
