"""What a study's replications say of one outcome, structure by structure, put so that it can be compared.

Every outcome becomes one number per replication, whose mean is the estimate (`stovepipe.inference.linear`).
Where that cannot be done, the structure is left out of the comparison of this outcome, and it is said why: it
has no such station, nothing of which a share could be taken, or a quantile that it may never reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from stovepipe.inference.curves import quantile_interval
from stovepipe.inference.incidence import DELIVERED, pool
from stovepipe.inference.intervals import Estimate, mean_interval, ratio_interval
from stovepipe.inference.linear import quantile_values, ratio_values
from stovepipe.inference.paired import Paired, paired
from stovepipe.measures.catalogue import KINDS
from stovepipe.network.records import HOUR
from stovepipe.study.file.outcome import Arrivals, Discoveries, LatencyOfDelivered, Outcome
from stovepipe.study.reading_outcomes import Readings

Floats = NDArray[np.float64]
UNKNOWN = Estimate(None, None, None, 0.0, 0)
NOTHING_ARRIVED = "no such report has arrived"


@dataclass(frozen=True, eq=False)
class Sample:
    """One outcome of all structures of a study.

    Attributes:
        outcome: the outcome.
        structures: names of all of them, in the study's order.
        estimates: the estimates of each structure, in the outcome's unit, with an interval of its own.
        without: structures that have no such outcome at all, and why.
        not_reached: structures for which it is not sure that so many deliveries arrive, and how many do.
        sample: linearised values of the others, in the outcome's unit; None if they are fewer than two.
        alike: pairs of structures with the same readings in every replication; the later one first.
    """

    outcome: Outcome
    structures: tuple[str, ...]
    estimates: Mapping[str, Estimate]
    without: Mapping[str, str]
    not_reached: Mapping[str, str]
    sample: Paired | None
    alike: frozenset[tuple[str, str]]

    @property
    def planned(self) -> tuple[str, ...]:
        """The structures that have the outcome, whatever came of it: those whose comparison was planned."""
        return tuple(name for name in self.structures if name not in self.without)

    @property
    def left_out(self) -> Mapping[str, str]:
        """The structures that are not compared, and why."""
        return {**self.without, **self.not_reached}


def observe(outcome: Outcome, readings: Mapping[str, Readings], level: float) -> Sample:
    """Make the readings of an outcome comparable.

    Args:
        outcome: the outcome.
        readings: the readings of each structure, of the same replications; two or more.
        level: confidence level of each single estimate.
    """
    without = {name: reason for name, each in readings.items() if (reason := _reason(each))}
    estimates = {
        name: UNKNOWN if name in without else estimate(each, level) for name, each in readings.items()
    }
    rows: dict[str, Floats] = {}
    not_reached: dict[str, str] = {}
    for name, each in readings.items():
        if name in without:
            continue
        if outcome.form == "quantile" and estimates[name].high is None:
            not_reached[name] = _share_delivered(each)
        else:
            rows[name] = linearised(each)
    sample = None
    if len(rows) > 1:
        sample = paired(list(rows.values()), list(rows), outcome.name)
    alike = frozenset((b, a) for a, b in combinations(rows, 2) if _same(readings[a], readings[b]))
    return Sample(outcome, tuple(readings), estimates, without, not_reached, sample, alike)


def estimate(readings: Readings, level: float) -> Estimate:
    """The estimate of a structure by itself, in the outcome's unit.

    A ratio is one of sums over all replications; a quantile is that of all deliveries together.
    """
    most = KINDS[readings.outcome.kind].most
    match readings.outcome.form:
        case "ratio":
            return ratio_interval(readings.numerators, readings.denominators, level, most)
        case "mean":
            return mean_interval(readings.numerators, level, 0.0, most)
        case "quantile":
            ages = quantile_interval(readings.incidences, readings.outcome.share, level)
            return ages.scaled(1 / HOUR)


def linearised(readings: Readings) -> Floats:
    """One number per replication, in the outcome's unit, whose mean is the estimate.

    Raises:
        ValueError: it is not defined.
    """
    match readings.outcome.form:
        case "ratio":
            return ratio_values(readings.numerators, readings.denominators)
        case "mean":
            return readings.numerators
        case "quantile":
            return quantile_values(readings.incidences, readings.outcome.share) / HOUR


def _reason(readings: Readings) -> str:
    """Why a structure has no such outcome; empty if it has."""
    if readings.reason:
        return readings.reason
    asked = readings.outcome
    if asked.form == "ratio" and not readings.denominators.any():
        if KINDS[asked.kind].denominator == "delivered":
            return NOTHING_ARRIVED
        if isinstance(asked.of, Discoveries) and asked.of.within is not None:
            return f"no such event was watched for {asked.of.within}"
        if isinstance(asked.of, Arrivals) and asked.of.within is not None:
            return f"no such report was watched for {asked.of.within}"
        return "nothing of which a share could be taken has occurred"
    if asked.form == "quantile" and not any(each.count for each in readings.incidences):
        return NOTHING_ARRIVED if isinstance(asked.of, LatencyOfDelivered) else "no such report has occurred"
    return ""


def _share_delivered(readings: Readings) -> str:
    pooled = pool(readings.incidences)
    share = float(pooled.at(pooled.watched_to, DELIVERED))
    asked = f"{100 * readings.outcome.share:g} %"
    return f"it is not sure that {asked} ever arrive: {100 * share:.1f} % do"


def _same(one: Readings, other: Readings) -> bool:
    """Whether all replications of two structures say exactly the same."""
    if one.outcome.form != "quantile":
        return bool(
            np.array_equal(one.numerators, other.numerators)
            and np.array_equal(one.denominators, other.denominators)
        )
    return all(
        np.array_equal(a.ages, b.ages)
        and np.array_equal(a.codes, b.codes)
        and np.array_equal(a.censored, b.censored)
        for a, b in zip(one.incidences, other.incidences, strict=True)
    )
