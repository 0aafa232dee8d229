"""M/M/c and M/M/c/K: the formulas agree with chains, with each other and with published values."""

import numpy as np
import pytest
from scipy.integrate import quad

from tests.theory.exact.chain import absorbing, birth_death, explore, stationary
from tests.theory.exact.erlang import ErlangC, FiniteQueue, erlang_b, erlang_c

# One server; several; c - lambda / mu = 1, where the two exponentials of the sojourn have one rate; and
# nearly so.
STATIONS = [
    ErlangC(0.7, 1.0, 1),
    ErlangC(8.5, 1.0, 10),
    ErlangC(3.0, 1.0, 4),
    ErlangC(3.0 + 1e-9, 1.0, 4),
    ErlangC(2.0, 3.0, 5),
]


def test_the_eye_clinic():
    """Gross et al. (2008), section 2.3: three doctors, 20 minutes each, six patients an hour: L_q = 8/9."""
    clinic = ErlangC(arrival=6.0, service=3.0, servers=3)
    assert clinic.mean_queue == pytest.approx(8 / 9, rel=1e-13)
    assert clinic.mean_wait == pytest.approx(4 / 27, rel=1e-13)


def test_fifty_agents():
    """Garnett, Mandelbaum & Reiman (2002), table 1: 48 calls a minute of one minute: 20.8 s, 17 waiting."""
    station = ErlangC(arrival=48.0, service=1.0, servers=50)
    assert station.mean_wait * 60 == pytest.approx(20.8, abs=0.05)
    assert station.mean_queue == pytest.approx(17, abs=0.5)


def test_one_server_waits_with_probability_of_its_load():
    assert erlang_c(0.7, 1) == pytest.approx(0.7, rel=1e-14)


@pytest.mark.parametrize("station", STATIONS)
def test_the_share_that_waits_is_that_of_the_chain(station):
    size = 300
    deaths = [min(n, station.servers) * station.service for n in range(1, size)]
    law = stationary(birth_death([station.arrival] * (size - 1), deaths))
    assert law[station.servers :].sum() == pytest.approx(station.p_wait, rel=1e-9)
    waiting = np.maximum(np.arange(size) - station.servers, 0)
    assert law @ waiting == pytest.approx(station.mean_queue, rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("station", STATIONS)
def test_waits_and_sojourns_are_those_of_a_tagged_report(station):
    """An absorbing chain of the report, started from what it finds, against both distributions."""
    room = 900

    def moves(state):
        if state == "served":
            return [("done", station.service)]
        if state == "done":
            return []
        return [(state - 1 if state else "served", station.servers * station.service)]

    chain = explore([*range(room), "served"], moves)
    queued = station.p_wait * (1 - station.arrival / station.service / station.servers)
    found = {k: queued * (station.arrival / station.service / station.servers) ** k for k in range(room)}
    times = np.array([0.0, 0.1, 0.5, 1.0, 3.0, 8.0])
    at = absorbing(chain.generator, chain.vector({**found, "served": 1 - station.p_wait}), times)
    done = at[:, chain.index["done"]]
    np.testing.assert_allclose(station.sojourn_cdf(times), done, rtol=0, atol=2e-12)
    np.testing.assert_allclose(
        station.wait_cdf(times), done + at[:, chain.index["served"]], rtol=0, atol=2e-12
    )


@pytest.mark.parametrize("station", STATIONS)
def test_quantiles_invert_their_distribution_and_means_are_areas(station):
    for share in (0.05, 0.5, 0.9, 0.999):
        assert station.sojourn_cdf(station.sojourn_quantile(share)) == pytest.approx(share, rel=1e-12)
        wait = station.wait_quantile(share)
        assert station.wait_cdf(wait) == pytest.approx(max(share, 1 - station.p_wait), rel=1e-12)
    late = 60 / min(station.clearing, station.service)
    assert quad(lambda t: 1 - station.sojourn_cdf(t), 0, late, limit=300)[0] == pytest.approx(
        station.mean_sojourn, rel=1e-8
    )


def test_the_sojourn_at_one_server_is_exponential():
    times = np.linspace(0, 20, 9)
    np.testing.assert_allclose(ErlangC(0.7, 1.0, 1).sojourn_cdf(times), 1 - np.exp(-0.3 * times), atol=1e-14)


def test_a_station_that_cannot_keep_up_is_refused():
    with pytest.raises(ValueError, match="no steady state"):
        erlang_c(4.0, 4)


@pytest.mark.parametrize("station", [FiniteQueue(4.0, 1.0, 3, 8), FiniteQueue(0.5, 1.0, 1, 40)])
def test_a_finite_queue_is_that_of_the_chain(station):
    deaths = [min(n, station.servers) * station.service for n in range(1, station.capacity + 1)]
    law = stationary(birth_death([station.arrival] * station.capacity, deaths))
    np.testing.assert_allclose(station.states, law, rtol=0, atol=1e-14)
    waiting = law @ np.maximum(np.arange(station.capacity + 1) - station.servers, 0)
    accepted = station.arrival * (1 - station.blocking)
    assert station.mean_wait == pytest.approx(waiting / accepted, rel=1e-12), "Little's law"
    assert quad(lambda t: 1 - station.wait_cdf(t), 0, 120, limit=300)[0] == pytest.approx(
        station.mean_wait, rel=1e-7
    )


def test_a_finite_queue_without_room_to_wait_is_the_loss_formula():
    assert FiniteQueue(5.0, 1.0, 10, 10).blocking == pytest.approx(erlang_b(5.0, 10), rel=1e-13)


def test_a_finite_queue_with_much_room_is_the_infinite_one():
    assert FiniteQueue(2.0, 1.0, 3, 300).mean_wait == pytest.approx(ErlangC(2.0, 1.0, 3).mean_wait, rel=1e-12)
