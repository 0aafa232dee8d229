"""People on call are a server with a set-up time, and are on duty only while they work."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from tests.theory.exact.chain import explore, stationary
from tests.theory.exact.priority import Demand
from tests.theory.exact.set_up import calls, mean_wait
from tests.theory.running import gates, measured, settled

RATE, SET_UP = 48.0, 0.05  # reports per hour; hours, mean of two exponential phases
DEMAND = Demand(RATE, work=1 / 120, cv=0.8)


def test_the_formulas_are_those_of_a_markov_chain():
    """M/M/1 with an exponential set-up time: whether somebody is there, and how many reports are."""
    arrival, set_up, room = 0.6, 2.5, 400

    def moves(state):
        there, reports = state
        if reports < room:
            yield (there, reports + 1), arrival
        if there:
            yield (reports > 1, reports - 1), 1.0
        elif reports:
            yield (True, reports), 1 / set_up

    chain = explore([(False, 0)], moves)
    law = stationary(chain.generator)
    waiting = law @ chain.values(lambda state: state[1] - state[0])
    alone = law @ chain.values(lambda state: state == (False, 0))
    demand = Demand(arrival, work=1.0, cv=1.0)
    assert waiting / arrival == pytest.approx(mean_wait(demand, set_up, cv=1.0), rel=1e-9)
    assert alone * arrival == pytest.approx(calls(demand, set_up), rel=1e-9)


@pytest.mark.slow
def test_people_on_call_are_a_server_with_a_set_up_time():
    """The mean wait and the calls per hour are exact; nobody is on duty but to work."""

    def measure(trajectory):
        visits, called, horizon = trajectory.visits, trajectory.calls, trajectory.network.horizon
        chosen = settled(trajectory, visits.arrived, tail=1)
        assert np.all(visits.started[chosen] >= 0)
        counted = settled(trajectory, called.called, tail=0)
        busy = visits.work.sum()
        there = np.where(called.over < 0, horizon, called.over) - called.came
        shift = 60 * HOUR // 3600
        assert abs(there[called.came >= 0].sum() + shift - busy) < shift + HOUR // 10
        hours = (horizon - trajectory.network.counted_from) / HOUR
        return (
            chosen.sum(),
            (visits.started - visits.arrived)[chosen].sum() / HOUR,
            counted.sum(),
            hours,
        )

    reports, waited, made, hours = measured("on_call", 84, measure).T
    with gates("on_call") as held:
        held.ratio("mean wait (h)", waited, reports, mean_wait(DEMAND, SET_UP, cv=0.5**0.5))
        held.ratio("calls per hour", made, hours, calls(DEMAND, SET_UP))
