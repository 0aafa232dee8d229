"""What a station takes reports for when it sorts them: other classes than their own, often wrongly."""

from __future__ import annotations

from typing import Literal

from stovepipe.scenario.language.quantities import Share
from stovepipe.scenario.language.shape import Shape
from stovepipe.scenario.language.vocabulary import Name


class Sorting(Shape):
    """By a report's own class, the shares of its reports that are taken for each class.

    The rest is taken for what it is. Of a class that is not listed, reports go on to appear as they did.
    """

    taken_for: dict[Name, dict[Name, Share]]
    precedence: Literal["kept", "of_class"] = "kept"
