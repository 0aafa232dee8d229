"""In which share of the space a verdict holds, and where it flips."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.importance.design import sample
from stovepipe.importance.methods.verdict import verdict
from stovepipe.importance.space import Axis, Space
from tests.importance.known import Noise, common, independent

SPACE = Space(
    [
        Axis("review", range=(0.0, 48.0)),
        Axis("posts", range=(1, 4), whole=True),
        Axis("rule", choices=("fifo", "lifo", "ltiov")),
    ]
)


def test_a_verdict_that_turns_on_one_number_is_told_with_it() -> None:
    """It holds where release review takes over 6 of 48 hours."""
    design = sample(SPACE, 256, seed=0)
    reviews = np.array([float(point["review"]) for point in design.points])
    result = verdict(design, reviews - 6.0)
    assert result.holds.estimate.low < 7 / 8 < result.holds.estimate.high
    assert result.holds.estimate.half_width < 0.06
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
    assert by_rule.holds.estimate.value == 0.0


def test_a_verdict_that_mostly_fails_is_told_where_it_holds() -> None:
    design = sample(SPACE, 256, seed=0)
    reviews = np.array([float(point["review"]) for point in design.points])
    result = verdict(design, reviews - 36.0)
    assert result.holds.estimate.value == pytest.approx(0.25, abs=0.01)
    assert "it holds where review over 3" in str(result)


UNIT = Space(Axis(name, range=(0.0, 1.0)) for name in "ab")


def in_step(random: np.random.Generator, units: np.ndarray, replications: int) -> np.ndarray:
    """The same luck at every point."""
    return np.broadcast_to(random.standard_normal((1, replications)), (len(units), replications))


def in_blocks(random: np.random.Generator, units: np.ndarray, replications: int) -> np.ndarray:
    """The same luck at all points of one of 64 parts of the space."""
    eighths = np.floor(8 * units).astype(int)
    return random.standard_normal((64, replications))[8 * eighths[:, 0] + eighths[:, 1]]


def lopsided(random: np.random.Generator, units: np.ndarray, replications: int) -> np.ndarray:
    """Another luck at every point, with a long tail."""
    return random.exponential(1.0, (len(units), replications)) - 1.0


CASES = {
    "just better": (lambda units: np.full(len(units), 0.05), 1.0),
    "just worse": (lambda units: np.full(len(units), -0.05), 0.0),
    "alike": (lambda units: np.zeros(len(units)), 0.0),
    "nearly always": (lambda units: units[:, 0] - 0.05, 0.95),
    "mostly": (lambda units: units[:, 0] - 0.3, 0.7),
    "steep": (lambda units: 3 * (units.sum(axis=1) - 0.6), 0.82),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("noise", [independent, common, in_step, in_blocks, lopsided])
@pytest.mark.parametrize(("size", "replications"), [(1.0, 4), (0.5, 20), (0.1, 10), (0.5, 2)])
def test_intervals_hold_the_share_whatever_the_noise(
    case: str, noise: Noise, size: float, replications: int
) -> None:
    """128 points, 10 studies of each of 120 kinds. Intervals are wide rather than narrow: none misses."""
    outcome, truth = CASES[case]
    for seed in range(10):
        design = sample(UNIT, 128, seed)
        luck = size * noise(np.random.Generator(np.random.PCG64([seed, 5])), design.units, replications)
        found = verdict(design, outcome(design.units)[:, None] + luck).holds
        assert found.estimate.low <= truth <= found.estimate.high
        assert found.estimate.low <= found.estimate.value <= found.estimate.high
        assert found.surely <= truth + 0.05
        assert found.surely_not <= 1 - truth + 0.05
        assert found.surely + found.surely_not + found.unclear == pytest.approx(1.0)


def test_the_estimate_is_free_of_the_pull_of_noise() -> None:
    """Own noise as large as the whole range of differences, or half of that; the truth is 95 %.

    The share of means above 0 is 78 and 92 %. Means of 40 studies, each known to 2 points or so.
    """
    for size, replications in ((1.0, 4), (0.5, 20)):
        found, plain = [], []
        for seed in range(40):
            design = sample(UNIT, 128, seed)
            luck = size * independent(
                np.random.Generator(np.random.PCG64([seed, 5])), design.units, replications
            )
            differences = design.units[:, :1] - 0.05 + luck
            found.append(verdict(design, differences).holds.estimate.value)
            plain.append((differences.mean(axis=1) > 0).mean())
        assert np.mean(found) == pytest.approx(0.95, abs=0.03)
        assert np.mean(plain) < 0.93


def test_what_is_clear_is_told_and_what_is_not_is_said_to_be() -> None:
    design = sample(UNIT, 128, seed=1)
    steep = 3 * (design.units.sum(axis=1) - 0.6)[:, None]
    luck = independent(np.random.Generator(np.random.PCG64(5)), design.units, 20)
    exact, clear, lost = (verdict(design, steep + each * luck).holds for each in (0.0, 0.2, 30.0))
    assert (exact.unclear, exact.estimate.half_width < 0.08) == (0.0, True)
    assert 0.0 < clear.unclear < 0.15
    assert clear.estimate.high - clear.estimate.low < 0.3
    assert (lost.unclear > 0.95, lost.estimate.low, lost.estimate.high > 0.99) == (True, 0.0, True)


def test_replications_that_agree_at_a_point_by_chance_do_not_make_it_sure() -> None:
    """Whole numbers: alike everywhere, -1, 0 or 1 in each of five replications; some points see five ones."""
    design = sample(UNIT, 512, seed=1)
    random = np.random.Generator(np.random.PCG64(7))
    luck = random.choice([-1.0, 0.0, 0.0, 1.0], (512, 5))
    assert (luck.min(axis=1) == 1.0).any()
    found = verdict(design, luck).holds
    assert (found.surely, found.estimate.low) == (0.0, 0.0)


def test_one_replication_counts_as_known_and_says_so() -> None:
    design = sample(UNIT, 128, seed=0)
    found = verdict(design, design.units[:, 0] - 0.25)
    assert (found.holds.surely, found.holds.unclear) == (0.75, 0.0)
    assert found.notes == ("one replication at each point: simulation noise is not separated from effects",)


@pytest.mark.parametrize("noise", [independent, common, in_step])
def test_even_odds_everywhere_make_no_flip(noise: Noise) -> None:
    """Two structures that do not differ, 100 studies: a flip is reported in none."""
    for seed in range(100):
        design = sample(SPACE, 128, seed)
        luck = noise(np.random.Generator(np.random.PCG64([seed, 6])), design.units, 6)
        assert verdict(design, luck).flip is None


def test_a_verdict_that_holds_everywhere_flips_nowhere() -> None:
    result = verdict(sample(SPACE, 128, seed=0), np.ones((128, 4)))
    found = result.holds.estimate
    assert (found.value, found.high, result.holds.unclear, result.flip) == (1.0, 1.0, 0.0, None)
    assert found.low > 0.95
    assert "no limit on a single factor" in str(result)


def test_a_difference_of_nothing_does_not_hold() -> None:
    assert verdict(sample(SPACE, 64, seed=0), np.zeros((64, 4))).holds.estimate.value == 0.0
