"""Whatever validates runs, keeps every invariant, and accounts for every delivery (design 11.5).

The engine checks its invariants itself, in every run, and raises where one is broken. What is asserted
here is checked once more from the tables alone, by other means.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from stovepipe.engines.simpy_engine.run import run
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.scenario import load
from stovepipe.trajectory import Outcome, Passage, VisitEnd
from tests.properties.missions import missions, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("missions")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=missions())
def test_every_mission_keeps_the_accounts(folder, document):
    network = compile_network(load(write(document, folder)))
    calendar = unfold(network, seed=7, replication=1)
    trajectory = run(network, calendar)
    deliveries, visits, crossings = trajectory.deliveries, trajectory.visits, trajectory.crossings

    needed = [
        sum(network.stations[c].needs >> k & 1 for c in network.consumers)
        for k in range(len(network.classes))
    ]
    assert len(deliveries.report) == sum(needed[k] for k in calendar.reports.klass)
    pairs = np.unique(np.stack([deliveries.report, deliveries.consumer]), axis=1)
    assert pairs.shape[1] == len(deliveries.report), "one outcome for each (report, consumer)"

    delivered = deliveries.outcome == Outcome.DELIVERED
    for row in np.flatnonzero(delivered):
        ended = (visits.station == deliveries.consumer[row]) & (visits.ended == deliveries.decided[row])
        assert (ended & (visits.end == VisitEnd.FINISHED)).any(), (
            "a delivery is a finished visit at the consumer"
        )

    arrived = np.bincount(visits.station[visits.through < 0], minlength=len(network.stations))
    recipients = np.array([channel.recipient for channel in network.channels])
    passed = crossings.channel[crossings.passage == Passage.ARRIVED]
    written = np.array(
        [network.sources[network.streams[s].source].written_at for s in calendar.reports.stream], int
    )
    reworked = np.bincount(visits.station[visits.end == VisitEnd.REWORK], minlength=len(network.stations))
    for rank, station in enumerate(network.stations):
        if station.closes < network.horizon:
            continue  # what comes after the closing is no visit
        expected = (recipients[passed] == rank).sum() + (written == rank).sum() + reworked[rank]
        assert arrived[rank] == expected, f"what arrives at {station.name} was sent there"


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=missions())
def test_the_same_mission_runs_the_same_twice(folder, document):
    network = compile_network(load(write(document, folder)))
    first, second = (run(network, unfold(network, seed=3, replication=0)) for _ in range(2))
    for table in ("visits", "services", "crossings", "deliveries"):
        for name, column in vars(getattr(first, table)).items():
            np.testing.assert_array_equal(
                column, getattr(getattr(second, table), name), err_msg=f"{table}.{name}"
            )
