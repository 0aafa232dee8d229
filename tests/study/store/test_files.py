import errno
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stovepipe.study.store import files

TABLE = pd.DataFrame(
    {
        "replication": [0, 0, 0],
        "consumer": pd.Categorical(["b", "a", None], categories=["b", "a"]),
        "week": pd.array([1, None, 3], dtype="Int64"),
        "hours": [0.1, np.nan, 1e-300],
        "timely": [True, False, True],
    }
)


def test_a_table_comes_back_from_parquet_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    files.write(path, files.parquet(TABLE))
    pd.testing.assert_frame_equal(files.read_parquet(path), TABLE)


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
