"""A table of texts, for a terminal or for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

GAP = "  "
NARROWEST = 20  # to which the last column is folded


@dataclass(frozen=True)
class Column:
    """A heading and the unit below it; numbers stand to the right."""

    heading: str
    unit: str = ""
    right: bool = True


@dataclass(frozen=True)
class Grid:
    """A table of texts.

    As a text (``str``) it is plain: one line to a row, as wide as it needs to be. Printed to a terminal with
    rich it is fitted to its width: a cell of two parts, joined by a tab, is set on two lines, and the last
    column is folded.

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
        return "\n".join(line for line, _ in self._lines(None))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """For rich: fitted to a terminal, plain elsewhere."""
        for line, style in self._lines(options.max_width if console.is_terminal else None):
            yield Text(line, style, no_wrap=True, overflow="ignore")

    def _lines(self, room: int | None) -> Iterator[tuple[str, str]]:
        """Each line and its style; `room` is how wide they may be."""
        heads = [[column.heading, column.unit] for column in self.columns]
        if not any(unit for _, unit in heads):
            heads = [[heading] for heading, _ in heads]
        rows = [[[cell.replace("\t", " ")] for cell in row] for row in self.rows]
        widths = self._widths([heads, *rows])
        if room is not None and _total(widths) > room:
            rows = [[cell.split("\t") for cell in row] for row in self.rows]
            widths = self._widths([heads, *rows])
        if room is not None and _total(widths) > room and not self.columns[-1].right:
            folded = max(room - _total(widths[:-1]) - len(GAP), NARROWEST)
            rows = [[*row[:-1], wrap(" ".join(row[-1]), folded)] if len(row) > 1 else row for row in rows]
            widths[-1] = folded
        yield self.title, "bold"
        for line in self._row(heads, widths):
            yield line, "bold"
        yield GAP.join("-" * width for width in widths), "dim"
        for row in rows:
            if len(row) == len(self.columns):
                yield from ((line, "") for line in self._row(row, widths))
            else:
                yield row[0][0], "bold"
        for note in self.notes:
            yield from ((line, "dim") for line in (wrap(note, room) if room else [note]))

    def _widths(self, rows: Sequence[Sequence[Sequence[str]]]) -> list[int]:
        full = [row for row in rows if len(row) == len(self.columns)]
        return [max(len(line) for row in full for line in row[i]) for i in range(len(self.columns))]

    def _row(self, cells: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
        for lines in zip_longest(*cells, fillvalue=""):
            placed = [
                line.rjust(width) if column.right else line.ljust(width)
                for line, width, column in zip(lines, widths, self.columns, strict=True)
            ]
            yield GAP.join(placed).rstrip()


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)
