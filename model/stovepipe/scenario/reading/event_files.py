"""Occurrences read from a source's CSV file: a column of times, and what says of which class each row is."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.language.sources.source import EventFile, Source
from stovepipe.scenario.language.values.datafiles import BadRows, DataFiles, Table, is_plain, shown
from stovepipe.scenario.problems.problem import Fault, Faults, Mark, at, fault
from stovepipe.scenario.problems.unsettled import question
from stovepipe.scenario.reading.draft import Draft
from stovepipe.scenario.reading.stamps import iso, of_format
from stovepipe.scenario.reading.time_cells import ZoneOfFile, written_time
from stovepipe.text import counted, did_you_mean, listed

Times = NDArray[np.datetime64]
Events = dict[str, dict[str, Times]]


def read_events(mission: Mission, files: DataFiles, draft: Draft) -> Events:
    """The times in the files of all sources, sorted, by source and class; what is wrong goes to the draft."""
    events: Events = {}
    _read_all(mission, files, draft, events)
    return events


@question
def _read_all(mission: Mission, files: DataFiles, draft: Draft, events: Events) -> None:
    for name, source in mission.sources.items():
        _read_source(name, source, mission, files, draft, events)


@question
def _read_source(
    name: str, source: Source, mission: Mission, files: DataFiles, draft: Draft, events: Events
) -> None:
    if source.file is None:
        return
    path = ("sources", name, "file")
    try:
        rows = _read(source.file, mission, files)
    except Faults as error:
        draft.add(error.faults, path)
        return
    events[name] = rows.times
    draft.add_warnings(rows.warnings, path)


@dataclass(frozen=True)
class _Rows:
    times: dict[str, Times]
    warnings: tuple[Fault, ...]


@dataclass(frozen=True)
class _Sorter:
    """Says of which class a row is: by a column of its own, or one class for all."""

    position: int | None
    classes: dict[str, str]
    only_listed: bool

    def value(self, row: list[str]) -> str:
        """What the row says about its class."""
        return "" if self.position is None else row[self.position].strip()

    def klass(self, value: str) -> str | None:
        """The class of a row with this value; None for a row that is left out.

        Raises:
            Faults: the value is the name of no class.
        """
        if value in self.classes or self.only_listed:
            return self.classes.get(value)
        raise fault(f"{shown(value)} is not a class of reports", did_you_mean(value, self.classes))


def _read(file: EventFile, mission: Mission, files: DataFiles) -> _Rows:
    path = Path(file.path)
    with at("path"):
        table = files.table(path)
    sorter = _sorter(file, table, mission)
    with at("time"):
        time_position = table.column(file.time)
    with at("format"):
        reader = iso if file.format is None else of_format(file.format)
    bad = BadRows(path, table.delimiter)
    zone = ZoneOfFile(bad)
    kept: list[tuple[int, dt.datetime, str]] = []
    values: Counter[str] = Counter()
    for row in table.rows(bad):
        cell = sorter.position
        try:
            value = sorter.value(row.cells)
            klass = sorter.klass(value)
            values[value] += 1
            cell = time_position
            if klass is not None:
                time = written_time(row.cells[time_position].strip(), reader, file.time)
                kept.append((row.line, zone.without(row, cell, time), klass))
        except Faults as error:
            bad.add(row, cell, error.faults[0].what, error.faults[0].hint)
    bad.refuse()
    inside, warnings = _inside(kept, mission, file, path)
    warnings += _disorder(inside, path)
    warnings += _unlisted(values, file)
    times: dict[str, list[dt.datetime]] = {}
    for _, time, klass in inside:
        times.setdefault(klass, []).append(time)
    found = {klass: np.sort(np.array(each, dtype="datetime64[us]")) for klass, each in sorted(times.items())}
    return _Rows(found, tuple(warnings))


def _sorter(file: EventFile, table: Table, mission: Mission) -> _Sorter:
    """The rule: `class` is a column if the file has a column of that name; else it is a class.

    With `classes`, it must be a column, and rows with a value that is not listed are left out.
    """
    if file.classes:
        if file.klass is None:
            raise fault(
                "classes without class", "say in `class` which column they are values of", ("classes",)
            )
        with at("class"):
            return _Sorter(table.column(file.klass), dict(file.classes), only_listed=True)
    if file.klass is None:
        if len(mission.classes) != 1:
            raise fault("class is missing", "name the column that says it, or the one class of all rows")
        return _Sorter(None, {"": next(iter(mission.classes))}, only_listed=False)
    if file.klass in table.columns:
        with at("class"):
            position = table.column(file.klass)
        return _Sorter(position, {name: name for name in mission.classes}, only_listed=False)
    if file.klass in mission.classes:
        return _Sorter(None, {"": file.klass}, only_listed=False)
    hint = did_you_mean(file.klass, [*table.columns, *mission.classes], list_up_to=50)
    raise fault(f'{table.path} has no column "{file.klass}", and there is no such class', hint, ("class",))


Kept = list[tuple[int, dt.datetime, str]]


def _inside(kept: Kept, mission: Mission, file: EventFile, path: Path) -> tuple[Kept, list[Fault]]:
    begin, end = mission.begins, mission.ends
    inside = [row for row in kept if begin <= row[1] < end]
    outside = [line for line, time, _ in kept if not begin <= time < end]
    if not kept:
        return [], [Fault(f"{path.name} has no row that is reported", "the source is silent", ("path",))]
    if not outside:
        return inside, []
    clock = f"outside the clock, {begin} to {end}"
    rows = "all rows" if not inside else f"{len(outside)} of {len(kept)} rows"
    what = f"{rows} of {path.name} lie {clock}" if len(kept) > 1 else f"the row of {path.name} lies {clock}"
    first = f"the first of them is in line {outside[0]}"
    if file.outside == "error":
        raise fault(what, f"{first}; leave `outside: error` out to drop them", ("path",))
    dropped = "and are dropped" if len(kept) > 1 else "and is dropped"
    return inside, [Fault(f"{what}, {dropped}", first if inside else "the source is silent", ("path",))]


def _disorder(kept: Kept, path: Path) -> list[Fault]:
    steps = [line for (_, before, _), (line, after, _) in itertools.pairwise(kept) if after < before]
    if not steps:
        return []
    what = (
        f"earlier than the row before it (so are {len(steps)} rows in all)"
        if len(steps) > 1
        else "earlier than the row before it"
    )
    return [Fault(f"{what}; the rows were sorted", "", elsewhere=Mark(str(path), steps[0]))]


def _unlisted(values: Counter[str], file: EventFile) -> list[Fault]:
    """Values in the class column without an entry in `classes`, and entries without a row."""
    if not file.classes:
        return []
    warnings = [
        Fault(
            "no row has this value",
            did_you_mean(value, filter(is_plain, values.keys() - file.classes)),
            ("classes", value),
            on_key=True,
        )
        for value in file.classes
        if value not in values
    ]
    left_out = [(value, count) for value, count in values.most_common() if value not in file.classes]
    if left_out:
        named = [f"{shown(value)} ({count})" for value, count in left_out[:10]]
        named += [f"{len(left_out) - 10} more values"] if len(left_out) > 10 else []
        rows = counted(sum(count for _, count in left_out), "row")
        what = f"{rows} with other values left out: {listed(named)}"
        warnings.append(Fault(what, "", ("classes",)))
    return warnings
