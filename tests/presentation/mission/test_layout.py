from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, minimize

from stovepipe.presentation.mission.layout import Edge, Layout, lay_out, spread

NAMES = "abcdefgh"


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[Edge], dict[str, int]]:
    """Any directed graph without loops on one node, some of its nodes with a tier."""
    nodes = list(NAMES[: draw(st.integers(2, 8))])
    pairs = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda pair: pair[0] != pair[1])
    edges = draw(st.lists(pairs, unique=True, max_size=16))
    tiers = {node: draw(st.integers(0, 3)) for node in nodes if draw(st.booleans())}
    return nodes, edges, tiers


@given(graphs())
def test_every_node_has_a_place_of_its_own(graph: tuple[list[str], list[Edge], dict[str, int]]) -> None:
    nodes, edges, tiers = graph
    layout = lay_out(nodes, edges, tiers)
    for column in set(layout.columns.values()):
        heights = sorted(layout.heights[node, column] for node in nodes if layout.columns[node] == column)
        assert all(upper + 1 <= lower + 1e-9 for upper, lower in pairwise(heights)), "boxes overlap"


@given(graphs())
def test_every_edge_is_led_from_column_to_column(
    graph: tuple[list[str], list[Edge], dict[str, int]],
) -> None:
    nodes, edges, tiers = graph
    layout = lay_out(nodes, edges, tiers)
    assert set(layout.routes) == set(edges)
    for (sender, recipient), route in layout.routes.items():
        assert route[0] == (sender, layout.columns[sender])
        assert route[-1] == (recipient, layout.columns[recipient])
        steps = {second[1] - first[1] for first, second in pairwise(route)}
        assert steps in ({1}, {-1}), "it jumps, stands still or turns"


@given(graphs())
def test_higher_tiers_stand_further_to_the_right(
    graph: tuple[list[str], list[Edge], dict[str, int]],
) -> None:
    nodes, edges, tiers = graph
    columns = lay_out(nodes, edges, tiers).columns
    assert all(columns[a] < columns[b] for a in tiers for b in tiers if tiers[a] < tiers[b])


def test_a_chain_runs_from_left_to_right_on_one_line() -> None:
    layout = lay_out("abc", [("a", "b"), ("b", "c"), ("a", "c")], {})
    assert layout.columns == {"a": 0, "b": 1, "c": 2}
    assert layout.routes["a", "c"] == (("a", 0), ("a -> c", 1), ("c", 2))


def test_the_one_channel_back_is_the_one_that_is_turned() -> None:
    layout = lay_out("abc", [("a", "b"), ("b", "c"), ("c", "b")], {"a": 0, "b": 1, "c": 2})
    assert layout.columns == {"a": 0, "b": 1, "c": 2}
    assert layout.routes["c", "b"] == (("c", 2), ("b", 1))


def crossings(layout: Layout) -> int:
    pieces = [pair for route in layout.routes.values() for pair in pairwise(route)]
    heights = layout.heights
    return sum(
        (heights[a] - heights[c]) * (heights[b] - heights[d]) < 0
        for a, b in pieces
        for c, d in pieces
        if a < c and a[1] == c[1] and b[1] == d[1]
    )


def test_chains_beside_each_other_do_not_cross() -> None:
    edges = [(f"{part}{i}", f"{part}{i + 1}") for part in "xyz" for i in range(3)]
    nodes = ["x0", "y0", "z0", "z1", "y1", "x1", "y2", "x2", "z2", "x3", "z3", "y3"]
    assert crossings(lay_out(nodes, edges, {})) == 0


@pytest.mark.parametrize("seed", range(5))
def test_spreading_is_the_nearest_that_keeps_the_gaps(seed: int) -> None:
    """Against a general solver of quadratic programs."""
    random = np.random.default_rng(seed)
    wanted, gaps = random.uniform(0, 5, 6), random.uniform(0.2, 1.5, 5)
    apart = LinearConstraint(np.diff(np.eye(6), axis=0), gaps, np.inf)
    start = np.concatenate([[0.0], np.cumsum(gaps)])
    solved = minimize(
        lambda x: ((x - wanted) ** 2).sum(), start, jac=lambda x: 2 * (x - wanted), constraints=apart,
        method="SLSQP", options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    np.testing.assert_allclose(spread(wanted.tolist(), gaps.tolist()), solved.x, atol=1e-5)
