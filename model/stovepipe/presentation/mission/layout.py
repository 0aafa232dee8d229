"""Places the nodes of a directed graph in columns, so that most arrows run from left to right and few cross.

The layered method of Sugiyama, Tagawa and Toda (1981, "Methods for visual understanding of hierarchical
system structures", IEEE Transactions on Systems, Man, and Cybernetics 11, 109-125): turn arrows that close a
circle, give each node a column, let long arrows pass through way points in the columns between, order each
column by the mean position of its neighbours, and then move everything as near to its neighbours as the
order allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[str, str]
Point = tuple[str, int]  # a node in its column; or, with the name of a long edge, a way point in that column

SWEEPS = 24
WAY_POINT = 0.35  # of the height of a node


@dataclass(frozen=True)
class Layout:
    """Where things are.

    Attributes:
        columns: the column of each node, from 0 at the left.
        heights: the distance from the top to the middle of each node and way point, in heights of a node.
        routes: the points that each edge leads through, from its sender to its recipient.
    """

    columns: Mapping[str, int]
    heights: Mapping[Point, float]
    routes: Mapping[Edge, tuple[Point, ...]]


def lay_out(nodes: Sequence[str], edges: Sequence[Edge], tiers: Mapping[str, int]) -> Layout:
    """Place the nodes.

    Args:
        nodes: their names; the order decides where nothing else does.
        edges: the edges from one node to another, each once.
        tiers: of some nodes. One of a higher tier stands to the right of all of a lower one; a node without a
            tier goes where its edges lead it.
    """
    turned = _turned(nodes, edges, tiers)
    forward = {edge: (edge[1], edge[0]) if edge in turned else edge for edge in edges}
    columns = _columns(nodes, sorted(set(forward.values())), tiers)
    routes = {edge: _route(ends, columns) for edge, ends in forward.items()}
    points = list(dict.fromkeys(point for route in routes.values() for point in route))
    points += [(node, columns[node]) for node in nodes if (node, columns[node]) not in points]
    rows = [[point for point in points if point[1] == column] for column in range(1 + max(columns.values()))]
    links = sorted({pair for route in routes.values() for pair in pairwise(route)})
    before, after = _neighbours(points, links)
    order = _ordered(rows, before, after)
    heights = _heights(order, before, after, set(nodes))
    return Layout(
        columns, heights, {edge: route[::-1] if edge in turned else route for edge, route in routes.items()}
    )


def _turned(nodes: Sequence[str], edges: Sequence[Edge], tiers: Mapping[str, int]) -> set[Edge]:
    """The edges to turn so that no circle is left: those that run back in a greedy order of the nodes.

    The order is that of Eades, Lin and Smyth (1993, "A fast and effective heuristic for the feedback arc
    set problem", Information Processing Letters 47, 319-323), one tier after the other.
    """
    left, order = dict.fromkeys(nodes), list[str]()
    while left:
        among = [(a, b) for a, b in edges if a in left and b in left]
        into = {node: sum(b == node for _, b in among) for node in left}
        surplus = {node: sum(a == node for a, _ in among) - into[node] for node in left}
        lowest = min((tiers[node] for node in left if node in tiers), default=0)
        ready = [node for node in left if tiers.get(node, lowest) == lowest]
        # Nothing leads to it; else most leads away from it, and those without a tier last.
        free = [node for node in ready if not into[node]]
        best = free[0] if free else min(ready, key=lambda node: (node not in tiers, -surplus[node]))
        order.append(best)
        del left[best]
    position = {node: place for place, node in enumerate(order)}
    return {(a, b) for a, b in edges if position[a] > position[b]}


def _columns(nodes: Sequence[str], edges: Sequence[Edge], tiers: Mapping[str, int]) -> dict[str, int]:
    """The column of each node: behind all that lead to it, and behind every node of the tier below."""
    columns = dict.fromkeys(nodes, 0)
    for _ in range(len(nodes) + 1):
        changed = False
        first = 0
        for tier in sorted(set(tiers.values())):
            mine = [node for node in nodes if tiers.get(node) == tier]
            for node in mine:
                changed |= _push(columns, node, first)
            first = max(columns[node] for node in mine) + 1
        for a, b in edges:
            changed |= _push(columns, b, columns[a] + 1)
        if not changed:
            break
    return columns


def _push(columns: dict[str, int], node: str, at_least: int) -> bool:
    if columns[node] >= at_least:
        return False
    columns[node] = at_least
    return True


def _route(ends: Edge, columns: Mapping[str, int]) -> tuple[Point, ...]:
    sender, recipient = ends
    between = range(columns[sender] + 1, columns[recipient])
    # Edges from one sender to one column's recipient share no way point: each has a lane of its own.
    passing = tuple((f"{sender} -> {recipient}", column) for column in between)
    return ((sender, columns[sender]), *passing, (recipient, columns[recipient]))


Neighbours = dict[Point, list[Point]]


def _neighbours(
    points: Sequence[Point], links: Sequence[tuple[Point, Point]]
) -> tuple[Neighbours, Neighbours]:
    before: Neighbours = {point: [] for point in points}
    after: Neighbours = {point: [] for point in points}
    for a, b in links:
        after[a].append(b)
        before[b].append(a)
    return before, after


def _ordered(rows: list[list[Point]], before: Neighbours, after: Neighbours) -> list[list[Point]]:
    """Sort each column by the mean place of its neighbours, to and fro, and swap what is better swapped.

    The order with the fewest crossings is kept.
    """
    best, fewest = rows, _crossings(rows, after)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        rows = [list(row) for row in rows]
        for row in rows if forwards else reversed(rows):
            places = {point: place for each in rows for place, point in enumerate(each)}
            row.sort(key=lambda point: _mean_place(point, before if forwards else after, places))
        _swap(rows, before, after)
        crossings = _crossings(rows, after)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _swap(rows: list[list[Point]], before: Neighbours, after: Neighbours) -> None:
    """Swap two that stand side by side wherever that saves crossings."""
    places = {point: place for row in rows for place, point in enumerate(row)}
    for row in rows:
        for i in range(len(row) - 1):
            upper, lower = row[i], row[i + 1]
            saved = 0
            for beside in (before, after):
                ours, theirs = (
                    [places[each] for each in beside[upper]],
                    [places[each] for each in beside[lower]],
                )
                saved += sum((a > b) - (a < b) for a in ours for b in theirs)
            if saved > 0:
                row[i], row[i + 1] = lower, upper
                places[lower], places[upper] = i, i + 1


def _mean_place(point: Point, neighbours: Neighbours, places: Mapping[Point, int]) -> float:
    beside = [places[each] for each in neighbours[point]]
    return sum(beside) / len(beside) if beside else float(places[point])


def _crossings(rows: Sequence[Sequence[Point]], after: Neighbours) -> int:
    total = 0
    for row, following in pairwise(rows):
        places = {point: place for place, point in enumerate(following)}
        ends = [place for point in row for place in sorted(places[other] for other in after[point])]
        total += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
    return total


def _heights(
    rows: Sequence[Sequence[Point]], before: Neighbours, after: Neighbours, nodes: set[str]
) -> dict[Point, float]:
    """Move each point towards its neighbours, as far as its column's order and the distances allow."""
    size = {point: 1.0 if point[0] in nodes else WAY_POINT for row in rows for point in row}
    heights = {point: float(place) for row in rows for place, point in enumerate(row)}
    for sweep in range(4 * SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [_wanted(point, before, after, heights, nodes) for point in row]
            gaps = [(size[a] + size[b]) / 2 for a, b in pairwise(row)]
            heights |= zip(row, spread(wanted, gaps), strict=True)
    top = min(heights[point] - size[point] / 2 for point in heights)
    return {point: height - top for point, height in heights.items()}


def _wanted(
    point: Point, before: Neighbours, after: Neighbours, heights: Mapping[Point, float], nodes: set[str]
) -> float:
    beside = before[point] + after[point]
    if not beside:
        return heights[point]
    # A long edge is kept straight: its way points pull one another harder than nodes do.
    weights = [1.0 if each[0] in nodes or point[0] in nodes else 4.0 for each in beside]
    return sum(w * heights[each] for w, each in zip(weights, beside, strict=True)) / sum(weights)


def spread(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The positions nearest to those wanted, in the sense of least squares, that keep the order and the gaps.

    By pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955, Annals of Mathematical
    Statistics 26, 641-647) after the gaps have been taken off.

    >>> spread([0.0, 0.0, 5.0], [1.0, 1.0])
    [-0.5, 0.5, 5.0]
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, int]] = []  # mean, number
    for position, offset in zip(wanted, offsets, strict=False):
        mean, number = position - offset, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean, number = (mean * number + other * count) / (number + count), number + count
        pools.append((mean, number))
    flat = [mean for mean, number in pools for _ in range(number)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=False)]
