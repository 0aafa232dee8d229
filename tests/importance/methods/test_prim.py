"""Scenario discovery: planted boxes are found, and chance is not taken for a limit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from stovepipe.importance.design import Design, sample
from stovepipe.importance.methods.prim import discover, judged
from stovepipe.importance.shares import Told, between, share
from stovepipe.importance.space import Axis, Space
from tests.importance.known import Noise, common, independent

SPACE = Space(
    [
        Axis("review", range=(0.0, 24.0)),
        Axis("posts", range=(1, 5), whole=True),
        Axis("rule", choices=("fifo", "lifo", "ltiov")),
        Axis("idle", range=(0.0, 1.0)),
    ]
)


def column(design: Design, name: str) -> np.ndarray:
    return np.array([point[name] for point in design.points])


def failing(design: Design) -> np.ndarray:
    """Long reviews with few posts, unless the earliest deadline goes first."""
    few = column(design, "posts") <= 2
    return (column(design, "review") > 12) & few & (column(design, "rule") != "ltiov")


def test_a_planted_box_is_found_with_its_limits() -> None:
    design = sample(SPACE, 512, seed=0)
    (box,) = discover(design, failing(design))
    limits = {limit.factor: limit for limit in box.limits}
    assert set(limits) == {"review", "posts", "rule"}
    assert limits["review"].low == pytest.approx(12.0, abs=0.5)
    assert limits["review"].high is None
    assert (limits["posts"].low, limits["posts"].high) == (None, 2)
    assert limits["rule"].choices == ("fifo", "lifo")
    assert box.coverage > 0.95
    assert box.density > 0.95
    assert max(box.quasi_p) < 1e-6
    assert str(limits["posts"]) == "posts at most 2"


def test_a_quasi_p_value_is_the_binomial_one() -> None:
    """Half of the points fail where x is above 1/2, none elsewhere; all points are the comparison."""
    space = Space([Axis("x", range=(0.0, 1.0))])
    design = sample(space, 256, seed=0)
    fails = (design.units[:, 0] > 0.5) & (np.arange(256) % 2 == 0)
    (box,) = discover(design, fails, density=0.4, boxes=1)
    inside = box.region.holds(design.units)
    expected = binomtest(int(fails[inside].sum()), int(inside.sum()), fails.mean(), alternative="greater")
    assert box.quasi_p == pytest.approx((expected.pvalue,), rel=1e-9)


def test_two_boxes_are_found_one_after_the_other() -> None:
    space = Space([Axis("x", range=(0.0, 1.0)), Axis("y", range=(0.0, 1.0))])
    design = sample(space, 1024, seed=0)
    x, y = design.units.T
    boxes = discover(design, ((x < 0.3) & (y < 0.3)) | ((x > 0.8) & (y > 0.7)), density=0.9)
    assert len(boxes) == 2
    assert sum(box.coverage for box in boxes) > 0.9
    assert min(box.density for box in boxes) >= 0.9


def test_a_fresh_sample_gives_an_honest_density() -> None:
    """Failure has probability 0.8 where x is below 0.4, else 0.1: the density of any box is known."""
    space = Space(Axis(name, range=(0.0, 1.0)) for name in "xyz")

    def drawn(design: Design, seed: int) -> np.ndarray:
        chance = np.where(design.units[:, 0] < 0.4, 0.8, 0.1)
        return np.random.Generator(np.random.PCG64(seed)).random(len(design)) < chance

    design, fresh = sample(space, 256, seed=0), sample(space, 4096, seed=1)
    box = discover(design, drawn(design, 0), density=0.75)[0]
    limits = {limit.factor: limit for limit in box.limits}
    low, high = limits["x"].low or 0.0, limits["x"].high
    truth = 0.1 + 0.7 * (min(high, 0.4) - low) / (high - low)
    honest = judged(box, fresh, Told.known(drawn(fresh, 1), 0.999))
    assert honest.density.low < truth < honest.density.high
    assert honest.density.half_width < 0.06
    assert honest.mass.value == pytest.approx(box.mass, abs=0.05)


@pytest.mark.parametrize(("points", "chance"), [(64, 0.3), (128, 0.3), (256, 0.2)])
def test_where_failures_are_drawn_by_coin_hardly_a_study_names_a_limit(points: int, chance: float) -> None:
    """60 studies of five factors; nominal 5 %, alarm at 1e-4 over the three.

    Without allowing for the best of many limits it is 17 to 23 %.
    """
    space, named = Space(Axis(name, range=(0.0, 1.0)) for name in "abcde"), 0
    for seed in range(60):
        fails = np.random.Generator(np.random.PCG64([seed, 1])).random(points) < chance
        named += any(box.limits for box in discover(sample(space, points, seed), fails))
    assert binom.sf(named - 1, 60, 0.05) > 1e-4 / 3, named


@pytest.mark.parametrize("noise", [independent, common])
@pytest.mark.parametrize(("size", "replications"), [(1.0, 4), (0.3, 10), (0.0, 4)])
def test_a_judgement_allows_for_noise(noise: Noise, size: float, replications: int) -> None:
    """Failure where x + y is over 1.2, in 32 % of the space; in the box x over 1/2 in 55 % of the points.

    40 studies each; none of the intervals misses. Where nothing seems to fail, no share of failures is
    inside.
    """
    space = Space(Axis(name, range=(0.0, 1.0)) for name in "xy")
    whole = sample(space, 1024, 9)
    found = discover(whole, whole.units[:, 0] > 0.5, boxes=1)[0]
    for seed in range(40):
        design = sample(space, 256, seed)
        luck = size * noise(np.random.Generator(np.random.PCG64([seed, 2])), design.units, replications)
        told = Told.of(design.units.sum(axis=1)[:, None] - 1.2 + luck, 0.95)
        honest = judged(found, design, told)
        assert honest.density.low < 0.55 < honest.density.high
        if honest.coverage.value is not None:
            assert honest.coverage.low < 0.275 / 0.32 < honest.coverage.high
        assert honest.mass.low < 0.5 < honest.mass.high
        if not size:
            assert honest.density.half_width < 0.1


def test_the_boxes_on_the_way_trade_coverage_for_density() -> None:
    design = sample(SPACE, 512, seed=0)
    (box,) = discover(design, failing(design), boxes=1)
    peeled = box.path[:-1]
    masses = [step.mass for step in peeled]
    assert masses == sorted(masses, reverse=True)
    assert [step.coverage for step in peeled] == sorted([step.coverage for step in peeled], reverse=True)
    assert (box.path[0].coverage, box.path[0].mass, box.path[0].limited) == (1.0, 1.0, 0)


def test_where_everything_or_nothing_fails_no_limit_is_named() -> None:
    design = sample(SPACE, 64, seed=0)
    assert discover(design, np.zeros(64, dtype=bool)) == ()
    (box,) = discover(design, np.ones(64, dtype=bool))
    assert (box.limits, box.coverage, box.density) == ((), 1.0, 1.0)
    assert str(box).startswith("the whole space")


def test_conditions_of_another_shape_are_refused() -> None:
    design = sample(SPACE, 64, seed=0)
    for wrong in (np.zeros(64), np.zeros((64, 2), dtype=bool), np.zeros(63, dtype=bool)):
        with pytest.raises(ValueError, match="True or False for each of 64 points"):
            discover(design, wrong)


@pytest.mark.parametrize(("hits", "trials"), [(0, 12), (5, 12), (12, 12)])
def test_the_interval_of_a_share_is_the_exact_one(hits: int, trials: int) -> None:
    expected = binomtest(hits, trials).proportion_ci(0.9, method="exact")
    estimate = share(hits, trials, 0.9)
    assert (estimate.low, estimate.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_what_is_not_known_of_hits_is_between_two_exact_intervals() -> None:
    one, other = (
        binomtest(3, 12).proportion_ci(0.9, method="exact"),
        binomtest(8, 12).proportion_ci(0.9, "exact"),
    )
    estimate = between(3, 8, 1, 12, 0.9)
    assert (estimate.low, estimate.high) == pytest.approx((one.low, other.high), abs=1e-12)
    assert estimate.value == 1 / 12
    assert between(10, 10, 1, 12, 0.5).value == between(10, 10, 1, 12, 0.5).low
