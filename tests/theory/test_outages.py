"""Links that are down and channels that end: what waits for them, and what goes over them."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.on_off import OnOff
from tests.theory.running import gates, measured, settled


@pytest.mark.slow
def test_the_wait_for_a_link_is_that_for_an_on_off_server():
    theory, age = OnOff(on=0.5, off=0.25), 0.25

    def measure(trajectory):
        crossings, waits = trajectory.crossings, trajectory.link_waits
        offered = settled(trajectory, crossings.offered, tail=24)
        held = settled(trajectory, waits.since, tail=24)
        waited = (waits.until - waits.since)[held] / HOUR
        np.testing.assert_array_equal(
            np.sort((crossings.ended - crossings.offered)[offered])[-len(waited) :] / HOUR, np.sort(waited)
        )
        return [offered.sum(), held.sum(), waited.sum(), np.sum(waited > age)]

    offered, held, waited, longer = measured("outages", 160, measure).T
    with gates("outages") as gate:
        gate.ratio("waits for the link", held, offered, theory.waits)
        gate.ratio("mean wait (h)", waited, offered, theory.mean_wait)
        gate.ratio(f"waits longer than {age} h", longer, offered, theory.waits_longer(age))


@pytest.mark.slow
def test_of_a_poisson_stream_as_much_goes_over_a_channel_as_it_is_there():
    def measure(trajectory):
        deliveries, closed = trajectory.deliveries, trajectory.network.causes.index("closed")
        delivered = deliveries.outcome == DeliveryOutcome.DELIVERED
        end = trajectory.network.channels[0].until
        np.testing.assert_array_equal(delivered, trajectory.calendar.reports.occurred < end)
        np.testing.assert_array_equal(~delivered, deliveries.cause == closed)
        return [len(delivered), delivered.sum()]

    created, delivered = measured("ended_channel", 60, measure).T
    with gates("ended_channel") as gate:
        gate.ratio("goes over the channel", delivered, created, 3 / 4)
