"""The solvers of Markov chains agree with dense matrix exponentials and with each other."""

import numpy as np
import pytest
from scipy.linalg import expm

from tests.theory.exact.chain import (
    absorbing,
    birth_death,
    birth_death_stationary,
    evolve,
    explore,
    incidence,
    piecewise,
    stationary,
)


def random_chain(size: int, seed: int):
    rates = np.random.default_rng(seed).gamma(0.5, 4.0, (size, size))
    return explore(range(size), lambda i: [(j, float(rates[i, j])) for j in range(size) if j != i])


def test_the_generator_has_rows_that_add_up_to_zero_and_the_rates_given():
    moves = {"a": [("b", 1.0), ("b", 0.5), ("a", 9.0)], "b": [("c", 2.0), ("a", 0.0)], "c": []}
    chain = explore(["a"], moves.get)
    assert chain.states == ("a", "b", "c")
    np.testing.assert_array_equal(chain.generator.toarray(), [[-1.5, 1.5, 0], [0, -2, 2], [0, 0, 0]])


def test_a_negative_rate_is_refused():
    with pytest.raises(ValueError, match="negative"):
        explore([0], lambda state: [(state + 1, -1.0)])


@pytest.mark.parametrize("duration", [0.0, 0.01, 1.0, 30.0])
def test_probabilities_carried_forward_are_those_of_the_matrix_exponential(duration):
    chain = random_chain(7, 1)
    start = np.arange(1.0, 8.0) / 28
    now, area = evolve(chain.generator, start, duration)
    # Van Loan (1978): the integral of exp(Qt) is a block of the exponential of a larger matrix.
    dense = chain.generator.toarray()
    block = expm(np.block([[dense, np.eye(7)], [np.zeros((7, 14))]]) * duration)
    np.testing.assert_allclose(now, start @ block[:7, :7], rtol=0, atol=1e-12)
    np.testing.assert_allclose(area, start @ block[:7, 7:], rtol=1e-11, atol=1e-12)


def test_a_chain_forgets_its_start_and_settles_at_its_stationary_law():
    chain = random_chain(9, 2)
    settled, _ = evolve(chain.generator, chain.vector({3: 1.0}), 60.0)
    np.testing.assert_allclose(stationary(chain.generator), settled, rtol=0, atol=1e-12)


def test_absorption_curves_are_those_of_the_matrix_exponential():
    moves = {0: [(1, 2.0), ("lost", 0.3)], 1: [(0, 0.5), ("done", 1.0)], "lost": [], "done": []}
    chain = explore([0], moves.get)
    times = [0.0, 0.2, 1.0, 1.0, 5.0]
    at = absorbing(chain.generator, chain.vector({0: 1.0}), times)
    dense = chain.generator.toarray()
    np.testing.assert_allclose(at, [expm(dense * time)[0] for time in times], rtol=0, atol=1e-13)
    fates = {"done": lambda state: state == "done", "gone": lambda state: state in ("done", "lost")}
    curves = incidence(chain, chain.vector({0: 1.0}), times, fates)
    np.testing.assert_array_equal(curves["done"], at[:, chain.index["done"]])
    np.testing.assert_allclose(curves["gone"], at[:, chain.index["done"]] + at[:, chain.index["lost"]])


def test_times_that_go_back_are_refused():
    chain = random_chain(3, 3)
    with pytest.raises(ValueError, match="must not decrease"):
        absorbing(chain.generator, chain.vector({0: 1.0}), [1.0, 0.5])


def test_stages_follow_each_other():
    first, second = random_chain(5, 4).generator, random_chain(5, 5).generator
    start = np.array([1.0, 0, 0, 0, 0])
    now, area = piecewise([(first, 0.3), (second, 0.4)], start, [0.0, 0.1, 0.3, 0.5, 0.7])
    through = expm(first.toarray() * 0.3) @ expm(second.toarray() * 0.2)
    np.testing.assert_allclose(now[0], start)
    np.testing.assert_allclose(now[3], start @ through, atol=1e-13)
    np.testing.assert_allclose(area.sum(axis=1), [0.0, 0.1, 0.3, 0.5, 0.7], rtol=1e-12)
    with pytest.raises(ValueError, match="the stages end at"):
        piecewise([(first, 0.3)], start, [0.4])


def test_birth_and_death_by_product_formula_and_by_solving_the_balance():
    law = birth_death_stationary(lambda n: 3.0 / (n + 1), lambda n: min(n, 2) * 1.0)
    births = [3.0 / (n + 1) for n in range(len(law) - 1)]
    deaths = [float(min(n, 2)) for n in range(1, len(law))]
    np.testing.assert_allclose(law, stationary(birth_death(births, deaths)), rtol=1e-9, atol=1e-15)


def test_an_unstable_queue_has_no_stationary_law():
    with pytest.raises(ValueError, match="more arrives than can leave"):
        birth_death_stationary(lambda _: 2.0, lambda _: 1.0)
