"""M/M/c and M/M/c/K: waits, sojourn quantiles, loss."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import VisitEnd
from tests.theory.exact.erlang import ErlangC, FiniteQueue
from tests.theory.running import gates, measured, settled

QUANTILES = (0.5, 0.9, 0.95)


@pytest.mark.slow
def test_waits_and_sojourn_quantiles_at_several_servers():
    """A quantile is held to theory through the share of reports that take longer than its exact value.

    The interval of that share, divided by the density there, is one for the quantile; its half-width is at
    most 2 % of the quantile.
    """
    theory = ErlangC(arrival=1.0, service=1.0, servers=2)
    exact = {share: theory.sojourn_quantile(share) for share in QUANTILES}

    def measure(trajectory):
        visits = trajectory.visits
        chosen = settled(trajectory, visits.arrived, tail=50)
        assert np.all(visits.end[chosen] == VisitEnd.FINISHED)
        waits = (visits.started - visits.arrived)[chosen] / HOUR
        sojourns = (visits.ended - visits.arrived)[chosen] / HOUR
        return len(waits), waits.sum(), *(np.sum(sojourns > exact[share]) for share in QUANTILES)

    reports, waits, *late = measured("mmc", 780, measure).T
    with gates("mmc") as held:
        held.ratio("mean wait (h)", waits, reports, theory.mean_wait)
        for share, later in zip(QUANTILES, late, strict=True):
            at = exact[share]
            density = (theory.sojourn_cdf(at + 1e-5) - theory.sojourn_cdf(at - 1e-5)) / 2e-5
            width = 0.02 * at * density / (1 - share)
            held.ratio(f"sojourn, later than the {share:.0%} quantile", later, reports, 1 - share, width)


@pytest.mark.slow
def test_loss_from_a_finite_queue():
    theory = FiniteQueue(arrival=3.0, service=1.0, servers=3, capacity=5)

    def measure(trajectory):
        visits = trajectory.visits
        chosen = settled(trajectory, visits.arrived, tail=50)
        lost = chosen & (visits.end == VisitEnd.OVERFLOW)
        taken = chosen & ~lost
        assert np.all(visits.end[taken] == VisitEnd.FINISHED)
        waits = (visits.started - visits.arrived)[taken] / HOUR
        return chosen.sum(), lost.sum(), len(waits), waits.sum()

    offered, lost, taken, waits = measured("mmck", 292, measure).T
    with gates("mmck") as held:
        held.ratio("share lost", lost, offered, theory.blocking)
        held.ratio("mean wait of the accepted (h)", waits, taken, theory.mean_wait)
