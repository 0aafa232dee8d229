"""Parquet files whose columns may hold a list in each row, with a label that says what they are."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import IO, Any


def parquet_file(columns: Mapping[str, Any], label: Mapping[bytes, bytes], ages: Sequence[str]) -> bytes:
    """Columns, of which some hold a list in each row, as a Parquet file.

    Args:
        columns: numbers, texts or lists of numbers by name.
        label: what the file says of itself.
        ages: columns whose lists ascend, at least in stretches: they are stored as differences.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: pa.array(column) for name, column in columns.items()})
    packed = {f"{name}.list.element": "DELTA_BINARY_PACKED" for name in ages}
    plain = {"replication", *(f"{name}.list.element" for name in ages)}
    leaves = [
        f"{name}.list.element" if pa.types.is_list(field.type) else name
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


def parquet_table(file: IO[bytes]) -> Any:
    """A Parquet file as a table of pyarrow.

    Raises:
        ValueError: it is none.
    """
    import pyarrow.parquet as pq

    return pq.read_table(file, use_threads=False)


def parquet_label(file: IO[bytes]) -> dict[bytes, bytes]:
    """What a Parquet file says of itself.

    Raises:
        ValueError: it is none.
    """
    import pyarrow.parquet as pq

    return dict(pq.read_schema(file).metadata or {})
