"""The tables of a set of replications of one mission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from stovepipe.measures.keep import Keep
from stovepipe.measures.tables import table_names
from stovepipe.network.records import HOUR, Network
from stovepipe.study.store.store import Store

Load = Callable[[str, Sequence[int]], Iterator[pd.DataFrame]]
"""A table, by name, of each of some replications, in order."""


@dataclass(frozen=True)
class About:
    """What was run.

    Attributes:
        mission: its title.
        digest: SHA-256 of the configuration and its data files.
        start: when the counted window begins.
        counted_hours: how long it lasts; warm_up_hours: how long the clock ran before it.
        seed: of all random numbers.
        trajectory: whether every visit, service and crossing was kept of every replication.
    """

    mission: str
    digest: str
    start: dt.datetime
    counted_hours: float
    warm_up_hours: float
    seed: int
    trajectory: bool

    @classmethod
    def of(cls, network: Network, digest: str, seed: int, trajectory: bool = False) -> About:
        """What is said about runs of this network."""
        return cls(
            mission=network.mission,
            digest=digest,
            start=network.start,
            counted_hours=(network.horizon - network.counted_from) / HOUR,
            warm_up_hours=network.counted_from / HOUR,
            seed=seed,
            trajectory=trajectory,
        )


@dataclass(frozen=True, eq=False)
class Record:
    """The tables of a set of replications.

    Attributes:
        about: what was run.
        numbers: the replications, in order.
    """

    about: About
    numbers: tuple[int, ...]
    _load: Load = field(repr=False)
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, store: Store, structure: str, about: About, numbers: Sequence[int]) -> Record:
        """Replications of a structure, from a store that keeps all tables of them."""

        def load(name: str, numbers: Sequence[int]) -> Iterator[pd.DataFrame]:
            return store.each(structure, name, numbers)

        return cls(about, tuple(numbers), load)

    @property
    def names(self) -> tuple[str, ...]:
        """What tables there are of every replication."""
        keep: Keep = "trajectory" if self.about.trajectory else "all_tables"
        return table_names(keep)

    def each(self, name: str) -> Iterator[pd.DataFrame]:
        """A table of each replication, one after the other: each is read when its turn comes.

        Raises:
            KeyError: there is no such table.
        """
        self._check(name, self.names)
        return self._read(name, self.numbers)

    def frame(self, name: str) -> pd.DataFrame:
        """A table of all replications; its column `replication` tells them apart.

        Raises:
            KeyError: there is no such table.
        """
        if name not in self._frames:
            self._frames[name] = pd.concat(self.each(name), ignore_index=True)
        return self._frames[name]

    def first(self, name: str) -> pd.DataFrame:
        """A table of the first replication, of which the calendar and the trajectory are always kept.

        Raises:
            KeyError: there is no such table.
        """
        self._check(name, table_names("trajectory"))
        return next(self._read(name, self.numbers[:1]))

    def _check(self, name: str, names: Sequence[str]) -> None:
        if name not in names:
            kept = name in table_names("trajectory")
            hint = f"; {name} is kept of every replication with --trajectory" if kept else ""
            raise KeyError(f"no table {name!r}; there are {', '.join(names)}{hint}")

    def _read(self, name: str, numbers: Sequence[int]) -> Iterator[pd.DataFrame]:
        for number, table in zip(numbers, self._load(name, numbers), strict=True):
            numbered = table.copy(deep=False)
            numbered.insert(0, "replication", number)
            yield numbered
