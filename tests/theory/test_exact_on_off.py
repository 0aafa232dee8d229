"""The on-off server: its closed forms against the chain of the server alone."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm

from tests.theory.exact.on_off import OnOff

SERVERS = [OnOff(30.0, 15.0), OnOff(1.0, 1.0), OnOff(20.0, 0.5)]


@pytest.mark.parametrize("server", SERVERS)
def test_the_closed_forms_are_those_of_the_chain(server):
    """In the long run it is off with the one probability; off without a break for a time, with the other."""
    generator = np.array([[-1 / server.on, 1 / server.on], [1 / server.off, -1 / server.off]])
    long_run = expm(generator * 50 * (server.on + server.off))[0]
    assert server.waits == pytest.approx(long_run[1], abs=1e-12)
    still_off = expm(np.array([[0.0, 0.0], [1 / server.off, -1 / server.off]]) * 7.0)[1, 1]
    assert server.waits_longer(7.0) == pytest.approx(long_run[1] * still_off, abs=1e-12)


@pytest.mark.parametrize("server", SERVERS)
def test_the_mean_wait_is_the_integral_of_its_tail(server):
    assert server.mean_wait == pytest.approx(quad(server.waits_longer, 0.0, np.inf)[0], rel=1e-8)
