"""Counts of many things at once: how many living copies could still reach each consumer."""

from __future__ import annotations

WIDTH = 32  # bits of a count
_LARGEST = (1 << WIDTH - 1) - 1


class Tally(dict[int, int]):
    """Writes counts side by side in one whole number, so that one addition changes all of them.

    As a map it turns a mask into the number with a 1 in the place of each of its bits.

    >>> tally = Tally(3)
    >>> counts = tally[0b011] + tally[0b010] - tally[0b001]
    >>> bin(tally.absent(counts, 0b111))
    '0b101'
    """

    __slots__ = ("_fill", "_places")

    def __init__(self, places: int) -> None:
        """Tallies of so many counts, each below 2 ** 31."""
        super().__init__()
        self._places = places
        self._fill = self[(1 << places) - 1] * _LARGEST  # takes any count but 0 over half of its place

    def __missing__(self, mask: int) -> int:
        spread = sum(1 << WIDTH * bit for bit in range(self._places) if mask >> bit & 1)
        self[mask] = spread
        return spread

    def absent(self, counts: int, mask: int) -> int:
        """The bits of a mask whose count is 0."""
        if not self[mask] << WIDTH - 1 & ~(counts + self._fill):
            return 0
        absent = 0
        while mask:
            bit = mask & -mask
            mask ^= bit
            if not self[bit] * ((1 << WIDTH) - 1) & counts:
                absent |= bit
        return absent
