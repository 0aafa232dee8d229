"""Which copies the people of a post group take (semantics, 3.15)."""

from __future__ import annotations

from stovepipe.network.records import ANY, NONE, PostGroup


def takes_everything(group: PostGroup) -> bool:
    """Whether people of a group take every copy."""
    return group.takes_classes == group.takes_languages == group.takes_precedences == ANY


def can_take(group: PostGroup, klass: int, language: int, precedence: int) -> bool:
    """Whether people of a group can take a copy, by the class of its lead, its language and its precedence.

    A copy without a language (`NONE`) is in no language that a group states.
    """
    spoken = group.takes_languages == ANY or (language != NONE and group.takes_languages >> language & 1)
    return bool(spoken and group.takes_classes >> klass & 1 and group.takes_precedences >> precedence & 1)
