"""Incidents: what happens in the area of operations, and what follows from it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from stovepipe.scenario.language.people.calling_in import CallingIn
from stovepipe.scenario.language.sources.occurrences import Subject
from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Count, Duration, Factor, Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name, Names
from stovepipe.terms import Precedence


class Clustering(Shape):
    """Over-dispersion: the rate of each period is multiplied by a gamma variate of mean 1."""

    period: Duration
    cv: Factor


class Burst(Shape):
    """Reports that an incident causes at a source."""

    reports: Factor
    delay: DurationLaw


class Diversion(Shape):
    """Collectors and staff that an incident ties down."""

    lasts: Duration
    sources: dict[Name, Share] = Field(default_factory=dict)
    posts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Count] = Field(default_factory=dict)


class Raise(Shape):
    """Precedence that an incident gives to the reports of some classes while it lasts.

    With `younger_than`, also to those on their way that occurred less than that long before.
    """

    lasts: Duration
    classes: dict[Name, Precedence]
    sources: Names | None = None
    younger_than: Duration | None = None


class Incident(Subject):
    """What happens in the area of operations: an attack, say, and what follows from it."""

    clustering: Clustering | None = None
    bursts: dict[Annotated[str, StringConstraints(pattern=r"^\w+\.\w+$")], Burst] = Field(
        default_factory=dict
    )
    diverts: Diversion | None = None
    calls_in: CallingIn | None = None
    raises: Raise | None = None
