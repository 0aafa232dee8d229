"""What a study's replications say about its structures: estimates, differences, rankings.

All intervals of differences hold together, over all outcomes and all comparisons of the study's method:
each has an equal part of the probability of a miss (Bonferroni). Comparisons that were planned and cannot be
made, because a quantile is not reached, keep their part. The ranking (with the best) is a family of its own,
unless it is the method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

import numpy as np

from stovepipe.answers.findings.samples import Sample, observe
from stovepipe.answers.refusals import CannotAnswer
from stovepipe.inference.best import WithBest, with_best
from stovepipe.inference.differences import Differences, against, all_pairs
from stovepipe.inference.gain import Gain, gain_of_pairing
from stovepipe.inference.incidence import Incidence
from stovepipe.inference.paired import Paired, miss
from stovepipe.inference.precision import Precision
from stovepipe.measures.catalogue import KINDS
from stovepipe.study.file.outcome import Latency, Outcome, outcome
from stovepipe.study.reading.study import Study
from stovepipe.study.store.claim import StoreError
from stovepipe.study.store.store import Store

Cut = TypeVar("Cut", Differences, WithBest)
Pair = tuple[str, str]
Who = tuple[str | None, str | None]
"""A consumer and a class; None for all of them."""


@dataclass(frozen=True)
class Ranked:
    """One structure with the best of the others; numbers are in the outcome's unit.

    Attributes:
        name: the name of the structure.
        estimate: the mean of its linearised values.
        value, low, high: its difference from the best of the others.
        possible: whether it may be the best.
    """

    name: str
    estimate: float
    value: float
    low: float
    high: float
    possible: bool


@dataclass(frozen=True, eq=False)
class OutcomeFindings:
    """What is found about one outcome.

    Attributes:
        observed: estimates of each structure, and why some are not compared.
        differences: by the study's method: of all pairs, or from the baseline. None if the method is `best`,
            or if there is nothing to compare.
        best: each structure with the best of the others; None if there is nothing to compare.
        gains: the gain of each pair of the differences; with the method `best`, of all pairs.
    """

    observed: Sample
    differences: Differences | None
    best: WithBest | None
    gains: dict[Pair, Gain]

    @property
    def ranking(self) -> list[Ranked]:
        """The structures that are compared, the best estimate first."""
        best = self.best
        if best is None:
            return []
        columns = (best.estimates, best.differences, best.low, best.high, best.possible)
        rows = zip(best.structures, *(column.tolist() for column in columns), strict=True)
        sign = -1 if best.direction == "more" else 1
        return sorted((Ranked(*row) for row in rows), key=lambda each: sign * each.estimate)


@dataclass(frozen=True, eq=False)
class StudyFindings:
    """What is found about all outcomes of a study.

    Attributes:
        study: what was asked.
        replications: how many each structure has.
        family: how many intervals of the method hold together.
        outcomes: one for each of the study's.
        precision: how precise the outcome is that was to be known well, if one was.
        store: that the findings rest on, from which curves are read; None for findings that are made up.
    """

    study: Study
    replications: int
    family: int
    outcomes: tuple[OutcomeFindings, ...]
    precision: Precision | None = None
    store: Store | None = None

    @property
    def level(self) -> float:
        """Confidence in all intervals of the method together."""
        return self.study.level


@dataclass(frozen=True, eq=False)
class PrecisionStage:
    """How far a precision is, after so many replications.

    Attributes:
        outcome: that is to be precise.
        reached: how precise it is.
        asked: the half-width that is asked for, as written.
    """

    outcome: Outcome
    reached: Precision
    asked: str


def check_comparable(study: Study, replications: int) -> None:
    """Refuse a study from which nothing could be concluded.

    Raises:
        CannotAnswer: there is one structure, or one replication.
    """
    if len(study.structures) < 2:
        raise CannotAnswer(
            f"two structures or more are compared, and {study.path} has one; add another under structures, "
            "or use stovepipe run"
        )
    if replications < 2:
        raise CannotAnswer(
            f"two replications or more are needed to tell how far off a difference may be, not {replications}"
        )


def compared_pairs(study: Study, structures: Sequence[str]) -> list[Pair]:
    """The differences that are asked for among structures: the first less the second."""
    if study.method == "baseline":
        base = study.baseline or ""
        return [(name, base) for name in structures if name != base] if base in structures else []
    return [(b, a) for a, b in combinations(structures, 2)]


def find(study: Study, store: Store, replications: int, precision: Precision | None = None) -> StudyFindings:
    """Compare the structures of a study by the first so many replications in its store.

    Raises:
        CannotAnswer: there is one structure, or one replication.
        StoreError: so many replications are not there.
    """
    check_comparable(study, replications)
    observed = [observed_of(study, store, outcome.name, replications) for outcome in study.outcomes]
    with_the_best = sum(max(len(each.planned) - 1, 0) for each in observed)
    family = sum(_planned(study, each) for each in observed)
    shared = with_the_best if study.method == "best" else family
    return StudyFindings(
        study,
        replications,
        family,
        tuple(_findings(study, each, shared, with_the_best) for each in observed),
        precision,
        store,
    )


def incidences_of(findings: StudyFindings, who: Who) -> Mapping[str, Sequence[Incidence]]:
    """What became of the deliveries of a class to a consumer, by structure; none where nothing is kept of it.

    Raises:
        StoreError: the store cannot be read.
    """
    curves: dict[str, Sequence[Incidence]] = {}
    if findings.store is None:
        return curves
    for structure in findings.study.structures:
        try:
            latency = _latency(findings.study, who)
            readings = findings.store.records(structure.name, latency, findings.replications)
        except StoreError:
            if findings.study.keep == "outcomes":
                return {}
            raise
        if not readings.reason and any(each.count for each in readings.incidences):
            curves[structure.name] = readings.incidences
    return curves


def _latency(study: Study, who: Who) -> Outcome:
    """A latency of these deliveries: one of the study's own, or any."""
    consumer, report_class = who
    for each in study.outcomes:
        of = each.of
        if isinstance(of, Latency) and (of.consumer, of.report_class) == who:
            return each
    named = {"consumer": consumer, "class": report_class}
    return outcome("latency", {key: name for key, name in named.items() if name is not None})


def observed_of(study: Study, store: Store, outcome: str, replications: int) -> Sample:
    """One outcome of all structures of a study.

    Raises:
        StoreError: so many replications are not there.
    """
    readings = {each.name: store.records(each.name, outcome, replications) for each in study.structures}
    return observe(study.outcome(outcome), readings, study.level)


def difference_of(study: Study, sample: Paired, family: int) -> Differences | None:
    """The differences of one outcome by the study's method, if there are any.

    Args:
        study: its method, baseline and level.
        sample: the outcome.
        family: how many differences, of all outcomes, hold together.
    """
    pairs = compared_pairs(study, sample.structures)
    if study.method == "best" or not pairs:
        return None
    level = _part(study.level, len(pairs), family)
    if study.method == "baseline":
        return against(sample, study.baseline or "", level)
    return all_pairs(sample, level)


def _planned(study: Study, observed: Sample) -> int:
    if study.method == "best":
        return len(observed.planned) if len(observed.planned) > 1 else 0
    return len(compared_pairs(study, observed.planned))


def _findings(study: Study, observed: Sample, family: int, with_the_best: int) -> OutcomeFindings:
    sample = observed.sample
    if sample is None:
        return OutcomeFindings(observed, None, None, {})
    level = _part(study.level, len(sample.structures) - 1, with_the_best)
    best = with_best(sample, observed.outcome.direction, level)
    differences, most = difference_of(study, sample, family), KINDS[observed.outcome.kind].most
    return OutcomeFindings(
        observed=observed,
        differences=None if differences is None else _within(differences, most),
        best=_within(best, most),
        gains=_gains(sample, compared_pairs(study, sample.structures)),
    )


def _part(level: float, intervals: int, family: int) -> float:
    """The level of some intervals that, with the rest of their family, hold together at `level`."""
    return 1 - miss(level) * intervals / family


def _within(found: Cut, most: float) -> Cut:
    """The same with intervals that end where no difference can be: two shares differ by 1 at most."""
    return replace(found, low=np.maximum(found.low, -most), high=np.minimum(found.high, most))


def _gains(sample: Paired, pairs: Sequence[Pair]) -> dict[Pair, Gain]:
    every = gain_of_pairing(sample)
    return {pair: every[pair] if pair in every else every[pair[::-1]] for pair in pairs}
