"""The numbers of a run with their intervals across replications, for its tables, CSV files and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.answers.findings.unapplied import Unapplied, unapplied
from stovepipe.inference.curves import quantile_interval, quantile_of_curve
from stovepipe.inference.incidence import DELIVERED, Incidence, incidence
from stovepipe.inference.intervals import Estimate, mean_interval, ratio_interval
from stovepipe.inference.pooling import PooledCurve
from stovepipe.measures.fates.deliveries import (
    LATENCIES,
    MEDIAN_OF_DELIVERED,
    NAMED_QUANTILES,
    delivery_incidences,
)
from stovepipe.measures.fates.knowledge import (
    DEGREES,
    ENDS_OF_KNOWLEDGE,
    HALF_TIMES,
    KNOWLEDGE_MEASURES,
    Degree,
    knowledge_incidences,
)
from stovepipe.measures.fates.outcomes import (
    ALL,
    DELIVERY_MEASURES,
    DISPOSED_HERE,
    DISPOSED_OF,
    LOST,
    LOST_HERE,
)
from stovepipe.measures.fates.requests import REQUEST_MEASURES, UNANSWERED
from stovepipe.measures.loads.load import CHANNEL_MEASURES, HURDLE_MEASURES, STATION_MEASURES, STOPPED
from stovepipe.measures.measure import Measure
from stovepipe.measures.timelines.rapport_over_time import RAPPORT_MEASURES
from stovepipe.measures.timelines.stocks import SYSTEM_MEASURES
from stovepipe.network.records import HOUR
from stovepipe.scenario import Scenario
from stovepipe.study.store.record import Record
from stovepipe.terms import CauseKind


@dataclass(frozen=True)
class Number:
    """A measure of one thing, and its estimate."""

    measure: Measure
    estimate: Estimate


@dataclass(frozen=True)
class Row:
    """All that is estimated about one thing, such as a consumer and a class: `key` names it."""

    key: Mapping[str, str]
    numbers: Mapping[str, Number]

    def __getitem__(self, name: str) -> Estimate:
        return self.numbers[name].estimate


@dataclass(frozen=True)
class LongestQueue:
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

        The numbers are those of `DELIVERY_MEASURES`, `lost_CAUSE` or `disposed_CAUSE` for each cause that
        occurs, the `LATENCIES` over all deliveries, and `MEDIAN_OF_DELIVERED` over those that are made.
        """
        table = self.record.frame("outcomes")
        keys, columns = self._by_row(table, ("consumer", "class"))
        measures = [*DELIVERY_MEASURES, *_by_cause((LOST, DISPOSED_OF), columns)]
        latencies = self._latencies()
        rows = []
        for row, key in enumerate(keys):
            numbers = self._numbers(measures, columns, row)
            for measure, estimates in latencies:
                numbers[measure.name] = Number(measure, estimates[row])
            rows.append(Row(key, numbers))
        return rows

    @property
    def total(self) -> Row:
        """All deliveries of all classes to all consumers."""
        return self.deliveries[-1]

    def worst(self, by: str) -> Row | None:
        """Where the smallest share arrives in time: among consumers, or among the classes of consumers.

        The first where several are equal; None if there are not two of them of which anything occurred, or if
        everything arrives in time everywhere.

        Args:
            by: `consumer` or `class`.
        """
        each = [row for row in self.deliveries if row.key["consumer"] != ALL and row["created"].value]
        rows = [row for row in each if (row.key["class"] == ALL) == (by == "consumer")]
        worst = min(rows, key=lambda row: row["timely"].value or 0.0) if len(rows) > 1 else None
        return None if worst is None or worst["timely"].value == 1.0 else worst

    @property
    def causes(self) -> list[str]:
        """The causes of loss that occurred, the largest first."""
        return self._occurred(LOST)

    @property
    def dispositions(self) -> list[str]:
        """The causes for which something was disposed of, the largest first."""
        return self._occurred(DISPOSED_OF)

    def kinds_of(self, causes: Iterable[str]) -> dict[str, CauseKind]:
        """What those of these causes stand for that stand for no failure, of deliveries or of events."""
        meant, disposing = self.meant, self._disposing
        return {
            cause: "meant" if cause in meant else "disposition"
            for cause in causes
            if cause in meant or cause in disposing
        }

    @cached_property
    def _disposing(self) -> frozenset[str]:
        """The causes for which deliveries, or events, were disposed of."""
        ends = [f"{degree}_disposed_" for degree in DEGREES]
        names = [name for row in self.knowledge[-1:] for name in row.numbers]
        of_events = {name.removeprefix(end) for end in ends for name in names if name.startswith(end)}
        return frozenset(of_events.union(self.dispositions))

    @cached_property
    def meant(self) -> frozenset[str]:
        """The causes to which something was lost on purpose."""
        return frozenset(row.key["cause"] for row in self.losses if row.key["kind"] == "meant")

    def _occurred(self, measure: Measure) -> list[str]:
        prefix = f"{measure.name}_"
        names = [name for name in self.total.numbers if name.startswith(prefix)]
        names.sort(key=lambda name: (-(self.total[name].value or 0.0), name))
        return [name.removeprefix(prefix) for name in names]

    @cached_property
    def knowledge(self) -> list[Row]:
        """By consumer and subject, with the rows for all subjects and all consumers; empty without events.

        The numbers are the `KNOWLEDGE_MEASURES`, `known_lost_CAUSE` or `known_disposed_CAUSE` for each cause
        that occurs, the same of `confirmed`, and the `HALF_TIMES` over all events.
        """
        keys, columns = self._by_row(self.record.frame("knowledge"), ("consumer", "subject"))
        measures = [*KNOWLEDGE_MEASURES, *_by_cause(ENDS_OF_KNOWLEDGE, columns)]
        rows = []
        for row, key in enumerate(keys):
            numbers = self._numbers(measures, columns, row)
            for degree, measure in HALF_TIMES.items():
                incidences = self.knowledge_incidences[degree][key["consumer"], key["subject"]]
                half = quantile_interval(incidences, 0.5, self.level, degree).scaled(1 / HOUR)
                numbers[measure.name] = Number(measure, half)
            rows.append(Row(key, numbers))
        return rows

    @cached_property
    def knowledge_incidences(self) -> dict[Degree, dict[tuple[str, str], list[Incidence]]]:
        """By degree, for each consumer and subject as in `knowledge`: the incidence of each replication."""
        keys, _ = self._by_row(self.record.frame("knowledge"), ("consumer", "subject"))
        pairs = [(key["consumer"], key["subject"]) for key in keys]
        asked = [(_unless_all(consumer), _unless_all(subject)) for consumer, subject in pairs]
        found: dict[Degree, dict[tuple[str, str], list[Incidence]]] = {}
        for degree in DEGREES:
            each = [knowledge_incidences(events, degree, asked) for events in self.record.each("events")]
            found[degree] = {pair: list(of) for pair, of in zip(pairs, zip(*each, strict=True), strict=True)}
        return found

    @cached_property
    def requests(self) -> list[Row]:
        """By who asks and the class asked about, with the rows for all classes and all who ask.

        Empty where nobody asks. The numbers are the `REQUEST_MEASURES`, and `unanswered_CAUSE` for each cause
        that occurs.
        """
        keys, columns = self._by_row(self.record.frame("requests"), ("asker", "class"))
        causes = [
            UNANSWERED.to(name.removeprefix("unanswered_"))
            for name in columns
            if name.startswith("unanswered_") and columns[name].any()
        ]
        measures = [*REQUEST_MEASURES, *causes]
        return [Row(key, self._numbers(measures, columns, row)) for row, key in enumerate(keys)]

    @cached_property
    def stations(self) -> list[Row]:
        """By station, the `STATION_MEASURES`."""
        return self._rows("stations", ("station", "stage"), STATION_MEASURES)

    @cached_property
    def channels(self) -> list[Row]:
        """By channel, the `CHANNEL_MEASURES`: what became of the copies offered, as shares of those."""
        return self._rows("channels", ("channel",), CHANNEL_MEASURES)

    @cached_property
    def hurdles(self) -> list[Row]:
        """By hurdle: the copies that it stopped, as a share of those offered to its channel."""
        keys, columns = self._by_row(self.record.frame("hurdles"), ("channel", "hurdle", "kind", "cause"))
        channels, offers = self._by_row(self.record.frame("channels"), ("channel",))
        rank = {key["channel"]: row for row, key in enumerate(channels)}
        columns[STOPPED.denominator] = offers[STOPPED.denominator][:, [rank[key["channel"]] for key in keys]]
        return [Row(key, self._numbers(HURDLE_MEASURES, columns, row)) for row, key in enumerate(keys)]

    @cached_property
    def systems(self) -> list[Row]:
        """By system that keeps a stock, the `SYSTEM_MEASURES`."""
        return self._rows("systems", ("system",), SYSTEM_MEASURES)

    @cached_property
    def rapport(self) -> list[Row]:
        """By channel on which a hurdle depends on rapport, the `RAPPORT_MEASURES`."""
        return self._rows("rapport", ("channel",), RAPPORT_MEASURES)

    @cached_property
    def moving(self) -> frozenset[str]:
        """The channels whose rapport moves with what comes over them, or is carried over."""
        table = self.record.frame("rapport")
        return frozenset(str(name) for name in table["channel"][table["moves"]])

    @cached_property
    def losses(self) -> list[Row]:
        """By place, cause and kind, the largest first: what is lost there, as a share of all deliveries.

        A place is the station or the channel at which the last copy that could have arrived was lost; the
        kind of a cause is `failure` or `meant`.
        """
        return self._by_place(LOST_HERE)

    @cached_property
    def disposals(self) -> list[Row]:
        """The same of what is disposed of, the largest first; the kind of each cause is `disposition`."""
        return self._by_place(DISPOSED_HERE)

    def _by_place(self, measure: Measure) -> list[Row]:
        counts, created = [], []
        for deliveries in self.record.each("deliveries"):
            ended = deliveries[deliveries["outcome"] == measure.name]
            kind = np.where(ended["meant"], "meant", "disposition" if measure is DISPOSED_HERE else "failure")
            named = (ended["place"].astype(str), ended["cause"].astype(str), kind.tolist())
            counts.append(Counter(zip(*named, strict=True)))
            created.append(len(deliveries))
        keys = sorted(set().union(*counts), key=lambda key: (-sum(each[key] for each in counts), key))
        columns = {
            measure.numerator: np.array([[each[key] for key in keys] for each in counts], dtype=np.float64),
            measure.denominator: np.repeat(np.array(created, dtype=np.float64)[:, None], len(keys), axis=1),
        }
        return [
            Row(
                dict(zip(("place", "cause", "kind"), key, strict=True)),
                self._numbers([measure], columns, row),
            )
            for row, key in enumerate(keys)
        ]

    @cached_property
    def longest_queue(self) -> LongestQueue | None:
        """The station where most copies wait; None if none ever waited anywhere."""
        _, columns = self._by_row(self.record.frame("stations"), ("station",))
        waiting = columns["mean_waiting"]
        if not waiting.any():
            return None
        row = int(waiting.mean(axis=0).argmax())
        return LongestQueue(
            line=self.stations[row],
            share=float(waiting[:, row].sum() / waiting.sum()),
            agreeing=int((waiting.argmax(axis=1) == row).sum()),
        )

    @cached_property
    def incidences(self) -> dict[tuple[str, str], list[Incidence]]:
        """For each consumer and class, as in `deliveries`, the incidence of each replication."""
        keys, _ = self._by_row(self.record.frame("outcomes"), ("consumer", "class"))
        pairs = [(key["consumer"], key["class"]) for key in keys]
        asked = [(_unless_all(consumer), _unless_all(report_class)) for consumer, report_class in pairs]
        by_replication = [delivery_incidences(each, asked) for each in self.record.each("deliveries")]
        return {pair: list(each) for pair, each in zip(pairs, zip(*by_replication, strict=True), strict=True)}

    @cached_property
    def unapplied(self) -> Unapplied:
        """What was configured and had no effect."""
        return unapplied(self.record, self.scenario)

    def _latencies(self) -> list[tuple[Measure, list[Estimate]]]:
        """The age by which a share of deliveries has arrived, in hours, for each row of the outcomes."""
        of_all: dict[str, list[Estimate]] = {name: [] for name in LATENCIES}
        of_delivered: list[Estimate] = []
        for incidences in self.incidences.values():
            curve = PooledCurve(incidences)  # one at a time: it takes much memory
            for name, estimates in of_all.items():
                found = quantile_of_curve(curve, NAMED_QUANTILES[name], self.level)
                estimates.append(found.scaled(1 / HOUR))
            del curve
            arrived = [_of_delivered(each) for each in incidences]
            of_delivered.append(quantile_interval(arrived, 0.5, self.level).scaled(1 / HOUR))
        latencies = [(measure, of_all[name]) for name, measure in LATENCIES.items()]
        return [*latencies, (MEDIAN_OF_DELIVERED, of_delivered)]

    def _rows(self, table: str, key: Sequence[str], measures: Sequence[Measure]) -> list[Row]:
        keys, columns = self._by_row(self.record.frame(table), key)
        return [Row(names, self._numbers(measures, columns, row)) for row, names in enumerate(keys)]

    def _numbers(
        self, measures: Sequence[Measure], columns: Mapping[str, NDArray[Any]], row: int
    ) -> dict[str, Number]:
        """The estimates of means and ratios of one row of a table, by name."""
        numbers = {}
        for measure in measures:
            amounts = columns[measure.numerator][:, row]
            if measure.denominator:
                whole = columns[measure.denominator][:, row]
                estimate = ratio_interval(amounts, whole, self.level, measure.most)
            else:
                estimate = mean_interval(amounts, self.level, 0.0, measure.most)
            numbers[measure.name] = Number(measure, estimate)
        return numbers

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


def _of_delivered(of: Incidence) -> Incidence:
    """What is delivered, alone."""
    ages = of.ages[of.codes == of.code(DELIVERED)]
    return incidence(ages, np.zeros(len(ages), dtype=np.int16), (DELIVERED,))


def _by_cause(measures: Iterable[Measure], columns: Mapping[str, NDArray[Any]]) -> list[Measure]:
    """What is said of each cause that occurs, of measures that are told by cause as well."""
    return [
        measure.to(name.removeprefix(f"{measure.name}_"))
        for measure in measures
        for name in columns
        if name.startswith(f"{measure.name}_") and columns[name].any()
    ]


def _unless_all(name: str) -> str | None:
    return None if name == ALL else name
