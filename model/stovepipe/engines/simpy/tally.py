"""Counts of many things at once, in masks: how many living copies could still reach each consumer."""

from __future__ import annotations


class Tally:
    """A count for each bit of a mask, all of them changed by one mask at a time.

    They are written as binary numbers side by side: the first mask holds the lowest digit of every count,
    the next the second one, and so on. To add 1 to some is to add with carry, a digit of all of them at a
    time. So what a change takes grows with the length of the largest count, and not with how many there are.

    >>> reached = Tally()
    >>> reached.add(0b011), reached.add(0b010), reached.remove(0b001)
    (None, None, None)
    >>> bin(reached.any)
    '0b10'
    """

    __slots__ = ("_digits",)

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, mask: int) -> None:
        """One more for each bit of the mask."""
        digits = self._digits
        for place, digit in enumerate(digits):
            if not mask:
                return
            digits[place] = digit ^ mask
            mask &= digit
        if mask:
            digits.append(mask)

    def remove(self, mask: int) -> None:
        """One less for each bit of the mask; each of them must have been added before."""
        digits = self._digits
        for place, digit in enumerate(digits):
            if not mask:
                return
            digits[place] = digit ^ mask
            mask &= ~digit

    @property
    def any(self) -> int:
        """The bits whose count is above 0."""
        found = 0
        for digit in self._digits:
            found |= digit
        return found
