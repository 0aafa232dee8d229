"""Tables of several replications as columns of one file: in each row of a column, one replication's numbers.

A table's column `stations.visits` is a list in each row. Names are numbers into a list of names, which is in
the layout; so are the kinds of the columns, so that a table comes back as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Layout = dict[str, dict[str, Any]]
"""By table, by column: the kind of the column, or the list of names that its numbers stand for."""

KINDS = ("int64", "float64", "bool", "str", "Int64", "datetime64[us]")


def columns_of(tables: Sequence[Mapping[str, pd.DataFrame]]) -> tuple[dict[str, Any], Layout]:
    """The columns of a file, and the layout by which they are read again.

    Args:
        tables: of each replication, by name.

    Raises:
        ValueError: the tables of two replications differ in their columns or names, or a column is of a kind
            that cannot be kept.
    """
    columns: dict[str, Any] = {}
    layout: Layout = {}
    for name, first in tables[0].items():
        layout[name] = _layout(first)
        if any(_layout(each[name]) != layout[name] for each in tables):
            raise ValueError(f"the table {name} has other columns or names in another replication")
        for column, kind in layout[name].items():
            columns[f"{name}.{column}"] = _lists([_plain(each[name][column], kind) for each in tables], kind)
    return columns, layout


def table_of(name: str, layout: Mapping[str, Any], columns: Any, row: int) -> pd.DataFrame:
    """A table of one replication.

    Args:
        name: of the table.
        layout: of the table.
        columns: a table of pyarrow that has its columns.
        row: of the replication.
    """
    return pd.DataFrame(
        {column: _restored(cell(columns, f"{name}.{column}", row), kind) for column, kind in layout.items()}
    )


def cell(columns: Any, name: str, row: int) -> Any:
    """The numbers or texts of one row of a column, as pyarrow has them."""
    return columns.column(name)[row].values


def _layout(table: pd.DataFrame) -> dict[str, Any]:
    return {str(column): _kind(str(column), table[column]) for column in table}


def _kind(name: str, column: pd.Series[Any]) -> Any:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return [str(category) for category in column.cat.categories]
    if (kind := str(column.dtype)) in KINDS:
        return kind
    if kind == "object":  # of texts in a table without rows
        return "str"
    raise ValueError(f"a column of {kind} cannot be kept: {name}")


def _plain(column: pd.Series[Any], kind: Any) -> Any:
    if isinstance(kind, list):
        return column.cat.codes.to_numpy().astype(np.int16 if len(kind) < 1 << 15 else np.int32)
    match kind:
        case "Int64":
            return column.to_numpy(dtype=np.float64, na_value=np.nan)
        case "datetime64[us]":
            return column.to_numpy().astype(np.int64)
        case "str":
            return column.to_numpy(dtype=object)
        case _:
            return column.to_numpy()


def _lists(each: Sequence[NDArray[Any]], kind: Any) -> Any:
    """A column of pyarrow with a list in each row."""
    import pyarrow as pa

    ends = np.cumsum([0, *map(len, each)], dtype=np.int64)
    values = pa.array(np.concatenate(each), type=pa.string() if kind == "str" else None)
    return pa.LargeListArray.from_arrays(pa.array(ends), values)


def _restored(values: Any, kind: Any) -> Any:
    if isinstance(kind, list):
        codes = values.to_numpy(zero_copy_only=False)
        return pd.Categorical.from_codes(codes, categories=pd.Index(kind, dtype="str"))
    match kind:
        case "str":
            return pd.array(values.to_pylist(), dtype="str")
        case "Int64":
            numbers = values.to_numpy(zero_copy_only=False)
            return pd.array(numbers, dtype="Float64").astype("Int64")
        case "datetime64[us]":
            return values.to_numpy(zero_copy_only=False).astype("datetime64[us]")
        case _:
            return values.to_numpy(zero_copy_only=False)
