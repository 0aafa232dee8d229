"""What became of the requests of one replication: who asked about what, what was answered, and how soon."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stovepipe.measures.fates.deliveries import COMPONENTS
from stovepipe.measures.fates.outcomes import ALL
from stovepipe.measures.measure import Measure
from stovepipe.network.records import HOUR, Network
from stovepipe.trajectory import RequestOutcome, Trajectory

if TYPE_CHECKING:
    import pandas as pd

UNANSWERED = Measure(
    "unanswered", "share", "share of requests never answered", "unanswered", "asked", kind="unanswered"
)
REQUEST_MEASURES = (
    Measure("asked", "requests", "requests", "asked"),
    Measure(
        "answered_in_time", "share", "share of requests answered in time", "answered_in_time", "asked",
        kind="answered_in_time", direction="more",
    ),
    Measure(
        "answered", "share", "share of requests answered", "answered", "asked",
        kind="answered", direction="more",
    ),
    UNANSWERED,
    Measure(
        "requests_in_flight", "share", "share of requests in flight", "requests_in_flight", "asked"
    ),
    Measure(
        "mean_round_trip_hours", "h", "mean round trip of what was answered", "round_trip_hours", "answered",
        kind="round_trip",
    ),
    *(
        Measure(
            f"mean_{part}_hours_of_round_trip", "h", f"mean {part} of what was answered", f"{part}_hours",
            "answered",
        )
        for part in COMPONENTS
    ),
)  # fmt: skip
"""Of `request_table`. How much is asked depends on the structure: no headline has it as a denominator."""


def request_table(trajectory: Trajectory) -> pd.DataFrame:
    """One row for each station that asks and class that it asks about, for each such station, and for all.

    A pair has a row even if nothing was asked, so that all replications have the same rows. A request counts
    if it was made in the counted window.

    Columns:
        asker, class: names, or `ALL`; the class is that of the report asked about.
        asked, answered, answered_in_time, unanswered, requests_in_flight: numbers of requests; asked =
            answered + unanswered + requests_in_flight.
        unanswered_CAUSE: for each cause; they add up to unanswered.
        round_trip_hours, waiting_hours, ..., hurdles_hours: sums over what was answered, from the request
            until the answer was read. The parts add up to the round trip.
    """
    import pandas as pd

    network, requests = trajectory.network, trajectory.requests
    pairs = asking(network)
    keys: list[tuple[str, str]] = []
    for asker, its_own in groupby(pairs, key=lambda pair: pair[0]):
        name = network.stations[asker].name
        keys += [*((name, network.classes[klass].name) for _, klass in its_own), (name, ALL)]
    keys = [*keys, (ALL, ALL)] if keys else []
    place = {pair: row for row, pair in enumerate(pairs)}
    names = [(network.stations[asker].name, network.classes[klass].name) for asker, klass in pairs]
    members = np.array(
        [[key[0] in (ALL, name[0]) and key[1] in (ALL, name[1]) for name in names] for key in keys],
        dtype=np.int64,
    ).reshape(len(keys), len(pairs))
    counted = requests.asked >= network.counted_from
    askers = np.array([ask.station for ask in network.asks], dtype=np.int64)[requests.ask[counted]]
    klass = trajectory.reports.klass[requests.about[counted]]
    pair_of = np.array(
        [place[pair] for pair in zip(askers.tolist(), klass.tolist(), strict=True)], dtype=np.int64
    )
    table = pd.DataFrame(keys, columns=["asker", "class"], dtype="str")
    for name, column in _addends(trajectory).items():
        sums = np.zeros(len(pairs), dtype=np.int64)
        np.add.at(sums, pair_of, column[counted].astype(np.int64))
        total = members @ sums
        table[name.replace("_ticks", "_hours")] = total / HOUR if name.endswith("_ticks") else total
    return table


def asking(network: Network) -> list[tuple[int, int]]:
    """The stations that ask and the classes that they ask about, as ranks, in order."""
    return sorted(
        {
            (network.asks[stream.made.ask].station, network.streams[stream.made.about].klass)
            for stream in network.streams
            if stream.made is not None
        }
    )


def _addends(trajectory: Trajectory) -> dict[str, NDArray[Any]]:
    """What is counted of each request; `_ticks` are summed."""
    requests, network = trajectory.requests, trajectory.network
    answered = requests.outcome == RequestOutcome.ANSWERED
    unanswered = requests.outcome == RequestOutcome.UNANSWERED
    deadline = trajectory.reports.deadline[requests.request]
    parts = {part: np.where(answered, getattr(requests, part), 0) for part in COMPONENTS}
    return {
        "asked": np.ones(len(answered), dtype=np.int64),
        "answered": answered,
        "answered_in_time": answered & (requests.decided <= deadline),
        "unanswered": unanswered,
        "requests_in_flight": requests.outcome == RequestOutcome.IN_FLIGHT,
        **{
            f"unanswered_{cause}": unanswered & (requests.cause == rank)
            for rank, cause in enumerate(network.causes)
        },
        "round_trip_ticks": np.where(answered, requests.decided - requests.asked, 0),
        **{f"{part}_ticks": ticks for part, ticks in parts.items()},
    }
