"""Competing losses on the way through two stations: who is delivered or lost to what, by when."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.expiry import ErlangA
from tests.theory.exact.race import TwoStageRace
from tests.theory.exact.tandem import Tandem
from tests.theory.running import gates, measured, settled


def fates(ages):
    """How many reports there were, and how many had met each fate by each of its ages (hours)."""

    def measure(trajectory):
        network, deliveries = trajectory.network, trajectory.deliveries
        occurred = trajectory.calendar.reports.occurred[deliveries.report]
        chosen = settled(trajectory, occurred, tail=60)
        names = [station.name for station in network.stations]
        expired, withheld = network.causes.index("expired"), network.causes.index("withheld")
        met = {
            "delivered": deliveries.outcome == DeliveryOutcome.DELIVERED,
            "expired at intake": (deliveries.cause == expired) & (deliveries.where == names.index("intake")),
            "expired at the desk": (deliveries.cause == expired) & (deliveries.where == names.index("desk")),
            "withheld": deliveries.cause == withheld,
        }
        assert np.sum([chosen & fate for fate in met.values()]) == chosen.sum()
        age = (deliveries.decided - occurred) / HOUR
        return [chosen.sum(), *(np.sum(chosen & met[fate] & (age <= by)) for fate, by in ages)]

    return measure


@pytest.mark.slow
def test_a_deadline_then_a_caveat_then_ample_servers():
    first = ErlangA(arrival=3.5, service=1.0, servers=3, expiry=0.5)
    theory = TwoStageRace(first, stopped=0.3, second=0.5, purges=False)
    named = {"delivered": "delivered", "expired": "expired at intake", "withheld": "withheld"}
    ages = {"delivered": (2.0, 4.0, 8.0), "expired": (1.0, 2.0, 4.0), "withheld": (2.0, 4.0, 8.0)}
    exact = {
        (named[fate], age): theory.incidence(first.states, [age])[fate][0]
        for fate in ages
        for age in ages[fate]
    }
    reports, *seen = measured("race", 125, fates(list(exact))).T
    with gates("race") as held:
        for count, ((fate, age), share) in zip(seen, exact.items(), strict=True):
            held.ratio(f"{fate} by {age} h", count, reports, share)


@pytest.mark.slow
def test_a_deadline_that_runs_on_through_two_queues():
    theory = Tandem(arrival=1.1, first=1.0, second=1 / 3, servers=2, expiry=1 / 3, stopped=0.3, room=28)
    assert theory.beyond() < 1e-9
    named = {
        "delivered": "delivered",
        "expired at first": "expired at intake",
        "expired at second": "expired at the desk",
        "withheld": "withheld",
    }
    ages = {
        "delivered": (6.0, 12.0),
        "expired at first": (2.0, 6.0),
        "expired at second": (4.0, 8.0),
        "withheld": (4.0, 12.0),
    }
    exact = {(named[fate], age): theory.incidence([age])[fate][0] for fate in ages for age in ages[fate]}
    reports, *seen = measured("tandem", 250, fates(list(exact))).T
    with gates("tandem") as held:
        for count, ((fate, age), share) in zip(seen, exact.items(), strict=True):
            held.ratio(f"{fate} by {age} h", count, reports, share)
