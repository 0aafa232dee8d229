"""M/G/1 whose server goes away when the queue is empty, and takes a set-up time to come when a report waits.

The wait falls into that of M/G/1 and a part of its own (decomposition; Doshi 1985, "A note on stochastic
decomposition in a GI/G/1 queue with vacations or set-up times"; Takagi 1991, *Queueing Analysis*, volume 1,
section 2.2).
"""

from __future__ import annotations

from tests.theory.exact.priority import Demand, pollaczek_khinchine


def mean_wait(demand: Demand, set_up: float, cv: float) -> float:
    """Mean wait in M/G/1 with a set-up time of this mean and coefficient of variation.

    With an exponential set-up time the part of its own is the mean set-up time:

    >>> mean_wait(Demand(arrival=0.5, work=1.0, cv=1.0), set_up=2.0, cv=1.0)
    3.0
    """
    second_moment = set_up**2 * (1 + cv**2)
    own = (2 * set_up + demand.arrival * second_moment) / (2 * (1 + demand.arrival * set_up))
    return pollaczek_khinchine(demand) + own


def calls(demand: Demand, set_up: float) -> float:
    """How often, per unit of time, the server is called: once in each set-up, busy and idle period."""
    return demand.arrival * (1 - demand.load) / (1 + demand.arrival * set_up)
