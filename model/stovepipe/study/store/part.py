"""Parts of a results store: what is kept of a block of replications of one structure, as one Parquet file.

A part says itself what it is: its address and its layout are in the file's metadata. There are two kinds.
Of tables it has one row per replication, and in it the tables of its level; with the level `tables`,
deliveries are reduced to what outcomes are read from. Of `outcomes` it has one row per replication and
outcome, and nothing but what the replication says of it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import IO, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.measures.keep import LEVELS, Keep
from stovepipe.study.file.outcome import Outcome
from stovepipe.study.reading_outcomes import Reading, Tables, decided, read
from stovepipe.study.store.columns import Layout, cell, columns_of, table_of
from stovepipe.study.store.parquet import Columns, label_of, parquet_file

FORMAT = 2
LABEL = b"stovepipe"
LARGEST_BLOCK = 64
"""Replications in a part, at most."""

FOR_OUTCOMES = ("consumer", "class", "outcome", "cause", "age_ticks", "watched_ticks")
"""What is kept of deliveries from which nothing but outcomes will be read."""


class NotThisPart(ValueError):
    """A file is not the part that it should be."""


@dataclass(frozen=True)
class Address:
    """All that decides what a replication's part holds, but for its number.

    Attributes:
        scenario: digest of the configuration and its data files.
        seed: of all random numbers.
        keep: how much is kept of each replication.
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

    @cached_property
    def key(self) -> str:
        """The address in short, by which the store finds its parts."""
        return hashlib.sha256(_json(asdict(self)).encode()).hexdigest()[:20]

    def of(self, number: int) -> Address:
        """Of one replication: where all tables are kept, the first keeps its trajectory, too."""
        if self.keep == "all_tables" and number == 0:
            return replace(self, keep="trajectory")
        return self

    @property
    def serving(self) -> tuple[Address, ...]:
        """Where else to look: parts that hold what is asked for and more. This one is the first."""
        more = LEVELS[LEVELS.index(self.keep) + 1 :]
        return (self, *(replace(self, keep=keep, measures=()) for keep in more))


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
        if self.address.keep == "outcomes":
            return self.readings[number][outcome.measure]
        return read(outcome, self.tables[number])


def part_of_tables(address: Address, numbers: Sequence[int], tables: Sequence[Tables]) -> bytes:
    """The tables of replications as a part.

    Raises:
        ValueError: tables of one structure differ in their columns or names.
    """
    kept = [dict(each) for each in tables]
    ages: list[str] = []
    if address.keep == "tables":
        ages = ["deliveries.age_ticks"]
        for each in kept:
            each["deliveries"] = _packed(each["deliveries"])
    columns, layout = columns_of(kept)
    label = _label(address, numbers) | {"layout": layout}
    columns = {"replication": np.asarray(numbers, dtype=np.int64)} | columns
    return parquet_file(columns, {LABEL: json.dumps(label, ensure_ascii=False).encode()}, ages)


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


def check_part(file: IO[bytes], address: Address, numbers: Sequence[int]) -> Layout:
    """See whether a file says that it is the part with this address and these replications.

    Returns:
        The layout of its tables.

    Raises:
        NotThisPart: it does not.
    """
    try:  # of a damaged file, pyarrow may also say that it does not implement what it reads there
        label = json.loads(label_of(file)[LABEL])
        said, of = label["address"], label["numbers"]
    except (ValueError, KeyError, TypeError, OSError, RecursionError, NotImplementedError):
        raise NotThisPart("no part of a results store") from None
    if said != json.loads(_json(asdict(address))) or of != list(numbers):
        raise NotThisPart("a part of something else")
    layout: Layout = label.get("layout", {})
    return layout


def read_part(content: bytes, address: Address, numbers: Sequence[int]) -> Part:
    """A part from a file's content.

    Raises:
        NotThisPart: it is no part, or not the one with this address and these replications.
    """
    layout = check_part(io.BytesIO(content), address, numbers)
    columns = Columns(content)
    if address.keep == "outcomes":
        return Part(address, tuple(numbers), {}, _readings(columns.all()))
    stored = {number: _Stored(columns, row, layout) for row, number in enumerate(numbers)}
    return Part(address, tuple(numbers), stored, {})


def _label(address: Address, numbers: Sequence[int]) -> dict[str, Any]:
    return {"address": asdict(address), "numbers": list(numbers)}


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _packed(deliveries: pd.DataFrame) -> pd.DataFrame:
    """What outcomes need of the deliveries, sorted so that it packs well."""
    kept = deliveries[list(FOR_OUTCOMES)]
    keys = [kept[name] if name.endswith("_ticks") else kept[name].cat.codes for name in FOR_OUTCOMES]
    return kept.iloc[np.lexsort([key.to_numpy() for key in reversed(keys)])].reset_index(drop=True)


class _Stored(Mapping[str, pd.DataFrame]):
    """The tables of one replication, each read when it is asked for."""

    def __init__(self, columns: Columns, row: int, layout: Layout) -> None:
        self._columns, self._row, self._layout = columns, row, layout
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = table_of(name, self._layout[name], self._columns.of(name), self._row)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._layout)

    def __len__(self) -> int:
        return len(self._layout)


def _ticks(table: Any, column: str, row: int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = cell(table, column, row).to_numpy(zero_copy_only=False)
    return found


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
            incidence = decided([_ticks(table, end, row) for end in ends])
        said = Reading(each["numerator"], each["denominator"], incidence, each["reason"])
        found.setdefault(each["replication"], {})[each["measure"]] = said
    return found
