"""The kinds of hurdles: a row for each, with all that is particular to it.

A new kind is a word in `HurdleKind` and a row in `HURDLE_KINDS`, and a new mechanism if it belongs to none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from stovepipe.scenario.language.words.vocabulary import Mechanism

HurdleKind = Literal[
    "language", "system", "caveat", "reluctance", "access", "release", "aggregation", "granularity", "other"
]


class KindOfHurdle(NamedTuple):
    """What all hurdles of a kind have in common.

    Attributes:
        cause: the cause of loss of what stops there, unless its `otherwise` names another; None if it has to.
        mechanism: the mechanism that switches it off; None if none does.
        letter: the letter by which it is marked in drawings.
        mark: colour of the mark, dark enough for a white letter.
        loss: colour of the cause in figures; None if there is no cause.
    """

    cause: str | None
    mechanism: Mechanism | None
    letter: str
    mark: str
    loss: str | None


# Colours after Okabe and Ito (2008) and Tol (2021), as in the figures.
HURDLE_KINDS: Mapping[HurdleKind, KindOfHurdle] = {
    "reluctance": KindOfHurdle("not_shared", "rapport", "R", "#0072b2", "#56b4e9"),
    "caveat": KindOfHurdle("withheld", "caveats", "C", "#d55e00", "#aa4499"),
    "release": KindOfHurdle("not_released", "release", "E", "#882255", "#b8860b"),
    "aggregation": KindOfHurdle("aggregated", "aggregation", "A", "#666666", "#999933"),
    "language": KindOfHurdle("untranslated", "language", "L", "#007a5a", "#009e73"),
    "system": KindOfHurdle("incompatible", "systems", "S", "#5d4ba3", "#5d4ba3"),
    "access": KindOfHurdle("refused", "partners", "X", "#000000", "#661100"),
    "granularity": KindOfHurdle("no_use", "granularity", "G", "#8a6d00", "#44aa99"),
    "other": KindOfHurdle(None, None, "O", "#444444", None),
}
"""In the order of the legend of a drawing."""
