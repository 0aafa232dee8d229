"""Deliveries as a log of a window would tell of them: begun in it, ended in it, to the log's resolution."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.incidence import CENSORED, DELIVERED, Incidence, incidence
from stovepipe.measures.ends import DISPOSED, LOST

if TYPE_CHECKING:
    import pandas as pd

ENDS = (DELIVERED, LOST, DISPOSED)
"""What may become of an entry: its code is its position, and `CENSORED` is in flight."""

Ticks = NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    """A stretch of time, and what is written down of what happens in it.

    Attributes:
        begin, end: in microseconds since 1970: from `begin` on, and before `end`.
        resolution: times are written down in whole multiples of so many microseconds, rounded down as a clock
            shows them.
        losses: whether it is written down that a report was lost or disposed of. If not, it is in flight.
        unseen: causes; what is lost to them never appears at all.
    """

    begin: int
    end: int
    resolution: int = 1
    losses: bool = True
    unseen: frozenset[str] = frozenset()

    @property
    def length(self) -> int:
        """In ticks."""
        return self.end - self.begin


def entries(
    report: Ticks,
    consumer: Collection[object],
    klass: Collection[object],
    occurred: Ticks,
    ended: Ticks,
    code: NDArray[np.int16],
    window: Window,
) -> pd.DataFrame:
    """What is written down in a window of these deliveries.

    Args:
        report: a number for each delivery, the same for all deliveries of one report.
        consumer: the name of the consumer of each.
        klass: the name of the class of each.
        occurred: when each occurred, in microseconds since 1970.
        ended: when each ended, likewise; what has not ended has the code `CENSORED`.
        code: what became of it, see `ENDS`.
        window: the window.

    Returns:
        the columns `report`, `consumer`, `class`, `occurred` (microseconds since 1970), `age_ticks` (from
        there to the end, or to the end of the window) and `code`.
    """
    import pandas as pd

    begun = occurred - occurred % window.resolution
    over = ended - ended % window.resolution
    decided = (code != CENSORED) & (over < window.end)
    age = np.where(decided, over, window.end) - begun
    table = pd.DataFrame(
        {
            "report": report,
            "consumer": consumer,
            "class": klass,
            "occurred": begun,
            "age_ticks": age,
            "code": np.where(decided, code, CENSORED).astype(np.int16),
        }
    )
    return table[(begun >= window.begin) & (begun < window.end)].reset_index(drop=True)


def entries_of(deliveries: pd.DataFrame, zero: int, window: Window) -> pd.DataFrame:
    """What is written down in a window of the deliveries of one replication.

    Args:
        deliveries: a table as `stovepipe.measures.fates.deliveries.delivery_table` makes it.
        zero: the moment of tick 0, in microseconds since 1970.
        window: the window.
    """
    seen = deliveries[~deliveries["cause"].isin(list(window.unseen))] if window.unseen else deliveries
    outcome = seen["outcome"].astype(str).to_numpy()
    code = np.full(len(seen), CENSORED, dtype=np.int16)
    for position, end in enumerate(ENDS):
        if window.losses or end == DELIVERED:
            code[outcome == end] = position
    occurred = zero + seen["occurred_ticks"].to_numpy()
    return entries(
        seen["report"].to_numpy(),
        seen["consumer"].astype(str).to_numpy(),
        seen["class"].astype(str).to_numpy(),
        occurred,
        occurred + seen["age_ticks"].to_numpy(),
        code,
        window,
    )


def incidences_in(table: pd.DataFrame, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Incidence]:
    """The incidence of each end, for each consumer and class.

    Args:
        table: as `entries` makes it.
        pairs: consumers and classes; one of which the table has nothing has an incidence of nothing.
    """
    rows = table.groupby(["consumer", "class"], sort=False).indices
    ages, codes = table["age_ticks"].to_numpy(), table["code"].to_numpy()
    none = np.empty(0, dtype=np.int64)
    found = {}
    for pair in pairs:
        mine = rows.get(pair, none)
        found[pair] = incidence(ages[mine], codes[mine], ENDS)
    return found


def thinned(table: pd.DataFrame, reports: dict[str, int], random: np.random.Generator) -> pd.DataFrame:
    """The entries of some of the reports, drawn at random: of each class so many, or all if there are fewer.

    Args:
        table: as `entries` makes it.
        reports: how many of each class.
        random: draws them.
    """
    kept: list[int] = []
    for klass, number in sorted(reports.items()):
        there = np.unique(table["report"].to_numpy()[(table["class"] == klass).to_numpy()])
        kept += random.permutation(there)[:number].tolist()
    return table[table["report"].isin(kept)].reset_index(drop=True)
