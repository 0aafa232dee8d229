"""PAWN against distances in closed form, and its false alarms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, ks_2samp

from stovepipe.importance.design import sample
from stovepipe.importance.methods.pawn import pawn
from stovepipe.importance.space import Axis, Space
from tests.importance.known import independent

UNIT = Space(Axis(name, range=(0.0, 1.0)) for name in "abcd")


def test_an_outcome_that_is_one_factor_has_distances_in_closed_form() -> None:
    """Between U(0, 1) and U(k / n, (k + 1) / n): the larger of k / n and 1 - (k + 1) / n."""
    design = sample(UNIT, 1000, seed=0)
    distances = [max(k, 9 - k) / 10 for k in range(10)]
    for statistic, value in (
        ("median", np.median(distances)),
        ("mean", np.mean(distances)),
        ("max", max(distances)),
    ):
        index = pawn(design, design.units[:, 0], statistic=statistic, draws=100).factors[0]
        assert index.distance == pytest.approx(value, abs=1e-12)


def test_the_distances_are_those_of_a_two_sample_test() -> None:
    design = sample(Space([Axis("rule", choices=("a", "b", "c"))]), 90, seed=1)
    outputs = np.round(design.units[:, 0] ** 2 * 7)  # with ties
    rules = np.array([point["rule"] for point in design.points])
    expected = [ks_2samp(outputs[rules == rule], outputs).statistic for rule in "abc"]
    assert pawn(design, outputs, statistic="max", draws=50).factors[0].distance == pytest.approx(
        max(expected)
    )


def test_influence_on_the_spread_alone_is_seen() -> None:
    """A factor that changes the spread and not the mean has a first-order index of 0, and matters."""
    design = sample(UNIT, 512, seed=0)
    outputs = design.units[:, 0] * (design.units[:, 1] - 0.5)
    found = {each.name: each for each in pawn(design, outputs, draws=300).factors}
    assert found["a"].matters
    assert found["b"].matters
    assert not found["c"].matters
    assert found["c"].p_value > 0.05 > found["a"].p_value


@pytest.mark.slow
def test_intervals_hold_the_index_of_the_whole_space() -> None:
    """With fifty points in an interval; the truth from 2^17 points.

    100 studies; alarm at 1e-4 over the three. The interval is approximate, and is held to 90 %.
    """

    def outputs(units: np.ndarray) -> np.ndarray:
        return np.exp(2 * units[:, 0] + units[:, 1] + units[:, 2] / 2)

    large = sample(UNIT, 2**17, seed=9)
    truth = [each.distance for each in pawn(large, outputs(large.units), draws=2).factors[:3]]
    held = []
    for seed in range(100):
        design = sample(UNIT, 512, seed)
        found = pawn(design, outputs(design.units), draws=100, seed=seed).factors[:3]
        held.append([e.index.low <= value <= e.index.high for e, value in zip(found, truth, strict=True)])
    counts = np.sum(held, axis=0)
    assert (binom.cdf(counts, 100, 0.9) > 1e-4 / 3).all(), counts


@pytest.mark.slow
@pytest.mark.parametrize(("factors", "studies", "draws"), [(4, 200, 60), (60, 60, 60), (250, 15, 60)])
def test_with_nothing_influential_one_or_more_are_called_so_in_5_percent_at_most(
    factors: int, studies: int, draws: int
) -> None:
    """The family-wise rate at level 0.95, numbers and choices together; alarm at 1e-4 over the three."""
    space, alarms = (
        Space(
            Axis(f"f{rank:03d}", range=(0.0, 1.0)) if rank % 3 else Axis(f"f{rank:03d}", choices=("a", "b"))
            for rank in range(factors)
        ),
        0,
    )
    for seed in range(studies):
        design = sample(space, 128, seed)
        luck = independent(np.random.Generator(np.random.PCG64([seed, 4])), design.units, 3)
        alarms += any(each.matters for each in pawn(design, luck, draws=draws, seed=seed).factors)
    assert binom.sf(alarms - 1, studies, 0.05) > 1e-4 / 3, alarms


def test_what_matters_is_above_what_chance_stays_below_on_the_scale_that_is_shown() -> None:
    design = sample(UNIT, 256, seed=0)
    for each in pawn(design, design.units @ np.array([1.0, 0.6, 0.3, 0.0]), draws=300).factors:
        assert each.matters == (each.index.value > each.chance)
        assert each.index.low <= each.index.value <= each.index.high


def test_one_that_matters_is_found_among_hundreds_that_do_not() -> None:
    space = Space(Axis(f"f{rank:03d}", range=(0.0, 1.0)) for rank in range(200))
    design = sample(space, 128, seed=0)
    found = pawn(design, design.units[:, 17] + design.units[:, 3] / 4, draws=100).factors
    assert [each.name for each in found if each.matters][:1] == ["f017"]


def test_an_outcome_that_never_varies_is_influenced_by_nothing() -> None:
    design = sample(UNIT, 64, seed=0)
    for each in pawn(design, np.zeros((64, 2)), draws=20).factors:
        assert (each.distance, each.index.value, each.matters, each.p_value) == (0.0, 0.0, False, 1.0)


def test_intervals_with_too_few_points_are_refused() -> None:
    with pytest.raises(
        ValueError,
        match=r"a: one of its 10 intervals holds 3 of 32 points, but 5 are needed; take .* 100 or more",
    ):
        pawn(sample(UNIT, 32, seed=0), np.arange(32))
