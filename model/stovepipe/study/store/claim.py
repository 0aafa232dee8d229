"""Taking a folder for a results store: whether it may be had, and what to do if not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stovepipe.study.store.folder import FolderError
from stovepipe.study.store.lock import LOCK, FolderInUse, Lock
from stovepipe.study.store.part import FORMAT

MANIFEST, PARTS = "manifest.json", "parts"


class StoreError(FolderError):
    """A results store cannot be used: what is wrong, and what to do about it."""


def taken(path: Path) -> Lock:
    """The lock of a folder, which is made if there is none.

    Raises:
        StoreError: it is in use, or cannot be written to.
    """
    with explained(path):
        path.mkdir(parents=True, exist_ok=True)
        try:
            return Lock.take(path)
        except FolderInUse as error:
            raise StoreError(f"{error}, or choose another folder with --out") from None


def check_folder(path: Path) -> None:
    """Refuse a folder that holds something else, or a store that this stovepipe cannot read.

    Raises:
        StoreError: what it holds, and what to do about it.
    """
    with explained(path, "read"):
        inside = {entry.name for entry in path.iterdir()} if path.exists() else set()
        inside = {name for name in inside if name != LOCK and not name.endswith(".unfinished")}
    if not inside:
        return
    if MANIFEST not in inside and PARTS not in inside:
        raise StoreError(f"{path} is not empty and holds no study; choose another folder with --out")
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        if PARTS in inside:
            return  # an index, to be made anew from the parts
        raise StoreError(f"{path / MANIFEST} is damaged; choose another folder with --out") from None
    except OSError as error:
        raise StoreError(f"{path / MANIFEST} cannot be read: {_reason(error)}") from None
    found = manifest.get("study_format") if isinstance(manifest, dict) else None
    if not isinstance(found, int):
        raise StoreError(f"{path} holds no study, but something else; choose another folder with --out")
    if found != FORMAT:
        age = "an older" if found < FORMAT else "a newer"
        raise StoreError(
            f"{path} was written by {age} stovepipe (format {found}; this one reads {FORMAT}); "
            "choose another folder with --out"
        )


@contextmanager
def explained(path: Path, what: str = "written") -> Iterator[None]:
    """Turn what the system says about a file into what the user can do about it."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or path} cannot be {what}: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
