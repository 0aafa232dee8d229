"""A user's log of what became of reports: a CSV file with a row for each report and consumer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stovepipe.scenario.checks import causes as causes_of_loss
from stovepipe.scenario.language.any_of import needs_of
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.values.datafiles import BadRows, DataFiles, FileRow, Table, is_plain, shown
from stovepipe.scenario.problems.problem import Fault, Faults, Mark, Problem, ScenarioError, at, fault
from stovepipe.scenario.reading.stamps import Reader, iso, of_format
from stovepipe.scenario.reading.time_cells import ZoneOfFile, written_time
from stovepipe.terms import CAUSES
from stovepipe.text import counted, did_you_mean, listed, near_miss

Moments = NDArray[np.int64]
"""Microseconds since 1970; `NOT_YET` where the log tells of no such moment."""

NOT_YET = -(1 << 62)
TIMES = ("occurred", "arrived", "read", "lost")
COLUMNS = ("report", "class", "consumer", *TIMES, "cause")
_EPOCH = dt.datetime(1970, 1, 1)
_MICROSECOND = dt.timedelta(microseconds=1)
_ORDER = (("occurred", "arrived"), ("occurred", "read"), ("occurred", "lost"), ("arrived", "read"),
          ("arrived", "lost"))  # fmt: skip


@dataclass(frozen=True)
class LogForm:
    """How a log is written.

    Attributes:
        columns: what the log calls a column, by the name that it has here; others are called as they are.
        format: how times are written, as in `EventFile`; None for ISO 8601.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None


@dataclass(frozen=True, eq=False)
class ObservedLog:
    """What a log says, row by row.

    Attributes:
        path: the path of the file.
        digest: SHA-256 of its content.
        columns: which of `COLUMNS` it has.
        lines: the line of each row.
        reports: a number for each row: the same for the rows of one report.
        consumers, classes: names.
        occurred, arrived, read, lost: when, see `Moments`.
        causes: to what it was lost; empty where nothing is said.
        warnings: what may be meant, but is worth a look.
    """

    path: Path
    digest: str
    columns: frozenset[str]
    lines: tuple[int, ...]
    reports: NDArray[np.int64]
    consumers: tuple[str, ...]
    classes: tuple[str, ...]
    occurred: Moments
    arrived: Moments
    read: Moments
    lost: Moments
    causes: tuple[str, ...]
    warnings: tuple[Problem, ...]


def moment_of(time: dt.datetime) -> int:
    """A time without a zone in microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


def said_moment(text: str) -> int:
    """The moment of a time that is written down by itself: one with an offset is converted to UTC.

    >>> time_of(said_moment("2021-01-05T12:00+02:00")).isoformat()
    '2021-01-05T10:00:00'

    Raises:
        Faults: it is none; what it seems to be.
    """
    return moment_of(iso(text.strip()).replace(tzinfo=None))


def time_of(moment: int) -> dt.datetime:
    """The time of a moment."""
    return _EPOCH + moment * _MICROSECOND


def read_log(path: Path, mission: Mission, form: LogForm | None = None) -> ObservedLog:
    """Read a log, and hold its names against those of the mission.

    Raises:
        ScenarioError: it cannot be used; all its problems are listed, each with its line and column.
    """
    files = DataFiles()
    try:
        return _read(path, mission, form or LogForm(), files)
    except Faults as error:
        raise ScenarioError(_problems(error.faults, path)) from None


def _problems(faults: Iterable[Fault], path: Path) -> Iterator[Problem]:
    for each in faults:
        mark = each.elsewhere or Mark(str(path), 1)
        yield Problem(mark.file, mark.line, mark.column, ".".join(map(str, each.at)), each.what, each.hint)


@dataclass(frozen=True)
class _Row:
    """One row that can be used."""

    line: int
    report: str
    consumer: str
    klass: str
    cause: str
    times: Mapping[str, int]


def _read(path: Path, mission: Mission, form: LogForm, files: DataFiles) -> ObservedLog:
    table = files.table(path)
    reader: Reader = iso
    if form.format is not None:
        with at("format"):
            reader = of_format(form.format)
    cells = _Cells(mission, table, form.columns, reader)
    rows = list(cells.rows())
    if not rows:
        raise fault(f"{path} has no row below its first line", "a row stands for a report and a consumer")
    numbers: dict[str, int] = {}
    names = [row.report or f"line {row.line}" for row in rows]
    times = {name: np.array([row.times.get(name, NOT_YET) for row in rows], dtype=np.int64) for name in TIMES}
    return ObservedLog(
        path=path,
        digest=files.digests[path],
        columns=frozenset(cells.at),
        lines=tuple(row.line for row in rows),
        reports=np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64),
        consumers=tuple(row.consumer for row in rows),
        classes=tuple(row.klass for row in rows),
        occurred=times["occurred"],
        arrived=times["arrived"],
        read=times["read"],
        lost=times["lost"],
        causes=tuple(row.cause for row in rows),
        warnings=tuple(_problems([*_misspelt(cells), *_unknown_causes(rows, mission)], path)),
    )


class _Cells:
    """The columns of a log, and its rows as they are read."""

    def __init__(self, mission: Mission, table: Table, columns: Mapping[str, str], reader: Reader) -> None:
        self.table, self._reader = table, reader
        self._needs = {consumer: tuple(classes) for consumer, classes in needs_of(mission).items()}
        self._classes = tuple(mission.classes)
        self.bad = BadRows(table.path, table.delimiter)
        for name in columns:
            if name not in COLUMNS:
                raise fault(f'a log has no column "{name}"', did_you_mean(name, COLUMNS), ("columns",))
        self.called = {name: columns.get(name, name) for name in COLUMNS}
        optional = {"report", "arrived", "lost", "cause"}
        optional |= {"class"} if len(self._classes) == 1 else set()
        optional |= {"consumer"} if len(self._needs) == 1 else set()
        self.at = {
            name: self._place(name)
            for name in COLUMNS
            if name in columns or name not in optional or self.called[name] in table.columns
        }

    def _place(self, name: str) -> int:
        """The position of a column."""
        called, there = self.called[name], self.table.columns
        named = [each for each in there if is_plain(each)]
        if called in there or not named:
            return self.table.column(called)
        close = near_miss(called, named)
        hint = f"if one of {listed(named[:50])} is it, say --column {name}=..."
        if close is not None:
            hint = f'if "{close}" is it, say --column {name}={close}'
        raise fault(f'{self.table.path} has no column "{called}"', hint)

    def rows(self) -> Iterator[_Row]:
        """Those that can be used; refuses them all if one cannot."""
        zone, seen, first = ZoneOfFile(self.bad), dict[tuple[str, str], int](), dict[str, tuple[str, int]]()
        good = []
        for row in self.table.rows(self.bad):
            where = [0]  # the position of the cell that is looked at
            try:
                one = self._row(row, zone, where)
                self._once(one, seen, first, where)
                good.append(one)
            except Faults as error:
                self.bad.add(row, where[0], error.faults[0].what, error.faults[0].hint)
        self.bad.refuse()
        yield from good

    def _row(self, row: FileRow, zone: ZoneOfFile, where: list[int]) -> _Row:
        def text(name: str) -> str:
            if name not in self.at:
                return ""
            where[0] = self.at[name]
            return row.cells[self.at[name]].strip()

        consumer = text("consumer") if "consumer" in self.at else next(iter(self._needs))
        if consumer not in self._needs:
            raise fault(
                f"{shown(consumer)} is no consumer of the mission", did_you_mean(consumer, self._needs)
            )
        klass = text("class") if "class" in self.at else self._classes[0]
        if klass not in self._classes:
            raise fault(f"{shown(klass)} is not a class of reports", did_you_mean(klass, self._classes))
        if klass not in self._needs[consumer]:
            needed = listed(self._needs[consumer])
            raise fault(
                f"{consumer} does not need {klass} in the mission", f"it needs {needed}; remove the row"
            )
        times: dict[str, int] = {}
        for name in TIMES:
            said = text(name)
            if said or name == "occurred":
                time = written_time(said, self._reader, self.called[name])
                times[name] = moment_of(zone.without(row, where[0], time))
                self._in_order(name, times)
        cause = text("cause")
        if cause and "lost" not in times:
            raise fault(f"{self.called['cause']}: a cause, and no time in {self.called['lost']}",
                        "say when the report was lost, or leave the cause out")  # fmt: skip
        return _Row(row.line, text("report"), consumer, klass, cause, times)

    def _in_order(self, name: str, times: Mapping[str, int]) -> None:
        for before, after in _ORDER:
            if after == name and before in times and times[after] < times[before]:
                what = f"{self.called[after]} is before {self.called[before]}"
                raise fault(what, "check the two times, and that both are of one time zone")
        if name == "lost" and "read" in times:
            what = f"both {self.called['read']} and {self.called['lost']} have a time"
            raise fault(what, "what was read is not lost: leave one of the two out")

    def _once(
        self,
        row: _Row,
        seen: dict[tuple[str, str], int],
        first: dict[str, tuple[str, int]],
        where: list[int],
    ) -> None:
        """A report has one row for each consumer, and one class and occurrence in all of them."""
        if not row.report:
            return
        where[0] = self.at["report"]
        line = seen.setdefault((row.report, row.consumer), row.line)
        if line != row.line:
            what = f"{shown(row.report)} has a row for {row.consumer} already, in line {line}"
            raise fault(what, "keep the row in which it was first read")
        klass, occurred = first.setdefault(row.report, (row.klass, row.times["occurred"]))
        if (klass, occurred) != (row.klass, row.times["occurred"]):
            what = f"{shown(row.report)} has another class or occurrence in a row above"
            raise fault(what, "a report has one class and one time of occurrence; check its identifier")


def _misspelt(cells: _Cells) -> Iterator[Fault]:
    """Columns that are not looked at, and may be meant for one that is not there."""
    lacking = {cells.called[name] for name in COLUMNS if name not in cells.at}
    for name in cells.table.columns:
        meant = near_miss(name, lacking) if name and name not in cells.called.values() else None
        if meant is not None and is_plain(name):
            yield Fault(f'the column "{name}" is not looked at', f'did you mean "{meant}"?')


def _unknown_causes(rows: Iterable[_Row], mission: Mission) -> Iterator[Fault]:
    """Causes that the mission does not know: what is lost to them counts as lost all the same."""
    known = {*CAUSES, *causes_of_loss.named(mission), *mission.causes}
    unknown: dict[str, int] = {}
    for row in rows:
        if row.cause and row.cause not in known:
            unknown[row.cause] = unknown.get(row.cause, 0) + 1
    if unknown:
        named = [f"{shown(cause)} ({count})" for cause, count in list(unknown.items())[:10]]
        named += [f"{len(unknown) - 10} more"] if len(unknown) > 10 else []
        rows_said = counted(sum(unknown.values()), "row")
        hint = did_you_mean(next(iter(unknown)), known)
        yield Fault(f"{rows_said} with causes that the mission does not have: {listed(named)}", hint)
