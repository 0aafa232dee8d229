"""Networks, races and batches: products, flows and chains agree."""

import numpy as np
import pytest
from scipy.integrate import quad, simpson

from tests.theory.exact.batching import BatchedQueue, delay_cdf, mean_delay
from tests.theory.exact.chain import explore, stationary
from tests.theory.exact.erlang import ErlangC
from tests.theory.exact.expiry import ErlangA
from tests.theory.exact.jackson import Jackson
from tests.theory.exact.race import TwoStageRace
from tests.theory.exact.tandem import Tandem

REWORK = Jackson(
    external=[0.5, 0.2, 0.0],
    routing=[[0.0, 0.7, 0.3], [0.0, 0.25, 0.5], [0.0, 0.0, 0.0]],
    services=[3.0, 1.2, 2.2],
    servers=[1, 2, 1],
)


def test_rework_multiplies_visits_by_a_geometric_series():
    """Flow into the second station: 0.2 + 0.7 x 0.5 = 0.55, each visit repeated with probability 1/4."""
    np.testing.assert_allclose(REWORK.throughput, [0.5, 0.55 / 0.75, 0.15 + 0.5 * 0.55 / 0.75], rtol=1e-14)


def test_a_network_with_rework_is_the_product_of_its_stations():
    """Jackson (1963) against the chain of the three numbers present."""
    room = (12, 18, 14)

    def moves(state):
        for place, external in enumerate(REWORK.external):
            if state[place] < room[place]:
                yield (*state[:place], state[place] + 1, *state[place + 1 :]), external
        for place, present in enumerate(state):
            if not present:
                continue
            rate = min(present, REWORK.servers[place]) * REWORK.services[place]
            without = [*state[:place], present - 1, *state[place + 1 :]]
            for onward, share in enumerate(REWORK.routing[place]):
                reached = list(without)
                reached[onward] = min(reached[onward] + 1, room[onward])
                yield tuple(reached), rate * share
            yield tuple(without), rate * (1 - sum(REWORK.routing[place]))

    chain = explore([(0, 0, 0)], moves)
    law = stationary(chain.generator)
    for place, (queue, present) in enumerate(zip(REWORK.mean_queues, REWORK.mean_present, strict=True)):
        servers = REWORK.servers[place]
        assert law @ chain.values(lambda s, k=place: s[k]) == pytest.approx(present, rel=1e-6)
        waiting = law @ chain.values(lambda s, k=place, c=servers: max(s[k] - c, 0))
        assert waiting == pytest.approx(queue, rel=1e-6)
    assert REWORK.mean_sojourn == pytest.approx(sum(REWORK.mean_present) / 0.7)


def test_the_fates_of_the_race_are_the_flows_of_its_first_station():
    first = ErlangA(5.0, 1.0, 4, 0.5)
    race = TwoStageRace(first, stopped=0.3, second=2.0, purges=False)
    end = {fate: curve[0] for fate, curve in race.incidence(first.states, [90.0]).items()}
    assert end["expired"] == pytest.approx(first.p_expired, rel=1e-10)
    assert end["withheld"] == pytest.approx(0.3 * (1 - first.p_expired), rel=1e-10)
    assert end["expired later"] == 0
    assert sum(end.values()) == pytest.approx(1, abs=1e-12)


def test_a_second_station_that_purges_discards_what_is_late():
    """A deadline still ahead at the start of service passes within it with theta / (theta + mu)."""
    first = ErlangA(5.0, 1.0, 4, 0.5)
    race = TwoStageRace(first, stopped=0.3, second=2.0, purges=True)
    end = {fate: curve[0] for fate, curve in race.incidence(first.states, [90.0]).items()}
    passed = 0.7 * (1 - first.p_expired)
    assert end["expired later"] == pytest.approx(passed / 3, rel=1e-10)
    assert end["delivered"] == pytest.approx(passed * 2 / 3, rel=1e-10)


def test_delivery_in_the_race_is_finishing_and_then_the_second_service():
    """Nothing stopped, nothing purged: the incidence of finishing, convolved with the second service."""
    first = ErlangA(1.5, 1.0, 2, 0.4)
    race = TwoStageRace(first, stopped=0.0, second=0.8, purges=False)
    time = 2.0
    grid = np.linspace(0.0, time, 401)
    finished = first.incidence(first.states, grid).finished
    expected = simpson(0.8 * np.exp(-0.8 * (time - grid)) * finished, x=grid)
    assert race.incidence(first.states, [time])["delivered"][0] == pytest.approx(expected, rel=1e-8)


TANDEM = Tandem(arrival=1.1, first=1.0, second=0.5, servers=2, expiry=0.3, stopped=0.15, room=28)


def test_what_becomes_of_a_report_in_tandem_is_what_flows_out_of_the_stations():
    """The tagged report's chain against time averages of the stations' own chain."""
    assert TANDEM.beyond() < 1e-9
    end = {fate: curve[0] * TANDEM.arrival for fate, curve in TANDEM.incidence([150.0]).items()}
    late = TANDEM.average(lambda line: line[1] == "late") * TANDEM.first * (1 - TANDEM.stopped)
    waiting = TANDEM.average(lambda line: max(line[2] - TANDEM.servers, 0)) * TANDEM.expiry
    busy = TANDEM.average(lambda line: line[1] != "idle")
    assert end["expired at first"] == pytest.approx(
        TANDEM.average(lambda line: line[0]) * TANDEM.expiry, rel=1e-7
    )
    assert end["withheld"] == pytest.approx(busy * TANDEM.first * TANDEM.stopped, rel=1e-7)
    assert end["expired at second"] == pytest.approx(late + waiting, rel=1e-7)
    delivered = TANDEM.average(lambda line: min(line[2], TANDEM.servers)) * TANDEM.second
    assert end["delivered"] == pytest.approx(delivered, rel=1e-7)
    assert sum(end.values()) == pytest.approx(TANDEM.arrival, rel=1e-9)


def test_the_first_of_the_two_queues_is_erlang_a():
    alone = ErlangA(1.1, 1.0, 1, 0.3)
    assert TANDEM.average(lambda line: line[0]) == pytest.approx(alone.mean_queue, rel=1e-7)


def test_a_tandem_with_ample_servers_is_the_race():
    tandem = Tandem(arrival=1.1, first=1.0, second=0.5, servers=18, expiry=0.3, stopped=0.15, room=22)
    first = ErlangA(1.1, 1.0, 1, 0.3)
    times = [0.5, 2.0, 6.0, 20.0]
    race = TwoStageRace(first, stopped=0.15, second=0.5, purges=True).incidence(first.states, times)
    curves = tandem.incidence(times)
    names = {"delivered": "delivered", "expired": "expired at first", "expired later": "expired at second"}
    for of_race, of_tandem in {**names, "withheld": "withheld"}.items():
        np.testing.assert_allclose(curves[of_tandem], race[of_race], rtol=0, atol=1e-7)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_the_mean_delay_in_a_batch_is_the_area_above_its_distribution(size):
    area, _ = quad(lambda t: 1 - delay_cdf(t, 0.8, size), 0, 80, limit=200)
    assert area == pytest.approx(mean_delay(0.8, size), rel=1e-8)
    assert delay_cdf(0.0, 0.8, size) == pytest.approx(1 / size)


@pytest.mark.parametrize(
    "queue", [BatchedQueue(0.8, 1.0, 1), BatchedQueue(3.4, 1.0, 4), BatchedQueue(0.2, 1.0, 6)]
)
def test_the_queue_of_batches_is_that_of_its_chain(queue):
    """E_k/M/1: reports in the open batch and batches present (Gross et al. 2008, section 3.3.4)."""

    def moves(state):
        members, present = state
        if members + 1 < queue.size:
            yield (members + 1, present), queue.arrival
        elif present < 300:
            yield (0, present + 1), queue.arrival
        if present:
            yield (members, present - 1), queue.service

    chain = explore([(0, 0)], moves)
    law = stationary(chain.generator)
    waiting = law @ chain.values(lambda state: max(state[1] - 1, 0))
    assert waiting / (queue.arrival / queue.size) == pytest.approx(queue.mean_wait, rel=1e-8, abs=1e-10)
    completing = law @ chain.values(lambda state: state[0] == queue.size - 1 and state[1] > 0)
    assert completing * queue.size == pytest.approx(queue.sigma, rel=1e-8)


def test_batches_of_one_are_single_reports():
    queue, single = BatchedQueue(0.8, 1.0, 1), ErlangC(0.8, 1.0, 1)
    assert queue.mean_latency == pytest.approx(single.mean_sojourn, rel=1e-12)
    assert queue.wait_cdf(2.0) == pytest.approx(single.wait_cdf(2.0), rel=1e-12)
