"""A verdict and its tables as HTML: escaped, without scripts, and without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from stovepipe.presentation.shared.grid import Column, Grid

STYLE = """\
body { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; }
table { border-collapse: collapse; display: block; margin: 1.5rem 0; overflow-x: auto; }
caption { font-weight: bold; text-align: left; white-space: nowrap; }
th, td { border-bottom: 1px solid; padding: 0.2rem 0.6rem; vertical-align: bottom; }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def fragment(title: str, verdict: str, grids: Iterable[Grid]) -> str:
    """A part of a page.

    Args:
        title: what is answered, in a few words.
        verdict: the answer; each line becomes a paragraph.
        grids: the tables, in the order in which they are read.

    >>> print(fragment("Run of <A & B>", "All is well.", []))
    <section class="stovepipe">
    <p><strong>Run of &lt;A &amp; B&gt;</strong></p>
    <p>All is well.</p>
    </section>
    """
    parts = ['<section class="stovepipe">', f"<p><strong>{escape(title)}</strong></p>"]
    parts += [f"<p>{escape(line)}</p>" for line in verdict.splitlines()]
    for grid in grids:
        parts += _table(grid)
        parts += [f"<p><small>{escape(note)}</small></p>" for note in grid.notes]
    return "\n".join([*parts, "</section>"])


def document(title: str, verdict: str, grids: Iterable[Grid]) -> str:
    """A whole page with the same content, in one file that needs no other."""
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{STYLE}</style>
</head>
<body>
{fragment(title, verdict, grids)}
</body>
</html>
"""


def _table(grid: Grid) -> Iterator[str]:
    yield f"<table>\n<caption>{escape(grid.title)}</caption>"
    yield f"<thead>\n<tr>{''.join(map(_heading, grid.columns))}</tr>\n</thead>\n<tbody>"
    for row in grid.rows:
        yield f"<tr>{_row(row, grid.columns)}</tr>"
    yield "</tbody>\n</table>"


def _heading(column: Column) -> str:
    unit = f"<br>{escape(column.unit)}" if column.unit else ""
    return f'<th scope="col">{escape(column.heading)}{unit}</th>'


def _row(row: Sequence[str], columns: Sequence[Column]) -> str:
    """The cells of a row; a single cell heads the rows below it."""
    if len(row) != len(columns):
        return f'<th scope="rowgroup" colspan="{len(columns)}" style="text-align: left">{escape(row[0])}</th>'
    return "".join(
        f'<td style="text-align: {"right" if column.right else "left"}">{escape(_on_one_line(cell))}</td>'
        for cell, column in zip(row, columns, strict=True)
    )


def _on_one_line(cell: str) -> str:
    """Both parts of a cell, which a tab joins."""
    return cell.replace("\t", " ")
