"""What is compared is checked before it is."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.inference.paired import paired

ROWS = [[1.0, 2.0, 6.0], [2.0, 2.0, 5.0]]
NAMES = ["base", "fusion"]


def test_rows_are_structures_and_their_means_the_estimates() -> None:
    sample = paired(ROWS, NAMES, "loss")
    assert sample.estimates.tolist() == [3.0, 3.0]
    assert (sample.replications, sample.position("fusion"), sample.outcome) == (3, 1, "loss")


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_is_refused_and_its_place_named(wrong: float) -> None:
    with pytest.raises(
        ValueError, match=r"the p90 of structure 'fusion' in replication 2 is -?(nan|inf); compare"
    ):
        paired([ROWS[0], [2.0, 2.0, wrong]], NAMES, "p90")


def test_of_many_wrong_values_the_first_is_named_and_the_others_counted() -> None:
    with pytest.raises(ValueError, match=r"'base' in replication 1 is nan \(3 more like it\)"):
        paired([[1.0, np.nan, np.nan], [np.nan, 1.0, np.nan]], NAMES)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="two structures or more"):
        paired([[1.0, 2.0]], ["base"])
    with pytest.raises(ValueError, match="have the name 'base'"):
        paired(ROWS, ["base", "base"])
    with pytest.raises(ValueError, match="3 structures need as many rows"):
        paired(ROWS, [*NAMES, "chains"])
    with pytest.raises(ValueError, match="two replications or more"):
        paired([[1.0], [2.0]], NAMES)
    with pytest.raises(KeyError, match="no structure 'chains'; there are base, fusion"):
        paired(ROWS, NAMES).position("chains")
