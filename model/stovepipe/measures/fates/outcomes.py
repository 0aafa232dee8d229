"""What became of the deliveries of one replication: counts and sums by consumer and class."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.incidence import DELIVERED
from stovepipe.measures.ends import DISPOSED, IN_FLIGHT, causes_of_kind, column_of
from stovepipe.measures.ends import LOST as IS_LOST
from stovepipe.measures.fates.deliveries import COMPONENTS
from stovepipe.measures.measure import Measure
from stovepipe.network.records import HOUR, Network
from stovepipe.network.ways.consumers import consumer as consumer_of

if TYPE_CHECKING:
    import pandas as pd

ALL = "(all)"
"""Stands for all classes, or all consumers. No class or station can have this name."""

SPENT = ("latency", *COMPONENTS)

WITHIN_HOURS = (6, 24, 72)
"""The ages by which the results of a run say how much has arrived; a study may ask for any."""

LOST = Measure("lost", "share", "share lost", "lost", "created", kind="lost")
DISPOSED_OF = Measure(
    "disposed", "share", "share disposed of", "disposed", "created",
    kind="disposed", direction="more", link="as",
)  # fmt: skip
LOST_HERE = Measure("lost", "share", "share of all deliveries lost here", "lost", "created")
DISPOSED_HERE = Measure(
    "disposed", "share", "share of all deliveries disposed of here", "disposed", "created"
)
DELIVERY_MEASURES = (
    Measure("created", "deliveries", "deliveries created", "created"),
    Measure(
        "delivered", "share", "share delivered", "delivered", "created",
        kind="delivered", direction="more",
    ),
    Measure(
        "timely", "share", "share timely", "timely", "created",
        kind="timely", direction="more", phrase="the timely share",
    ),
    *(
        Measure(
            f"delivered_within_{hours}_hours", "share", f"share delivered within {hours} h",
            f"delivered_within_{hours}_hours", f"watched_for_{hours}_hours", direction="more",
        )
        for hours in WITHIN_HOURS
    ),
    LOST,
    Measure("failed", "share", "share lost to failures", "failed", "created", kind="failed"),
    Measure("meant", "share", "share lost on purpose", "meant", "created", kind="meant"),
    DISPOSED_OF,
    Measure(
        "in_flight", "share", "share in flight", "in_flight", "created", kind="in_flight"
    ),
    Measure(
        "value", "share", "share of the information value", "value", "created", kind="value", direction="more"
    ),
    Measure(
        "mean_latency_hours", "h", "mean latency of what was delivered", "latency_hours", "delivered",
        kind="mean_latency_of_delivered",
    ),
    *(
        Measure(f"mean_{part}_hours", "h", f"mean {part} of what was delivered", f"{part}_hours", "delivered")
        for part in COMPONENTS
    ),
)  # fmt: skip


def outcome_table(network: Network, deliveries: pd.DataFrame) -> pd.DataFrame:
    """One row for each consumer and class that it needs, for each consumer with all its classes, and for all.

    A pair has a row even if none of its reports occurred, so that all replications have the same rows.

    Args:
        network: says who needs what.
        deliveries: a table as `delivery_table` makes it.

    Columns:
        consumer, class: names, or `ALL`.
        created, delivered, timely, lost, failed, meant, disposed, in_flight: numbers of deliveries; lost =
            failed + meant, and created = delivered + lost + disposed + in_flight.
        delivered_within_6_hours, watched_for_6_hours, and the same of the other `WITHIN_HOURS`: how many of
            what was watched for longer than that had been delivered by then.
        lost_CAUSE: for each cause of loss; they add up to lost.
        disposed_CAUSE: for each cause that is a disposition; they add up to disposed.
        value: sum of the information value; value / created is the share of what was there to be had.
        latency_hours, waiting_hours, ..., hurdles_hours: sums over what was delivered. The parts add up to
            the latency.
        mean_latency_hours, ...: the same divided by delivered; NaN where that is 0. A mean over what was
            delivered is no estimate of how long a report takes: the slow ones are still in flight, or lost.
    """
    import pandas as pd

    pairs = _needed(network)
    consumers = {consumer: rank for rank, consumer in enumerate(dict.fromkeys(name for name, _ in pairs))}
    consumer_of = np.array([consumers[consumer] for consumer, _ in pairs], dtype=np.int64)
    place = np.arange(len(pairs)) + consumer_of  # in the table: after each consumer comes a row for all
    total_at = np.flatnonzero(np.diff(consumer_of, append=len(consumers))) + 1 + np.arange(len(consumers))
    pair_of = _positions(deliveries, pairs)
    table = pd.DataFrame(_with_totals(pairs), columns=["consumer", "class"])
    for name, column in _addends(network, deliveries).items():
        kind = np.float64 if column.dtype.kind == "f" else np.int64
        sums = np.zeros(len(table), dtype=kind)
        sums[place] = np.bincount(pair_of, weights=column, minlength=len(pairs)).astype(kind)
        sums[total_at] = np.bincount(consumer_of, weights=sums[place], minlength=len(consumers)).astype(kind)
        sums[-1] = sums[total_at].sum()
        table[name] = sums
    delivered = table["delivered"].where(table["delivered"] > 0)
    for name in SPENT:
        table[f"mean_{name}_hours"] = table[f"{name}_hours"] / delivered
    return table


def _needed(network: Network) -> list[tuple[str, str]]:
    return [
        (consumer_of(network, consumer).name, kind.name)
        for consumer in network.consumers
        for rank, kind in enumerate(network.classes)
        if consumer_of(network, consumer).needs >> rank & 1
    ]


def _with_totals(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for consumer, its_own in groupby(pairs, key=lambda pair: pair[0]):
        rows += [*its_own, (consumer, ALL)]
    return [*rows, (ALL, ALL)]


def _positions(deliveries: pd.DataFrame, pairs: list[tuple[str, str]]) -> NDArray[np.int64]:
    import pandas as pd

    consumers, classes = deliveries["consumer"].cat, deliveries["class"].cat
    positions = np.full((len(consumers.categories), len(classes.categories)), -1, dtype=np.int64)
    whose = consumers.categories.get_indexer(pd.Index([name for name, _ in pairs], dtype="str"))
    what = classes.categories.get_indexer(pd.Index([name for _, name in pairs], dtype="str"))
    positions[whose, what] = np.arange(len(pairs))
    return np.asarray(positions[consumers.codes, classes.codes])


def _addends(network: Network, deliveries: pd.DataFrame) -> dict[str, NDArray[Any]]:
    outcome = deliveries["outcome"]
    delivered = (outcome == DELIVERED).to_numpy()
    causes = deliveries["cause"].cat.codes.to_numpy()
    age, watched = deliveries["age_ticks"].to_numpy(), deliveries["watched_ticks"].to_numpy()
    within = {}
    for hours in WITHIN_HOURS:
        for_so_long = watched > hours * HOUR
        within[f"delivered_within_{hours}_hours"] = delivered & for_so_long & (age <= hours * HOUR)
        within[f"watched_for_{hours}_hours"] = for_so_long
    spent = {"latency": deliveries["age_ticks"], **{name: deliveries[f"{name}_ticks"] for name in COMPONENTS}}
    return {
        "created": np.ones(len(deliveries), dtype=np.int64),
        "delivered": delivered,
        "timely": deliveries["timely"].to_numpy(),
        **within,
        "lost": (outcome == IS_LOST).to_numpy(),
        "failed": causes_of_kind(network, "failure")[causes],
        "meant": causes_of_kind(network, "meant")[causes],
        "disposed": (outcome == DISPOSED).to_numpy(),
        "in_flight": (outcome == IN_FLIGHT).to_numpy(),
        **{column_of(network, cause): causes == cause for cause in range(len(network.causes))},
        "value": deliveries["value"].to_numpy(),
        **{f"{name}_hours": np.where(delivered, ticks.to_numpy(), 0) / HOUR for name, ticks in spent.items()},
    }
