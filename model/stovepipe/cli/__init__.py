"""The `stovepipe` command."""

from stovepipe.cli.app import main

__all__ = ["main"]
