"""The exact queue of products, against simpler queues and against a walk of its own."""

import numpy as np
import pytest

from tests.theory.exact.batching import BatchedQueue
from tests.theory.exact.priority import Demand, pollaczek_khinchine
from tests.theory.exact.products import ProductQueue


def test_products_of_one_report_are_an_m_g_1():
    cv = np.sqrt(0.7**2 + 0.5**2) / 1.2
    exact = pollaczek_khinchine(Demand(0.5, work=1.2, cv=cv))
    assert ProductQueue(arrival=0.5, once=0.7, each=0.5, size=1).mean_wait == pytest.approx(exact, rel=1e-9)


def test_where_reports_add_next_to_nothing_products_are_an_e_k_m_1():
    exact = BatchedQueue(arrival=2.0, service=1.0, size=4).mean_wait
    found = ProductQueue(arrival=2.0, once=1.0, each=1e-7, size=4).mean_wait
    assert found == pytest.approx(exact, rel=1e-4)


def test_the_mean_wait_is_that_of_a_walk():
    """Lindley (1952): the next wait is this one, and this work less the time between, or none."""
    theory = ProductQueue(arrival=1.5, once=0.4, each=0.3, size=3)
    rng = np.random.default_rng(1)
    walks, length = 2000, 600
    wait, total = np.zeros(walks), np.zeros(walks)
    for step in range(length):
        work = rng.exponential(theory.once, walks) + rng.gamma(theory.size, theory.each, walks)
        wait = np.maximum(0.0, wait + work - rng.gamma(theory.size, 1 / theory.arrival, walks))
        total += wait if step >= 100 else 0.0
    means = total / (length - 100)
    assert abs(means.mean() - theory.mean_wait) < 5 * means.std() / np.sqrt(walks)
