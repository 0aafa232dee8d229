"""Draws at neighbouring addresses are uniform and independent.

Every check gives a p-value, and raises an alarm where it is below ALARM / CHECKS. So a perfect generator
fails anywhere in this file with probability at most ALARM (Bonferroni). The draws are fixed, so that a check
that passes today passes always; the rate says how much a failure would mean after a change.

The last tests turn to power: the same checks must catch generators with small, known flaws.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from stovepipe.network import draws
from stovepipe.network.draws import Key, Law, key, philox
from stovepipe.network.draws.philox import unit

ALARM = 1e-4
COUNT = 200_000
Uniforms = NDArray[np.float64]

WORK = key(1, "work", "gao_cell")
ORDINALS = np.arange(COUNT)


def names() -> list[str]:
    """Names in alphabetical order: each differs from the one before in its last letter, or the last few."""
    letters = itertools.product(string.ascii_lowercase, repeat=4)
    return ["".join(name) for name in itertools.islice(letters, COUNT)]


def singly(addresses: list[tuple[Key, int, int, int]]) -> Uniforms:
    return np.array([draws.uniform(*address) for address in addresses])


SEQUENCES: dict[str, Callable[[], Uniforms]] = {
    "ordinals": lambda: draws.uniforms(WORK, 0, ORDINALS),
    "visits": lambda: draws.uniforms(WORK, 0, np.zeros_like(ORDINALS), ORDINALS),
    "replications": lambda: singly([(WORK, i, 0, 0) for i in range(COUNT)]),
    "seeds": lambda: singly([(key(i, "work", "gao_cell"), 0, 0, 0) for i in range(COUNT)]),
    "names": lambda: singly([(key(1, "work", name), 0, 0, 0) for name in names()]),
    "visits within ordinals": lambda: draws.uniforms(WORK, 0, ORDINALS // 4, ORDINALS % 4),
    "last ordinals": lambda: draws.uniforms(WORK, 0, 2**32 - 1 - ORDINALS),
}

PAIRS: dict[str, Callable[[], tuple[Uniforms, Uniforms]]] = {
    "seeds 1 and 2": lambda: pair(key(2, "work", "gao_cell")),
    "seeds 1 and 0": lambda: pair(key(0, "work", "gao_cell")),
    "names of one letter's difference": lambda: pair(key(1, "work", "gao_celm")),
    "purposes": lambda: pair(key(1, "transit", "gao_cell")),
    "names and two names": lambda: pair(key(1, "work", "gao", "cell")),
    "keys of one bit's difference": lambda: pair(Key(WORK.word_0 ^ 1, WORK.word_1)),
    "replications": lambda: (draws.uniforms(WORK, 0, ORDINALS), draws.uniforms(WORK, 1, ORDINALS)),
    "visits": lambda: (draws.uniforms(WORK, 0, ORDINALS), draws.uniforms(WORK, 0, ORDINALS, 1)),
    "ordinals and visits exchanged": lambda: (
        draws.uniforms(WORK, 0, ORDINALS + 1, 0),
        draws.uniforms(WORK, 0, np.zeros_like(ORDINALS), ORDINALS + 1),
    ),
    "this ordinal and the next visit's": lambda: (
        draws.uniforms(WORK, 0, ORDINALS + 1),
        draws.uniforms(WORK, 0, ORDINALS, 1),
    ),
}


def pair(other: Key) -> tuple[Uniforms, Uniforms]:
    """The draws of one key and of another, ordinal by ordinal."""
    return draws.uniforms(WORK, 0, ORDINALS), draws.uniforms(other, 0, ORDINALS)


def kolmogorov_smirnov(u: Uniforms) -> float:
    return float(stats.kstest(u, "uniform").pvalue)


def correlation(u: Uniforms, v: Uniforms) -> float:
    """The p-value of the mean product of centred uniforms, which is near normal with variance 1/144 n."""
    z = float(np.mean((u - 0.5) * (v - 0.5))) * 12 * len(u) ** 0.5
    return float(2 * stats.norm.sf(abs(z)))


def lagged(lag: int) -> Callable[[Uniforms], float]:
    return lambda u: correlation(u[:-lag], u[lag:])


def cells(columns: Uniforms, per_side: int) -> float:
    """The chi-square test of rows against equal counts in the cells of a grid (Knuth, volume 2, 3.3.2 B)."""
    dimensions = columns.shape[1]
    places = np.floor(columns * per_side).astype(np.int64) @ per_side ** np.arange(dimensions)
    return float(stats.chisquare(np.bincount(places, minlength=per_side**dimensions)).pvalue)


def serial(dimensions: int, per_side: int) -> Callable[[Uniforms], float]:
    return lambda u: cells(u[: len(u) // dimensions * dimensions].reshape(-1, dimensions), per_side)


def last_bits(u: Uniforms) -> float:
    """The lowest eight of the 52 bits, which no law looks at first."""
    low = np.floor(u * 2.0**52).astype(np.int64) & 0xFF
    return float(stats.chisquare(np.bincount(low, minlength=256)).pvalue)


ONE_SEQUENCE: dict[str, Callable[[Uniforms], float]] = {
    "uniform": kolmogorov_smirnov,
    **{f"correlation at lag {lag}": lagged(lag) for lag in (1, 2, 3, 4, 7, 26)},
    "pairs": serial(2, 32),
    "triples": serial(3, 12),
    "last bits": last_bits,
}

TWO_SEQUENCES: dict[str, Callable[[Uniforms, Uniforms], float]] = {
    "correlation": correlation,
    "correlation with the next": lambda u, v: correlation(u[:-1], v[1:]),
    "pairs": lambda u, v: cells(np.column_stack((u, v)), 32),
    "differences": lambda u, v: kolmogorov_smirnov((u - v) % 1.0),
}

LAWS = {
    "exponential": (Law.exponential(2.0), stats.expon(scale=2.0)),
    "gamma": (Law.gamma(2.0, 2.0), stats.gamma(0.25, scale=8.0)),
    "erlang": (Law.erlang(2.0, 4), stats.gamma(4, scale=0.5)),
    "lognormal": (Law.lognormal(2.0, 1.0), stats.lognorm(np.log(2.0) ** 0.5, scale=2.0**0.5)),
    "weibull": (Law.weibull(2.0, 5.0**0.5), stats.weibull_min(0.5, scale=1.0)),
    "triangular": (Law.triangular(1.0, 2.0, 5.0), stats.triang(0.25, 1.0, 4.0)),
    "uniform": (Law.uniform(1.0, 2.0), stats.uniform(1.0, 1.0)),
}

CHECKS = len(SEQUENCES) * len(ONE_SEQUENCE) + len(PAIRS) * len(TWO_SEQUENCES) + len(LAWS)
LEVEL = ALARM / CHECKS


@pytest.fixture(scope="module", params=SEQUENCES)
def sequence(request: pytest.FixtureRequest) -> Uniforms:
    return SEQUENCES[request.param]()


@pytest.fixture(scope="module", params=PAIRS)
def two_sequences(request: pytest.FixtureRequest) -> tuple[Uniforms, Uniforms]:
    return PAIRS[request.param]()


@pytest.mark.parametrize("check", ONE_SEQUENCE)
def test_neighbouring_addresses_are_uniform_and_independent(sequence: Uniforms, check: str) -> None:
    assert ONE_SEQUENCE[check](sequence) > LEVEL


@pytest.mark.parametrize("check", TWO_SEQUENCES)
def test_sequences_of_neighbours_are_independent(
    two_sequences: tuple[Uniforms, Uniforms], check: str
) -> None:
    assert TWO_SEQUENCES[check](*two_sequences) > LEVEL


@pytest.mark.parametrize("name", LAWS)
def test_variates_follow_their_law(name: str) -> None:
    law, peer = LAWS[name]
    variates = draws.draws(law, WORK, 7, ORDINALS)
    assert stats.kstest(variates, peer.cdf).pvalue > LEVEL


def test_a_correlation_of_two_percent_would_be_seen() -> None:
    """With probability 0.9999 at least: the mean product is then normal around 0.02, in units of 1/12."""
    threshold = stats.norm.isf(LEVEL / 2)
    assert stats.norm.sf(threshold - 0.02 * COUNT**0.5) > 0.9999


def flawed_sequences() -> dict[str, tuple[Uniforms, str]]:
    """Sequences with a small flaw, and the check that must notice it."""
    fine = np.random.default_rng(1).random(COUNT)
    noise = np.random.default_rng(2).standard_normal(COUNT + 1)
    coarse = np.array([unit(word, 0) for word in np.random.default_rng(3).integers(0, 2**32, COUNT).tolist()])
    return {
        "a bias of half a percent": (fine**1.015, "uniform"),
        "a correlation of two percent": (
            stats.norm.cdf(noise[1:] + 0.021 * noise[:-1]),
            "correlation at lag 1",
        ),
        "multiples of an irrational": (ORDINALS * 0.6180339887498949 % 1.0, "pairs"),
        "sums of two before": (fibonacci(fine), "triples"),
        "32 bits in place of 52": (coarse, "last bits"),
    }


def fibonacci(start: Uniforms) -> Uniforms:
    """A Fibonacci sequence, whose pairs are fine and whose triples lie in two planes (Knuth, 3.2.2)."""
    u = start.copy()
    for i in range(2, len(u)):
        u[i] = (u[i - 1] + u[i - 2]) % 1.0
    return u


@pytest.mark.parametrize("flaw", flawed_sequences())
def test_flaws_are_noticed(flaw: str) -> None:
    sequence, check = flawed_sequences()[flaw]
    assert ONE_SEQUENCE[check](sequence) < LEVEL


def test_half_the_rounds_of_philox_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(philox, "_ROUNDS", 5)
    u = np.array([philox.uniform_at(*WORK, 0, i, 0) for i in range(COUNT)])
    assert {name for name, check in ONE_SEQUENCE.items() if check(u) < LEVEL} >= {"pairs", "triples"}


def test_keys_that_repeat_each_other_are_noticed() -> None:
    """The streams of two keys that overlap, one address later."""
    u, v = draws.uniforms(WORK, 0, ORDINALS), draws.uniforms(WORK, 0, ORDINALS - 1 + (ORDINALS == 0))
    assert TWO_SEQUENCES["correlation with the next"](u, v) < LEVEL


def test_dependence_without_correlation_between_keys_is_noticed() -> None:
    u = draws.uniforms(WORK, 0, ORDINALS)
    folded = np.abs(2.0 * u - 1.0)
    assert TWO_SEQUENCES["correlation"](u, folded) > LEVEL
    assert TWO_SEQUENCES["pairs"](u, folded) < LEVEL
