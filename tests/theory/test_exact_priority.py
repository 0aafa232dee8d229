"""M/G/1 and precedence: the formulas agree with chains, with each other and with conservation of work."""

import pytest

from tests.theory.exact.chain import explore, stationary
from tests.theory.exact.erlang import ErlangC
from tests.theory.exact.priority import (
    Demand,
    cobham_one_server,
    cobham_servers,
    interrupting_one_server,
    interrupting_servers,
    pollaczek_khinchine,
)
from tests.theory.exact.priority_expiry import two_precedences


def mean_of(moves, start, value):
    chain = explore([start], moves)
    return float(stationary(chain.generator) @ chain.values(value))


def test_constant_work_waits_half_as_long_as_exponential():
    assert pollaczek_khinchine(Demand(0.8, 1.0, 1.0)) == pytest.approx(ErlangC(0.8, 1.0, 1).mean_wait)
    assert pollaczek_khinchine(Demand(0.8, 1.0, 0.0)) == pytest.approx(ErlangC(0.8, 1.0, 1).mean_wait / 2)


def test_the_mean_wait_for_erlang_work_is_that_of_its_chain_of_stages():
    arrival, stages = 0.7, 4

    def moves(
        left,
    ):  # stages of work left at the station: those of one report in service, four for each waiting
        if left < 1200:
            yield left + stages, arrival
        if left:
            yield left - 1, float(stages)

    queue = mean_of(moves, 0, lambda left: max(-(-left // stages) - 1, 0))
    assert queue / arrival == pytest.approx(pollaczek_khinchine(Demand(arrival, 1.0, stages**-0.5)), rel=1e-9)


def test_the_mean_wait_for_hyperexponential_work_is_that_of_its_chain_of_kinds():
    arrival, slow, rates = 0.6, 0.2, (0.4, 1.6)  # mean 0.2 / 0.4 + 0.8 / 1.6 = 1
    second = 2 * (slow / rates[0] ** 2 + (1 - slow) / rates[1] ** 2)

    def moves(state):
        waiting, kind = state
        if kind is None:
            yield (0, 0), arrival * slow
            yield (0, 1), arrival * (1 - slow)
            return
        if waiting < 500:
            yield (waiting + 1, kind), arrival
        if waiting:
            yield (waiting - 1, 0), rates[kind] * slow
            yield (waiting - 1, 1), rates[kind] * (1 - slow)
        else:
            yield (0, None), rates[kind]

    queue = mean_of(moves, (0, None), lambda state: state[0])
    cv = (second - 1) ** 0.5
    assert cv > 1.2
    assert queue / arrival == pytest.approx(pollaczek_khinchine(Demand(arrival, 1.0, cv)), rel=1e-9)


# Two classes of exponential work with different means; the second class is the slower.
ARRIVALS, RATES = (0.3, 0.2), (1.5, 0.5)
DEMANDS = [Demand(arrival, 1 / rate, 1.0) for arrival, rate in zip(ARRIVALS, RATES, strict=True)]
ROOM = (45, 110)


def test_waits_by_precedence_without_interruption_are_those_of_the_chain():
    def moves(state):
        first, second, serving = state  # waiting, and the class in service
        for place in (0, 1):
            after = (first + (place == 0), second + (place == 1))
            if serving is None:
                yield (0, 0, place), ARRIVALS[place]
            elif after[place] <= ROOM[place]:
                yield (*after, serving), ARRIVALS[place]
        if serving is None:
            return
        if first:
            yield (first - 1, second, 0), RATES[serving]
        elif second:
            yield (first, second - 1, 1), RATES[serving]
        else:
            yield (0, 0, None), RATES[serving]

    chain = explore([(0, 0, None)], moves)
    law = stationary(chain.generator)
    waits = [float(law @ chain.values(lambda s, k=k: s[k])) / ARRIVALS[k] for k in (0, 1)]
    assert waits == pytest.approx(cobham_one_server(DEMANDS), rel=1e-7)


def test_sojourns_with_interruption_are_those_of_the_chain():
    def moves(state):
        first, second = state
        if first < ROOM[0]:
            yield (first + 1, second), ARRIVALS[0]
        if second < 2 * ROOM[1]:
            yield (first, second + 1), ARRIVALS[1]
        if first:
            yield (first - 1, second), RATES[0]
        elif second:
            yield (first, second - 1), RATES[1]

    chain = explore([(0, 0)], moves)
    law = stationary(chain.generator)
    sojourns = [float(law @ chain.values(lambda s, k=k: s[k])) / ARRIVALS[k] for k in (0, 1)]
    assert sojourns == pytest.approx(interrupting_one_server(DEMANDS), rel=1e-7)


def test_the_order_of_work_does_not_change_the_work():
    """Kleinrock (1965): waits weighted by load add up to the same in any order that ignores the work."""
    classes = [Demand(0.2, 0.9, 0.3), Demand(0.1, 2.0, 1.7), Demand(0.4, 0.7, 1.0)]
    load = sum(each.load for each in classes)
    waits = cobham_one_server(classes)
    conserved = load * sum(each.residual for each in classes) / (1 - load)
    assert sum(each.load * wait for each, wait in zip(classes, waits, strict=True)) == pytest.approx(
        conserved
    )


def test_the_highest_class_does_not_see_the_others_when_it_interrupts():
    first = interrupting_one_server([Demand(0.4, 1.0, 0.5), Demand(0.3, 1.5, 2.0)])[0]
    assert first == pytest.approx(1.0 + pollaczek_khinchine(Demand(0.4, 1.0, 0.5)))


def test_one_of_several_servers_is_one_server():
    exponential = [Demand(0.3, 0.5, 1.0), Demand(0.9, 0.5, 1.0)]
    assert cobham_servers([0.3, 0.9], 2.0, 1) == pytest.approx(cobham_one_server(exponential))
    assert interrupting_servers([0.3, 0.9], 2.0, 1) == pytest.approx(interrupting_one_server(exponential))


def test_waits_at_several_servers_without_interruption_are_those_of_the_chain():
    solved = two_precedences((0.9, 1.2), service=1.0, servers=3, expiries=(0.0, 0.0), room=75)
    assert solved.beyond < 1e-11
    waits = [solved.higher.mean_wait, solved.lower.mean_wait]
    assert waits == pytest.approx(cobham_servers([0.9, 1.2], 1.0, 3), rel=1e-8)


def test_sojourns_at_several_servers_with_interruption_are_those_of_the_chain():
    arrivals, servers = (0.9, 1.2), 3

    def moves(state):
        first, second = state
        if first < 40:
            yield (first + 1, second), arrivals[0]
        if second < 120:
            yield (first, second + 1), arrivals[1]
        yield (max(first - 1, 0), second), float(min(first, servers))
        yield (first, max(second - 1, 0)), float(min(second, servers - min(first, servers)))

    chain = explore([(0, 0)], moves)
    law = stationary(chain.generator)
    sojourns = [float(law @ chain.values(lambda s, k=k: s[k])) / arrivals[k] for k in (0, 1)]
    assert sojourns == pytest.approx(interrupting_servers(arrivals, 1.0, servers), rel=1e-8)
