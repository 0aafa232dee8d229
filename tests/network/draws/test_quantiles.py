"""Every law's quantile function is that of the distribution, and rises."""

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from stovepipe.network.draws.laws import Law

CVS = [0.05, 0.3, 0.8, 1.0, 1.2, 2.5, 5.0]
HOUR = 3.6e9
TAILS = [2.0**-53, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3]
PROBABILITIES = [*TAILS, *(1.0 - u for u in TAILS), *(i / 64 for i in range(1, 64))]


@dataclass(frozen=True)
class Case:
    """A law, the same law by scipy, and by what share a variate may fall between neighbouring cells."""

    name: str
    law: Law
    peer: Any
    fall: float = 0.0


def cases() -> list[Case]:
    found = [
        Case("exponential", Law.exponential(HOUR), stats.expon(scale=HOUR)),
        Case("uniform", Law.uniform(2.0, 7.0), stats.uniform(2.0, 5.0)),
        *(
            Case(f"triangular {mode}", Law.triangular(1.0, mode, 5.0), stats.triang((mode - 1) / 4, 1, 4))
            for mode in (1.0, 1.5, 4.0, 5.0)
        ),
        *(
            Case(
                f"erlang {phases}", Law.erlang(HOUR, phases), stats.gamma(phases, scale=HOUR / phases), 1e-13
            )
            for phases in (1, 2, 9, 100)
        ),
    ]
    for cv in CVS:
        variance = math.log1p(cv**2)
        lognormal = stats.lognorm(math.sqrt(variance), scale=HOUR * math.exp(-variance / 2))
        found.append(Case(f"lognormal {cv}", Law.lognormal(HOUR, cv), lognormal))
        found.append(Case(f"gamma {cv}", Law.gamma(HOUR, cv), stats.gamma(cv**-2, scale=HOUR * cv**2), 1e-13))
        weibull = Law.weibull(HOUR, cv)
        found.append(Case(f"weibull {cv}", weibull, stats.weibull_min(1 / weibull.b, scale=weibull.a)))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_agrees_with_scipy_from_the_first_cell_to_the_last(case: Case) -> None:
    for u in PROBABILITIES:
        exact = float(case.peer.ppf(u) if u <= 0.5 else case.peer.isf(1.0 - u))
        assert math.isclose(case.law.quantile(u), exact, rel_tol=1e-12, abs_tol=1e-290), u


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_rises_from_one_uniform_number_to_the_next(case: Case) -> None:
    """In order 1e-9 apart and, up to 1e-13 of a gamma variate, between neighbours where formulas change."""
    changes = [0.075, 0.29, 0.5, 0.925, 1.388794386496402e-11, 1.0 - 1.388794386496402e-11]
    cells = np.concatenate(
        [math.floor(u * 2**52) + np.arange(-200, 200) for u in (*changes, 1e-3, 0.25, 0.875)]
    )
    neighbours = [case.law.quantile(float(u)) for u in (np.sort(cells) + 0.5) * 2.0**-52]
    apart = [case.law.quantile(u) for u in np.arange(0.3, 0.3 + 4e-7, 1e-9).tolist()]
    assert all(after >= before * (1 - case.fall) for before, after in itertools.pairwise(neighbours))
    assert apart == sorted(apart)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_mean_is_that_of_the_distribution(case: Case) -> None:
    assert math.isclose(case.law.mean(), case.peer.mean(), rel_tol=1e-12)


@pytest.mark.parametrize("law", [Law.fixed(17.0), Law.uniform(17.0, 17.0), Law.triangular(17.0, 17.0, 17.0)])
def test_a_law_without_width_is_always_its_value(law: Law) -> None:
    assert {law.quantile(u) for u in PROBABILITIES} == {law.mean()} == {17.0}


@given(st.floats(0, 1e12), st.floats(0, 1e12), st.floats(0, 1e12), st.floats(2.0**-53, 1 - 2.0**-53))
def test_a_law_with_limits_stays_within_them(first: float, second: float, third: float, u: float) -> None:
    low, mode, high = sorted((first, second, third))
    assert low <= Law.uniform(low, high).quantile(u) <= high
    assert low <= Law.triangular(low, mode, high).quantile(u) <= high


@given(
    st.lists(st.floats(0, 1e12), min_size=1, max_size=40),
    st.floats(2.0**-53, 1 - 2.0**-53),
)
def test_empirical_inverts_the_empirical_distribution_function(values: list[float], u: float) -> None:
    """One of the observed values: the first at or below which a share u of them lies."""
    drawn = Law.empirical(values).quantile(u)
    assert drawn in values
    assert drawn == np.quantile(values, u, method="inverted_cdf")


def test_empirical_draws_each_value_equally_often() -> None:
    law = Law.empirical([5.0, 1.0, 3.0, 1.0])
    drawn = [law.quantile((i + 0.5) / 400) for i in range(400)]
    assert [drawn.count(value) for value in (1.0, 3.0, 5.0)] == [200, 100, 100]
    assert law.quantile(2.0**-53) == 1.0
    assert law.quantile(1.0 - 2.0**-53) == 5.0
