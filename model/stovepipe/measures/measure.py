"""A measure: what is said of it once, for tables, estimates, outcomes of studies, words and columns."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

Direction = Literal["more", "less"]
Unit = Literal[
    "share", "h", "person-hours", "copies", "reports", "visits", "deliveries", "events", "rapport", "requests"
]
Form = Literal["ratio", "mean", "quantile"]


@dataclass(frozen=True)
class Measure:
    """What is said of a measure.

    Attributes:
        name: the name of its estimates in the results of a run.
        unit: the unit of its estimates. A number of visits, deliveries or events is that of one replication.
        words: what it is called in a title.
        numerator: the column with what is counted or summed up in one replication; empty for a quantile.
        denominator: the column by which the sum is divided, for a ratio; else empty.
        kind: the kind of outcome by which a study asks for it; empty if none does.
        direction: whether more or less is better, unless the study says otherwise.
        phrase: what it is called in a sentence; its words, unless stated.
        unbounded: whether a share may be above 1.
        link: the word before a cause in a title.
    """

    name: str
    unit: Unit
    words: str
    numerator: str = ""
    denominator: str = ""
    kind: str = ""
    direction: Direction = "less"
    phrase: str = ""
    unbounded: bool = False
    link: str = "to"

    @property
    def form(self) -> Form:
        """How replications are put together: a ratio of sums, a mean, or a quantile of all deliveries.

        >>> Measure("peak_waiting", "copies", "peak backlog", "peak_waiting").form
        'mean'
        """
        if not self.numerator:
            return "quantile"
        return "ratio" if self.denominator else "mean"

    @property
    def most(self) -> float:
        """What no value can be above."""
        return 1.0 if self.unit in ("share", "rapport") and not self.unbounded else math.inf

    @property
    def spoken(self) -> str:
        """What it is called in a sentence.

        >>> Measure("peak_waiting", "copies", "peak backlog", "peak_waiting").spoken
        'the peak backlog'
        """
        return self.phrase or f"the {self.words}"

    def to(self, cause: str) -> Measure:
        """Of what is lost, or disposed of: what is to one cause, or as one disposition.

        Its column is there only where that can happen.
        """
        column = f"{self.numerator}_{cause}"
        words = f"{self.words} {self.link} {cause}"
        return replace(self, name=column, numerator=column, words=words, kind="")
