"""A folder in the hands of one process at a time.

What keeps others out is a lock of the operating system on a small file in the folder, so that it ends with
the process that holds it, however that ends. The file says which process it is, for the message that others
get; it is removed when the lock is given back, and one left behind by a process that was killed locks
nothing.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from stovepipe.study.store import files

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".lock"
WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)  # what a file system without locks answers
BEYOND = 1 << 20  # on Windows what is locked cannot be read: a byte far behind the process's number


class FolderInUse(Exception):
    """Another process has the folder."""


class Lock:
    """A folder taken by this process, until `release`, the end of the ``with`` block, or of the process.

    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> with Lock.take(folder):
    ...     Lock.take(folder)
    Traceback (most recent call last):
    stovepipe....FolderInUse: ... is in use by another stovepipe (process ...); wait until it ends
    >>> Lock.take(folder).release()
    >>> list(folder.iterdir())
    []
    """

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, folder: Path) -> Lock:
        """Take a folder that there is. A file system that has no locks lets everybody have it.

        Raises:
            FolderInUse: another process, or another part of this one, has it.
            OSError: it cannot be written to, or something else than a file has the lock's name.
        """
        path = folder / LOCK
        while True:
            handle = files.open_lock(path)
            try:
                _lock(handle)
                if _is(path, handle):
                    os.ftruncate(handle, 0)
                    os.write(handle, str(os.getpid()).encode())
                    return cls(path, handle)
            except BlockingIOError:
                holder = os.read(handle, 20)
                os.close(handle)
                raise FolderInUse(_refusal(folder, holder.decode(errors="replace"))) from None
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)  # its holder removed the file between our opening and locking it

    def release(self) -> None:
        """Give it back; twice does no harm."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        # Removed while it is locked, so that nobody can lock a file that is about to go. Windows does not
        # remove what is open: there the file stays if somebody has opened it in between.
        with suppress(OSError):
            self._path.unlink()
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):
                self._path.unlink()

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _lock(handle: int) -> None:
    """Lock an open file, without waiting.

    Raises:
        BlockingIOError: somebody else has.
    """
    try:
        if sys.platform == "win32":
            os.lseek(handle, BEYOND, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except PermissionError as error:
                raise BlockingIOError(*error.args) from None
            finally:
                os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in WITHOUT_LOCKS:
            raise


def _is(path: Path, handle: int) -> bool:
    """Whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


def _refusal(folder: Path, holder: str) -> str:
    process = f" (process {holder})" if holder.isdecimal() else ""
    return f"{folder} is in use by another stovepipe{process}; wait until it ends"
