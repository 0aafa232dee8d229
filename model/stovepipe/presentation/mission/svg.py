"""A drawing in SVG, written by hand: boxes, texts, arrows along smooth curves, marks on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

XY = tuple[float, float]
FONT = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif"
STEPS = 10  # points on each piece of a curve
MARGIN = 24.0  # between the end of a curve and the first mark on it
PLACES = 40  # that are tried for the marks on a curve


@dataclass(frozen=True)
class DrawnCurve:
    """Pieces of cubic Bezier curves, end to end: four points each."""

    pieces: tuple[tuple[XY, XY, XY, XY], ...]

    def path(self) -> str:
        """As the `d` attribute of an SVG path."""
        start = self.pieces[0][0]
        bends = " ".join(f"C{_xy(b)} {_xy(c)} {_xy(d)}" for _, b, c, d in self.pieces)
        return f"M{_xy(start)} {bends}"

    def samples(self) -> list[XY]:
        """Points along it."""
        first = [self.pieces[0][0]]
        return first + [_bezier(piece, i / STEPS) for piece in self.pieces for i in range(1, STEPS + 1)]

    def stretch(self, others: Sequence[XY], marks: Sequence[XY], number: int, spacing: float) -> list[XY]:
        """A row of points along it, far from all else.

        Args:
            others: points that other lines lead through.
            marks: points to keep away from by one spacing.
            number: how many points.
            spacing: how far they are apart.
        """
        points = np.array(self.samples())
        lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        needed = spacing * (number - 1)
        margin = min(MARGIN, max(lengths[-1] - needed, 0.0) / 2)
        begins = np.linspace(margin, max(lengths[-1] - needed - margin, margin), PLACES)
        along = begins[:, None] + spacing * np.arange(number)
        x, y = (np.interp(along, lengths, points[:, axis]) for axis in (0, 1))
        room = np.minimum(_distance(x, y, others), _distance(x, y, marks) - spacing / 2).min(axis=1)
        # Near the sender is where a reader looks; and room beyond what a mark needs is worth nothing.
        best = int(np.argmax(np.minimum(room, spacing) - 6.0 * np.linspace(0.0, 1.0, PLACES)))
        return list(zip(x[best].tolist(), y[best].tolist(), strict=True))


def curve_through(points: Sequence[XY]) -> DrawnCurve:
    """A smooth curve through points that leaves and enters each of them level."""
    pieces = []
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (x1 - x0) / 2
        pieces.append(((x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1)))
    return DrawnCurve(tuple(pieces))


class Drawing:
    """Elements of an SVG document, in the order in which they are painted."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONT}" font-size="11" role="img">',
            f"<title>{escape(title)}</title>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6.5" '
            'markerHeight="6.5" '
            'orient="auto-start-reverse"><path d="M0 0.8L7.5 4L0 7.2z" fill="#555555"/></marker></defs>',
            '<rect width="100%" height="100%" fill="white"/>',
        ]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 11,
        weight: str = "normal",
        colour: str = "#222222",
        anchor: str = "start",
    ) -> None:
        """A line of text; `y` is its base line."""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}" '
            f'text-anchor="{anchor}">{escape(text)}</text>'
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        line: str,
        weight: float,
        corner: float = 2.0,
    ) -> None:
        """A rectangle with round corners."""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{corner:g}" '
            f'fill="{fill}" stroke="{line}" stroke-width="{weight:g}"/>'
        )

    def arrow(self, curve: DrawnCurve, title: str, thin: bool = False, marked: bool = False) -> None:
        """An arrow along a curve: thin and pale, or thick and blue where it is marked."""
        colour, width = ("#0072b2", 2.4) if marked else ("#a8a8a8", 0.9) if thin else ("#555555", 1.2)
        self._parts.append(
            f'<path d="{curve.path()}" fill="none" stroke="{colour}" '
            f'stroke-width="{width}" marker-end="url(#head)">'
            f"<title>{escape(title)}</title></path>"
        )

    def link(self, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
        """A dashed line, level with neither end: it leaves downwards and arrives from above."""
        bend = (y1 - y0) / 2
        path = f"M{x0:.1f} {y0:.1f}C{x0:.1f} {y0 + bend:.1f} {x1:.1f} {y1 - bend:.1f} {x1:.1f} {y1:.1f}"
        self._parts.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="0.9" stroke-dasharray="3 3"/>'
        )

    def mark(self, x: float, y: float, radius: float, letter: str, colour: str, title: str) -> None:
        """A round mark with a letter."""
        self.begin_group(title)
        self._parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}" stroke="white" '
            'stroke-width="1.5"/>'
        )
        self.text(x, y + 3.4, letter, size=9.5, weight="bold", colour="white", anchor="middle")
        self.end_group()

    def begin_group(self, title: str) -> None:
        """What follows belongs together, and shows this text under the pointer."""
        self._parts.append(f"<g><title>{escape(title)}</title>")

    def end_group(self) -> None:
        """The end of what belongs together."""
        self._parts.append("</g>")

    def finished(self) -> str:
        """The document."""
        return "\n".join([*self._parts, "</svg>", ""])


def _distance(x: NDArray[np.float64], y: NDArray[np.float64], points: Sequence[XY]) -> NDArray[np.float64]:
    """From each place to the nearest of the points."""
    if not points:
        return np.full(x.shape, np.inf)
    there = np.array(points)
    away = np.hypot(x[..., None] - there[:, 0], y[..., None] - there[:, 1])
    return np.asarray(away.min(axis=-1))


def _bezier(piece: tuple[XY, XY, XY, XY], t: float) -> XY:
    s = 1.0 - t
    weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    x = sum(weight * point[0] for weight, point in zip(weights, piece, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, piece, strict=True))
    return x, y


def _xy(point: XY) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
