"""What stations that sort take reports for."""

from __future__ import annotations

from stovepipe.network.compiler.names import Names, cumulative, rank
from stovepipe.scenario.language.stations.sorting import Sorting, shares_taken_for

Row = tuple[tuple[float, int], ...]


def taken_for(sorts: Sorting | None, names: Names) -> tuple[Row, ...]:
    """By a report's own class, what it is taken for: cumulative shares and classes, in order; or nothing."""
    return tuple(_row(shares_taken_for(sorts, klass), names) for klass in names.classes)


def _row(shares: dict[str, float], names: Names) -> Row:
    ordered = sorted(shares)
    upto = cumulative(shares[klass] for klass in ordered)
    return tuple(zip(upto, (rank(names.classes, klass) for klass in ordered), strict=True))
