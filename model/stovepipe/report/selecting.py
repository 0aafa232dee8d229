"""Finds the best structure of a study: by Kim and Nelson's procedure, or with a budget by OCBA.

Both replicate structures as they need them, on the same random numbers and through the study's store, so
that what is there is used. They rest on one number from each replication: a share is that of the
replication's own deliveries and a quantile that of its own, not one of all replications together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stovepipe.inference.allocation import Allocation, allocate
from stovepipe.inference.paired import Floats
from stovepipe.inference.selection import Selection, kim_nelson
from stovepipe.report.comparison import check_comparable
from stovepipe.report.comparison_payload import plain
from stovepipe.report.grid import Column, Grid
from stovepipe.report.observed import CannotCompare
from stovepipe.report.wording import digits_for, headed, interval, phrase, rounded, scale_of, spoken
from stovepipe.scenario.problems import listed
from stovepipe.study import language
from stovepipe.study.definition import Study
from stovepipe.study.executors import Workplace
from stovepipe.study.gathering import Progress, gather
from stovepipe.study.outcomes import Outcome
from stovepipe.study.store import Store


@dataclass(frozen=True, eq=False)
class SelectionFindings:
    """Which structure was selected, how sure that is, and what was spent where.

    Attributes:
        study: what was asked.
        result: of the procedure.
    """

    study: Study
    result: Selection | Allocation

    @property
    def asked(self) -> language.Selection:
        """How the best was to be found."""
        return asked_of(self.study)

    @property
    def outcome(self) -> Outcome:
        """By which the best is the best."""
        return self.study.outcome(self.asked.outcome)

    @property
    def chosen(self) -> str:
        """The structure selected; if the procedure did not end, the one that leads."""
        return self.result.chosen

    @property
    def finished(self) -> bool:
        """Whether the procedure ran to its end. A budget always does."""
        return self.result.finished if isinstance(self.result, Selection) else True

    @property
    def spent(self) -> int:
        """Replications of all structures together."""
        return int(self.result.used.sum()) if isinstance(self.result, Selection) else self.result.spent


def asked_of(study: Study) -> language.Selection:
    """How a study wants the best to be found.

    Raises:
        CannotCompare: it does not say.
    """
    if study.selection is None:
        names = listed((each.name for each in study.outcomes), "or")
        raise CannotCompare(
            f"{study.path} does not say how the best is to be found; write, for example, "
            f"selection: {{outcome: {study.outcomes[0].name}, indifference: ...}} (outcome: {names})"
        )
    return study.selection


def select(
    study: Study, store: Store, workplace: Workplace, progress: Progress | None = None
) -> SelectionFindings:
    """Find the best structure of a study.

    With Kim-Nelson, a budget bounds every structure to an equal part of it.

    Args:
        study: what is asked, with a selection.
        store: where results are kept.
        workplace: where the work is done.
        progress: told, in each stage, how many replications are there and how many are asked for.

    Raises:
        CannotCompare: there is no selection, one structure, too small a budget, or a replication in which
            the outcome is not defined.
        CannotGoOn, InvariantError, ScenarioError, StoreError: as in `stovepipe.study.gathering.gather`.
    """
    asked = asked_of(study)
    check_comparable(study, asked.at_least)
    names, first = [each.name for each in study.structures], asked.at_least
    if asked.budget is not None and asked.budget < first * len(names):
        raise CannotCompare(
            f"{first} replications of {len(names)} structures in the first stage are {first * len(names)}, "
            f"and the budget is {asked.budget}; raise selection.budget, or lower at_least"
        )
    outcome = study.outcome(asked.outcome)
    supply = _Supply(study, store, workplace, progress, outcome)
    if asked.method == "ocba":
        budget = asked.budget or 0
        result: Selection | Allocation = allocate(
            supply, names, budget, first, direction=outcome.direction, level=study.level
        )
    else:
        most = min(each.scenario.mission.limits.replications for each in study.structures)
        result = kim_nelson(
            supply,
            names,
            delta=asked.indifference.value if asked.indifference else 0.0,
            level=asked.probability,
            first=first,
            limit=most if asked.budget is None else min(most, asked.budget // len(names)),
            direction=outcome.direction,
        )
    return SelectionFindings(study, result)


class _Supply:
    """Gives further replications: each structure goes on from its own last one."""

    def __init__(
        self, study: Study, store: Store, workplace: Workplace, progress: Progress | None, outcome: Outcome
    ) -> None:
        self._study, self._store, self._outcome = study, store, outcome
        self._workplace, self._progress = workplace, progress
        self._given = dict.fromkeys((each.name for each in study.structures), 0)

    def __call__(self, positions: tuple[int, ...], count: int) -> Floats:
        """So many more of each of these structures, by their positions."""
        names = [self._study.structures[position].name for position in positions]
        asked = {name: self._given[name] + count for name in names}
        gather(self._study, self._store, self._workplace, self._progress, asked)
        rows = [self._values(name, until) for name, until in asked.items()]
        self._given |= asked
        return np.array(rows)

    def _values(self, name: str, until: int) -> Floats:
        readings = self._store.records(name, self._outcome.name, until)
        values = readings.values[self._given[name] :]
        for place in np.flatnonzero(~np.isfinite(values)):
            few = f"fewer than {100 * self._outcome.share:g} % of its deliveries arrive"
            nothing = few if self._outcome.form == "quantile" else "there is nothing to count"
            why = readings.reason or nothing
            raise CannotCompare(
                f"{self._outcome.name} is not defined in replication {self._given[name] + place} of {name}: "
                f"{why}. Select by an outcome that every replication has, such as a share"
            )
        return values


def selection_table(findings: SelectionFindings) -> pd.DataFrame:
    """A row for each structure, as `Selection.table` or `WithBest.table` have it, with outcome and method."""
    table = findings.result.table().drop(columns="outcome", errors="ignore")
    if "chosen" not in table:
        table["chosen"] = table["structure"] == findings.chosen
    table.insert(0, "method", findings.asked.method)
    table.insert(0, "outcome", findings.outcome.name)
    return table


def selection_payload(findings: SelectionFindings) -> dict[str, Any]:
    """What was selected, for JSON."""
    rows = selection_table(findings).to_dict("records")
    return {
        "study": findings.study.title,
        "outcome": findings.outcome.name,
        "method": findings.asked.method,
        "chosen": findings.chosen,
        "finished": findings.finished,
        "spent": findings.spent,
        "seed": findings.study.seed,
        "structures": [{key: plain(value) for key, value in row.items()} for row in rows],
        "verdict": selection_verdict(findings),
    }


def selection_grid(findings: SelectionFindings) -> Grid:
    """A row for each structure: what was spent on it, and why no more."""
    result, outcome = findings.result, findings.outcome
    scale = scale_of(outcome)
    title = headed(findings.study.title, f"selection by {outcome.title} ({outcome.direction} is better)")
    columns = [Column("structure", right=False), Column("replications"), Column("estimate", scale.unit)]
    if isinstance(result, Selection):
        estimates = [scale.factor * float(each) for each in result.estimates]
        digits = digits_for(scale.factor * result.delta)
        return Grid(
            title=title,
            columns=[*columns, Column("dropped after"), Column("behind", right=False)],
            rows=[
                (name, str(used), rounded(estimate, digits), str(at) if at else "-", by or "-")
                for name, used, estimate, at, by in zip(
                    result.structures, result.used, estimates, result.dropped_at, result.dropped_by,
                    strict=True,
                )
            ],
            notes=["Estimates are means over replications, each of which has its own share or quantile."],
        )  # fmt: skip
    may_be = dict(zip(result.best.structures, result.best.possible.tolist(), strict=True))
    rows = []
    for line in _ranked(result):
        estimate, value, low, high = (scale.factor * each for each in line[2:])
        digits = digits_for((high - low) / 2)
        numbers = rounded(estimate, digits), rounded(value, digits), interval(low, high, digits)
        rows.append(
            (line[0], str(line[1]), *numbers, "may be the best" if may_be[line[0]] else "not the best")
        )
    return Grid(
        title=title,
        columns=[*columns, Column("less the best"), Column("interval"), Column("verdict", right=False)],
        rows=rows,
        notes=[f"All intervals hold together with nearly {100 * findings.study.level:g} % confidence."],
    )


def selection_verdict(findings: SelectionFindings) -> str:
    """What was selected, on which terms, and what it took."""
    return " ".join(_sentences(findings))


def _sentences(findings: SelectionFindings) -> Iterator[str]:
    result, asked, study = findings.result, findings.asked, findings.study
    name = {each.name: spoken(each) for each in study.structures}
    by = phrase(findings.outcome)
    spent = f"{findings.spent:,} replications of {len(name)} structures were spent"
    if isinstance(result, Allocation):
        best = result.best
        possible = [name[each] for each, may in zip(best.structures, best.possible, strict=True) if may]
        yield f"By {by}, {name[result.chosen]} has the best estimate."
        among = "it is the best" if len(possible) == 1 else f"the best is one of {listed(possible)}"
        yield f"With nearly {100 * study.level:g} % confidence, {among}."
        yield f"{spent}, where they best tell the structures apart (OCBA)."
        return
    left = [name[each] for each, at in zip(result.structures, result.dropped_at, strict=True) if not at]
    zone = asked.indifference.text if asked.indifference else ""
    sure = f"{100 * result.level:g} %"
    terms = (
        f"if the best leads every other by {zone} or more, "
        f"it is selected with a probability of {sure} or more (Kim and Nelson)"
    )
    if not result.finished:
        race = f"{listed(left)} are still in the race, and {name[result.chosen]} leads"
        yield f"Nothing is selected yet: {race}."
        yield f"{spent}, and no more are allowed (budget). Nothing is promised; with more, {terms}."
        return
    yield f"By {by}, select {name[result.chosen]}: {terms}."
    if len(left) > 1:
        yield f"{_capital(listed(left))} cannot be told apart by more replications."
    last = int(result.dropped_at.max())
    if last:
        yield f"{spent}; the last was dropped after {last}."


def _ranked(result: Allocation) -> list[tuple[str, int, float, float, float, float]]:
    best = result.best
    columns = (best.replications, best.estimates, best.differences, best.low, best.high)
    rows = zip(best.structures, *(column.tolist() for column in columns), strict=True)
    sign = -1 if best.direction == "more" else 1
    return sorted(rows, key=lambda row: sign * row[2])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
