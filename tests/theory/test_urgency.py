"""Urgent reports do not wait for the batch, and interrupt the work on it."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.batching import mean_delay
from tests.theory.exact.erlang import ErlangC
from tests.theory.exact.urgency import by_passed
from tests.theory.running import gates, measured, settled

URGENT, ROUTINE, SIZE = 0.3, 0.8, 4


def test_the_chain_gives_what_an_urgent_report_meets_alone_and_what_products_of_one_meet():
    """Urgent reports see M/M/1; products of one report are the routine of two classes that interrupt."""
    alone = 1 / (1 - URGENT)
    assert by_passed(URGENT, ROUTINE, SIZE).urgent == pytest.approx(alone, rel=1e-9)
    single = by_passed(0.3, 0.2, 1).product
    assert single == pytest.approx(1 / ((1 - 0.3) * (1 - 0.5)), rel=1e-9)
    assert by_passed(1e-9, ROUTINE, 1, room=(2, 400)).product == pytest.approx(
        ErlangC(ROUTINE, 1.0, 1).mean_wait + 1, rel=1e-6
    )


@pytest.mark.slow
def test_the_urgent_by_pass_the_batch_and_the_rest_fills_it():
    def measure(trajectory):
        deliveries, reports = trajectory.deliveries, trajectory.calendar.reports
        occurred = reports.occurred[deliveries.report]
        chosen = settled(trajectory, occurred, tail=200)
        assert np.all(deliveries.outcome[chosen] == DeliveryOutcome.DELIVERED)
        names = [each.name for each in trajectory.network.classes]
        rows = []
        for name in ("urgent", "routine"):
            mine = chosen & (reports.klass[deliveries.report] == names.index(name))
            latencies = (deliveries.decided - occurred)[mine] / HOUR
            rows.append((mine.sum(), deliveries.batching[mine].sum() / HOUR, latencies.sum()))
        assert rows[0][1] == 0, "no urgent report is ever in the batch"
        return rows

    found = measured("urgency", 420, measure)
    theory = by_passed(URGENT, ROUTINE, SIZE)
    filling = mean_delay(ROUTINE, SIZE)
    (urgent, _, fast), (routine, batched, slow) = found[:, 0].T, found[:, 1].T
    with gates("urgency") as held:
        held.ratio("mean time to delivery, urgent (h)", fast, urgent, theory.urgent)
        held.ratio("mean time in the batch, routine (h)", batched, routine, filling)
        held.ratio("mean time to delivery, routine (h)", slow, routine, filling + theory.product)
