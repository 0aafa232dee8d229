"""The bytes of a file that a user names, whatever is there in its place."""

from __future__ import annotations

import itertools
import os
import stat
from pathlib import Path

from stovepipe.text import near_miss, reason_of

_LOOKED_AT = 1_000  # names in a folder, when one is misspelt


class NoFile(Exception):
    """What is there cannot be read: what is wrong, and how to mend it."""


class TooLarge(Exception):
    """A file is larger than it may be; `size` is in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def read_bytes(path: Path, most: int) -> bytes:
    """The content of a regular file.

    A file of no size is taken for empty and not opened: some that the system makes up, such as those in
    ``/proc``, have none, and may not end, or hold what nobody should see.

    Raises:
        TooLarge: it has more than so many bytes.
        NoFile: it is not there, no file, or cannot be read.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode) and not stat.S_ISDIR(facts.st_mode):
            raise NoFile("not a file", "name a file")
        if facts.st_size > most:
            raise TooLarge(facts.st_size)
        if facts.st_size == 0:
            return b""
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise NoFile(f"cannot be read: {reason_of(error)}", beside(path)) from None
    except OSError as error:
        raise NoFile(f"cannot be read: {reason_of(error)}", "") from None
    except ValueError:  # a null character
        raise NoFile("cannot be read: no file has such a name", "") from None
    if len(content) > most:
        raise TooLarge(len(content))
    return content


def missing(path: Path, relative_to: str) -> tuple[str, str] | None:
    """What is said of a file that is named and not there, and how to mend it; None if it is there.

    Args:
        path: the path of the file.
        relative_to: what is said of relative paths.
    """
    try:
        if path.is_dir():
            return f"{path} is a folder", "name a file in it"
        if path.is_file():
            return None
        if path.exists():
            return f"{path} is not a file", "name a file"
    except (OSError, ValueError):
        return "no file has such a name", relative_to
    return f"there is no file {path}", beside(path) or relative_to


def beside(path: Path) -> str:
    """A hint to a file in the same folder that has nearly the same name; empty if there is none."""
    try:
        with os.scandir(path.parent) as entries:
            first = itertools.islice(entries, _LOOKED_AT)
            names = [entry.name for entry in first if not entry.is_dir(follow_symlinks=False)]
    except OSError:
        return ""
    stems = {
        Path(name).stem: name for name in names if name != path.name and Path(name).suffix == path.suffix
    }
    close = near_miss(path.stem, stems)
    return f'did you mean "{stems[close]}"?' if close is not None else ""
