"""What a log and the replications of a mission say of one another, by consumer and class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stovepipe.inference.envelope import Envelope, envelope
from stovepipe.inference.incidence import CENSORED, DELIVERED, Incidence
from stovepipe.inference.intervals import Estimate, mean_interval, quantile_of_student
from stovepipe.inference.pooling import PooledCurve
from stovepipe.measures.ends import DISPOSED, LOST
from stovepipe.measures.fates.window import ENDS, Window, entries, entries_of, incidences_in, thinned
from stovepipe.network.records import HOUR
from stovepipe.scenario import Scenario
from stovepipe.scenario.language.any_of import needs_of
from stovepipe.scenario.problems.problem import Problem
from stovepipe.scenario.reading.observed_log import NOT_YET, ObservedLog, moment_of
from stovepipe.study.store.record import Record

REPORTS = "reports"
NAMED_AGES = tuple(hours * HOUR for hours in (1, 6, 24, 72, 168))
"""Ages at which curves are always compared, in ticks."""

QUANTILES, STEPS = 100, 20
BATCHES, IN_A_BATCH = 20, 5
HALF_A_REPORT = 0.5

Floats = NDArray[np.float64]
Ticks = NDArray[np.int64]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Side:
    """Where the log lies beyond the band on one side of it.

    Attributes:
        above: whether there is more in the log than in the mission.
        spans: the ages, in ticks: from the first to the last of each stretch; a single 0 and 0 of a number of
            reports.
        at: the position of the age at which it lies furthest out.
    """

    above: bool
    spans: tuple[tuple[int, int], ...]
    at: int


@dataclass(frozen=True, eq=False)
class Compared:
    """One thing that is compared: how many reports, or the curve of one end, of a consumer and class.

    Attributes:
        consumer, klass: of the reports.
        what: `REPORTS`, or one of `ENDS`.
        ages: in ticks, at which shares are compared; a single 0 for the number of reports.
        observed: in the log, at each of the ages.
        modelled: in the mission, the mean over all replications.
        low, high: the band: what is in the log lies within all bands of all parts with the stated
            probability, if it came about as the mission says.
        ratios: how far out it lies, in standard deviations of single replications.
        beyond: where it lies beyond the band.
        p: probability that anything in the log of a mission that is right would lie so far out.
    """

    consumer: str
    klass: str
    what: str
    ages: Ticks
    observed: Floats
    modelled: Floats
    low: Floats
    high: Floats
    ratios: Floats
    beyond: NDArray[np.bool_]
    p: float

    @property
    def most(self) -> int:
        """The position of the age at which the log lies furthest out."""
        return int(np.abs(self.ratios).argmax())

    @property
    def differs(self) -> bool:
        """Whether the log lies beyond the band anywhere."""
        return bool(self.beyond.any())

    @property
    def sides(self) -> list[Side]:
        """Where it does, on either side."""
        found = []
        for above in (False, True):
            mine = self.beyond & ((self.ratios > 0) == above)
            if mine.any():
                edges = np.flatnonzero(np.diff(np.concatenate([[False], mine, [False]]))).tolist()
                spans = tuple(
                    (int(self.ages[first]), int(self.ages[after - 1]))
                    for first, after in zip(edges[::2], edges[1::2], strict=True)
                )
                found.append(Side(above, spans, int(np.where(mine, np.abs(self.ratios), -1.0).argmax())))
        return found


@dataclass(frozen=True, eq=False)
class Curves:
    """The curves of one end of a consumer and class, for a table or a figure.

    Attributes:
        observed: the log's curve; observed_low, observed_high: its pointwise confidence band, over batches.
        modelled: that of all replications together; modelled_low, modelled_high: its pointwise band.
    """

    observed: Floats
    observed_low: Floats
    observed_high: Floats
    modelled: Floats
    modelled_low: Floats
    modelled_high: Floats


@dataclass(frozen=True, eq=False)
class ObservationFindings:
    """What a log and the replications of a mission say of one another.

    Attributes:
        log: the log.
        window: the stretch of time in which both are looked at.
        begin_stated: whether the user says when the log begins; else it begins with its first report.
        sample: whether the log is a random sample of the reports.
        record: the tables of the replications.
        scenario: the mission.
        level: 1 less the level of the test, and the confidence level of all intervals.
        remarks: what was left out, and what is worth a look.
    """

    log: ObservedLog
    window: Window
    begin_stated: bool
    sample: bool
    record: Record
    scenario: Scenario
    level: float
    remarks: tuple[str | Problem, ...] = ()

    @cached_property
    def pairs(self) -> list[Pair]:
        """The consumers and classes that are compared: those that the log names, each needed by the other."""
        consumers, classes = set(self.log.consumers), set(self.log.classes)
        needs = self._needs
        return [
            (consumer, klass)
            for consumer in sorted(consumers)
            for klass in needs[consumer]
            if klass in classes
        ]

    @cached_property
    def _needs(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(sorted(classes)) for name, classes in needs_of(self.scenario.mission).items()}

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """Which ends are compared: losses where the log tells of them, disposals where there are any."""
        if not self.window.losses:
            return (DELIVERED,)
        disposed = ENDS.index(DISPOSED)
        every = [self._logged, *self._replications]
        any_disposed = any((table["code"] == disposed).any() for table in every)
        return ENDS if any_disposed else (DELIVERED, LOST)

    @cached_property
    def _logged(self) -> pd.DataFrame:
        """The entries of the log that lie in the window."""
        return logged(self.log, self.window, self.scenario)

    @cached_property
    def _replications(self) -> list[pd.DataFrame]:
        """What a log of each replication would say, thinned to as many reports where the log is a sample."""
        zero = moment_of(self.scenario.mission.begins)
        tables = []
        asked = self._reports_of_classes
        consumers = set(self.log.consumers)
        for number, deliveries in zip(self.record.numbers, self.record.each("deliveries"), strict=True):
            table = entries_of(deliveries, zero, self.window)
            table = table[table["consumer"].isin(consumers) & table["class"].isin(asked)]
            if self.sample:
                seed = np.random.SeedSequence([self.record.about.seed, number])
                table = thinned(table, asked, np.random.Generator(np.random.PCG64(seed)))
            tables.append(table.reset_index(drop=True))
        return tables

    @cached_property
    def _reports_of_classes(self) -> dict[str, int]:
        """How many reports of each class the log has in the window."""
        names = sorted(set(self.log.classes))
        counts = self._logged.groupby("class")["report"].nunique()
        return {name: int(counts.get(name, 0)) for name in names}

    @cached_property
    def observed(self) -> dict[Pair, Incidence]:
        """The incidence of each end in the log."""
        return incidences_in(self._logged, self.pairs)

    @cached_property
    def modelled(self) -> dict[Pair, list[Incidence]]:
        """The same in each replication."""
        each = [incidences_in(table, self.pairs) for table in self._replications]
        return {pair: [of[pair] for of in each] for pair in self.pairs}

    @cached_property
    def counts(self) -> dict[Pair, tuple[int, Floats]]:
        """How many reports there are in the log, and in each replication.

        Unless it is stated when the log begins, those that occur at its beginning do not count: the first is
        there for certain, because the log begins with it.
        """
        first = self.window.begin + (0 if self.begin_stated else self.window.resolution)
        sizes = [_sizes(table[table["occurred"] >= first]) for table in [self._logged, *self._replications]]
        return {
            pair: (sizes[0].get(pair, 0), np.array([each.get(pair, 0) for each in sizes[1:]], dtype=float))
            for pair in self.pairs
        }

    @cached_property
    def _laid_out(self) -> tuple[list[tuple[Pair, str, Ticks]], Envelope]:
        """What is compared, one after the other, and the test of it all."""
        parts: list[tuple[Pair, str, Ticks]] = []
        rows: list[Floats] = []
        least: list[Floats] = []
        for pair in self.pairs:
            if not self.sample:
                mine, others = self.counts[pair]
                parts.append((pair, REPORTS, np.zeros(1, dtype=np.int64)))
                rows.append(np.concatenate([[mine], others])[:, None])
                least.append(np.array([HALF_A_REPORT]))
            every = [self.observed[pair], *self.modelled[pair]]
            ages = compared_ages(every, self.window.length)
            size = max(float(np.mean([each.count for each in every])), HALF_A_REPORT)
            for end in self.ends:
                parts.append((pair, end, ages))
                rows.append(np.array([each.at(ages, end) for each in every]))
                least.append(np.full(len(ages), HALF_A_REPORT / size))
        sets = np.concatenate(rows, axis=1)
        return parts, envelope(sets[0], sets[1:], np.concatenate(least), self.level)

    @property
    def test(self) -> Envelope:
        """The test of all parts together."""
        return self._laid_out[1]

    @cached_property
    def parts(self) -> list[Compared]:
        """All that is compared, by consumer and class."""
        laid_out, test = self._laid_out
        found, first = [], 0
        for (consumer, klass), what, ages in laid_out:
            mine = slice(first, first + len(ages))
            first += len(ages)
            if what == REPORTS:
                modelled = np.array([self.counts[consumer, klass][1].mean()])
            else:
                modelled = PooledCurve(self.modelled[consumer, klass], what).values(ages)
            found.append(
                Compared(
                    consumer, klass, what, ages, test.observed[mine], modelled,
                    np.maximum(test.low[mine], 0.0),
                    test.high[mine] if what == REPORTS else np.minimum(test.high[mine], 1.0),
                    test.ratios[mine], test.beyond[mine], test.p_of(mine),
                )
            )  # fmt: skip
        return found

    @property
    def p(self) -> float:
        """Of the log and the replications, the share that lies at least as far out as the log."""
        return self.test.p

    @property
    def differing(self) -> list[Compared]:
        """Where the log and the mission differ, the least probable first."""
        return sorted((part for part in self.parts if part.differs), key=lambda part: part.p)

    def expected(self, part: Compared) -> Estimate:
        """The number of reports in a replication, with its confidence interval."""
        return mean_interval(self.counts[part.consumer, part.klass][1], self.level, 0.0)

    def curves(self, pair: Pair, end: str, ages: Ticks) -> Curves:
        """The curves of an end, with the confidence band of each, at ages in ticks.

        That of the log is from the spread between at most 20 batches of reports, one after the other in time
        (the method of batch means; Schmeiser 1982), because reports that occur at about the same time share
        queues and people. Of fewer than ten reports it has none.
        """
        batches = self._batches[pair]
        low = high = np.full(len(ages), np.nan)
        if len(batches) > 1:
            reach = quantile_of_student(self.level, len(batches))
            low, high = PooledCurve(batches, end).limits(ages, reach)
        model = PooledCurve(self.modelled[pair], end)
        model_low, model_high = model.limits(ages, quantile_of_student(self.level, model.replications))
        observed = self.observed[pair].at(ages, end)
        return Curves(observed, low, high, model.values(ages), model_low, model_high)

    @cached_property
    def _batches(self) -> dict[Pair, list[Incidence]]:
        """The log in batches of equally many reports, one after the other in time; none if it is short."""
        found = {}
        for pair in self.pairs:
            mine = (self._logged["consumer"] == pair[0]) & (self._logged["class"] == pair[1])
            table = self._logged[mine].sort_values("occurred", kind="stable").reset_index(drop=True)
            number = min(BATCHES, len(table) // IN_A_BATCH)
            batch = np.arange(len(table)) * number // max(len(table), 1)
            found[pair] = [incidences_in(table[batch == each], [pair])[pair] for each in range(number)]
        return found


def logged(log: ObservedLog, window: Window, scenario: Scenario) -> pd.DataFrame:
    """The entries of a log that lie in a window; what is lost to a disposition is disposed of."""
    disposing = {name for name, kind in scenario.mission.causes.items() if kind == "disposition"}
    end = {name: ENDS.index(name) for name in ENDS}
    lost = np.array([end[DISPOSED] if cause in disposing else end[LOST] for cause in log.causes])
    read, gone = log.read != NOT_YET, log.lost != NOT_YET
    code = np.where(read, end[DELIVERED], np.where(gone, lost, CENSORED)).astype(np.int16)
    ended = np.where(read, log.read, np.where(gone, log.lost, 0))
    return entries(log.reports, log.consumers, log.classes, log.occurred, ended, code, window)


def compared_ages(every: Sequence[Incidence], length: int) -> Ticks:
    """The ages at which curves are compared: the same whichever of them is the log's.

    They are quantiles of the ages at which something was read or lost in any of them, equal steps up to the
    last of these, and `NAMED_AGES`.

    Args:
        every: the incidences of the log and of all replications.
        length: of the window, in ticks: nothing is known beyond it.
    """
    decided = np.sort(np.concatenate([each.ages for each in every]))
    ages = list(NAMED_AGES)
    if len(decided):
        places = np.linspace(0, len(decided) - 1, QUANTILES).round().astype(np.int64)
        ages += [*decided[places], *np.linspace(0, decided[-1], STEPS).astype(np.int64)]
    found = np.unique(np.array([0, *ages], dtype=np.int64))
    return found[found < length]


def _sizes(table: pd.DataFrame) -> dict[Pair, int]:
    return dict(Counter(zip(table["consumer"], table["class"], strict=True)))


def told(findings: ObservationFindings) -> Iterator[tuple[Compared, Side]]:
    """Where the log and the mission differ, the least probable first."""
    for part in findings.differing:
        for side in part.sides:
            yield part, side
