"""MSER-5 against its definition."""

from __future__ import annotations

import numpy as np
import pytest

from stovepipe.inference.warmup import KEPT, SIZE, mser5


def settling(length: int, seed: int = 1) -> np.ndarray:
    """A noisy series that starts at 10 and settles at 5."""
    random = np.random.default_rng(seed)
    return 5 + 5 * np.exp(-np.arange(length) / 40) + random.normal(0, 0.5, length)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("length", [50, 57, 600])
def test_the_cut_is_where_the_definition_puts_it(length: int, seed: int) -> None:
    """By brute force: the squared standard error of the mean of what is left, for each cut."""
    series = settling(length, seed)
    found = mser5(series)
    means = [series[i : i + 5].mean() for i in range(0, length - length % 5, 5)]
    criterion = [
        sum((z - np.mean(means[d:])) ** 2 for z in means[d:]) / (len(means) - d) ** 2
        for d in range(len(means) - KEPT + 1)
    ]
    np.testing.assert_allclose(found.criterion, criterion, rtol=1e-9)
    assert found.cut == SIZE * int(np.argmin(criterion))
    assert found.mean == pytest.approx(np.mean(means[found.cut // SIZE :]))
    assert found.observations == length - length % 5


def test_a_series_that_settles_early_loses_its_beginning_and_its_bias() -> None:
    found = mser5(settling(2000))
    assert 60 <= found.cut <= 300
    assert not found.too_long
    assert found.mean == pytest.approx(5, abs=0.05)
    assert settling(2000).mean() > 5.08


def test_a_series_that_does_not_settle_is_flagged() -> None:
    """It falls to the end, so that the least of it seems the best known."""
    found = mser5(10 * np.exp(np.arange(200) / -80.0))
    assert found.cut > 100
    assert found.too_long


def test_a_constant_series_is_not_cut() -> None:
    found = mser5([0.1] * 100)
    assert (found.cut, found.too_long, found.mean) == (0, False, pytest.approx(0.1))


def test_a_series_that_is_constant_after_its_beginning_is_cut_there() -> None:
    assert mser5([3.3] * 30 + [0.1] * 400).cut == 30


def test_replications_are_averaged_at_each_moment() -> None:
    rows = np.array([settling(300, seed) for seed in range(6)])
    np.testing.assert_array_equal(mser5(rows).criterion, mser5(rows.mean(axis=0)).criterion)


def test_the_table_has_a_row_for_each_cut() -> None:
    found = mser5(settling(100))
    table = found.table()
    assert table["cut"].tolist() == list(range(0, 80, 5))
    assert len(found.criterion) == 16
    assert table.loc[table["chosen"], "cut"].tolist() == [found.cut]


def test_wrong_input_is_refused_and_its_place_named() -> None:
    with pytest.raises(ValueError, match="50 observations or more"):
        mser5(np.zeros(49))
    with pytest.raises(ValueError, match="50 observations or more"):
        mser5(np.zeros((2, 2, 60)))
    series = np.zeros((3, 60))
    series[1, 7] = np.nan
    with pytest.raises(ValueError, match="observation 7 of replication 1 is nan"):
        mser5(series)
    with pytest.raises(ValueError, match="observation 7 is nan"):
        mser5(series[1])
