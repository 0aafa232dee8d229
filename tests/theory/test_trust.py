"""Rapport that is earned and lost with what is shared, and decides what is shared."""

import numpy as np
import pytest

from stovepipe.measures.timelines.rapport_over_time import rapport_series
from stovepipe.trajectory import DeliveryOutcome
from tests.theory.exact.trust import levels
from tests.theory.running import gates, measured, settled

USELESS, DOWN = 0.2, 2
LEVELS = np.linspace(0.0, 1.0, 6)
SHARED = 0.2 + 0.6 * LEVELS


def test_a_walk_of_single_steps_that_is_always_shared_is_geometric():
    """Detailed balance: from level to level as the odds of going up (Feller 1968, section XV.7)."""
    found = levels([1.0] * 5, useless=0.4, down=1)
    expected = (0.6 / 0.4) ** np.arange(5)
    assert found == pytest.approx(expected / expected.sum(), rel=1e-12)


def test_where_less_is_shared_rapport_stays_longer():
    """Time spent at a level is in proportion to how long it takes until something moves it."""
    often = levels([1.0] * 5, useless=0.4, down=2)
    seldom = levels([0.25, 0.5, 0.5, 1.0, 1.0], useless=0.4, down=2)
    weighed = often / [0.25, 0.5, 0.5, 1.0, 1.0]
    assert seldom == pytest.approx(weighed / weighed.sum(), rel=1e-12)


@pytest.mark.slow
def test_rapport_walks_between_its_walls_and_lets_as_much_pass():
    def measure(trajectory):
        deliveries, network = trajectory.deliveries, trajectory.network
        counts = settled(trajectory, trajectory.calendar.reports.occurred[deliveries.report], tail=0)
        series = rapport_series(trajectory, 0)
        window = network.counted_from, network.horizon
        before, after = series.integral(window)
        kept_back = (deliveries.outcome == DeliveryOutcome.LOST)[counts].sum()
        return (after - before) / (window[1] - window[0]), kept_back, counts.sum()

    found = measured("trust", 90, measure).T
    theory = levels(SHARED, USELESS, DOWN)
    with gates("trust") as held:
        held.mean("mean rapport", found[0], theory @ LEVELS)
        held.ratio("share of the reports kept back", found[1], found[2], theory @ (1.0 - SHARED))
