"""How long a mission takes to settle, for those who ask for a steady state."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stovepipe.inference.warmup import Warmup, mser5
from stovepipe.text import did_you_mean


@dataclass(frozen=True, eq=False)
class Settling:
    """How much of the beginning to leave out, judged by a queue.

    Attributes:
        station: the station whose queue is looked at; None for all stations together.
        hours: the hours from the mission's start.
        found: the cut, in steps of the series.
    """

    station: str | None
    hours: float
    found: Warmup

    @property
    def too_long(self) -> bool:
        """Whether more than half would have to go: the mission is watched for too short a time to tell."""
        return self.found.too_long

    def __repr__(self) -> str:
        return f"<Settling of {self.station or 'all stations'}: {self.hours:g} h>"

    def __str__(self) -> str:
        """In a sentence."""
        whose = self.station or "all stations"
        if self.too_long:
            return (
                f"No steady state is seen in the queue of {whose}: more than half would have to be left out "
                f"({self.hours:g} h). Watch the mission for longer, or do not ask for one."
            )
        return f"The queue of {whose} is steady when the first {self.hours:g} h are left out (MSER-5)."


def settling(queues: pd.DataFrame, station: str | None = None) -> Settling:
    """Where to cut off the beginning, by MSER-5 on the mean number of copies waiting in each step of time.

    Replications are averaged first. See `stovepipe.inference.warmup`.

    Args:
        queues: the table `queues` of all replications.
        station: the station whose queue is looked at; None for all stations together.

    Raises:
        ValueError: there is no such station, or fewer than 50 steps.
    """
    names = list(queues["station"].unique())
    if station is not None and station not in names:
        hint = did_you_mean(station, names) or f"there is {', '.join(sorted(map(str, names)))}"
        raise ValueError(f"no station {station!r}; {hint}")
    chosen = queues if station is None else queues[queues["station"] == station]
    series = chosen.groupby(["replication", "from_hours"])["mean_waiting"].sum().unstack()
    found = mser5(series.to_numpy())
    moments = [*series.columns, float(chosen["to_hours"].max())]
    return Settling(station, float(moments[found.cut]), found)
