"""Sets of time as sorted arrays of half-open intervals.

A set is an array of shape (n, 2): rows ``[on, off)`` in ticks, none empty, in order of time. Rows may touch
but not overlap.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from stovepipe.network.records import NEVER

Intervals = NDArray[np.int64]

EMPTY: Intervals = np.empty((0, 2), dtype=np.int64)


def union(rows: Iterable[tuple[int, int]] | Intervals) -> Intervals:
    """What any of the rows covers, as rows that do not touch. The rows may come in any order and overlap.

    >>> union([(5, 9), (0, 2), (2, 3), (6, 7), (4, 4)]).tolist()
    [[0, 3], [5, 9]]
    """
    pairs = rows if isinstance(rows, np.ndarray) else np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    if not len(pairs):
        return EMPTY
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    reached = np.maximum.accumulate(pairs[:, 1])
    first = np.concatenate(([True], pairs[1:, 0] > reached[:-1]))
    last = np.concatenate((first[1:], [True]))
    return np.column_stack((pairs[first, 0], reached[last]))


def intersect(left: Intervals, right: Intervals) -> tuple[Intervals, NDArray[np.int64]]:
    """What both cover: a row for each pair of rows that overlap, and for each its row of `left`.

    >>> rows, of_left = intersect(np.array([[0, 4], [4, 9]]), np.array([[1, 2], [3, 5]]))
    >>> rows.tolist(), of_left.tolist()
    ([[1, 2], [3, 4], [4, 5]], [0, 0, 1])
    """
    since = np.searchsorted(right[:, 1], left[:, 0], side="right")
    until = np.searchsorted(right[:, 0], left[:, 1], side="left")
    counts = np.maximum(until - since, 0)
    of_left = np.repeat(np.arange(len(left)), counts)
    before = np.cumsum(counts) - counts
    of_right = np.arange(len(of_left)) - before[of_left] + since[of_left]
    on = np.maximum(left[of_left, 0], right[of_right, 0])
    off = np.minimum(left[of_left, 1], right[of_right, 1])
    return np.column_stack((on, off)), of_left


def rest(rows: Intervals) -> Intervals:
    """What the rows leave of all time, from ``-NEVER`` to ``NEVER``.

    >>> rest(np.array([[0, 4], [4, 9]])).tolist() == [[-NEVER, 0], [9, NEVER]]
    True
    """
    apart = union(rows)
    on = np.concatenate(([-NEVER], apart[:, 1]))
    off = np.concatenate((apart[:, 0], [NEVER]))
    return np.column_stack((on, off))[on < off]


def overlaps(rows: Intervals, since: NDArray[np.int64], until: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each ``[since, until)`` that is not empty: whether any of the rows has time in it.

    >>> overlaps(np.array([[2, 4]]), np.array([0, 3, 4]), np.array([2, 9, 9])).tolist()
    [False, True, False]
    """
    found = np.searchsorted(rows[:, 1], since, side="right") < np.searchsorted(rows[:, 0], until, side="left")
    return np.asarray(found & (since < until))


def lasting(times: NDArray[np.int64], length: int) -> Intervals:
    """When at least one of the things that begin at `times` lasts, if each does for `length` ticks.

    >>> lasting(np.array([0, 3, 9]), 4).tolist()
    [[0, 7], [9, 13]]
    """
    return union(np.column_stack((times, times + length)))
