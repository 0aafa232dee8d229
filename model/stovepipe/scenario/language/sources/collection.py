"""What is lost before a report is written."""

from __future__ import annotations

from pydantic import Field

from stovepipe.scenario.language.values.laws import DurationLaw
from stovepipe.scenario.language.values.quantities import Share
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import Name
from stovepipe.terms import PRECEDENCES, Precedence


class Collected(Shape):
    """What is lost before a report is written: not reported at all, written late, without the detail."""

    unreported: Share | None = None
    delay: DurationLaw | None = None
    coarse: Share | None = None


class Collection(Collected):
    """What is lost before any report is written, and what is otherwise for some classes or precedences."""

    by_class: dict[Name, Collected] = Field(default_factory=dict)
    at_least: dict[Precedence, Collected] = Field(default_factory=dict)

    @property
    def leaves_coarse(self) -> bool:
        """Whether it states in any case a share of reports without detail."""
        every = (self, *self.by_class.values(), *self.at_least.values())
        return any(each.coarse is not None for each in every)

    def cases(self, klass: str, precedence: Precedence) -> tuple[Collected, ...]:
        """What holds for reports of a class and a precedence, the most specific first."""
        urgent = PRECEDENCES[PRECEDENCES.index(precedence) :]
        stated = [self.at_least[each] for each in urgent if each in self.at_least]
        return (*stated, *([self.by_class[klass]] if klass in self.by_class else []), self)
