"""Parquet files whose columns may hold a list in each row, with a label that says what they are."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import IO, Any

MOST_NUMBERS = 1 << 31
"""In one file: a small one may promise more than any memory holds."""


def parquet_file(columns: Mapping[str, Any], label: Mapping[bytes, bytes], ages: Sequence[str]) -> bytes:
    """Columns, of which some hold a list in each row, as a Parquet file.

    Args:
        columns: numbers, texts or lists by name, or arrays of pyarrow.
        label: what the file says of itself.
        ages: columns whose lists ascend, at least in stretches: they are stored as differences.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            name: column if isinstance(column, pa.Array) else pa.array(column)
            for name, column in columns.items()
        }
    )
    packed = {f"{name}.list.element": "DELTA_BINARY_PACKED" for name in ages}
    plain = {"replication", *packed}
    leaves = [
        f"{name}.list.element" if pa.types.is_list(field.type) or pa.types.is_large_list(field.type) else name
        for name, field in zip(table.column_names, table.schema, strict=True)
    ]
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(dict(label)),
        buffer,
        compression="zstd",
        use_dictionary=[leaf for leaf in leaves if leaf not in plain],
        column_encoding=packed,
        write_statistics=False,
    )
    return buffer.getvalue()


def label_of(file: IO[bytes]) -> dict[bytes, bytes]:
    """What a Parquet file says of itself.

    Raises:
        ValueError: it is none, or promises more numbers than can be meant.
    """
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(file)
    promised = sum(
        metadata.row_group(group).column(column).num_values
        for group in range(metadata.num_row_groups)
        for column in range(metadata.num_columns)
    )
    if promised > MOST_NUMBERS:
        raise ValueError(f"it promises {promised:,} numbers")
    return dict(metadata.metadata or {})


class Columns:
    """The columns of a Parquet file, those of a table read when they are first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._read: dict[str, Any] = {}

    def of(self, table: str) -> Any:
        """The columns whose names begin with that of a table and a point."""
        if table not in self._read:
            file = self._opened()
            names = [name for name in file.schema_arrow.names if name.startswith(f"{table}.")]
            self._read[table] = file.read(columns=names, use_threads=False)
        return self._read[table]

    def all(self) -> Any:
        """All columns."""
        return self._opened().read(use_threads=False)

    def _opened(self) -> Any:
        import pyarrow.parquet as pq

        return pq.ParquetFile(io.BytesIO(self._content))
