"""What is on a drawing or in a table, for tests that look at it."""

from __future__ import annotations

from xml.etree import ElementTree

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from stovepipe.presentation.shared.figure_style import rendered
from stovepipe.presentation.shared.grid import Grid

SVG = "{http://www.w3.org/2000/svg}"


def texts(figure: Figure) -> list[str]:
    """Every text in a figure."""
    svg = ElementTree.fromstring(rendered(figure)["svg"])
    return [(element.text or "").strip() for element in svg.iter(f"{SVG}text")]


def rows_of(axes: Axes) -> list[str]:
    """The labels at the left of a panel, from the top."""
    ticks = zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
    ordered = sorted((place, tick.get_text()) for place, tick in ticks)
    downwards = axes.get_ylim()[0] > axes.get_ylim()[1]
    return [text for _, text in (ordered if downwards else reversed(ordered))]


def bars_of(axes: Axes) -> list[tuple[float, float, float]]:
    """The bars of a panel in the order in which they were drawn: row, where each begins, how long it is."""
    return [
        (round(bar.get_y() + bar.get_height() / 2, 6), bar.get_x(), bar.get_width()) for bar in axes.patches
    ]


def values_of(grid: Grid) -> list[list[float | str]]:
    """The rows of a table without intervals, numbers as numbers: to however many digits they are shown."""
    return [[_value(cell.partition("\t")[0]) for cell in row] for row in grid.rows]


def _value(text: str) -> float | str:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return text
