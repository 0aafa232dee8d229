"""The conclusions from a store, as files in it: tables, the verdict, figures; always the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stovepipe.study.store import files
from stovepipe.study.store.claim import explained

SUMMARY = "summary"


def write_summary(folder: Path, contents: Mapping[str, bytes]) -> Path:
    """Write files to the summary of a store; each is there whole or not at all.

    Raises:
        StoreError: one cannot be written.
    """
    path = folder / SUMMARY
    with explained(path):
        files.make_folder(path)
        for name, content in contents.items():
            files.write(path / name, content)
    return path
