"""The conclusions from a store, as files in it: tables, the verdict, figures; always the same bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from stovepipe.study.store import files
from stovepipe.study.store.claim import explained

SUMMARY = "summary"
ENDINGS = (".csv", ".parquet", ".svg", ".png")


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


def clear_summary(folder: Path, question: str, kept: Collection[str]) -> None:
    """Remove the tables and figures that an earlier answer to a question left in the summary of a store.

    They are told by their names, which begin with that of the question.

    Args:
        folder: the folder of the store.
        question: what the names of its files begin with.
        kept: the names of files that belong to the answer of now.

    Raises:
        StoreError: one cannot be removed.
    """
    path = folder / SUMMARY
    with explained(path, "cleared"):
        for each in sorted(path.iterdir()):
            made = each.name.startswith(f"{question}_") and each.suffix in ENDINGS
            if made and each.name not in kept and not each.is_dir():
                each.unlink()
