"""Two desks behind a triage that errs: each gets a thinned Poisson stream of both classes (Burke 1956)."""

import numpy as np
import pytest

from stovepipe.network.records import HOUR
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.jackson import Jackson
from tests.theory.running import gates, measured, settled

RATES = {"call": 1.0, "letter": 2.0}  # per hour
TAKEN_FOR = {"call": 0.40, "letter": 0.35}  # the other class
DESKS = {"phone_desk": "call", "post_room": "letter"}  # what each takes

COMING = {
    desk: sum(rate * (1 - TAKEN_FOR[own] if own == taken else TAKEN_FOR[own]) for own, rate in RATES.items())
    for desk, taken in DESKS.items()
}
WHOLE = sum(RATES.values())
NETWORK = Jackson(
    external=[WHOLE, 0.0, 0.0],
    routing=[[0.0, *(COMING[desk] / WHOLE for desk in DESKS)], [0.0] * 3, [0.0] * 3],
    services=[12.0, 5.0, 6.0],
    servers=[1, 1, 1],
)


def measure(trajectory):
    """Of each class and desk: reports, those lost to sorting, those delivered and the sum of their times."""
    network, deliveries, reports = trajectory.network, trajectory.deliveries, trajectory.calendar.reports
    occurred = reports.occurred[deliveries.report]
    inside = settled(trajectory, occurred, tail=60)
    missorted = deliveries.cause == network.causes.index("missorted")
    elsewhere = deliveries.cause == network.causes.index("sent_elsewhere")
    delivered = deliveries.outcome == DeliveryOutcome.DELIVERED
    found = []
    for desk, taken in DESKS.items():
        station = [each.name for each in network.stations].index(desk)
        for own in RATES:
            klass = [each.name for each in network.classes].index(own)
            mine = inside & (deliveries.consumer == station) & (reports.klass[deliveries.report] == klass)
            lost = missorted if own == taken else elsewhere
            assert np.all(delivered[mine] | lost[mine])
            times = (deliveries.decided - occurred)[mine & delivered].sum() / HOUR
            found.append((mine.sum(), (mine & lost).sum(), (mine & delivered).sum(), times))
    return found


@pytest.mark.slow
def test_what_is_taken_for_another_class_thins_the_stream_to_each_desk():
    """The share that is lost is the one stated; what comes to a desk is served as what it is taken for.

    A report that is sorted right is lost to the desk of the other class as sent elsewhere.
    """
    found = measured("sorting", 48, measure)
    sojourn = {
        desk: NETWORK.stations[0].mean_sojourn + NETWORK.stations[number].mean_sojourn
        for number, desk in enumerate(DESKS, 1)
    }
    kinds = [(desk, taken, own) for desk, taken in DESKS.items() for own in RATES]
    with gates("sorting") as held:
        for number, (desk, taken, own) in enumerate(kinds):
            reports, lost, delivered, times = found[:, number].T
            if own == taken:
                what = f"share of each {own} that is lost to the {desk} because it is taken for another class"
                held.ratio(what, lost, reports, TAKEN_FOR[own])
            held.ratio(f"mean time of a {own} until the {desk} has it (h)", times, delivered, sojourn[desk])
