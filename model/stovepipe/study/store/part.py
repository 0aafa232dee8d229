"""Parts of a results store: what is kept of a block of replications of one structure, as one Parquet file.

A part says itself what it is: its address and its layout are in the file's metadata. There are two kinds.
Of `tables` it has one row per replication, and in it the tables from which any outcome can be read:
deliveries reduced to whole numbers, the smaller tables as they are, column by column. Of `outcomes` it has
one row per replication and outcome, and nothing but what the replication says of it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.measures.deliveries import OUTCOMES
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading_outcomes import Reading, Tables, decided, read
from stovepipe.study.store.parquet import parquet_file, parquet_label, parquet_table
from stovepipe.trajectory import DeliveryOutcome as End

FORMAT = 1
LABEL = b"stovepipe"
WORDS = {
    "outcomes": ("consumer", "class"),
    "stations": ("station", "stage"),
    "classes": ("station", "class"),
    "channels": ("channel", "sender", "recipient"),
    "hurdles": ("channel", "hurdle", "kind", "cause"),
}
"""The smaller tables, and their columns that hold no numbers."""

ENDS = [OUTCOMES[end] for end in End]

Keep = Literal["tables", "outcomes"]


class NotThisPart(ValueError):
    """A file is not the part that it should be."""


@dataclass(frozen=True)
class Address:
    """All that decides what a replication's part holds, but for its number.

    Attributes:
        scenario: digest of the configuration and its data files.
        seed: of all random numbers.
        keep: `tables`, or `outcomes`.
        measures: with `outcomes`, what was asked, sorted; else empty.
        code: digest of the source code that made it.
        format: of the part.
    """

    scenario: str
    seed: int
    keep: Keep
    measures: tuple[str, ...]
    code: str
    format: int = FORMAT

    @property
    def key(self) -> str:
        """The address in short, by which the store finds its parts."""
        return hashlib.sha256(_json(asdict(self)).encode()).hexdigest()[:20]


@dataclass(frozen=True, eq=False)
class Part:
    """What a part holds: of each replication its tables, or what it says of each measure."""

    address: Address
    numbers: tuple[int, ...]
    tables: Mapping[int, Tables]
    readings: Mapping[int, Mapping[str, Reading]]

    def read(self, outcome: Outcome, number: int) -> Reading:
        """What a replication says of an outcome.

        Raises:
            KeyError: the replication is not there, or the outcome was not asked when it was run.
        """
        if self.address.keep == "tables":
            return read(outcome, self.tables[number])
        return self.readings[number][outcome.measure]


def part_of_tables(address: Address, numbers: Sequence[int], tables: Sequence[Tables]) -> bytes:
    """The tables of replications as a part.

    Raises:
        ValueError: tables of one structure differ in their rows or columns.
    """
    deliveries = [_coded(each["deliveries"]) for each in tables]
    columns: dict[str, Any] = {"replication": np.asarray(numbers, dtype=np.int64)}
    for name in ("consumer", "class", "outcome", "cause", "age_ticks"):
        columns[f"deliveries.{name}"] = [each[name] for each in deliveries]
    layout = {name: _layout(name, tables[0][name]) for name in WORDS}
    for name in WORDS:
        if any(_layout(name, each[name]) != layout[name] for each in tables):
            raise ValueError(f"the table {name} has other rows or columns in another replication")
        columns[name] = [_flat(each[name], layout[name]) for each in tables]
    first = tables[0]["deliveries"]
    names = {name: list(first[name].cat.categories) for name in ("consumer", "class", "cause")}
    label = _label(address, numbers) | {"deliveries": names, "layout": layout}
    return parquet_file(columns, {LABEL: _json(label).encode()}, ages=["deliveries.age_ticks"])


def part_of_readings(
    address: Address, numbers: Sequence[int], readings: Sequence[Mapping[str, Reading]]
) -> bytes:
    """What replications say of each measure, as a part."""
    rows = [(number, measure, said[measure]) for number, said in zip(numbers, readings, strict=True)
            for measure in address.measures]  # fmt: skip
    ages = [_ages(reading) for _, _, reading in rows]
    columns = {
        "replication": np.array([number for number, _, _ in rows], dtype=np.int64),
        "measure": [measure for _, measure, _ in rows],
        "numerator": np.array([reading.numerator for _, _, reading in rows], dtype=np.float64),
        "denominator": np.array([reading.denominator for _, _, reading in rows], dtype=np.float64),
        "reason": [reading.reason for _, _, reading in rows],
        "delivered_ticks": [each and each[0] for each in ages],
        "lost_ticks": [each and each[1] for each in ages],
        "in_flight_ticks": [each and each[2] for each in ages],
    }
    label = {LABEL: _json(_label(address, numbers)).encode()}
    return parquet_file(columns, label, ages=["delivered_ticks", "lost_ticks", "in_flight_ticks"])


def check_part(content: bytes, address: Address, numbers: Sequence[int]) -> None:
    """See whether a file's content says that it is the part with this address and these replications.

    Raises:
        NotThisPart: it does not.
    """
    try:
        label = json.loads(parquet_label(io.BytesIO(content))[LABEL])
        said, of = label["address"], label["numbers"]
    except (ValueError, KeyError, TypeError, OSError):
        raise NotThisPart("no part of a results store") from None
    if said != json.loads(_json(asdict(address))) or of != list(numbers):
        raise NotThisPart("a part of something else")


def read_part(content: bytes, address: Address, numbers: Sequence[int]) -> Part:
    """A part from a file's content.

    Raises:
        NotThisPart: it is no part, or not the one with this address and these replications.
    """
    check_part(content, address, numbers)
    table = parquet_table(io.BytesIO(content))
    if address.keep == "tables":
        label = json.loads(table.schema.metadata[LABEL])
        stored = {number: _Stored(table, row, label) for row, number in enumerate(numbers)}
        return Part(address, tuple(numbers), stored, {})
    return Part(address, tuple(numbers), {}, _readings(table))


def _label(address: Address, numbers: Sequence[int]) -> dict[str, Any]:
    return {"address": asdict(address), "numbers": list(numbers)}


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _coded(deliveries: pd.DataFrame) -> dict[str, NDArray[Any]]:
    """What outcomes need of the deliveries, sorted so that it packs well."""
    columns = {
        name: deliveries[name].cat.codes.to_numpy().astype(np.int16)
        for name in ("consumer", "class", "outcome", "cause")
    }
    columns["age_ticks"] = deliveries["age_ticks"].to_numpy()
    order = np.lexsort(tuple(reversed(columns.values())))
    return {name: column[order] for name, column in columns.items()}


def _layout(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """The names of a table's rows and columns, and which columns hold whole numbers."""
    words = WORDS[name]
    numeric = [str(column) for column in table if column not in (*words, "replication")]
    return {
        "rows": {word: [str(each) for each in table[word]] for word in words},
        "columns": [[column, table[column].dtype.kind] for column in numeric],
    }


def _flat(table: pd.DataFrame, layout: Mapping[str, Any]) -> NDArray[np.float64]:
    """The numbers of a table, column by column. Counts are far below the whole numbers that floats hold."""
    return np.concatenate([table[name].to_numpy(dtype=np.float64) for name, _ in layout["columns"]])


class _Stored(Mapping[str, pd.DataFrame]):
    """The tables of one replication, each made when it is asked for."""

    def __init__(self, table: Any, row: int, label: Mapping[str, Any]) -> None:
        self._table, self._row, self._label = table, row, label
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            if name == "deliveries":
                self._made[name] = _deliveries(self._table, self._row, self._label["deliveries"])
            else:
                layout = self._label["layout"][name]
                self._made[name] = _small(name, _cell(self._table, name, self._row), layout)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(("deliveries", *WORDS))

    def __len__(self) -> int:
        return 1 + len(WORDS)


def _cell(table: Any, column: str, row: int) -> NDArray[Any]:
    cell: NDArray[Any] = table.column(column)[row].values.to_numpy(zero_copy_only=False)
    return cell


def _deliveries(table: Any, row: int, names: Mapping[str, list[str]]) -> pd.DataFrame:
    categories = {**names, "outcome": ENDS}
    columns: dict[str, Any] = {
        name: pd.Categorical.from_codes(
            _cell(table, f"deliveries.{name}", row), categories=pd.Index(categories[name], dtype="str")
        )
        for name in ("consumer", "class", "outcome", "cause")
    }
    return pd.DataFrame(columns | {"age_ticks": _cell(table, "deliveries.age_ticks", row)})


def _small(name: str, numbers: NDArray[np.float64], layout: Mapping[str, Any]) -> pd.DataFrame:
    columns = np.split(numbers, len(layout["columns"]))
    read = {
        title: column.astype(np.int64) if kind in "iu" else column
        for (title, kind), column in zip(layout["columns"], columns, strict=True)
    }
    return pd.DataFrame({word: layout["rows"][word] for word in WORDS[name]} | read)


def _ages(reading: Reading) -> tuple[NDArray[np.int64], ...] | None:
    """Ages in ticks of what was delivered, lost, and in flight."""
    found = reading.incidence
    if found is None:
        return None
    return found.ages[found.codes == 0], found.ages[found.codes == 1], found.censored


def _readings(table: Any) -> dict[int, dict[str, Reading]]:
    found: dict[int, dict[str, Reading]] = {}
    for row, each in enumerate(table.drop(["delivered_ticks", "lost_ticks", "in_flight_ticks"]).to_pylist()):
        incidence = None
        if table.column("delivered_ticks")[row].is_valid:
            ends = ("delivered_ticks", "lost_ticks", "in_flight_ticks")
            incidence = decided([_cell(table, end, row) for end in ends])
        said = Reading(each["numerator"], each["denominator"], incidence, each["reason"])
        found.setdefault(each["replication"], {})[each["measure"]] = said
    return found
