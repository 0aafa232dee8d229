"""The solvers of stocks agree with what is known without them."""

import math

import numpy as np
import pytest

from tests.theory.exact.stock import growing, shot_noise
from tests.theory.exact.varying import Epoch, Varying


def test_where_the_stock_is_worth_nothing_it_is_a_queue_from_empty():
    times = (1.0, 3.0, 8.0)
    present, _ = growing(2.0, lambda finished: 3.0, full=5, times=times, room=60)
    queue = Varying([Epoch(length=8.0, arrival=2.0, servers=1)], service=3.0, room=60)
    np.testing.assert_allclose(present, queue.mean_present(times), rtol=1e-10)


def test_where_work_never_runs_out_the_stock_is_a_sum_of_exponential_times():
    """Two steps: the mean stock is the sum of the probabilities that each step is done."""
    one, two, time = 1.5, 4.0, 0.7
    _, stock = growing(5000.0, lambda finished: (one, two)[min(finished, 1)], full=2, times=[time], room=4000)
    first = 1.0 - math.exp(-one * time)
    second = 1.0 - (two * math.exp(-one * time) - one * math.exp(-two * time)) / (two - one)
    assert stock[0] == pytest.approx(first + second, rel=1e-3)


def test_shot_noise_has_the_moments_of_campbells_theorem():
    fading = math.log(2.0) / 2.0
    mean, variance = shot_noise(lambda hour: 4.0, half_life=2.0, times=[5.0], bounds=[])
    assert mean[0] == pytest.approx(4.0 / fading * (1.0 - math.exp(-5.0 * fading)))
    assert variance[0] == pytest.approx(2.0 / fading * (1.0 - math.exp(-10.0 * fading)))


def test_shot_noise_without_fading_counts_what_came():
    mean, variance = shot_noise(lambda hour: 3.0 * (hour >= 2.0), half_life=1e9, times=[6.0], bounds=[2.0])
    assert mean[0] == pytest.approx(12.0)
    assert variance[0] == pytest.approx(12.0)
