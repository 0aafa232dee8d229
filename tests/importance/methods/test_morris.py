"""Elementary effects of functions whose effects are known, with and without noise."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.importance.methods.morris import (
    LONGEST,
    SHORTEST,
    elementary_effects,
    morris_design,
    morris_points,
)
from stovepipe.importance.space import Factor, Space
from tests.importance.known import (
    Floats,
    Noise,
    assert_covers_enough,
    assert_unbiased,
    common,
    independent,
    linear,
)

PRODUCT = Space([Factor("a", range=(0.0, 2.0)), Factor("b", range=(0.0, 1.0)), Factor("idle", range=(0, 1))])


def product(units: Floats) -> Floats:
    """3 a b with a and b in (0, 1): the effect of each is 3 times the other."""
    return np.asarray(3 * units[:, 0] * units[:, 1])


def test_from_each_base_point_one_input_at_a_time_moves_by_a_quarter_to_a_half() -> None:
    design = morris_design(PRODUCT, 50, seed=0)
    base, *moved = design.kinds(design.units)
    assert len(design) == morris_points(PRODUCT, 50) == 200
    for position, ends in enumerate(moved):
        steps = np.abs(ends - base)
        assert (np.delete(steps, position, axis=1) == 0).all()
        assert (steps[:, position] >= SHORTEST).all()
        assert (steps[:, position] <= LONGEST).all()
        assert ((ends > 0) & (ends < 1)).all()


def test_effects_of_a_linear_function_are_its_slopes_everywhere() -> None:
    problem = linear()
    design = morris_design(problem.space, 10, seed=0)
    result = elementary_effects(design, problem.at(design))
    for effect, slope in zip(result.effects, (3.0, 2.0, 1.0, 0.0), strict=True):
        assert effect.mu.value == pytest.approx(slope, abs=1e-12)
        assert effect.mu_star.value == pytest.approx(slope, abs=1e-12)
        assert effect.sigma.value == pytest.approx(0.0, abs=1e-6)
        assert effect.matters == (slope > 0)


def test_an_effect_that_depends_on_another_input_has_a_known_sigma() -> None:
    """The effect of one factor of a product is uniform on (0, 3): mean 1.5, variance 3 / 4."""
    design = morris_design(PRODUCT, 256, seed=0)
    result = elementary_effects(design, product(design.units), level=0.999)
    for effect in result.effects[:2]:
        known = ((effect.mu, 1.5), (effect.mu_star, 1.5), (effect.sigma, np.sqrt(3) / 2))
        for estimate, value in known:
            assert estimate.low < value < estimate.high
            assert estimate.half_width < 0.25
    assert not result.effects[2].matters


def test_mu_star_keeps_what_cancels_in_mu() -> None:
    """|x - 1/2|: a rise on one side, a fall on the other; effects of a move across the middle are between."""
    space = Space([Factor("x", range=(0.0, 1.0))])
    design = morris_design(space, 128, seed=0)
    effect = elementary_effects(design, (design.units[:, 0] - 0.5) * (design.units[:, 0] > 0.5)).effects[0]
    both = elementary_effects(design, np.abs(design.units[:, 0] - 0.5)).effects[0]
    assert effect.mu.value == pytest.approx(effect.mu_star.value)
    assert abs(both.mu.value) < 0.05 < 0.3 < both.mu_star.value


@pytest.mark.parametrize("noise", [independent, common])
def test_sigma_and_mu_are_not_moved_by_noise(noise: Noise) -> None:
    """Over 200 studies of 32 trajectories, false alarm 1e-4 for each of the two assertions.

    Noise of variance 1/4 makes the raw variance of effects, of means of 12 replications, larger by 0.3; the
    true one is 0.75. The intervals of mu and mu* hold the truth as often as they claim.
    """
    errors, held = [], []
    for seed in range(200):
        design = morris_design(PRODUCT, 32, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 1])), design.units, 12) / 2
        outputs = product(design.units)[:, None] + luck
        effect = elementary_effects(design, outputs, draws=200).effects[1]
        errors.append([effect.mu.value - 1.5, effect.sigma.value**2 - 0.75])
        held.append([each.low <= 1.5 <= each.high for each in (effect.mu, effect.mu_star)])
    assert_unbiased(np.array(errors), 0.2, 2)
    assert_covers_enough(np.array(held, dtype=float), 0.95, 2)


@pytest.mark.parametrize("noise", [independent, common])
def test_an_input_without_effect_is_seldom_said_to_matter(noise: Noise) -> None:
    """At level 0.95 in at most 2.5 % of 200 studies, alarm at 1e-4. Its mu* is near the noise floor."""
    found, floors = 0, []
    for seed in range(200):
        design = morris_design(PRODUCT, 16, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 2])), design.units, 6)
        effect = elementary_effects(design, luck, draws=200).effects[0]
        found += effect.matters
        floors.append(effect.mu_star.value / effect.noise_floor)
    assert found <= 15
    assert np.mean(floors) == pytest.approx(1.0, abs=0.25)


def test_a_choice_moves_to_every_other_choice_and_its_effect_is_the_change() -> None:
    space = Space([Factor("rule", choices=("fifo", "lifo", "ltiov"))])
    design = morris_design(space, 64, seed=0)
    base, moved = ([point["rule"] for point in design.points[kind::2]] for kind in (0, 1))
    assert len({(one, other) for one, other in zip(base, moved, strict=True)}) == 6
    assert all(one != other for one, other in zip(base, moved, strict=True))
    outputs = np.array([float(point["rule"] == "fifo") for point in design.points])
    effect = elementary_effects(design, outputs).effects[0]
    changed = [(one == "fifo") != (other == "fifo") for one, other in zip(base, moved, strict=True)]
    assert effect.mu_star.value == pytest.approx(np.mean(changed))


@pytest.mark.parametrize("posts", [2, 3, 4, 9])
def test_whole_numbers_always_move_and_their_effect_is_by_the_range(posts: int) -> None:
    space = Space([Factor("posts", range=(1, posts), whole=True)])
    design = morris_design(space, 32, seed=0)
    values = np.array([float(point["posts"]) for point in design.points])
    assert (values[::2] != values[1::2]).all()
    effect = elementary_effects(design, 10 * values).effects[0]
    assert effect.mu.value == pytest.approx(10 * (posts - 1))
    assert effect.sigma.value == pytest.approx(0.0, abs=1e-6)


def test_a_group_moves_as_one() -> None:
    """Members that pull in opposite directions do not hide each other in every trajectory."""
    names = ("a", "b")
    space = Space(
        [*(Factor(name, range=(0.0, 1.0), group="pace") for name in names), Factor("c", range=(0, 1))]
    )
    design = morris_design(space, 64, seed=0)
    base, _, moved = design.kinds(design.units)
    steps = np.abs(moved - base)
    assert steps[:, 0] == pytest.approx(steps[:, 1])
    result = elementary_effects(design, design.units[:, 0] - design.units[:, 1])
    assert result.names == ("c", "pace")
    assert result.effects[1].mu_star.value > 0.5
    assert result.effects[0].mu_star.value == 0.0


def test_too_few_trajectories_are_refused() -> None:
    with pytest.raises(ValueError, match="4 trajectories or more, not 3"):
        morris_design(PRODUCT, 3, 0)
