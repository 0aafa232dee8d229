"""The numbers of a run with their intervals across replications, for its tables, CSV files and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from stovepipe.inference.curves import quantile_interval
from stovepipe.inference.incidence import Incidence
from stovepipe.inference.intervals import Estimate, mean_interval, ratio_interval
from stovepipe.measures.deliveries import delivery_incidence
from stovepipe.measures.outcomes import ALL, SPENT
from stovepipe.measures.tables import QUANTILES
from stovepipe.network.records import HOUR
from stovepipe.scenario import Scenario
from stovepipe.study.store.record import Record

STATION_MEANS = {
    "mean_waiting": "copies", "peak_waiting": "copies", "mean_in_service": "copies",
    "mean_suspended": "copies", "mean_in_batch": "reports", "manned_hours": "h", "busy_hours": "h",
    "overtime_hours": "h", "visits": "visits", "duplicated_hours": "h", "rework_hours": "h",
    "wasted_hours": "h",
}  # fmt: skip
CHANNEL_SHARES = ("passed", "stopped", "ended", "under_way", "worked_through")


@dataclass(frozen=True)
class Measure:
    """An estimate and its unit."""

    unit: str
    estimate: Estimate


@dataclass(frozen=True)
class Row:
    """All that is estimated about one thing, such as a consumer and a class: `key` names it."""

    key: Mapping[str, str]
    measures: Mapping[str, Measure]

    def __getitem__(self, name: str) -> Estimate:
        return self.measures[name].estimate


@dataclass(frozen=True)
class Bottleneck:
    """The station with the largest time-average number of copies waiting.

    Attributes:
        line: what is estimated about it.
        share: of all the waiting at stations.
        agreeing: in how many replications it was this one.
    """

    line: Row
    share: float
    agreeing: int


@dataclass(frozen=True, eq=False)
class RunFindings:
    """What the replications of one mission say.

    Attributes:
        record: their tables.
        level: confidence level of all intervals.
        scenario: what was run; None where only tables are at hand.
    """

    record: Record
    level: float = 0.95
    scenario: Scenario | None = None

    @cached_property
    def deliveries(self) -> list[Row]:
        """By consumer and class, with the rows for all classes and all consumers.

        Measures: created (per replication); delivered, timely, lost, lost_CAUSE, in_flight and value as
            shares of
        created; median_hours, p90_hours and p95_hours over all deliveries; mean_latency_hours and its parts
        over what was delivered.
        """
        table = self.record.frame("outcomes")
        keys, columns = self._by_row(table, ("consumer", "class"))
        causes = [name for name in table.columns if name.startswith("lost_") and columns[name].any()]
        latencies = self._latencies()
        lines = []
        for row, key in enumerate(keys):
            created = columns["created"][:, row]
            measures = {"created": Measure("deliveries", mean_interval(created, self.level))}
            for name in ("delivered", "timely", "lost", *causes, "in_flight", "value"):
                measures[name] = Measure("share", ratio_interval(columns[name][:, row], created, self.level))
            measures |= {name: Measure("h", estimates[row]) for name, estimates in latencies.items()}
            delivered = columns["delivered"][:, row]
            for name in SPENT:
                spent = columns[f"{name}_hours"][:, row]
                measures[f"mean_{name}_hours"] = Measure("h", ratio_interval(spent, delivered, self.level))
            lines.append(Row(key, measures))
        return lines

    @property
    def total(self) -> Row:
        """All deliveries of all classes to all consumers."""
        return self.deliveries[-1]

    @property
    def causes(self) -> list[str]:
        """The causes of loss that occurred, the largest first."""
        names = [name for name in self.total.measures if name.startswith("lost_")]
        names.sort(key=lambda name: (-(self.total[name].value or 0.0), name))
        return [name.removeprefix("lost_") for name in names]

    @cached_property
    def stations(self) -> list[Row]:
        """By station: utilisation (share of the manned hours), and means per replication."""
        keys, columns = self._by_row(self.record.frame("stations"), ("station", "stage"))
        lines = []
        for row, key in enumerate(keys):
            used = ratio_interval(columns["busy_hours"][:, row], columns["manned_hours"][:, row], self.level)
            measures = {"utilisation": Measure("share", used)}
            for name, unit in STATION_MEANS.items():
                measures[name] = Measure(unit, mean_interval(columns[name][:, row], self.level))
            lines.append(Row(key, measures))
        return lines

    @cached_property
    def channels(self) -> list[Row]:
        """By channel: copies offered per replication, and what became of them as shares of those."""
        keys, columns = self._by_row(self.record.frame("channels"), ("channel",))
        lines = []
        for row, key in enumerate(keys):
            offered = columns["offered"][:, row]
            measures = {"offered": Measure("copies", mean_interval(offered, self.level))}
            for name in CHANNEL_SHARES:
                measures[name] = Measure("share", ratio_interval(columns[name][:, row], offered, self.level))
            lines.append(Row(key, measures))
        return lines

    @cached_property
    def hurdles(self) -> list[Row]:
        """By hurdle: the copies that it stopped, as a share of those offered to its channel."""
        keys, columns = self._by_row(self.record.frame("hurdles"), ("channel", "hurdle", "kind", "cause"))
        channels, offers = self._by_row(self.record.frame("channels"), ("channel",))
        rank = {key["channel"]: row for row, key in enumerate(channels)}
        lines = []
        for row, key in enumerate(keys):
            offered = offers["offered"][:, rank[key["channel"]]]
            stopped = ratio_interval(columns["stopped"][:, row], offered, self.level)
            lines.append(Row(key, {"stopped": Measure("share", stopped)}))
        return lines

    @cached_property
    def bottleneck(self) -> Bottleneck | None:
        """The station where most copies wait; None if none ever waited anywhere."""
        _, columns = self._by_row(self.record.frame("stations"), ("station",))
        waiting = columns["mean_waiting"]
        if not waiting.any():
            return None
        row = int(waiting.mean(axis=0).argmax())
        return Bottleneck(
            line=self.stations[row],
            share=float(waiting[:, row].sum() / waiting.sum()),
            agreeing=int((waiting.argmax(axis=1) == row).sum()),
        )

    @cached_property
    def incidences(self) -> dict[tuple[str, str], list[Incidence]]:
        """For each consumer and class, as in `deliveries`, the incidence of each replication."""
        found: dict[tuple[str, str], list[Incidence]] = {}
        keys, _ = self._by_row(self.record.frame("outcomes"), ("consumer", "class"))
        for deliveries in self.record.each("deliveries"):
            for key in keys:
                pair = key["consumer"], key["class"]
                found.setdefault(pair, []).append(
                    delivery_incidence(deliveries, *(_unless_all(name) for name in pair))
                )
        return found

    def _latencies(self) -> dict[str, list[Estimate]]:
        """The age by which a share of all deliveries has arrived, in hours, for each row of the outcomes."""
        return {
            name: [
                quantile_interval(each, share, self.level).scaled(1 / HOUR)
                for each in self.incidences.values()
            ]
            for name, share in QUANTILES.items()
        }

    def _by_row(
        self, table: pd.DataFrame, key: Sequence[str]
    ) -> tuple[list[dict[str, str]], dict[str, NDArray[Any]]]:
        """The rows that all replications have, and each number as an array of replications by rows."""
        replications = len(self.record.numbers)
        rows = len(table) // replications
        keys = [{name: str(value) for name, value in zip(key, row, strict=True)}
                for row in table[list(key)].head(rows).itertuples(index=False)]  # fmt: skip
        numbers = table.select_dtypes("number").columns
        return keys, {str(name): table[name].to_numpy().reshape(replications, rows) for name in numbers}


def _unless_all(name: str) -> str | None:
    return None if name == ALL else name
