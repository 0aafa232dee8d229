"""How figures look, and how they are written so that the same numbers give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, SOFT, FAINT = "#222222", "#6b6b6b", "#d9d9d9"

# Okabe and Ito (2008, "Color universal design"), which readers with any kind of colour vision can tell apart, and
# Tol's (2021, "Colour schemes", SRON/EPS/TN/09-002) muted ones for what is left.
DELIVERED = "#0072b2"
_CAUSES = {
    "expired": "#d55e00", "overflow": "#cc79a7", "handover": "#e69f00", "stranded": "#882255", "no_route": "#000000",
    "sent_elsewhere": "#999999", "not_shared": "#56b4e9", "withheld": "#aa4499", "untranslated": "#009e73",
    "incompatible": "#5d4ba3", "not_released": "#b8860b", "aggregated": "#999933", "refused": "#661100",
    "no_use": "#44aa99",
}  # fmt: skip
_OTHERS = ("#332288", "#88ccee", "#117733", "#ddcc77", "#cc6677", "#dddddd")

_SETTINGS = {
    "svg.hashsalt": "stovepipe",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 8.0,
    "text.color": INK,
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
    """A colour for each cause of loss: the same in every figure, by its name."""
    unknown = sorted(cause for cause in causes if cause not in _CAUSES)
    colours = {cause: _OTHERS[i % len(_OTHERS)] for i, cause in enumerate(unknown)}
    return {cause: _CAUSES.get(cause) or colours[cause] for cause in causes}


@contextmanager
def house_style() -> Iterator[None]:
    """The settings under which figures are drawn and written."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def rendered(figure: Figure) -> dict[str, bytes]:
    """A figure as SVG and PNG, by the ending of the file's name."""
    with house_style():
        files = {}
        for ending, options in (("svg", {"metadata": {"Date": None}}), ("png", {"dpi": 144, "metadata": {"Software": None}})):
            buffer = io.BytesIO()
            figure.savefig(buffer, format=ending, **options)  # type: ignore[arg-type]
            files[ending] = buffer.getvalue()
        return files


def quiet_axis(axes: Axes) -> None:
    """An axis without frame and ticks, for what is told by labels."""
    axes.spines[:].set_visible(False)
    axes.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
