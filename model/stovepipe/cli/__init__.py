"""The `stovepipe` command."""

from stovepipe.cli.entry import main

__all__ = ["main"]
