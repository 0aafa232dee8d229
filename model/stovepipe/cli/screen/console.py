"""What is printed as the result of a command."""

from __future__ import annotations

import sys

from rich.console import Console


def console() -> Console:
    """The standard output: fitted to a terminal, plain lines of any length elsewhere."""
    return Console(soft_wrap=not sys.stdout.isatty(), highlight=False, markup=False, emoji=False)
