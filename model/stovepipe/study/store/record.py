"""What is kept of a set of replications of one mission, in memory or on disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from stovepipe.measures.tables import table_names
from stovepipe.network.records import HOUR, Network


@dataclass(frozen=True)
class About:
    """What was run.

    Attributes:
        mission: its title.
        digest: SHA-256 of the configuration and its data files.
        start: when the counted window begins.
        counted_hours: how long it lasts; warm_up_hours: how long the clock ran before it.
        seed: of all random numbers.
        trajectory: whether every visit, service and crossing was kept.
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
    _load: Callable[[str, int], pd.DataFrame] = field(repr=False)
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """What tables there are."""
        return table_names(self.about.trajectory)

    def each(self, name: str) -> Iterator[pd.DataFrame]:
        """A table of each replication, one after the other: what is on disk is read when its turn comes.

        Raises:
            KeyError: there is no such table.
        """
        if name not in self.names:
            raise KeyError(f"no table {name!r}; there are {', '.join(self.names)}")
        return (self._load(name, number) for number in self.numbers)

    def frame(self, name: str) -> pd.DataFrame:
        """A table of all replications; its column `replication` tells them apart.

        Raises:
            KeyError: there is no such table.
        """
        if name not in self._frames:
            self._frames[name] = pd.concat(self.each(name), ignore_index=True)
        return self._frames[name]
