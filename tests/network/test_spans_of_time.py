"""Sets of time, held to sets of whole numbers."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stovepipe.network.records import NEVER
from stovepipe.network.spans_of_time import intersect, lasting, overlaps, rest, union

TICKS = st.integers(0, 30)
ROWS = st.lists(st.tuples(TICKS, TICKS), max_size=8)


def array(rows):
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


@st.composite
def sorted_rows(draw):
    """Rows in order of time, some of which touch."""
    edges = sorted(draw(st.sets(TICKS, max_size=12)))
    rows = list(itertools.pairwise(edges))
    kept = draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    return array([row for row, keep in zip(rows, kept, strict=True) if keep])


def covered(rows):
    return {tick for on, off in rows for tick in range(on, off)}


@given(ROWS)
def test_a_union_covers_the_same_ticks_in_rows_that_are_sorted_and_do_not_touch(rows):
    found = union(array(rows))
    assert covered(found) == covered(rows)
    assert (np.diff(found.ravel()) > 0).all()
    assert (union(rows) == found).all(), "a list of pairs gives the same"


@given(sorted_rows(), sorted_rows())
def test_an_intersection_covers_what_both_cover_and_says_in_which_row(left, right):
    found, of_left = intersect(left, right)
    assert covered(found) == covered(left) & covered(right)
    assert sum(off - on for on, off in found) == len(covered(found)), "rows overlap"
    assert (found[:, 0] < found[:, 1]).all()
    for (on, off), row in zip(found, of_left, strict=True):
        assert left[row, 0] <= on < off <= left[row, 1]


@given(sorted_rows(), sorted_rows())
def test_an_intersection_is_cut_where_either_is_cut(left, right):
    found, _ = intersect(left, right)
    cuts = {*left.ravel(), *right.ravel()}
    edges = set(found.ravel())
    inner = {cut for cut in cuts if cut in covered(found) and cut - 1 in covered(found)}
    assert inner <= edges


@given(sorted_rows())
def test_the_rest_is_all_other_time(rows):
    found = rest(rows)
    assert covered(np.clip(found, 0, 30)) == set(range(30)) - covered(rows)
    assert found[0, 0] == -NEVER
    assert found[-1, 1] == NEVER


@given(sorted_rows(), TICKS, TICKS)
def test_a_stretch_overlaps_if_it_shares_a_tick_with_a_row(rows, since, until):
    expected = bool(covered(rows) & set(range(since, until)))
    assert overlaps(rows, np.array([since]), np.array([until])).tolist() == [expected]


@given(st.lists(TICKS, max_size=6), st.integers(0, 9))
def test_something_lasts_while_one_of_its_beginnings_is_recent(times, length):
    found = lasting(np.array(sorted(times), dtype=np.int64), length)
    assert covered(found) == {tick for time in times for tick in range(time, time + length)}
