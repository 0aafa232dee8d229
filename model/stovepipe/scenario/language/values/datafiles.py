"""The data files that a configuration names: read once, within a size limit, and remembered."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from stovepipe.scenario.language.values.contents import NoFile, TooLarge, read_bytes
from stovepipe.scenario.problems.problem import Fault, Faults, Mark, fault
from stovepipe.text import counted, did_you_mean

LARGEST_FILE = 100_000_000  # bytes
SHOWN = 20  # bad rows of one file that are reported one by one; the rest are counted
MOST_BAD = 1_000  # bad rows after which a file is not read on
_DELIMITERS = ",;\t"
_SPOKEN = {",": "commas", ";": "semicolons", "\t": "tabs"}
_STATED = re.compile(r"sep=(.)", re.IGNORECASE)  # a first line for spreadsheets that says the delimiter


class FileRow(NamedTuple):
    """A row: the line on which it ends, its cells, and its text if it stands on one line."""

    line: int
    cells: list[str]
    text: str


@dataclass(frozen=True)
class Table:
    """A CSV file: what its columns are called, and its text.

    Attributes:
        path: the path of the file.
        columns: their names.
        delimiter: between cells.
        text: the text of the file, with one line feed to a line.
        first: lines before the first row.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    text: str
    first: int

    def rows(self, bad: BadRows) -> Iterator[FileRow]:
        """Each row that is not empty and fits the header; others go to `bad`, until that is full."""
        lines = _Lines(self.text)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        begun = 0
        while not bad.full:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                bad.add(FileRow(reader.line_num, [], ""), None, f"not CSV: {error}", "check the quotes")
                return
            if cells is None:
                return
            row = FileRow(reader.line_num, cells, lines.last if reader.line_num == begun + 1 else "")
            begun = reader.line_num
            if begun <= self.first or not cells:
                continue
            if len(cells) == len(self.columns):
                yield row
            else:
                what = f"{counted(len(cells), 'column')} where the first line has {len(self.columns)}"
                bad.add(row, None, what, self._splits(cells))

    def _splits(self, cells: list[str]) -> str:
        """A hint if another delimiter would have made the row fit."""
        text = self.delimiter.join(cells)
        others = [each for each in _DELIMITERS if text.count(each) == len(self.columns) - 1 and each in text]
        return f"it seems to be parted by {_SPOKEN[others[0]]}" if others else ""

    def column(self, name: str) -> int:
        """The position of a column.

        Raises:
            Faults: there is no such column, or more than one.
        """
        if self.columns.count(name) == 1:
            return self.columns.index(name)
        if name in self.columns:
            raise fault(f'{self.path} has more than one column "{name}"', "give each column its own name")
        named = [each for each in self.columns if is_plain(each)]
        hint = did_you_mean(name, named, list_up_to=50)
        raise fault(f'{self.path} has no column "{name}"', hint or _HEADER)


@dataclass
class _Lines:
    """The lines of a text, one after the other; the last one that was given is remembered."""

    text: str
    last: str = ""

    def __iter__(self) -> Iterator[str]:
        for line in io.StringIO(self.text, newline=""):
            self.last = line
            yield line


@dataclass
class BadRows:
    """Rows of one file that cannot be used."""

    path: Path
    delimiter: str = ","
    found: list[Fault] = field(default_factory=list)
    count: int = 0

    @property
    def full(self) -> bool:
        """Whether there are so many that it makes no sense to read on."""
        return self.count >= MOST_BAD

    def add(self, row: FileRow, cell: int | None, what: str, hint: str = "") -> None:
        """One more bad row; `cell`: the position of the cell that is wrong, if it is one."""
        self.count += 1
        column = 1 if cell is None else _column(row.text, cell, self.delimiter)
        if self.count <= SHOWN:
            self.found.append(Fault(what, hint, elsewhere=Mark(str(self.path), row.line, column)))
        elif self.count == SHOWN + 1:
            self.found.append(Fault("", "", elsewhere=Mark(str(self.path), row.line)))

    def refuse(self) -> None:
        """Raise what was found, if anything.

        Raises:
            Faults: the first of the bad rows, and how many more there are.
        """
        if self.count > SHOWN:
            more = counted(self.count - SHOWN, "more bad row")
            what = f"{more}, and the rest was not read" if self.full else more
            self.found[SHOWN] = Fault(what, elsewhere=self.found[SHOWN].elsewhere)
        if self.count:
            raise Faults(*self.found)


def _column(text: str, cell: int, delimiter: str) -> int:
    """The column at which a cell begins, in a row on one line; 1 if that is not known."""
    quoted, passed = False, 0
    for i, letter in enumerate(text if cell else ""):
        quoted ^= letter == '"'
        passed += letter == delimiter and not quoted
        if passed == cell:
            return i + 2
    return 1


_PLAIN = re.compile(r"[^\W_][\w .,+()/&'%°:#-]{0,39}|[+-]?[0-9.,]{1,30}|")


def is_plain(text: str) -> bool:
    """Whether a text may be a name, a number or a time; else it is better not shown."""
    return _PLAIN.fullmatch(text) is not None and text.count(":") <= 3 and text.count("/") <= 2


def shown(text: str) -> str:
    """What a cell holds, if it may be shown.

    >>> shown("05/01/2021"), shown("root:x:0:0:root:/root:/bin/bash")
    ('"05/01/2021"', 'a text of 31 characters')
    """
    return f'"{text}"' if is_plain(text) else f"a text of {counted(len(text), 'character')}"


@dataclass
class DataFiles:
    """Reads data files and remembers what was read, for the digest of a scenario."""

    largest: int = LARGEST_FILE
    digests: dict[Path, str] = field(default_factory=dict)

    def table(self, path: Path) -> Table:
        """The CSV file at `path`: UTF-8, with or without a byte order mark; commas, semicolons or tabs.

        Raises:
            Faults: it cannot be read.
        """
        text = self._text(path)
        lines = io.StringIO(text, newline="")
        first = lines.readline()
        stated = _STATED.fullmatch(first.strip())
        if stated:
            first = lines.readline()
        if not first.strip():
            raise fault(
                f"{path} is empty" if not text.strip() else f"{path} begins with an empty line", _HEADER
            )
        delimiter = stated[1] if stated else max(_DELIMITERS, key=lambda each: len(_cells(first, each)))
        columns = tuple(name.strip() for name in _cells(first, delimiter))
        return Table(path, columns, delimiter, text, 2 if stated else 1)

    def _text(self, path: Path) -> str:
        try:
            content = read_bytes(path, self.largest)
        except TooLarge as error:
            hint = f"limits: {{file_size: {self.largest}}} allows no more"
            raise fault(f"{path} has {error.size:,} bytes", hint) from None
        except NoFile as error:
            what, hint = error.args
            raise fault(f"{path} {'is ' if what.startswith('not') else ''}{what}", hint) from None
        self.digests[path] = hashlib.sha256(content).hexdigest()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if content.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise fault(f"{path} is UTF-16", "save it as UTF-8") from None
            line = content[: error.start].count(b"\n") + 1
            raise fault(f"{path} is not UTF-8 (line {line})", "save it as UTF-8") from None


_HEADER = "its first line names the columns"


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
