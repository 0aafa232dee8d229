"""Observed durations: a list in the configuration, or a column of a CSV file."""

from __future__ import annotations

import math
import re
from pathlib import Path

from stovepipe.scenario.language.values.datafiles import BadRows, DataFiles, shown
from stovepipe.scenario.language.values.quantities import LONGEST, read
from stovepipe.scenario.language.values.units import unit as ticks_of
from stovepipe.scenario.language.words.shape import Shape
from stovepipe.scenario.language.words.vocabulary import FileName
from stovepipe.scenario.problems.problem import Faults, at, fault

_EXAMPLE = "write {file: observed.csv, column: hours, unit: h} or {values: [2 h, 5 h]}"


class Observed(Shape):
    """How observations are written."""

    file: FileName | None = None
    column: str | None = None
    unit: str | None = None
    values: tuple[str | float, ...] | None = None


def observations(written: Observed, files: DataFiles) -> tuple[float, ...]:
    """The observed durations, in ticks.

    Raises:
        Faults: what is written does not fit together, or the file does not hold durations.
    """
    if (written.values is None) == (written.file is None):
        raise fault("needs a file or values, and not both", _EXAMPLE)
    if written.values is not None:
        return _listed(written.values, written.unit, written.column)
    if written.column is None or written.unit is None:
        raise fault("a file needs a column and a unit", _EXAMPLE)
    return _column(files, Path(str(written.file)), written.column, written.unit)


def _listed(values: tuple[str | float, ...], unit: str | None, column: str | None) -> tuple[float, ...]:
    if column is not None:
        raise fault("a column without a file", _EXAMPLE, ("column",))
    if not values:
        raise fault("no values", _EXAMPLE, ("values",))
    ticks, faults = [], []
    for i, value in enumerate(values):
        text = f"{value} {unit}" if unit is not None and not isinstance(value, str) else value
        try:
            ticks.append(read(text, "duration").value)
        except Faults as error:
            faults += [each.within("values", i) for each in error.faults]
    if faults:
        raise Faults(*faults)
    return tuple(ticks)


def _column(files: DataFiles, path: Path, column: str, unit: str) -> tuple[float, ...]:
    with at("unit"):
        scale = ticks_of(unit, unit)
    with at("file"):
        table = files.table(path)
    with at("column"):
        position = table.column(column)
    bad, ticks = BadRows(path, table.delimiter), []
    for row in table.rows(bad):
        text = row.cells[position].strip()
        value = _number(text) * scale
        if 0 <= value <= LONGEST:
            ticks.append(value)
        else:
            bad.add(row, position, f"{column}: {shown(text)} is not a duration", _why_not(text, value))
    bad.refuse()
    if not ticks:
        raise fault(f"{path} has no rows", "", ("file",))
    return tuple(ticks)


def _number(text: str) -> float:
    """The number in a cell; NaN if it is none. Python's own `1_000` and `infinity` are none."""
    return float(text) if _NUMBER.fullmatch(text) else math.nan


_NUMBER = re.compile(r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)


def _why_not(text: str, value: float) -> str:
    if not text:
        return "the cell is empty"
    if math.isnan(value):
        if re.fullmatch(r"[+-]?[0-9]{1,3}([.][0-9]{3})*,[0-9]+", text):
            return "it has a decimal comma; write a decimal point"
        return "write a number with a decimal point, without a unit"
    return "it is negative" if value < 0 else "it is more than 1000 years"
