"""What an information system keeps of the reports that have been finished on it, and what that is worth."""

from __future__ import annotations

from stovepipe.scenario.language.values.quantities import Count, Duration, Factor, Share
from stovepipe.scenario.language.words.shape import Shape


class Without(Shape):
    """What work that rests on a stock is like where there is none: how many times as long, and as wrong."""

    work: Factor | None = None
    misreading: Factor | None = None


class Stock(Shape):
    """A stock of knowledge: different reports, which fade, and make work easier until there are enough."""

    full: Count
    half_life: Duration | None = None
    at_start: Share | None = None
    without: Without
