"""A table of texts, for a terminal or for a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import TextWrapper

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

GAP = "  "
NARROWEST = 20  # to which a column of text is folded

Styled = Iterator[tuple[str, str]]  # lines, each with its style


@dataclass(frozen=True)
class Column:
    """A heading, of one line or several, and the unit below it; numbers stand to the right."""

    heading: str
    unit: str = ""
    right: bool = True


@dataclass(frozen=True)
class Grid:
    """A table of texts.

    As a text (``str``) it is plain: one line to a row, as wide as it needs to be. Printed to a terminal with
    rich it is fitted to its width. Where it is too wide, a cell of two parts, joined by a tab, is set on two
    lines, headings are broken between words, and the last column is folded, then all columns of text. Where
    that is not enough, it is set in parts, one below the other: each has the first column and as many of the
    others as there is room for.

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

    def _lines(self, room: int | None) -> Styled:
        """Each line and its style; `room` is how wide they may be."""
        yield from ((line, "bold") for line in _folded(self.title, room))
        for place, strips in enumerate(self._parts(room) if self.columns else ()):
            if place:
                yield "", ""
            yield from self._part(strips, room)
        for note in self.notes:
            yield from ((line, "dim") for line in _folded(note, room))

    def _parts(self, room: int | None) -> list[list[_Strip]]:
        """The columns, all together if there is room for them."""
        full = [row for row in self.rows if len(row) == len(self.columns)]
        strips = [
            _Strip(column.right, column.heading.split("\n"), column.unit, [[row[i]] for row in full])
            for i, column in enumerate(self.columns)
        ]
        whole = [strip.joined() for strip in strips]
        if room is None or _width(whole) <= room:
            return [whole]
        narrow = [strip.parted() for strip in strips]
        for fitted in (_last_folded(narrow, room), _all_folded(narrow, room)):
            if _width(fitted) <= room:
                return [fitted]
        return list(_in_parts(whole, room))

    def _part(self, strips: Sequence[_Strip], room: int | None) -> Styled:
        """The lines of some of the columns."""
        high = max(len(strip.heading) for strip in strips)
        heads = [[""] * (high - len(strip.heading)) + [*strip.heading] for strip in strips]
        for line in _row(heads, strips):
            yield line, "bold"
        if any(column.unit for column in self.columns):
            yield from ((line, "bold") for line in _row([[strip.unit] for strip in strips], strips))
        yield GAP.join("-" * strip.width for strip in strips), "dim"
        cells = zip(*(strip.cells for strip in strips), strict=True)
        for row in self.rows:
            if len(row) == len(self.columns):
                yield from ((line, "") for line in _row(next(cells), strips))
            else:
                yield from ((line, "bold") for line in _folded(row[0], room))


@dataclass(frozen=True)
class _Strip:
    """A column as it is set: the lines of its heading, its unit, and the lines of each cell."""

    right: bool
    heading: Sequence[str]
    unit: str
    cells: Sequence[Sequence[str]]

    @property
    def width(self) -> int:
        return max(len(line) for lines in (self.heading, [self.unit], *self.cells) for line in lines)

    def joined(self) -> _Strip:
        """Both parts of a cell on one line."""
        return replace(self, cells=[[line.replace("\t", " ") for line in lines] for lines in self.cells])

    def parted(self) -> _Strip:
        """The parts of a cell one below the other, and a heading no wider than need be."""
        cells = [[part for line in lines for part in line.split("\t")] for lines in self.cells]
        words = [word for line in self.heading for word in line.split()]
        width = max([len(self.unit), *map(len, words), *(len(line) for lines in cells for line in lines)])
        return replace(self, heading=_folded(" ".join(words), width), cells=cells)

    def folded(self, width: int) -> _Strip:
        """All texts broken so that they are no wider."""
        cells = [_folded(" ".join(lines), width) for lines in self.cells]
        return replace(self, heading=_folded(" ".join(self.heading), width), cells=cells)


def _last_folded(strips: Sequence[_Strip], room: int) -> list[_Strip]:
    *others, last = strips
    left = max(room - _width(others) - len(GAP), NARROWEST)
    return [*others, last if last.right or last.width <= left else last.folded(left)]


def _all_folded(strips: Sequence[_Strip], room: int) -> list[_Strip]:
    """All columns of text; the first has what the others leave, and the last what is left of that."""
    others = [strip if strip.right else strip.folded(NARROWEST) for strip in strips[1:]]
    left = max(room - _width(others) - len(GAP), NARROWEST)
    first = strips[0].folded(left) if strips[0].width > left else strips[0]
    return _last_folded([first, *others[:-1], strips[-1]], room)


def _in_parts(strips: Sequence[_Strip], room: int) -> Iterator[list[_Strip]]:
    """As many columns side by side as there is room for, then the next; the first column before them all."""
    first = strips[0].folded(room // 2) if strips[0].width > room // 2 else strips[0]
    part = [first]
    for strip in strips[1:]:
        most = room - first.width - len(GAP)
        fitted = strip.folded(most) if strip.width > most and not strip.right else strip
        if len(part) > 1 and _width([*part, fitted]) > room:
            yield part
            part = [first]
        part.append(fitted)
    yield part


def _row(cells: Sequence[Sequence[str]], strips: Sequence[_Strip]) -> Iterator[str]:
    for i in range(max(len(lines) for lines in cells)):
        placed = [
            line.rjust(strip.width) if strip.right else line.ljust(strip.width)
            for lines, strip in zip(cells, strips, strict=True)
            for line in [lines[i] if i < len(lines) else ""]
        ]
        yield GAP.join(placed).rstrip()


def _width(strips: Sequence[_Strip]) -> int:
    return sum(strip.width for strip in strips) + len(GAP) * (len(strips) - 1)


class _Wrapper(TextWrapper):
    """Breaks at blanks, and at the dots of a path."""

    wordsep_re = re.compile(r"(\s+|(?<=[a-z_]\.)(?=[a-z_]))")


def _folded(text: str, room: int | None) -> list[str]:
    return [text] if room is None else _Wrapper(room).wrap(text) or [""]
