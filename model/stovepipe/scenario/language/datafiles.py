"""The data files that a configuration names: read once, within a size limit, and remembered."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stovepipe.scenario.problems.problem import Fault, Faults, Mark, fault
from stovepipe.text import counted, did_you_mean, reason_of

LARGEST_FILE = 100_000_000  # bytes
SHOWN = 20  # bad rows of one file that are reported one by one; the rest are counted
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """A CSV file: what its columns are called, and its text."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    text: str

    def rows(self, bad: BadRows) -> Iterator[tuple[int, list[str]]]:
        """Each row that is not empty and fits the header, with its line; what does not fit goes to `bad`."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True)
        next(reader)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                bad.add(reader.line_num, f"not CSV: {error}", "check the quotes")
                return
            if row is None:
                return
            if len(row) == len(self.columns):
                yield reader.line_num, row
            elif row:
                bad.add(
                    reader.line_num,
                    f"{counted(len(row), 'column')} where the first line has {len(self.columns)}",
                )

    def column(self, name: str) -> int:
        """The position of a column.

        Raises:
            Faults: there is no such column, or more than one.
        """
        if self.columns.count(name) == 1:
            return self.columns.index(name)
        if name in self.columns:
            raise fault(f'{self.path} has more than one column "{name}"', "give each column its own name")
        raise fault(f'{self.path} has no column "{name}"', did_you_mean(name, self.columns, list_up_to=50))


@dataclass
class BadRows:
    """Rows of one file that cannot be used."""

    path: Path
    found: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, what: str, hint: str = "") -> None:
        """One more bad row."""
        self.count += 1
        if self.count <= SHOWN:
            self.found.append(Fault(what, hint, elsewhere=Mark(str(self.path), line)))
        elif self.count == SHOWN + 1:
            self.found.append(Fault("", "", elsewhere=Mark(str(self.path), line)))

    def refuse(self) -> None:
        """Raise what was found, if anything.

        Raises:
            Faults: the first of the bad rows, and how many more there are.
        """
        if self.count > SHOWN:
            more = self.count - SHOWN
            self.found[SHOWN] = Fault(counted(more, "more bad row"), elsewhere=self.found[SHOWN].elsewhere)
        if self.count:
            raise Faults(*self.found)


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
        header = text.partition("\n")[0].rstrip("\r")
        if not header.strip():
            raise fault(
                f"{path} is empty" if not text.strip() else f"{path} begins with an empty line", _HEADER
            )
        delimiter = max(_DELIMITERS, key=lambda each: len(next(csv.reader([header], delimiter=each))))
        columns = next(csv.reader([header], delimiter=delimiter))
        return Table(path, tuple(name.strip() for name in columns), delimiter, text)

    def _text(self, path: Path) -> str:
        try:
            if path.exists() and not path.is_file():
                raise fault(f"{path} is not a file", "name a file")
            size = path.stat().st_size
            if size > self.largest:
                hint = f"limits: {{file_size: {self.largest}}} allows no more"
                raise fault(f"{path} has {size:,} bytes", hint)
            content = path.read_bytes()
        except OSError as error:
            raise fault(f"{path} cannot be read: {reason_of(error)}") from None
        self.digests[path] = hashlib.sha256(content).hexdigest()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise fault(f"{path} is not UTF-8 (line {line})", "save it as UTF-8") from None


_HEADER = "its first line names the columns"
