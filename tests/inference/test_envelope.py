"""The envelope test: its level is exact whatever the numbers are like, and its band agrees with it."""

import numpy as np
import pytest

from stovepipe.inference.envelope import envelope, fewest

TRIALS = 2000


def skewed_walks(random: np.random.Generator, sets: int, numbers: int = 30) -> np.ndarray:
    """Numbers that are skewed, depend on one another, and are not all known."""
    walks = np.cumsum(random.exponential(size=(sets, numbers)), axis=1)
    walks[random.random(walks.shape) < 0.05] = np.nan
    return walks


def test_a_right_model_is_told_apart_as_often_as_stated() -> None:
    """In 5 % of 2,000 trials: between 63 and 140, beyond which a count lies with a probability of 1e-4."""
    random = np.random.default_rng(1)
    told_apart = 0
    for _ in range(TRIALS):
        walks = skewed_walks(random, 40)
        told_apart += envelope(walks[0], walks[1:], np.full(30, 0.1)).p <= 0.05 + 1e-12
    assert 63 <= told_apart <= 140


def test_numbers_that_are_right_stay_within_the_band_though_others_are_wrong() -> None:
    """The band of the right ones is left in at most 5 % of 2,000 trials: 140, but for a chance of 1e-4."""
    random = np.random.default_rng(2)
    left = 0
    for _ in range(TRIALS):
        walks = skewed_walks(random, 40)
        walks[0, 20:] += 100.0
        found = envelope(walks[0], walks[1:], np.full(30, 0.1))
        assert found.beyond[20:][np.isfinite(walks[0, 20:])].all()
        left += found.beyond[:20].any()
    assert left <= 140


def test_the_band_is_left_where_the_test_says_so_and_nowhere_else() -> None:
    random = np.random.default_rng(3)
    differing = 0
    for _ in range(300):
        walks = skewed_walks(random, 30)
        walks[0] *= random.choice([0.3, 1.0, 2.0])
        found = envelope(walks[0], walks[1:], np.full(30, 0.1), 0.9)
        np.testing.assert_array_equal(found.beyond, (walks[0] < found.low) | (walks[0] > found.high))
        assert found.beyond.any() == (found.p <= 0.1 + 1e-12)
        parts = [slice(0, 10), slice(10, 30)]
        for part in parts:
            assert found.beyond[part].any() == (found.p_of(part) <= 0.1 + 1e-12)
        assert found.p == min(found.p_of(part) for part in parts)
        differing += found.beyond.any()
    assert 50 < differing < 290, "both cases are tried"


def test_a_shift_of_four_standard_deviations_is_noticed() -> None:
    random = np.random.default_rng(4)
    sets = random.standard_normal((100, 50))
    sets[0, 17] = 6.0
    found = envelope(sets[0], sets[1:], np.full(50, 0.01))
    assert found.p == 0.01
    assert np.flatnonzero(found.beyond).tolist() == [17]


def test_a_number_that_is_known_nowhere_says_nothing() -> None:
    sets = np.random.default_rng(5).standard_normal((20, 3))
    sets[:, 1] = np.nan
    found = envelope(sets[0], sets[1:], np.ones(3))
    assert found.ratios[1] == 0.0
    assert np.isnan(found.low[1])
    unknown = sets.copy()
    unknown[0] = np.nan
    assert envelope(unknown[0], unknown[1:], np.ones(3)).p == 1.0


def test_what_hardly_ever_varies_does_not_decide_alone() -> None:
    """One set in a hundred with a single event is no reason to say that the observed one differs."""
    sets = np.zeros((100, 1))
    sets[0] = 0.02
    assert envelope(sets[0], sets[1:], [0.01]).ratios[0] < 2.5


def test_so_few_sets_that_no_difference_can_be_told_are_refused() -> None:
    assert [fewest(level) for level in (0.5, 0.9, 0.95, 0.99, 0.999)] == [1, 9, 19, 99, 999]
    with pytest.raises(ValueError, match="19 simulated sets are needed at this level, not 18"):
        envelope([0.0], np.zeros((18, 1)), [1.0])
    with pytest.raises(ValueError, match="do not agree"):
        envelope([0.0, 1.0], np.zeros((19, 1)), [1.0, 1.0])
