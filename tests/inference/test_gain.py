"""What pairing gained."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.inference.gain import gain_of_pairing
from stovepipe.inference.paired import paired
from tests.inference.structures import names

SHARED = np.random.default_rng(2).normal(size=40)
OWN = np.random.default_rng(3).normal(size=(3, 40))


def test_each_pair_has_its_correlation_and_its_ratio_of_variances() -> None:
    rows = SHARED + 0.1 * OWN
    found = gain_of_pairing(paired(rows, names(3)))
    matrix = np.corrcoef(rows)
    assert list(found) == [("s1", "s0"), ("s2", "s0"), ("s2", "s1")]
    expected = [matrix[1, 0], matrix[2, 0], matrix[2, 1]]
    assert [gain.correlation for gain in found.values()] == pytest.approx(expected, rel=1e-10)
    variances = np.cov(rows)
    independent = variances[1, 1] + variances[0, 0]
    ratio = independent / (independent - 2 * variances[0, 1])
    assert found["s1", "s0"].ratio == pytest.approx(ratio, rel=1e-8)
    assert found["s1", "s0"].narrower == pytest.approx(np.sqrt(ratio), rel=1e-8)


def test_structures_that_move_against_each_other_make_pairing_a_loss() -> None:
    [gain] = gain_of_pairing(paired([SHARED, -SHARED], names(2))).values()
    assert (gain.correlation, gain.ratio) == pytest.approx((-1, 0.5))


def test_a_difference_that_never_varies_is_known_exactly() -> None:
    """Infinitely better; and where nothing varies at all there is nothing to gain."""
    first, *others = gain_of_pairing(paired([[1.0, 2.0], [2.0, 3.0], [5.0, 5.0]], names(3))).values()
    assert [gain.ratio for gain in (first, *others)] == [np.inf, 1.0, 1.0]
    assert first.correlation == pytest.approx(1)
    assert all(np.isnan(gain.correlation) for gain in others)
    [still] = gain_of_pairing(paired([[1.0, 1.0], [5.0, 5.0]], names(2))).values()
    assert np.isnan(still.ratio)
