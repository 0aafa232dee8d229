"""What is printed as the result of a command."""

from __future__ import annotations

from rich.console import Console


def console() -> Console:
    """The standard output: coloured on a terminal, plain lines of any length elsewhere."""
    return Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
