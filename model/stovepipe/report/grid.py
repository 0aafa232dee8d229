"""A table of texts, for a terminal or for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

GAP = "  "


@dataclass(frozen=True)
class Column:
    """A heading and the unit below it; numbers stand to the right."""

    heading: str
    unit: str = ""
    right: bool = True


@dataclass(frozen=True)
class Grid:
    """A table of texts.

    Printed to a terminal with rich it has colours and rules, and a cell of two parts, joined by a tab, is
    set on two lines where the terminal is narrow. As a text (``str``) it is plain: one line to a row, as
    wide as it needs to be.

    Attributes:
        title: one line.
        columns: headings.
        rows: cells, as many as there are columns; or a single cell, which heads the rows below it.
        notes: lines below.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def __str__(self) -> str:
        """Plain lines."""
        return "\n".join(self._lines())

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """For rich: coloured where the terminal has colours."""
        if not console.is_terminal:
            for line in self._lines():
                yield Text(line, no_wrap=True, overflow="ignore")
            return
        narrow = options.max_width < max(map(len, self._lines()), default=0)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for column in self.columns:
            heading = (
                f"{column.heading}\n[dim not bold]{column.unit}[/]" if self._has_units else column.heading
            )
            table.add_column(heading, justify="right" if column.right else "left", no_wrap=column.right)
        for row in self.rows:
            if len(row) == 1:
                table.add_row(Text(row[0], style="bold"), style="on default")
            else:
                table.add_row(*(Text(cell.replace("\t", "\n" if narrow else " ")) for cell in row))
        yield Text(self.title, style="bold")
        yield table
        for note in self.notes:
            yield Padding(Text(note, style="dim"), 0)

    @property
    def _has_units(self) -> bool:
        return any(column.unit for column in self.columns)

    def _lines(self) -> Iterator[str]:
        head = [[column.heading for column in self.columns]]
        if self._has_units:
            head.append([column.unit for column in self.columns])
        rows = [[cell.replace("\t", " ") for cell in row] for row in self.rows]
        full = [row for row in (*head, *rows) if len(row) > 1 or len(self.columns) == 1]
        widths = [max(len(row[i]) for row in full) for i in range(len(self.columns))]
        yield self.title
        for row in head:
            yield self._line(row, widths)
        yield GAP.join("-" * width for width in widths)
        for row in rows:
            yield self._line(row, widths) if len(row) == len(self.columns) else row[0]
        yield from self.notes

    def _line(self, row: Sequence[str], widths: Sequence[int]) -> str:
        cells = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, self.columns, strict=True)
        ]
        return GAP.join(cells).rstrip()
