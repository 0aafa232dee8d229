"""Conditions on precedence: `at_least` one, `below` one, or both (semantics, 2)."""

from __future__ import annotations

from typing import Protocol

from stovepipe.terms import PRECEDENCES, Precedence


class Urgent(Protocol):
    """A part of a mission that has a condition on precedence."""

    @property
    def at_least(self) -> Precedence | None:
        """The least urgent precedence that meets the condition; None for any."""

    @property
    def below(self) -> Precedence | None:
        """The precedence that is too urgent already; None for no such."""


def meeting(part: Urgent) -> tuple[Precedence, ...]:
    """The precedences that meet the condition of a part, the most urgent first.

    >>> from stovepipe.scenario.language.channels.channel import Channel
    >>> meeting(Channel(at_least="PRIORITY", below="FLASH"))
    ('IMMEDIATE', 'PRIORITY')
    >>> meeting(Channel(at_least="FLASH", below="FLASH"))
    ()
    """
    first = 0 if part.below is None else PRECEDENCES.index(part.below) + 1
    last = len(PRECEDENCES) - 1 if part.at_least is None else PRECEDENCES.index(part.at_least)
    return PRECEDENCES[first : last + 1]


def condition(part: Urgent) -> str:
    """The condition of a part in words; empty if there is none.

    >>> from stovepipe.scenario.language.channels.channel import Channel
    >>> condition(Channel(at_least="PRIORITY", below="FLASH"))
    'at least PRIORITY, below FLASH'
    """
    stated = (("at least", part.at_least), ("below", part.below))
    return ", ".join(f"{how} {precedence}" for how, precedence in stated if precedence is not None)
