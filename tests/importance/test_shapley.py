"""ShapleyValues on cases with a known answer.

Independent thinning hurdles in series: a report passes hurdle i with probability 1 - p_i, so with the hurdles
of S switched on a share 1 - prod (1 - p_i) is lost. The Shapley value follows from the multilinear extension
(Owen 1972): phi_i = p_i times the integral over t in (0, 1) of prod over j != i of (1 - t p_j), a polynomial.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import inf, nan

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

from stovepipe.importance.outputs import NonFiniteOutput
from stovepipe.importance.shapley import (
    Subset,
    orders,
    rounded,
    sampled_shapley,
    shapley,
    subsets,
    subsets_of,
)
from tests.importance.known import assert_covers_enough
from tests.inference.known import limits_by_root

HURDLES = {"caveat": 0.3, "language": 0.5, "release": 0.2, "system": 0.2, "useless": 0.0}
LONG = {f"hurdle {rank}": rank / 25 for rank in range(12)}


def lost(hurdles: Mapping[str, float], on: Subset) -> float:
    return 1 - float(np.prod([1 - hurdles[name] for name in sorted(on)]))


def owen(hurdles: Mapping[str, float], *names: str) -> float:
    """The value of one hurdle, or the interaction of two: its size times the integral over all the others."""
    others = Polynomial([1.0])
    for name, stops in hurdles.items():
        if name not in names:
            others *= Polynomial([1.0, -stops])
    sign = -1 if len(names) == 2 else 1
    return float(sign * np.prod([hurdles[name] for name in names]) * others.integ()(1.0))


def noisy(hurdles: Mapping[str, float], on: Subset, luck: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replications whose hurdles are all a little harder or easier; linear in luck, so the mean is known."""
    return lost(hurdles, on) * (1 + luck)


def test_hurdles_in_series_share_the_loss_as_the_closed_form_says() -> None:
    result = shapley({on: [lost(HURDLES, on)] for on in subsets(list(HURDLES))})
    for name, estimate in zip(result.mechanisms, result.values, strict=True):
        assert estimate.value == pytest.approx(owen(HURDLES, name), abs=1e-14)
    for pair, estimate in result.interactions.items():
        assert estimate.value == pytest.approx(owen(HURDLES, *pair), abs=1e-14)
    assert list(result.interactions) == list(combinations(sorted(HURDLES), 2))
    assert result.sampling_error == (0.0,) * 5


def test_a_mechanism_that_does_nothing_gets_exactly_zero() -> None:
    random = np.random.Generator(np.random.PCG64(0))
    drawn = {on: random.random(7) for on in subsets(["caveat", "language", "release"])}
    every = subsets(["caveat", "language", "release", "useless"])
    outcomes = {on: drawn[on - {"useless"}] for on in every}
    result = shapley(outcomes)
    null = result.values[result.mechanisms.index("useless")]
    assert (null.value, null.low, null.high) == (0.0, 0.0, 0.0)
    assert {pair: e.value for pair, e in result.interactions.items() if "useless" in pair} == {
        (name, "useless"): 0.0 for name in ("caveat", "language", "release")
    }


def test_equal_mechanisms_get_equal_shares_to_the_last_bit() -> None:
    random = np.random.Generator(np.random.PCG64(1))
    by_size = random.random((6, 4))
    result = shapley({on: by_size[len(on)] for on in subsets(list("abcde"))})
    assert len(set(result.values)) == 1
    assert len(set(result.interactions.values())) == 1


@pytest.mark.parametrize("count", [1, 3, 8])
def test_values_add_up_exactly(count: int) -> None:
    """To the difference between all and none, as fractions; in print, to that difference rounded."""
    random = np.random.Generator(np.random.PCG64(2))
    names = [f"m{rank}" for rank in range(count)]
    outcomes = {on: random.lognormal(0, 3, 5) for on in subsets(names)}
    result = shapley(outcomes)
    difference = [
        Fraction(float(a)) - Fraction(float(b))
        for a, b in zip(outcomes[frozenset(names)], outcomes[frozenset()], strict=True)
    ]
    assert sum(result.shares) == result.total_share == sum(difference) / 5
    assert [float(share) for share in result.shares] == [each.value for each in result.values]
    for decimals in (0, 2, 6):
        printed = rounded(result, decimals)
        assert sum(printed) == round(result.total_share * 10**decimals) / Fraction(10**decimals)
        for text, share in zip(printed, result.shares, strict=True):
            assert abs(Fraction(text) - share) < Fraction(1, 10**decimals)


def test_three_thirds_are_printed_so_that_they_make_one() -> None:
    result = shapley({on: [float(bool(on))] for on in subsets(["a", "b", "c"])})
    assert [str(each) for each in rounded(result, 2)] == ["0.34", "0.33", "0.33"]


def test_intervals_are_those_of_paired_values() -> None:
    """Of one mechanism alone: the interval of the paired difference; of several they are linear."""
    random = np.random.Generator(np.random.PCG64(3))
    off, on = random.random(9), random.random(9)
    result = shapley({frozenset(): off, frozenset(["caveat"]): on})
    expected = limits_by_root(on - off, 0.025)
    assert (result.values[0].low, result.values[0].high) == pytest.approx(expected, rel=1e-9)


def test_common_luck_makes_no_difference_uncertain() -> None:
    """What all subsets of a replication share cancels: paired intervals are narrow."""
    luck = 100 * np.random.Generator(np.random.PCG64(4)).standard_normal(6)
    result = shapley({on: lost(HURDLES, on) + luck for on in subsets(list(HURDLES))})
    assert all(each.half_width < 1e-12 for each in result.values)


def test_orders_come_with_their_reverse_and_depend_on_names_alone() -> None:
    sample = orders(list(LONG), 20, seed=0)
    assert sample[1::2] == tuple(order[::-1] for order in sample[::2])
    assert orders(list(LONG)[::-1], 20, seed=0) == sample
    assert orders(list(LONG), 5, seed=0) == sample[:10]
    assert orders(list(LONG), 20, seed=1) != sample
    assert {len(set(order)) for order in sample} == {12}


def test_a_sample_of_orders_agrees_with_the_closed_form_within_its_error() -> None:
    """Twelve mechanisms at the level 1 - 1e-4 / 12: a false alarm with probability 1e-4 at most."""
    sample = orders(list(LONG), 40, seed=0)
    result = sampled_shapley({on: [lost(LONG, on)] for on in subsets_of(sample)}, sample, level=1 - 1e-4 / 12)
    for name, estimate, error in zip(result.mechanisms, result.values, result.sampling_error, strict=True):
        assert abs(estimate.value - owen(LONG, name)) <= error <= 0.05
    assert result.sampling_error[0] == 0.0
    assert result.values[0].value == 0.0
    assert sum(result.shares) == result.total_share == Fraction(lost(LONG, frozenset(LONG)))
    assert not result.interactions


def test_a_sample_agrees_with_the_exact_values_of_the_same_mechanisms() -> None:
    random = np.random.Generator(np.random.PCG64(5))
    outcomes = {on: random.random(6) for on in subsets(list("abcdef"))}
    sample = orders(list("abcdef"), 200, seed=0)
    exact, result = shapley(outcomes), sampled_shapley(outcomes, sample, level=1 - 1e-4 / 6)
    for one, other, error in zip(exact.values, result.values, result.sampling_error, strict=True):
        assert abs(one.value - other.value) <= error <= 0.1
    assert exact.total_share == result.total_share


def test_all_orders_give_the_exact_values() -> None:
    """Three mechanisms have three pairs of orders: here each is taken once."""
    random = np.random.Generator(np.random.PCG64(6))
    outcomes = {on: random.random(4) for on in subsets(["a", "b", "c"])}
    every = ("abc", "cba", "acb", "bca", "bac", "cab")
    assert sampled_shapley(outcomes, [tuple(order) for order in every]).shares == shapley(outcomes).shares


def test_stated_errors_hold_as_often_as_they_claim() -> None:
    """200 samples of 12 pairs of orders: the error of sampling at level 0.9, false alarm 1e-4."""
    truth = [owen(LONG, name) for name in sorted(LONG)]
    outcomes: dict[Subset, list[float]] = {}
    held = []
    for seed in range(200):
        sample = orders(list(LONG), 12, seed)
        outcomes |= {on: [lost(LONG, on)] for on in subsets_of(sample) if on not in outcomes}
        result = sampled_shapley(outcomes, sample, level=0.9)
        values = [each.value for each in result.values]
        # The last bit of a sum is no error: a mechanism that does nothing has none, and is exactly 0.
        held.append(
            [
                abs(value - true) <= error + 1e-15
                for value, true, error in zip(values, truth, result.sampling_error, strict=True)
            ]
        )
    assert_covers_enough(np.array(held, dtype=float), 0.9, 12)


def test_intervals_of_a_sample_hold_the_truth_over_orders_and_replications() -> None:
    """100 studies of 8 pairs of orders and 6 replications at level 0.95, false alarm 1e-4."""
    truth = [owen(LONG, name) for name in sorted(LONG)]
    held = []
    for seed in range(100):
        luck = np.random.Generator(np.random.PCG64([seed, 3])).normal(0.0, 0.2, 6)
        sample = orders(list(LONG), 8, seed)
        result = sampled_shapley({on: noisy(LONG, on, luck) for on in subsets_of(sample)}, sample)
        held.append(
            [each.low <= value <= each.high for each, value in zip(result.values, truth, strict=True)]
        )
    assert_covers_enough(np.array(held, dtype=float), 0.95, 12)


def test_intervals_end_where_no_difference_of_shares_can_be() -> None:
    """Two replications give intervals of many times their spread."""
    names = ["caveat", "release"]
    outcomes = {on: [0.4 * len(on), 0.5 * len(on)] for on in subsets(names)}
    free, cut = shapley(outcomes), shapley(outcomes, most=1.0)
    assert free.total.high > 1.0
    assert (cut.total.low, cut.total.high) == (max(free.total.low, -1.0), 1.0)
    for one, other in zip(free.values, cut.values, strict=True):
        assert (other.low, other.high) == (max(one.low, -1.0), min(one.high, 1.0))
    sampled = sampled_shapley(outcomes, orders(names, 2, 0), most=1.0)
    assert sampled.total == cut.total


@pytest.mark.parametrize("bad", [nan, inf])
def test_an_outcome_that_is_not_finite_is_named(bad: float) -> None:
    outcomes = {on: [0.5, 0.5] for on in subsets(["caveat", "release"])}
    outcomes[frozenset(["release"])] = [0.5, bad]
    with pytest.raises(NonFiniteOutput, match=f"mechanisms on: release; replication 1: the outcome is {bad}"):
        shapley(outcomes)


def test_what_is_missing_or_does_not_match_is_named() -> None:
    outcomes: dict[Subset, list[float]] = {on: [0.5, 0.5] for on in subsets(["caveat", "release"])}
    with pytest.raises(ValueError, match="missing: caveat, release"):
        sampled_shapley(
            {on: each for on, each in outcomes.items() if len(on) < 2}, orders(["caveat", "release"], 2, 0)
        )
    with pytest.raises(ValueError, match="missing: none"):
        shapley({on: each for on, each in outcomes.items() if on})
    with pytest.raises(ValueError, match="same replications"):
        shapley(outcomes | {frozenset(): [0.5]})
    with pytest.raises(ValueError, match="followed by its reverse"):
        sampled_shapley(outcomes, orders(["caveat", "release"], 1, 0))
    with pytest.raises(ValueError, match="named twice: a, a"):
        subsets(["a", "a"])
    with pytest.raises(ValueError, match="no mechanism"):
        subsets([])
