"""Outputs are looked over before anything is made of them."""

import numpy as np
import pytest

from stovepipe.importance.outputs import NonFiniteOutput, checked

POINTS = [{"delay": 2.0}, {"delay": 4.5}, {"delay": 6.0}]


def test_one_number_for_each_point_is_one_replication() -> None:
    assert checked(POINTS, [1, 2, 3]).tolist() == [[1.0], [2.0], [3.0]]
    assert checked(POINTS, np.arange(6).reshape(3, 2)).tolist() == [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("outputs", [[1, 2], np.zeros((3, 0)), np.zeros((2, 3)), np.zeros((3, 2, 1)), 5.0])
def test_another_shape_is_refused(outputs: object) -> None:
    with pytest.raises(ValueError, match="3 points"):
        checked(POINTS, outputs)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_told_with_its_point_and_replication(wrong: float) -> None:
    outputs = np.zeros((3, 4))
    outputs[1, 2] = wrong
    with pytest.raises(NonFiniteOutput, match=r"design point 1 \(delay = 4.5\), replication 2"):
        checked(POINTS, outputs)
