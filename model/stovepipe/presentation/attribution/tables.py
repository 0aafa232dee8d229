"""What outcomes owe to mechanisms: tables, tidy and for a terminal, and a verdict in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stovepipe.answers.findings.attribution import AttributionFinding, AttributionFindings
from stovepipe.importance.shapley import ShapleyValues
from stovepipe.importance.shapley import rounded as decimal_shares
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import columns_of, rounded
from stovepipe.presentation.shared.wording import scale_of
from stovepipe.scenario.language.mechanisms import MECHANISMS
from stovepipe.study.reading.study import Study


def mechanism_grid(study: Study) -> Grid:
    """The mechanisms that outcomes are shared out among."""
    columns = [Column("mechanism", right=False), Column("what it is", right=False)]
    rows = [
        [group, "; ".join(MECHANISMS[name] for name in names)] for group, names in study.mechanisms.items()
    ]
    return Grid(f"{study.title}: what is switched on and off", columns, rows)


def attribution_grids(findings: AttributionFindings) -> Iterator[Grid]:
    """A table for each outcome, the mechanism with the largest value first; the values add up."""
    for finding in findings.each:
        result, scale = finding.result, scale_of(finding.outcome)
        columns = [Column("mechanism", right=False), Column("value", scale.apart), Column("interval")]
        if not findings.exact:
            columns.append(Column("of which sampling", f"± {scale.apart}"))
        printed = as_printed(finding)
        rows = []
        for place in in_order(result):
            row = [
                result.mechanisms[place],
                printed.value(place),
                columns_of(result.values[place], scale.factor)[1],
            ]
            if not findings.exact:
                row.append(rounded(scale.factor * result.sampling_error[place], 2))
            rows.append(row)
        last = ["together", printed.together, columns_of(result.total, scale.factor)[1]]
        rows.append(last if findings.exact else [*last, ""])
        yield Grid(_title(findings, finding), columns, rows, findings.notes)
        if result.interactions:
            yield _interaction_grid(finding)


@dataclass(frozen=True)
class AsPrinted:
    """The numbers of one outcome to so many decimals that add up as they are printed.

    The values of the mechanisms add up to what they do together, and that is what lies between the outcome
    without them and with all of them. So the outcome without them may be rounded otherwise than by itself.

    Attributes:
        values: the value of each mechanism.
        all: the outcome with all mechanisms.
        decimals: how many decimals they have.
    """

    values: tuple[Decimal, ...]
    all: Decimal
    decimals: int

    def value(self, place: int, sign: int = 1) -> str:
        """The value of a mechanism, or its opposite."""
        return self._text(sign * self.values[place])

    @property
    def together(self) -> str:
        """What all mechanisms do."""
        return self._text(sum(self.values, Decimal()))

    @property
    def size(self) -> str:
        """How much that is, whichever way it goes."""
        return self._text(abs(sum(self.values, Decimal())))

    @property
    def with_all(self) -> str:
        """The outcome as the mission is."""
        return self._text(self.all)

    @property
    def with_none(self) -> str:
        """The outcome without the mechanisms."""
        return self._text(self.all - sum(self.values, Decimal()))

    def _text(self, number: Decimal) -> str:
        return f"{number + 0:,.{self.decimals}f}"


def as_printed(finding: AttributionFinding) -> AsPrinted:
    """The numbers of an outcome in the unit in which it is shown."""
    result, factor = finding.result, scale_of(finding.outcome).factor
    largest = max(abs(each.value or 0.0) for each in (*result.values, result.total))
    decimals = 1 if factor * largest >= 1 else 3
    shift = round(math.log10(factor))
    values = tuple(each.scaleb(shift) for each in decimal_shares(result, decimals + shift))
    return AsPrinted(values, Decimal(f"{factor * (finding.with_all.value or 0.0):.{decimals}f}"), decimals)


def _title(findings: AttributionFindings, finding: AttributionFinding) -> str:
    unit, printed = scale_of(finding.outcome).unit, as_printed(finding)
    ends = f"{printed.with_none} {unit} without them, {printed.with_all} {unit} with all"
    how = "every subset" if findings.exact else f"{findings.orders} orders"
    return f"{finding.outcome.title}: {ends}; {how}"


def _interaction_grid(finding: AttributionFinding) -> Grid:
    result, scale = finding.result, scale_of(finding.outcome)
    columns = [Column("pair", right=False), Column("together, beyond each", scale.apart), Column("interval")]
    ordered = sorted(result.interactions.items(), key=lambda pair: (-abs(pair[1].value or 0.0), pair[0]))
    rows = [
        [" and ".join(pair), *columns_of(estimate, scale.factor)]
        for pair, estimate in ordered[:5]
        if estimate.value
    ]
    return Grid(f"{finding.outcome.title}: the strongest interactions", columns, rows)


def in_order(result: ShapleyValues) -> list[int]:
    """The largest value first, in size."""
    return sorted(
        range(len(result.mechanisms)),
        key=lambda place: (-abs(result.values[place].value or 0.0), result.mechanisms[place]),
    )
