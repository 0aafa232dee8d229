"""Erlang-A, alone and with two precedences: closed forms, tabulated values, limits."""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.special import gammainc, gammaln
from scipy.stats import beta

from tests.theory.exact.chain import evolve, stationary
from tests.theory.exact.erlang import ErlangC, erlang_b
from tests.theory.exact.expiry import ErlangA
from tests.theory.exact.priority_expiry import two_precedences

STATIONS = [ErlangA(1.2, 1.0, 1, 0.5), ErlangA(9.0, 1.0, 8, 0.3), ErlangA(5.0, 2.0, 4, 3.0)]
TIMES = np.array([0.0, 0.05, 0.3, 1.0, 2.5, 7.0])


def test_fifty_agents_and_callers_who_hang_up():
    """Garnett, Mandelbaum & Reiman (2002), table 1: 3.1 % lost, 3.7 s, 3 waiting, 93 % busy."""
    station = ErlangA(arrival=48.0, service=1.0, servers=50, expiry=0.5)
    assert station.p_expired == pytest.approx(0.031, abs=0.0005)
    assert station.mean_wait * 60 == pytest.approx(3.7, abs=0.05)
    assert station.mean_queue == pytest.approx(3, abs=0.5)
    assert 48 * (1 - station.p_expired) / 50 == pytest.approx(0.93, abs=0.005)


@pytest.mark.parametrize("station", STATIONS)
def test_the_chain_agrees_with_palms_formulas(station):
    """Palm (1957), as in Mandelbaum & Zeltyn (2007): by an incomplete gamma function and Erlang B."""
    x, y = station.servers * station.service / station.expiry, station.arrival / station.expiry
    a = np.exp(np.log(x) + y - x * np.log(y) + gammaln(x)) * gammainc(x, y)
    blocked = erlang_b(station.arrival / station.service, station.servers)
    delayed = a * blocked / (1 + (a - 1) * blocked)
    load = station.arrival / (station.servers * station.service)
    expired_if_delayed = 1 / (load * a) + 1 - 1 / load
    assert 1 - station.p_no_wait == pytest.approx(delayed, rel=1e-10)
    assert station.p_expired == pytest.approx(delayed * expired_if_delayed, rel=1e-10)
    assert station.mean_wait == pytest.approx(delayed * expired_if_delayed / station.expiry, rel=1e-10)


@pytest.mark.parametrize("station", STATIONS)
def test_incidence_agrees_with_order_statistics(station):
    """The wait behind k others is a sum of exponentials with rates c mu + j theta, j = 0..k.

    So, as a sum of spacings of order statistics, exp(-theta V) has a beta law with parameters c mu / theta
    and k + 1; and service begins by t with probability E[B; B > exp(-theta t)].
    """
    a = station.servers * station.service / station.expiry
    found = station.states
    begun = np.full(len(TIMES), found[: station.servers].sum())
    expired = np.zeros(len(TIMES))
    for ahead, weight in enumerate(found[station.servers :]):
        left = np.exp(-station.expiry * TIMES)
        served = a / (a + ahead + 1) * beta.sf(left, a + 1, ahead + 1)
        begun += weight * served
        expired += weight * (1 - left * beta.cdf(left, a, ahead + 1) - served)
    curves = station.incidence(found, TIMES)
    np.testing.assert_allclose(curves.begun, begun, rtol=0, atol=1e-12)
    np.testing.assert_allclose(curves.expired, expired, rtol=0, atol=1e-12)


@pytest.mark.parametrize("station", STATIONS)
def test_incidence_is_that_of_the_matrix_exponential(station):
    chain = station.tagged()
    found = station.states
    start = chain.vector({"in service": found[: station.servers].sum()})
    start[: len(found) - station.servers] += found[station.servers :]
    curves = station.incidence(found, TIMES)
    for place, time in enumerate(TIMES):
        now = start @ expm(chain.generator.toarray() * time)
        assert curves.finished[place] == pytest.approx(now[chain.index["finished"]], abs=1e-12)


@pytest.mark.parametrize("station", STATIONS)
def test_in_the_end_a_report_is_finished_or_expired(station):
    curves = station.incidence(station.states, [80.0])
    assert curves.expired[0] == pytest.approx(station.p_expired, rel=1e-10)
    assert curves.finished[0] == pytest.approx(1 - station.p_expired, rel=1e-10)
    assert curves.begun[0] == pytest.approx(curves.finished[0], rel=1e-10)


@pytest.mark.parametrize("station", STATIONS)
def test_what_is_found_from_empty_becomes_what_is_found_in_steady_state(station):
    np.testing.assert_allclose(station.found_between(90.0, 91.0), station.states, rtol=0, atol=1e-11)
    np.testing.assert_allclose(stationary(station.generator), station.states, rtol=0, atol=1e-13)
    assert station.found_between(0.0, 0.0)[0] == 1.0


@pytest.mark.parametrize("station", STATIONS)
def test_what_is_found_in_a_span_of_time_is_the_average_over_that_span(station):
    nodes, weights = np.polynomial.legendre.leggauss(20)
    times = 0.5 + 1.5 * (1 + nodes) / 2
    average = sum(w / 2 * station.found_between(t, t) for t, w in zip(times, weights, strict=True))
    np.testing.assert_allclose(station.found_between(0.5, 2.0), average, rtol=0, atol=1e-12)


@pytest.mark.parametrize("station", STATIONS)
def test_from_empty_what_has_arrived_is_finished_expired_or_present(station):
    """Over [0, T] what expires, theta times the queue's area, is what the incidence curves say."""
    horizon, cells = 3.0, 60
    empty = np.zeros(len(station.states))
    empty[0] = 1.0
    _, area = evolve(station.generator, empty, horizon)
    flow = station.expiry * area @ np.maximum(np.arange(len(area)) - station.servers, 0)
    nodes, weights = np.polynomial.legendre.leggauss(cells)
    expired = 0.0
    for node, weight in zip(nodes, weights, strict=True):
        arrived = horizon * (1 + node) / 2
        found = station.found_between(arrived, arrived)
        expired += (
            weight * horizon / 2 * station.arrival * station.incidence(found, [horizon - arrived]).expired[0]
        )
    assert expired == pytest.approx(flow, rel=1e-9)


def test_rare_deadlines_leave_the_queue_without_deadlines():
    assert ErlangA(2.0, 1.0, 3, 1e-9).mean_wait == pytest.approx(ErlangC(2.0, 1.0, 3).mean_wait, rel=1e-6)


def test_with_one_deadline_for_both_precedences_the_total_is_erlang_a():
    solved = two_precedences((2.0, 2.5), service=1.0, servers=4, expiries=(0.6, 0.6), room=60)
    total = ErlangA(4.5, 1.0, 4, 0.6)
    assert solved.beyond < 1e-12
    assert solved.higher.mean_queue + solved.lower.mean_queue == pytest.approx(total.mean_queue, rel=1e-10)
    assert solved.higher.mean_wait < total.mean_wait < solved.lower.mean_wait


def test_what_arrives_of_each_precedence_begins_service_or_expires():
    """What the servers finish is what does not expire, and more room changes nothing."""
    arguments = {"arrivals": (1.5, 2.5), "service": 1.0, "servers": 3, "expiries": (0.2, 0.9)}
    solved = two_precedences(**arguments, room=70)
    wider = two_precedences(**arguments, room=90)
    assert solved.beyond < 1e-9
    kept = 1.5 * (1 - solved.higher.p_expired) + 2.5 * (1 - solved.lower.p_expired)
    assert solved.mean_busy == pytest.approx(kept, rel=1e-10)
    for one, other in ((solved.higher, wider.higher), (solved.lower, wider.lower)):
        assert one.mean_wait == pytest.approx(other.mean_wait, rel=1e-11)


def test_a_higher_precedence_without_a_lower_one_is_erlang_a_alone():
    solved = two_precedences((4.0, 1e-12), service=1.0, servers=3, expiries=(0.5, 0.5), room=60)
    assert solved.higher.p_expired == pytest.approx(ErlangA(4.0, 1.0, 3, 0.5).p_expired, rel=1e-9)
