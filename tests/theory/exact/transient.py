"""The n-th report after an empty start."""

from __future__ import annotations

import numpy as np

from .chain import Floats


def mean_waits(arrival: float, service: float, servers: int, reports: int) -> Floats:
    """Mean wait of the first, second, ... report in M/M/c from empty, first in, first out.

    Kelton & Law (1985): the number found by the n-th report is a chain, here carried forward exactly. Between
    two arrivals the number falls from i to i - 1 before the next arrival with probability d(i) = m / (lambda
    + m), m = min(i, c) mu. Who finds x >= c waits (x - c + 1) / (c mu) on average. The n-th report finds
    fewer than n, so nothing is cut off.

    Args:
        arrival: reports per unit of time; it may exceed what the station can do.
        service: rate of one busy server.
        servers: c.
        reports: how many to follow.
    """
    busy = np.minimum(np.arange(reports + 1), servers) * service
    falls = busy / (arrival + busy)
    step = np.zeros((reports, reports + 1))  # from the number found to the number that the next one finds
    for found in range(reports):
        reach = 1.0
        for left in range(found + 1, -1, -1):
            step[found, left] = reach * (1 - falls[left])
            reach *= falls[left]
    costs = np.maximum(np.arange(reports) - servers + 1, 0) / (servers * service)
    found_now = np.zeros(reports)
    found_now[0] = 1.0
    waits = np.empty(reports)
    for report in range(reports):
        waits[report] = found_now @ costs
        found_now = (found_now @ step)[:reports]
    return waits
