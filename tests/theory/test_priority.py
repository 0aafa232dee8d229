"""Precedence in the queue: waiting, interrupting, expiring."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import VisitEnd
from tests.theory.exact.priority import (
    Demand,
    cobham_one_server,
    interrupting_one_server,
    interrupting_servers,
)
from tests.theory.exact.priority_expiry import two_precedences
from tests.theory.running import gates, measured, settled

URGENT, ROUTINE = Demand(arrival=0.5, work=0.5, cv=0.0), Demand(arrival=0.25, work=1.0, cv=0.5)


def by_class(*names):
    """For each class: its reports, the sums of their waits and sojourns (h), and how many expired."""

    def measure(trajectory):
        network, visits = trajectory.network, trajectory.visits
        klass = trajectory.calendar.reports.klass[visits.lead]
        chosen = settled(trajectory, visits.arrived, tail=300)
        assert np.all(visits.ended[chosen] >= 0)
        ranks = [each.name for each in network.classes]
        rows = []
        for name in names:
            mine = chosen & (klass == ranks.index(name))
            rows.append(
                (
                    mine.sum(),
                    visits.waiting[mine].sum() / HOUR,
                    (visits.ended - visits.arrived)[mine].sum() / HOUR,
                    np.sum(visits.end[mine] == VisitEnd.EXPIRED),
                )
            )
        return rows

    return measure


@pytest.mark.slow
def test_the_urgent_wait_for_what_is_in_hand():
    found = measured("priority", 800, by_class("urgent", "routine"))
    with gates("priority") as held:
        for row, what in enumerate(("urgent", "routine")):
            exact = cobham_one_server([URGENT, ROUTINE])[row]
            held.ratio(f"mean wait, {what} (h)", found[:, row, 1], found[:, row, 0], exact)


@pytest.mark.slow
def test_the_urgent_interrupt_and_the_routine_resume():
    found = measured("priority_preemptive", 182, by_class("urgent", "routine"))
    with gates("priority_preemptive") as held:
        for row, what in enumerate(("urgent", "routine")):
            exact = interrupting_one_server([URGENT, ROUTINE])[row]
            held.ratio(f"mean sojourn, {what} (h)", found[:, row, 2], found[:, row, 0], exact)


@pytest.mark.slow
def test_three_precedences_interrupt_at_two_servers():
    found = measured("priority_servers", 500, by_class("flash", "urgent", "routine"))
    exact = interrupting_servers([0.3, 0.4, 0.4], service=1.0, servers=2)
    with gates("priority_servers") as held:
        for row, what in enumerate(("flash", "urgent", "routine")):
            held.ratio(f"mean sojourn, {what} (h)", found[:, row, 2], found[:, row, 0], exact[row])


@pytest.mark.slow
def test_two_precedences_expire():
    theory = two_precedences(arrivals=(1.0, 1.4), service=1.0, servers=2, expiries=(1.0, 1 / 3), room=60)
    assert theory.beyond < 1e-12
    found = measured("priority_abandonment", 240, by_class("urgent", "routine"))
    with gates("priority_abandonment") as held:
        for row, (what, exact) in enumerate((("urgent", theory.higher), ("routine", theory.lower))):
            arrived, waited, _, expired = found[:, row].T
            held.ratio(f"mean wait until service or expiry, {what} (h)", waited, arrived, exact.mean_wait)
            held.ratio(f"share expired, {what}", expired, arrived, exact.p_expired)
