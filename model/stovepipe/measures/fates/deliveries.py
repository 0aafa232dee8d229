"""The counted deliveries of one replication as a table, one row each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.incidence import CENSORED, DELIVERED, Incidence, incidence
from stovepipe.measures.ends import DISPOSED, IN_FLIGHT, LOST, causes_of_kind
from stovepipe.measures.measure import Measure
from stovepipe.network.records import HOUR
from stovepipe.network.ways.consumers import consumer as consumer_of
from stovepipe.trajectory import DeliveryOutcome, Trajectory

if TYPE_CHECKING:
    import pandas as pd

COMPONENTS = ("waiting", "work", "suspended", "batching", "transit", "hurdles")
"""Where the time goes: the six parts of the time since occurrence."""

NAMED_QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}

LATENCIES = {
    name: Measure(f"{name}_hours", "h", f"{name} latency", kind="latency" if name == "median" else "")
    for name in NAMED_QUANTILES
}
"""The age by which a share of all deliveries has arrived: see `delivery_incidence`."""

MEDIAN_OF_DELIVERED = Measure(
    "median_latency_of_delivered_hours",
    "h",
    "median latency of what was delivered",
    kind="latency_of_delivered",
)
"""The age by which half of those deliveries has arrived that ever do."""

OUTCOMES = {
    DeliveryOutcome.IN_FLIGHT: IN_FLIGHT,
    DeliveryOutcome.DELIVERED: DELIVERED,
    DeliveryOutcome.LOST: LOST,
}


def delivery_table(trajectory: Trajectory) -> pd.DataFrame:
    """The deliveries that count, in order of report and consumer.

    Columns:
        report: rank of the report.
        consumer, class, source: names (categories).
        outcome: delivered, lost, disposed or in_flight; cause: why it was lost, or disposed of (categories).
        meant: whether it was lost to a cause that is meant.
        place: the station or the channel at which it was delivered, or at which its last copy ended
            (categories); missing in flight.
        timely: whether it was delivered at or before the report's deadline.
        latency_hours: the time from occurrence to delivery; NaN unless delivered.
        waiting_hours, work_hours, suspended_hours, batching_hours, transit_hours, hurdles_hours: the parts
            of the time from occurrence to delivery, loss or disposal; NaN in flight.
        fidelity: the fidelity of what was delivered, else NaN.
        value: fidelity x 2 ** (-latency / half-life) of what was delivered (the fidelity, if its class has
            no half-life), else 0. The most that a delivery can bring is 1.
        occurred_ticks: when the report occurred; age_ticks: from then to delivery, loss, disposal or, in
            flight, the horizon; watched_ticks: from then to the horizon.
        waiting_ticks, ..., hurdles_ticks: the parts, exactly; they add up to age_ticks, and are 0 in flight.
    """
    import pandas as pd

    network, reports, all_rows = trajectory.network, trajectory.calendar.reports, trajectory.deliveries
    counted = reports.occurred[all_rows.report] >= network.counted_from
    report = all_rows.report[counted]
    occurred, klass = reports.occurred[report], reports.klass[report]
    outcome, decided = all_rows.outcome[counted], all_rows.decided[counted]
    delivered, in_flight = outcome == DeliveryOutcome.DELIVERED, outcome == DeliveryOutcome.IN_FLIGHT
    cause = all_rows.cause[counted]
    disposed = causes_of_kind(network, "disposition")[cause]
    age = np.where(in_flight, network.horizon, decided) - occurred
    parts = {name: getattr(all_rows, name)[counted] for name in COMPONENTS}
    fidelity = all_rows.fidelity[counted]
    half_lives = np.array([kind.half_life or np.inf for kind in network.classes])
    value = np.where(delivered, fidelity * np.exp2(-age / half_lives[klass]), 0.0)
    stations = [station.name for station in network.stations]
    source_of_stream = np.array([stream.source for stream in network.streams], dtype=np.int64)
    return pd.DataFrame(
        {
            "report": report,
            "consumer": _named(
                np.searchsorted(network.consumers, all_rows.consumer[counted]),
                [consumer_of(network, number).name for number in network.consumers],
            ),
            "class": _named(klass, [kind.name for kind in network.classes]),
            "source": _named(
                source_of_stream[reports.stream[report]], [source.name for source in network.sources]
            ),
            "outcome": _named(
                np.where(disposed, len(OUTCOMES), outcome),
                [*(OUTCOMES[each] for each in DeliveryOutcome), DISPOSED],
            ),
            "cause": _named(cause, network.causes),
            "meant": causes_of_kind(network, "meant")[cause],
            "place": _named(all_rows.where[counted], [*stations, *(each.name for each in network.channels)]),
            "timely": delivered & (decided <= reports.deadline[report]),
            "latency_hours": np.where(delivered, age / HOUR, np.nan),
            **{f"{name}_hours": np.where(in_flight, np.nan, ticks / HOUR) for name, ticks in parts.items()},
            "fidelity": fidelity,
            "value": value,
            "occurred_ticks": occurred,
            "age_ticks": age,
            "watched_ticks": network.horizon - occurred,
            **{f"{name}_ticks": ticks for name, ticks in parts.items()},
        }
    )


def select(
    deliveries: pd.DataFrame, consumer: str | None = None, report_class: str | None = None
) -> pd.DataFrame:
    """The deliveries to a consumer, of a class, or both; None stands for all."""
    chosen = np.full(len(deliveries), True)
    if consumer is not None:
        chosen &= (deliveries["consumer"] == consumer).to_numpy()
    if report_class is not None:
        chosen &= (deliveries["class"] == report_class).to_numpy()
    return deliveries[chosen]


def delivery_incidence(
    deliveries: pd.DataFrame, consumer: str | None = None, report_class: str | None = None
) -> Incidence:
    """The cumulative incidence of delivery, of each cause of loss and of each disposition.

    They are by time since occurrence; delivery is the first outcome, and the causes follow under their names.

    Args:
        deliveries: a table as `delivery_table` makes it.
        consumer: only deliveries to this one; None for all.
        report_class: only deliveries of this class; None for all.
    """
    chosen = select(deliveries, consumer, report_class)
    return _incidence(chosen["age_ticks"].to_numpy(), _codes(chosen), chosen)


def delivery_incidences(
    deliveries: pd.DataFrame, asked: Iterable[tuple[str | None, str | None]]
) -> list[Incidence]:
    """What `delivery_incidence` gives for each of many consumers and classes, the deliveries sorted once.

    Args:
        deliveries: a table as `delivery_table` makes it.
        asked: a consumer and a class each; None for all.
    """
    consumers, classes = deliveries["consumer"].cat, deliveries["class"].cat
    shape = len(consumers.categories), len(classes.categories)
    pair_of = consumers.codes.to_numpy().astype(np.int64) * shape[1] + classes.codes.to_numpy()
    order = np.argsort(pair_of, kind="stable")
    bounds = np.searchsorted(pair_of[order], np.arange(shape[0] * shape[1] + 1))
    ages, codes = deliveries["age_ticks"].to_numpy()[order], _codes(deliveries)[order]
    whose = {name: rank for rank, name in enumerate(consumers.categories)}
    what = {name: rank for rank, name in enumerate(classes.categories)}

    def rows(consumer: str | None, report_class: str | None) -> slice | NDArray[np.int64]:
        """Where they are: a name that is not there has none."""
        if report_class is None:
            first = 0 if consumer is None else whose.get(consumer, shape[0])
            last = shape[0] if consumer is None else min(first + 1, shape[0])
            return slice(bounds[first * shape[1]], bounds[last * shape[1]])
        if report_class not in what:
            return slice(0, 0)
        if consumer is None:
            return np.flatnonzero(pair_of[order] % shape[1] == what[report_class])
        at = whose[consumer] * shape[1] + what[report_class] if consumer in whose else len(bounds) - 1
        return slice(bounds[at], bounds[min(at + 1, len(bounds) - 1)])

    return [_incidence(ages[mine], codes[mine], deliveries) for mine in (rows(*pair) for pair in asked)]


def _codes(deliveries: pd.DataFrame) -> NDArray[np.int16]:
    """The outcome of each, as a position among delivery and the causes of the other ends."""
    delivered = (deliveries["outcome"] == DELIVERED).to_numpy()
    lost_to = deliveries["cause"].cat.codes.to_numpy()
    return np.where(delivered, 0, np.where(lost_to >= 0, lost_to + 1, CENSORED)).astype(np.int16)


def _incidence(ages: NDArray[np.int64], codes: NDArray[np.int16], deliveries: pd.DataFrame) -> Incidence:
    return incidence(ages, codes, [DELIVERED, *deliveries["cause"].cat.categories])


def _named(codes: NDArray[np.integer], names: list[str] | tuple[str, ...]) -> pd.Categorical:
    import pandas as pd

    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names), dtype="str"))
