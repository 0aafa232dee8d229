import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stovepipe.study.store import lock
from stovepipe.study.store.lock import LOCK, FolderInUse, Lock
from tests.environment import ordinary

HOLD = """
import sys
from pathlib import Path
from stovepipe.study.store.lock import Lock
held = Lock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_folder_that_another_process_has_is_refused_until_that_dies(tmp_path: Path) -> None:
    """However it dies: the lock is the system's, and a file left behind locks nothing."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    holding = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ordinary()
    )
    with holding as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderInUse) as refused:
            Lock.take(tmp_path)
        holder.kill()
    assert str(refused.value) == (
        f"{tmp_path} is in use by another stovepipe (process {holder.pid}); wait until it ends"
    )
    assert holder.returncode == -signal.SIGKILL
    assert (tmp_path / LOCK).exists()
    Lock.take(tmp_path).release()


def test_a_lock_is_given_back_whole_at_the_end_of_the_block(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="on the way"), Lock.take(tmp_path) as held:
        raise RuntimeError("on the way")
    assert list(tmp_path.iterdir()) == []
    held.release()
    with Lock.take(tmp_path):
        held.release()
        with pytest.raises(FolderInUse):
            Lock.take(tmp_path)


def test_a_file_that_is_removed_while_it_is_being_locked_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise two could hold one folder: one the file that is gone, one the file made after it."""
    true_lock, first = lock._lock, True

    def slow(handle: int) -> None:
        nonlocal first
        if first:
            first = False
            (tmp_path / LOCK).unlink()
        true_lock(handle)

    with monkeypatch.context() as slowly:
        slowly.setattr(lock, "_lock", slow)
        held = Lock.take(tmp_path)
    with pytest.raises(FolderInUse):
        Lock.take(tmp_path)
    held.release()


def test_a_file_system_without_locks_lets_work_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_handle: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock.fcntl, "flock", none)
    with Lock.take(tmp_path):
        Lock.take(tmp_path).release()


def test_a_folder_that_cannot_be_written_is_the_system_s_to_explain(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lock.take(tmp_path / "nowhere")
