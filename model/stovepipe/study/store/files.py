"""Files that are there whole or not at all, and whose bytes depend on their content only."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def write(path: Path, content: bytes) -> None:
    """Write a file under another name, see it onto the disk, and give it its own name.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file, and see it onto the disk.

    Raises:
        OSError: it cannot be written; a part of the content may have been.
    """
    with path.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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


def read_parquet(path: Path) -> pd.DataFrame:
    """A table from a Parquet file that `parquet` made."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.BufferReader(path.read_bytes())  # pyarrow opens no file whose name is not UTF-8
    table: pd.DataFrame = pq.read_table(content, use_threads=False).to_pandas()
    return table


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8, a header, commas, one line feed to a row, nothing for a missing value."""
    return table.to_csv(index=False, lineterminator="\n").encode()
