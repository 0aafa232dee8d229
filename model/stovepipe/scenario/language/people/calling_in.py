"""People whom an incident calls in from their time off."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Count, Duration
from stovepipe.scenario.language.words.shape import Shape


class CallingIn(Shape):
    """People of the first posts of some groups, who come within some time and stay until it is over.

    `lasts` is counted from the incident.
    """

    posts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Count]
    within: DurationLaw
    lasts: Duration
