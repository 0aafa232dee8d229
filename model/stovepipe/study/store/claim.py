"""Taking a folder for a results store: whether it may be had, and what to do if not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stovepipe.study.store import files
from stovepipe.study.store.lock import FolderInUse, Lock
from stovepipe.study.store.part import FORMAT
from stovepipe.text import reason_of

MANIFEST, PARTS, SESSIONS, CONFIGURATIONS = "manifest.json", "parts", "sessions.jsonl", "configurations"
FOLDERS = (PARTS, CONFIGURATIONS, "summary")
LARGEST_MANIFEST = 1 << 28
NOBODYS = ("Thumbs.db", "desktop.ini")
"""What file managers leave; so they do under names that begin with a point."""


class StoreError(Exception):
    """A results folder cannot be used: what is wrong, and what to do about it."""


def taken(path: Path) -> Lock:
    """The lock of a folder, which is made if there is none.

    Raises:
        StoreError: it is in use, or cannot be written to.
    """
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file, not a folder; choose another name with --out")
    with explained(path):
        path.mkdir(parents=True, exist_ok=True)
        try:
            return Lock.take(path)
        except FolderInUse as error:
            raise StoreError(f"{error}, or choose another folder with --out") from None


def is_store(path: Path) -> bool:
    """Whether a folder is a results store, by what is in it."""
    return (path / MANIFEST).is_file() or (path / PARTS).is_dir()


def check_claim(path: Path) -> None:
    """Refuse a folder that holds something else, or a store that this stovepipe cannot read.

    Raises:
        StoreError: what it holds, and what to do about it.
    """
    with explained(path, "read"):
        inside = {entry.name for entry in path.iterdir()} if path.exists() else set()
    inside = {name for name in inside if not name.startswith(".") and name not in NOBODYS}
    if not inside:
        return
    if MANIFEST not in inside and PARTS not in inside:
        raise StoreError(f"{path} is not empty and holds no results; choose another folder with --out")
    with explained(path, "used"):
        for name in FOLDERS:
            files.check_folder(path / name)
    try:
        check_format(path, read_manifest(path))
    except NoManifest as error:
        if PARTS not in inside:
            raise StoreError(f"{error}; choose another folder with --out") from None
        # Else it is an index, which is made anew from the parts.


class NoManifest(StoreError):
    """There is no manifest, or it is damaged."""


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a folder, as it is.

    Raises:
        NoManifest: there is none, or it is damaged.
        StoreError: it cannot be read.
    """
    manifest = path / MANIFEST
    try:
        found = files.read_json(manifest, LARGEST_MANIFEST)
    except FileNotFoundError:
        raise NoManifest(f"{path} is not a results folder: it has no {MANIFEST}") from None
    except (ValueError, files.NotRegular, IsADirectoryError):
        raise NoManifest(f"{manifest} is damaged") from None
    except OSError as error:
        raise StoreError(f"{manifest} cannot be read: {reason_of(error)}") from None
    if not isinstance(found, dict):
        raise NoManifest(f"{manifest} is damaged")
    return found


def check_format(path: Path, manifest: dict[str, Any]) -> None:
    """Refuse what was written in another format.

    Raises:
        StoreError: it was, or it is something else.
    """
    found = manifest.get("format", manifest.get("study_format"))  # as stores said before format 2
    if isinstance(found, bool) or not isinstance(found, int):
        raise StoreError(f"{path} holds something else than results; choose another folder with --out")
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
        raise StoreError(f"{error.filename or path} cannot be {what}: {reason_of(error)}") from None
