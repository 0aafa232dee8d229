"""What a station takes reports for when it sorts them: other classes than their own, often wrongly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from stovepipe.scenario.language.values.quantities import Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name

ROUNDING = 1e-9  # a smaller rest of the shares is none


class Sorting(Shape):
    """By a report's own class, the shares of its reports that are taken for each class.

    The rest is taken for what it is. Of a class that is not listed, reports go on to appear as they did.
    """

    taken_for: dict[Name, dict[Name, Share]]
    precedence: Literal["kept", "of_class"] = "kept"


def shares_taken_for(sorts: Sorting | None, own: str) -> dict[str, float]:
    """What reports of a class are taken for at a station, with shares above 0; nothing if it leaves them."""
    if sorts is None or own not in sorts.taken_for:
        return {}
    shares = {klass: share.value for klass, share in sorts.taken_for[own].items() if share.value > 0.0}
    rest = 1.0 - math.fsum(shares.values())
    return shares if rest <= ROUNDING else {**shares, own: shares.get(own, 0.0) + rest}


def leaving_as(sorts: Sorting | None, own: str, appears: str) -> frozenset[str]:
    """What reports of a class may appear as when they leave a station to which they came as another.

    Args:
        sorts: how the station sorts.
        own: the class of the reports.
        appears: what they appeared as.
    """
    return frozenset(shares_taken_for(sorts, own) or {appears})


def appearing_as(sorting: Iterable[Sorting | None], own: str) -> list[str]:
    """What reports of a class may be taken for by any of several stations: themselves first, then by name."""
    found = {klass for sorts in sorting for klass in shares_taken_for(sorts, own)}
    return [own, *sorted(found - {own})]
