"""The data files that a configuration names: read once, within a size limit, and remembered."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stovepipe.scenario.problems import fault, near_miss

LARGEST_FILE = 100_000_000  # bytes


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file: what the columns are called, and each row with its line in the file."""

    path: Path
    columns: tuple[str, ...]
    text: str
    delimiter: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that is not empty, with its line number (the header is line 1)."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        next(reader)
        for row in reader:
            if row:
                yield reader.line_num, row

    def column(self, name: str) -> int:
        """The position of a column.

        Raises:
            Faults: there is no such column.
        """
        if name not in self.columns:
            close = near_miss(name, self.columns)
            there = ", ".join(self.columns)
            hint = f'did you mean "{close}"?' if close else f"its columns are {there}"
            raise fault(f'{self.path} has no column "{name}"', hint)
        return self.columns.index(name)


@dataclass
class DataFiles:
    """Reads data files and remembers what was read, for the digest of a scenario."""

    largest: int = LARGEST_FILE
    digests: dict[Path, str] = field(default_factory=dict)

    def table(self, path: Path) -> Table:
        """The CSV file at `path`: UTF-8, with or without a byte order mark, columns parted by commas, semicolons or tabs.

        Raises:
            Faults: it cannot be read.
        """
        lines = self._text(path)
        header = lines.partition("\n")[0]
        delimiter = max(",;\t", key=header.count)
        columns = next(csv.reader([header.rstrip("\r")], delimiter=delimiter), [])
        if not columns:
            raise fault(f"{path} is empty", "its first line names the columns")
        return Table(path, tuple(name.strip() for name in columns), lines, delimiter)

    def _text(self, path: Path) -> str:
        try:
            size = path.stat().st_size
            if size > self.largest:
                hint = f"the limit is {self.largest:,} bytes; raise limits: file_size if it is meant to be that large"
                raise fault(f"{path} has {size:,} bytes", hint)
            content = path.read_bytes()
        except OSError as error:
            raise fault(f"{path} cannot be read: {(error.strerror or str(error)).lower()}", "") from None
        self.digests[path] = hashlib.sha256(content).hexdigest()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise fault(f"{path} is not UTF-8 (line {line})", "save it as UTF-8") from None
