"""Work that grows with what a copy carries: a compound law at a single server."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from tests.theory.exact.priority import Demand, pollaczek_khinchine
from tests.theory.exact.products import ProductQueue
from tests.theory.running import at_station, gates, measured, settled

ONCE, EACH = 0.4, 0.3  # hours
RATE, SIZE = 1.5, 3


def waits(trajectory):
    """The number of products that come to the desk, the sum of their waits, and of the work on them."""
    visits = trajectory.visits
    chosen = settled(trajectory, visits.arrived, tail=150) & at_station(trajectory, "desk")
    assert np.all(visits.started[chosen] >= 0)
    waited = (visits.started - visits.arrived)[chosen]
    return chosen.sum(), waited.sum() / HOUR, visits.work[chosen].sum() / HOUR, visits.carried[chosen].sum()


@pytest.mark.slow
def test_a_product_takes_once_and_for_each_report_and_waits_for_those_before_it():
    products, waited, work, reports = measured("products", 260, waits).T
    assert np.array_equal(reports, SIZE * products)
    theory = ProductQueue(arrival=RATE, once=ONCE, each=EACH, size=SIZE)
    with gates("products") as held:
        held.ratio("mean work on a product (h)", work, products, ONCE + SIZE * EACH)
        at_desk = theory.mean_wait + ONCE + SIZE * EACH
        held.ratio("mean time of a product at the desk (h)", waited + work, products, at_desk)


@pytest.mark.slow
def test_one_report_takes_the_sum_of_two_laws_as_pollaczek_and_khinchine_have_it():
    """The variance of the work is the sum of the two: they are drawn independently."""
    variance = 0.6**2 + (0.4 * 0.7) ** 2
    reports, waited, *_ = measured("mg1_each", 645, waits).T
    with gates("mg1_each") as held:
        exact = pollaczek_khinchine(Demand(0.4, work=1.0, cv=np.sqrt(variance)))
        held.ratio("mean wait (h)", waited, reports, exact)
