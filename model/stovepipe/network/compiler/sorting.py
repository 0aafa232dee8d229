"""What stations that sort take reports for."""

from __future__ import annotations

import math

from stovepipe.network.compiler.names import Names, cumulative, rank
from stovepipe.scenario.language.quantities import Quantity
from stovepipe.scenario.language.sorting import ROUNDING, Sorting

Row = tuple[tuple[float, int], ...]


def taken_for(sorts: Sorting | None, names: Names) -> tuple[Row, ...]:
    """By a report's own class, what it is taken for: cumulative shares and classes, or nothing."""
    stated = {} if sorts is None else sorts.taken_for
    return tuple(_row(klass, stated[klass], names) if klass in stated else () for klass in names.classes)


def _row(klass: str, shares: dict[str, Quantity], names: Names) -> Row:
    """The shares in the order of the names, and then the rest, which is taken for what it is."""
    stated = sorted((rank(names.classes, name), share.value) for name, share in shares.items())
    kept = [(kind, share) for kind, share in stated if share > 0.0]
    rest = 1.0 - math.fsum(share for _, share in kept)
    if rest > ROUNDING:
        kept.append((rank(names.classes, klass), rest))
    return tuple(zip(cumulative(share for _, share in kept), (kind for kind, _ in kept), strict=True))
