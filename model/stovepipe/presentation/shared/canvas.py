"""What figures are made of: the parts of matplotlib that are used here, whatever MPLBACKEND names.

A backend shows figures on a screen, and none is needed to write them to files. Jupyter, for one, names a
backend of its own to every command that is started from it, and matplotlib is not imported at all where that
is not installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

VARIABLE = "MPLBACKEND"


@contextmanager
def _whatever_backend_is_named() -> Iterator[None]:
    """Import matplotlib as it would import itself, but let a backend that is not there do no harm.

    For those who have one, in a notebook for example, it is in force as ever.
    """
    named = os.environ.get(VARIABLE)
    if named is None or "matplotlib" in sys.modules:
        yield
        return
    del os.environ[VARIABLE]
    try:
        yield
    finally:
        os.environ[VARIABLE] = named
    with suppress(ValueError):
        rcParams["backend"] = named


with _whatever_backend_is_named():
    from matplotlib import rc_context, rcdefaults, rcParams
    from matplotlib.axes import Axes
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator, PercentFormatter

__all__ = [
    "AutoDateLocator", "Axes", "ConciseDateFormatter", "Figure", "FixedLocator", "FuncFormatter",
    "MaxNLocator", "NullLocator", "PercentFormatter", "rcParams", "rc_context", "rcdefaults",
    "to_hex", "to_rgb",
]  # fmt: skip
