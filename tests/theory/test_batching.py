"""Batches of four: filling, waiting, work."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.batching import BatchedQueue, delay_cdf, mean_delay
from tests.theory.running import gates, measured, settled

RATE, SIZE = 2.0, 4
AGE = 0.5  # hours


@pytest.mark.slow
def test_a_batch_fills_waits_and_is_worked_on():
    def measure(trajectory):
        deliveries = trajectory.deliveries
        occurred = trajectory.calendar.reports.occurred[deliveries.report]
        chosen = settled(trajectory, occurred, tail=100)
        assert np.all(deliveries.outcome[chosen] == DeliveryOutcome.DELIVERED)
        delays = deliveries.batching[chosen] / HOUR
        desk = (deliveries.waiting + deliveries.work)[chosen] / HOUR
        latencies = (deliveries.decided - occurred)[chosen] / HOUR
        return len(delays), delays.sum(), np.sum(delays > AGE), desk.sum(), latencies.sum()

    reports, delays, long, desk, latencies = measured("batching", 280, measure).T
    theory = BatchedQueue(arrival=RATE, service=1.0, size=SIZE)
    with gates("batching") as held:
        held.ratio("mean time in the batch (h)", delays, reports, mean_delay(RATE, SIZE))
        held.ratio(f"share in the batch for over {AGE} h", long, reports, 1 - delay_cdf(AGE, RATE, SIZE))
        held.ratio("mean time at the desk (h)", desk, reports, theory.mean_wait + 1.0)
        held.ratio("mean time to delivery (h)", latencies, reports, theory.mean_latency)
