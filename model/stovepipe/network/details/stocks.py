"""Stocks of knowledge: how they fade, and what they are worth (semantics, 3.14).

Additions, multiplications and divisions alone, in a stated order: the bits are the same on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from stovepipe.network.draws.elementary import exp

LN_2 = 0.6931471805599453


@dataclass(frozen=True)
class Stock:
    """What a system keeps of the reports finished on it.

    `at_start` and `full` are amounts, in reports; it fades by half in `half_life` ticks (0: it does not
    fade), and takes nothing in from the tick `closes` on. `work` and `misreading` are the factors for no
    stock.

    >>> stock = Stock(full=300, half_life=3600, at_start=300.0, closes=7200, work=1.6, misreading=1.0)
    >>> stock.level(75.0), stock.level(400.0)
    (0.25, 1.0)
    """

    full: int
    half_life: int
    at_start: float
    closes: int
    work: float
    misreading: float

    def level(self, amount: float) -> float:
        """How much of a full stock an amount is, in [0, 1]."""
        return min(1.0, amount / self.full)


def faded(amount: float, ticks: int, half_life: int) -> float:
    """What is left of an amount after so many ticks; all of it where the half-life is 0.

    >>> faded(300.0, 7200, half_life=3600)
    75.0
    """
    if half_life == 0:
        return amount
    return amount * exp(-(ticks * LN_2 / half_life))


def lacking(factor: float, level: float) -> float:
    """By what work, or a probability, is multiplied at a level; by the factor where there is no stock.

    >>> lacking(1.6, 0.0), lacking(1.6, 0.5), lacking(1.6, 1.0)
    (1.6, 1.3, 1.0)
    """
    return 1.0 + (factor - 1.0) * (1.0 - level)
