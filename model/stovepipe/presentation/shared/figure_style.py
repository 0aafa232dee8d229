"""How figures look, and how they are written so that the same numbers give the same bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import fill
from typing import Any

import numpy as np

from stovepipe.presentation.shared.canvas import Figure, rc_context, rcdefaults, rcParams, to_hex, to_rgb
from stovepipe.scenario.language.channels.hurdle_kinds import HURDLE_KINDS

INK, SOFT, FAINT = "#222222", "#6b6b6b", "#d9d9d9"
LIGHTEST_TEXT = 0.48

# Okabe and Ito (2008, "Color universal design"), for readers with any kind of colour vision; and for what
# is left, muted ones after Tol (2021, "Colour schemes", SRON/EPS/TN/09-002).
DELIVERED = "#0072b2"
CONFIRMED = "#56b4e9"
_CAUSES = {
    "expired": "#d55e00", "overflow": "#cc79a7", "handover": "#e69f00", "stranded": "#882255",
    "no_route": "#000000", "sent_elsewhere": "#999999", "unreported": "#777733", "off_requirement": "#bb88aa",
    "abandoned": "#e6a07a",
    "silenced": "#5b4a8a",
    "crowded_out": "#997700",
    "unconfirmed": "#4d9078",
    "closed": "#2f4f6f",
} | {
    kind.cause: kind.loss
    for kind in HURDLE_KINDS.values()
    if kind.cause is not None and kind.loss is not None
}  # fmt: skip
_OTHERS = ("#332288", "#88ccee", "#117733", "#ddcc77", "#cc6677", "#dddddd")

_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "stovepipe",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 8.0,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 7.0,
    "ytick.labelsize": 7.0,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.4,
}


def cause_colours(causes: Sequence[str]) -> dict[str, str]:
    """A colour for each cause: the same in every figure, by its name."""
    unknown = sorted(cause for cause in causes if cause not in _CAUSES)
    colours = {cause: _OTHERS[i % len(_OTHERS)] for i, cause in enumerate(unknown)}
    return {cause: _CAUSES.get(cause) or colours[cause] for cause in causes}


def readable(colour: str) -> str:
    """The colour for a text: darker, if the colour itself is too light to be read on white."""
    rgb = np.array(to_rgb(colour))
    lightness = float(rgb @ (0.2126, 0.7152, 0.0722))
    return to_hex(tuple(rgb * min(1.0, LIGHTEST_TEXT / lightness))) if lightness else colour


@contextmanager
def house_style() -> Iterator[None]:
    """The settings under which figures are drawn and written."""
    with rc_context():
        rcdefaults()
        rcParams.update(_SETTINGS)
        yield


def rendered(figure: Figure) -> dict[str, bytes]:
    """A figure as SVG and PNG, by the ending of the file's name.

    A letter that the font lacks is a box in the PNG, and itself in the SVG.
    """
    with house_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        files = {}
        for ending, options in (
            ("svg", {"metadata": {"Date": None}}),
            ("png", {"dpi": 144, "metadata": {"Software": None}}),
        ):
            buffer = io.BytesIO()
            figure.savefig(buffer, format=ending, **options)
            files[ending] = buffer.getvalue()
        return files


def titled(size: tuple[float, float], title: str, caption: str) -> Figure:
    """A figure of this size in inches, with a title and a caption above the panels."""
    figure = Figure(figsize=size)
    figure.text(0.12 / size[0], 1 - 0.12 / size[1], title, va="top", fontsize=12, fontweight="bold")
    figure.text(0.12 / size[0], 1 - 0.38 / size[1], caption, va="top", color=SOFT, linespacing=1.35)
    return figure


def folded(title: str, letters: int) -> str:
    """A title broken so that no line is longer than so many letters.

    >>> print(folded("timely share at the force commander", 24))
    timely share at the
    force commander
    """
    return fill(title, letters)
