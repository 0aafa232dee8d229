"""Files of a store: there whole or not at all, never reached through links, never read beyond their size.

A store may come from somebody else. So what is read or written in it is opened without following links, and
only if it is a regular file: not a device that never ends, nor a pipe that never begins.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 1 << 31
"""No file of a store is read that has more bytes."""

UNFINISHED = ".unfinished"
# Not every system has all of them.
_DIRECT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe without another end is not waited for


class NotRegular(OSError):
    """What is in the place of a file is not a regular file, or far too large."""


def read(path: Path, most: int = LARGEST) -> bytes:
    """The content of a file.

    Raises:
        OSError: it is not a regular file, has more bytes than `most`, or cannot be read.
    """
    with opened(path, most) as file:
        return file.read(most)


@contextmanager
def opened(path: Path, most: int = LARGEST) -> Iterator[io.BufferedReader]:
    """A file to be read.

    Raises:
        OSError: as for `read`.
    """
    with os.fdopen(_open(path, os.O_RDONLY), "rb") as file:
        if os.fstat(file.fileno()).st_size > most:
            raise NotRegular(errno.EFBIG, f"it has more than {most:,} bytes", str(path))
        yield file


def digest(file: io.BufferedReader) -> str:
    """The SHA-256 of an open file, in hexadecimal, without having all of it in memory."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path, most: int) -> Any:
    """A JSON file.

    Raises:
        OSError: as for `read`.
        ValueError: it is none, or nested too deeply.
    """
    try:
        return json.loads(read(path, most).decode())
    except RecursionError:
        raise ValueError(f"{path} is nested too deeply") from None


def json_bytes(value: object, indent: int | None = None) -> bytes:
    """A value as JSON. Bytes of a file's name that are no UTF-8 are escaped, and come back as they were."""
    return json.dumps(value, ensure_ascii=False, indent=indent).encode(errors="backslashreplace")


def write(path: Path, content: bytes) -> None:
    """Write a file under another name, see it onto the disk, and give it its own name.

    Raises:
        OSError: it cannot be written; nothing is left behind. The error names the file by its own name.
    """
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    try:
        unfinished.unlink(missing_ok=True)
        with _opened(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as handle:
            _write_all(handle, content)
            os.fsync(handle)
        unfinished.replace(path)
    except BaseException as error:
        with suppress(OSError):  # so that what went wrong first is told
            unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise
    _sync_folder(path.parent)


def append_line(path: Path, content: bytes) -> None:
    """Add a line to the end of a file, and see it onto the disk. It is a line whatever was there before.

    Raises:
        OSError: it cannot be written; a part of the content may have been.
    """
    with _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT) as handle:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            content = content if os.read(handle, 1) == b"\n" else b"\n" + content
        _write_all(handle, content + b"\n")
        os.fsync(handle)


def make_folder(path: Path) -> None:
    """Make a folder in one that there is, unless it is there.

    Raises:
        OSError: something else has its name, a link to a folder included.
    """
    try:
        path.mkdir()
    except FileExistsError:
        check_folder(path)
        return
    _sync_folder(path.parent)


def check_folder(path: Path) -> None:
    """See that a folder is one, if it is there.

    Raises:
        OSError: it is a link, or no folder.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, "it is a link, which is not followed", str(path))
    if not stat.S_ISDIR(mode):
        raise NotADirectoryError(errno.ENOTDIR, "it is not a folder", str(path))


def sweep(folder: Path) -> None:
    """Remove what was being written in a folder when a process was killed.

    Raises:
        OSError: it cannot be removed.
    """
    for unfinished in folder.glob(f".*{UNFINISHED}"):
        unfinished.unlink(missing_ok=True)


def open_lock(path: Path) -> int:
    """The handle of a file that is there to be locked; it is made if there is none.

    Raises:
        OSError: it is not a regular file, or cannot be written.
    """
    return _open(path, os.O_RDWR | os.O_CREAT)


@contextmanager
def _opened(path: Path, how: int) -> Iterator[int]:
    handle = _open(path, how)
    try:
        yield handle
    finally:
        os.close(handle)


def _open(path: Path, how: int) -> int:
    """The handle of a regular file, opened without following a link at its name."""
    try:
        handle = os.open(path, how | _DIRECT | _AT_ONCE, 0o666)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotRegular(errno.ELOOP, "it is a link, which is not followed", str(path)) from None
        if error.errno == errno.ENXIO:
            raise NotRegular(errno.ENXIO, "it is not a regular file", str(path)) from None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotRegular(errno.EINVAL, "it is not a regular file", str(path))
    return handle


def _write_all(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _sync_folder(path: Path) -> None:
    """See onto the disk what a folder holds, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # what some network file systems answer
            raise
    finally:
        os.close(handle)


def sha256(content: bytes) -> str:
    """The digest of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def parquet(table: pd.DataFrame) -> bytes:
    """A table as a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), buffer, compression="zstd")
    return buffer.getvalue()


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8, a header, commas, one line feed to a row, nothing for a missing value."""
    return table.to_csv(index=False, lineterminator="\n").encode()
