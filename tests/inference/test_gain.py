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
    assert found.pairs == (("s1", "s0"), ("s2", "s0"), ("s2", "s1"))
    assert found.correlations == pytest.approx([matrix[1, 0], matrix[2, 0], matrix[2, 1]], rel=1e-10)
    variances = np.cov(rows)
    independent = variances[1, 1] + variances[0, 0]
    assert found.ratios[0] == pytest.approx(independent / (independent - 2 * variances[0, 1]), rel=1e-8)
    assert found.table()["variance_ratio"].tolist() == found.ratios.tolist()


def test_structures_that_move_against_each_other_make_pairing_a_loss() -> None:
    found = gain_of_pairing(paired([SHARED, -SHARED], names(2)))
    assert found.correlations[0] == pytest.approx(-1)
    assert found.ratios[0] == pytest.approx(0.5)


def test_a_difference_that_never_varies_is_known_exactly() -> None:
    """Infinitely better; and where nothing varies at all there is nothing to gain."""
    found = gain_of_pairing(paired([[1.0, 2.0], [2.0, 3.0], [5.0, 5.0]], names(3)))
    assert found.ratios.tolist() == [np.inf, 1.0, 1.0]
    assert found.correlations[0] == pytest.approx(1)
    assert np.isnan(found.correlations[1:]).all()
    assert np.isnan(gain_of_pairing(paired([[1.0, 1.0], [5.0, 5.0]], names(2))).ratios).all()
