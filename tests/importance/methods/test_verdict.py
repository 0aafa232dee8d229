"""In which share of the space a verdict holds, and where it flips."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.importance.design import sample
from stovepipe.importance.methods.verdict import verdict
from stovepipe.importance.space import Factor, Space
from tests.importance.known import Noise, assert_covers_enough, common, independent

SPACE = Space(
    [
        Factor("review", range=(0.0, 48.0)),
        Factor("posts", range=(1, 4), whole=True),
        Factor("rule", choices=("fifo", "lifo", "ltiov")),
    ]
)


def test_a_verdict_that_turns_on_one_number_is_told_with_it() -> None:
    """It holds where release review takes over 6 of 48 hours."""
    design = sample(SPACE, 256, seed=0)
    reviews = np.array([float(point["review"]) for point in design.points])
    result = verdict(design, reviews - 6.0)
    assert result.holds.low < 7 / 8 < result.holds.high
    assert result.holds.half_width < 0.06
    assert result.flip is not None
    assert (result.flip.limit.factor, result.flip.limit.low) == ("review", None)
    assert result.flip.limit.high == pytest.approx(6.0, abs=48 / 20)
    assert "it fails where review under" in str(result)


def test_a_verdict_may_turn_on_whole_numbers_or_on_a_choice() -> None:
    design = sample(SPACE, 256, seed=0)
    posts = np.array([float(point["posts"]) for point in design.points])
    rules = np.array([point["rule"] == "lifo" for point in design.points])
    by_posts, by_rule = verdict(design, posts - 1.5).flip, verdict(design, np.where(rules, -1.0, 1.0)).flip
    assert str(by_posts.limit) == "posts at most 1"
    assert str(by_rule.limit) == "rule is lifo"
    assert by_rule.holds.value == 0.0


def test_a_verdict_that_mostly_fails_is_told_where_it_holds() -> None:
    design = sample(SPACE, 256, seed=0)
    reviews = np.array([float(point["review"]) for point in design.points])
    result = verdict(design, reviews - 36.0)
    assert result.holds.value == pytest.approx(0.25, abs=0.01)
    assert "it holds where review over 3" in str(result)


@pytest.mark.parametrize("noise", [independent, common])
def test_intervals_hold_the_share_as_often_as_they_claim(noise: Noise) -> None:
    """A plane that cuts off a known share, under noise; 100 studies, false alarm 1e-4."""
    space = Space(Factor(name, range=(0.0, 1.0)) for name in "ab")
    held = []
    for seed in range(100):
        design = sample(space, 128, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 5])), design.units, 10)
        result = verdict(design, (design.units.sum(axis=1) - 0.6)[:, None] + luck / 5, draws=200, seed=seed)
        held.append([result.holds.low <= 1 - 0.6**2 / 2 <= result.holds.high])
        assert 0 < result.undecided < 0.6
    assert_covers_enough(np.array(held, dtype=float), 0.95, 1)


@pytest.mark.parametrize("noise", [independent, common])
def test_even_odds_everywhere_seldom_make_a_flip(noise: Noise) -> None:
    """Two structures that do not differ: at level 0.95 a flip in 5 % of 100 studies; alarm at 1e-4."""
    flips = 0
    for seed in range(100):
        design = sample(SPACE, 128, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 6])), design.units, 6)
        flips += verdict(design, luck, draws=200, seed=seed).flip is not None
    assert flips <= 15


def test_a_verdict_that_holds_everywhere_flips_nowhere() -> None:
    result = verdict(sample(SPACE, 128, seed=0), np.ones((128, 4)))
    assert (result.holds.value, result.holds.high, result.undecided, result.flip) == (1.0, 1.0, 0.0, None)
    assert result.holds.low > 0.95
    assert "no limit on a single factor" in str(result)


def test_a_difference_of_nothing_does_not_hold() -> None:
    assert verdict(sample(SPACE, 64, seed=0), np.zeros((64, 4))).holds.value == 0.0
