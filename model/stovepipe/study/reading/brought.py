"""Points that a user brings: a table with a column for each path, and a row for each point."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import pandas as pd

from stovepipe.scenario import Problem, Scenario
from stovepipe.scenario.language.values.quantities import read
from stovepipe.scenario.problems.problem import Fault, Faults, Mark, fault
from stovepipe.scenario.reading.scenario import Stated
from stovepipe.scenario.reading.settings import Setting, Settings, node_of
from stovepipe.study.reading.factors import Factor, MovedNumber, Value, in_unit, place_of
from stovepipe.study.reading.paths import is_pattern, matching, near
from stovepipe.text import counted, listed

MOST_SAID = 10
"""How many faults of a table are told one by one."""

PATH = "stations.cell.posts.analysts.count"


class UnusablePoints(ValueError):
    """A table of points cannot be used: what is wrong, in which row and column, and how to mend it."""

    def __init__(self, faults: list[str]) -> None:
        more = len(faults) - MOST_SAID
        rest = [f"and {counted(more, 'fault')} more"] if more > 0 else []
        super().__init__("\n".join([*faults[:MOST_SAID], *rest]))


@dataclass(frozen=True)
class PathColumn:
    """A column of the table: the numbers that it moves, or the word that it sets.

    Attributes:
        path: as it is written above the column.
        places: of the numbers for which it stands; none for a word.
        numbers: the same numbers as they are stated.
    """

    path: str
    places: tuple[MovedNumber, ...] = ()
    numbers: tuple[Stated, ...] = ()

    def factors(self, words: Mapping[str, Value]) -> Iterator[Factor]:
        """A factor for each number; for a word, a choice among all that the column holds."""
        for place in self.places:
            yield Factor(place.where, "", "uniform", (place,), asked_by=self.path)
        if not self.places:
            mark = Mark(self.path, 1)
            levels = {
                text: (Settings((Setting(self.path, node_of(word, mark), mark),)),)
                for text, word in words.items()
            }
            yield Factor(self.path, "", "uniform", (), levels, self.path)

    def values(self, cell: object) -> Iterator[tuple[str, Value]]:
        """What a cell says: the value of each number by its path, or the word.

        Raises:
            Faults: it says nothing that can stand there.
        """
        if _is_missing(cell):
            raise fault("there is no value", "give one in every row, or take the column out")
        if not self.places:
            yield self.path, _word(cell)
        for place, stated in zip(self.places, self.numbers, strict=True):
            yield place.where, _number(cell, place, stated)


@dataclass(frozen=True, eq=False)
class Brought:
    """Points that a user brings.

    Attributes:
        factors: that the columns stand for.
        points: the value of every factor in each row.
        labels: what each row is called: its label in the table's index.
    """

    factors: tuple[Factor, ...]
    points: tuple[Mapping[str, Value], ...]
    labels: pd.Index[Any]

    def faults_at(self, row: int, problems: tuple[Problem, ...]) -> UnusablePoints:
        """What to say when the configuration is not sound in a row; the columns to blame are named."""
        return UnusablePoints([f"{_row(self.labels[row])}{self._said(problem)}" for problem in problems])

    def _said(self, problem: Problem) -> str:
        asked = [each.asked_by for each in self.factors if _touches(each.name, problem.where)]
        where = f", column {asked[0]}" if asked else ""
        path = f"{problem.where}: " if problem.where and problem.where not in asked else ""
        return f"{where}: {path}{problem.what}" + (f"; {problem.hint}" if problem.hint else "")


def brought(table: pd.DataFrame, scenario: Scenario, structure: str) -> Brought:
    """The points of a table.

    Args:
        table: a row for each point. A column is headed by the path of a number, by a pattern that stands for
            several (``channels.*.transit``), or by the path of a word. A number is in the unit in which the
            configuration writes it (the range's upper end, where there is a range), or a text with a unit of
            its own.
        scenario: in which the paths lead to something.
        structure: what it is called.

    Raises:
        UnusablePoints: all that is wrong with the table, cell by cell.
    """
    _check_shape(table)
    columns = _columns(table, scenario, structure)
    faults: list[str] = []
    rows: list[dict[str, Value]] = [{} for _ in range(len(table))]
    words: dict[str, dict[str, Value]] = {column.path: {} for column in columns}
    for column in columns:
        for number, cell in enumerate(table[column.path].tolist()):
            try:
                found = dict(column.values(cell))
            except Faults as error:
                faults += [_said(table.index[number], column.path, each) for each in error.faults]
                continue
            if not column.places:
                words[column.path].setdefault(str(found[column.path]), found[column.path])
                found = {column.path: str(found[column.path])}
            rows[number] |= found
    if faults:
        raise UnusablePoints(faults)
    factors = tuple(each for column in columns for each in column.factors(words[column.path]))
    return Brought(factors, tuple(rows), table.index)


def _check_shape(table: pd.DataFrame) -> None:
    """Whether there is a row, a column, and a name of its own for each.

    Raises:
        UnusablePoints: there is not.
    """
    if table.columns.empty or table.index.empty:
        what = "column" if table.columns.empty else "row"
        raise UnusablePoints(
            [f"the points have no {what}; give a row for each point, a column for each path"]
        )
    names: list[object] = list(table.columns)
    for name in names:
        if not isinstance(name, str):
            raise UnusablePoints([f"column {name!r}: not a path; name the columns by paths such as {PATH}"])
    if table.index.nlevels > 1:
        raise UnusablePoints(
            ["the rows have several labels each; points.reset_index(drop=True) numbers them"]
        )
    for what, labels in (("column", table.columns), ("row", table.index)):
        twice = labels[labels.duplicated()]
        if len(twice):
            hint = "" if what == "column" else "; points.reset_index(drop=True) numbers the rows"
            raise UnusablePoints([f"{what} {twice[0]}: there are several of that name{hint}"])


def _columns(table: pd.DataFrame, scenario: Scenario, structure: str) -> list[PathColumn]:
    stated = {each.where: each for each in scenario.quantities}
    faults: list[str] = []
    columns: list[PathColumn] = []
    owners: dict[str, str] = {}
    for path in map(str, table.columns):
        names = sorted(matching([path], stated))
        if not names and is_pattern(path):
            hint = near(path, stated)
            faults.append(f'column {path}: no number is called "{path}"; {hint}')
        numbers = tuple(stated[name] for name in names)
        places = tuple(place_of(structure, each.path, each.quantity) for each in numbers)
        units = sorted({place.unit or "no unit" for place in places})
        if len(units) > 1:
            faults.append(
                f"column {path}: its numbers are in {listed(units)}; make a column for each of them"
            )
        for name in names or [path]:
            owner = owners.setdefault(name, path)
            if owner != path:
                faults.append(f"column {path}: {name} is moved by the column {owner} as well; leave one out")
        columns.append(PathColumn(path, places, numbers))
    if faults:
        raise UnusablePoints(faults)
    return columns


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))


def _word(cell: object) -> Value:
    plain = cell.item() if hasattr(cell, "item") else cell
    if isinstance(plain, bool | int | float | str):
        return plain
    raise fault(f"{cell!r} is neither a word nor a number", "write what the configuration would say")


def _number(cell: object, place: MovedNumber, stated: Stated) -> Value:
    """A cell as a number in the unit of its place."""
    dimension = stated.quantity.dimension
    if isinstance(cell, str):
        value = in_unit(read(cell, dimension), place.unit)
    elif isinstance(cell, bool) or not isinstance(cell, Real):
        raise fault(f"{cell!r} is not a number", f"write, for example, {place.text(place.value)}")
    else:
        value = float(cell)
    usable = math.isfinite(value) and (not place.whole or value.is_integer())
    read(place.text(value) if usable else value, dimension)  # told here, where the row is known
    return int(value) if place.whole else value


def _row(label: object) -> str:
    return f"row {label}"


def _said(label: object, column: str, found: Fault) -> str:
    hint = f"; {found.hint}" if found.hint else ""
    return f"{_row(label)}, column {column}: {found.what}{hint}"


def _touches(path: str, where: str) -> bool:
    """Whether a path leads to a place, into it, or past it."""
    return bool(where) and (f"{path}.".startswith(f"{where}.") or f"{where}.".startswith(f"{path}."))
