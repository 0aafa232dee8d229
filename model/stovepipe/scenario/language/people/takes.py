"""What the posts of a group take, where they do not take everything."""

from __future__ import annotations

from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.urgency import condition
from stovepipe.scenario.language.words.vocabulary import Names
from stovepipe.terms import Precedence
from stovepipe.text import listed


class Takes(Shape):
    """The copies that people of a group take: those that meet all the conditions.

    The conditions are on the class of the lead, the language, and the precedence that a copy has when
    somebody is to begin.
    """

    classes: Names | None = None
    languages: Names | None = None
    at_least: Precedence | None = None
    below: Precedence | None = None

    @property
    def conditional(self) -> bool:
        """Whether it states any condition."""
        stated = (self.classes, self.languages, self.at_least, self.below)
        return any(each is not None for each in stated)

    def __str__(self) -> str:
        """The conditions in words; empty if there are none.

        >>> str(Takes(classes=("warning", "incident"), languages=("fra",), at_least="PRIORITY"))
        'warning or incident, in fra, at least PRIORITY'
        """
        classes = [] if self.classes is None else [listed(self.classes, "or")]
        languages = [] if self.languages is None else [f"in {listed(self.languages, 'or')}"]
        return ", ".join(part for part in (*classes, *languages, condition(self)) if part)
