"""Times in the cells of a user's file: all with an offset from UTC, or none."""

from __future__ import annotations

import datetime as dt

from stovepipe.scenario.language.values.datafiles import BadRows, FileRow, shown
from stovepipe.scenario.problems.problem import Faults, fault
from stovepipe.scenario.reading.stamps import Reader


def written_time(text: str, read: Reader, column: str) -> dt.datetime:
    """The time that stands in a cell of a column.

    Raises:
        Faults: there is none, or it is no time; what it seems to be.
    """
    if not text:
        raise fault(f"{column}: no time", "remove the row, or give it a time")
    try:
        return read(text)
    except Faults as error:
        [wrong] = error.faults
        raise fault(f"{column}: {shown(text)} {wrong.what}", wrong.hint) from None


class ZoneOfFile:
    """Times with an offset are converted to UTC; a file has offsets in all its rows or in none."""

    def __init__(self, bad: BadRows) -> None:
        self._bad = bad
        self._first: tuple[int, bool] | None = None

    def without(self, row: FileRow, cell: int, time: dt.datetime) -> dt.datetime:
        """The time without its zone; a row that has one where others have none, or the reverse, is bad."""
        has_zone = time.tzinfo is not None
        if self._first is None:
            self._first = row.line, has_zone
        elif self._first[1] != has_zone:
            here, there = ("a", "none") if has_zone else ("no", "one")
            hint = "give all rows a time zone, or none"
            self._bad.add(row, cell, f"{here} time zone, where line {self._first[0]} has {there}", hint)
        return time.replace(tzinfo=None) if has_zone else time
