import errno
import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stovepipe.study.store import files

TABLE = pd.DataFrame({"factor": ["work"], "estimate": [0.1]})


def test_the_same_table_gives_the_same_bytes() -> None:
    assert files.parquet(TABLE) == files.parquet(TABLE.copy())


def test_csv_keeps_every_digit_and_leaves_out_what_is_missing() -> None:
    table = pd.DataFrame({"what": ["a, b", "c"], "value": [0.1 + 0.2, np.nan]})
    assert files.csv(table) == b'what,value\n"a, b",0.30000000000000004\nc,\n'


def test_a_file_that_cannot_be_finished_leaves_the_old_one_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manifest.json"
    files.write(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_not_reached_through_a_link(tmp_path: Path) -> None:
    """Neither to be read, nor to be written, nor to be added to: the file at its end stays as it is."""
    victim, link = tmp_path / "victim", tmp_path / "link"
    victim.write_bytes(b"precious")
    link.symlink_to(victim)
    for use in (files.read, files.open_lock, lambda path: files.append_line(path, b"line")):
        with pytest.raises(files.NotRegular, match="it is a link, which is not followed"):
            use(link)
    (tmp_path / ".new.unfinished").symlink_to(victim)
    files.write(tmp_path / "new", b"new")
    files.write(link, b"mine")
    assert victim.read_bytes() == b"precious"
    assert (tmp_path / "new").read_bytes() == b"new"
    assert link.read_bytes() == b"mine"
    assert not link.is_symlink()


def test_a_pipe_or_a_device_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(files.NotRegular, match="not a regular file"):
            files.read(path)
    with pytest.raises(files.NotRegular, match="not a regular file"):
        files.append_line(tmp_path / "pipe", b"line")


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)  # takes no room on the disk
    with pytest.raises(OSError, match="it has more than 1,000 bytes"):
        files.read(tmp_path / "large", 1000)
    with pytest.raises(OSError, match="it has more than 2,147,483,648 bytes"):
        files.read(tmp_path / "large")


def test_a_hundred_thousand_brackets_are_no_json(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("[" * 100_000)
    with pytest.raises(ValueError, match="nested too deeply"):
        files.read_json(tmp_path / "deep", 1 << 20)


def test_a_line_begins_on_a_line_of_its_own_whatever_was_there(tmp_path: Path) -> None:
    """A log that was cut short by a loss of power, say."""
    log = tmp_path / "log"
    files.append_line(log, b"one")
    log.write_bytes(log.read_bytes() + b"\0\0half")
    files.append_line(log, b"two")
    files.append_line(log, b"three")
    assert log.read_bytes() == b"one\n\0\0half\ntwo\nthree\n"


def test_a_folder_is_made_once_and_never_found_behind_a_link(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "parts")
    files.make_folder(tmp_path / "parts")
    (tmp_path / "link").symlink_to(tmp_path / "parts")
    with pytest.raises(OSError, match="it is a link, which is not followed"):
        files.make_folder(tmp_path / "link")
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="it is not a folder"):
        files.make_folder(tmp_path / "file")


def test_the_folder_is_seen_onto_the_disk_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a name that was given before a loss of power may be lost in it."""
    synced: list[bool] = []
    true_fsync = os.fsync

    def fsync(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        true_fsync(handle)

    monkeypatch.setattr(files.os, "fsync", fsync)
    files.write(tmp_path / "file", b"content")
    assert synced == [False, True], "the content before the name"
