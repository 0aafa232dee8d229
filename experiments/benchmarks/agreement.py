"""Do the models do the same work? Three tests, which a model must pass before its speed means anything.

- *Laws*: the gaps between reports, the deadlines, the work and the choice of route are as stated in `work`.
- *Rules*: given the luck of a run, the ordinary SimPy model moves every report alike (see `replay`).
- *Outcomes*: what the runs come to (who reneges, how long each waits where) agrees with the ordinary SimPy
  model's runs.

The first two are sharp. The third is blunter, for waits vary much from run to run, but it assumes less.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import work
from scipy import stats

ALARM = 1e-4
"""The probability that models which agree fail any test of one family (Bonferroni over the tests in it)."""

SOURCE = "source"

REACH = {"laws": 0.02, "outcomes": 0.15}
"""The widest half-interval that will do: in a distribution function or share; relative to an outcome."""


@dataclass(frozen=True)
class Finding:
    """One comparison: how far apart, and how far chance alone may put them."""

    what: str
    apart: float
    allowed: float
    reach: float

    @property
    def passed(self) -> bool:
        """The models agree, and the test was sharp enough to tell."""
        return self.apart <= self.allowed <= self.reach

    def severity(self) -> float:
        """How near to failing: above 1, failed."""
        return max(self.apart / self.allowed, self.allowed / self.reach)

    def __str__(self) -> str:
        verdict = "DIFFERS" if self.apart > self.allowed else "agrees" if self.passed else "TOO FEW RUNS"
        return f"{self.what}: apart {self.apart:.2%}, chance allows {self.allowed:.2%}: {verdict}"


def laws(runs: Sequence[work.Tables]) -> list[Finding]:
    """Compare what a model drew with what `work` states.

    Durations are pooled over the runs and compared with their exponential law by the one-sample statistic of
    Kolmogorov (1933), in its exact distribution; `apart` is the largest difference between the distribution
    functions. Routes are compared as shares.
    """
    durations: dict[str, list[float]] = defaultdict(list)
    means: dict[str, float] = {}
    routes: Counter[tuple[str, str]] = Counter()
    for reports, visits in runs:
        for klass, rule in work.CLASSES.items():
            times = sorted(report.occurred for report in reports.values() if report.klass == klass)
            means[f"gaps between {klass} reports"] = 1 / rule.rate
            durations[f"gaps between {klass} reports"] += [b - a for a, b in pairwise([0.0, *times])]
            means[f"deadlines of {klass} reports"] = work.MEAN_DEADLINE
            durations[f"deadlines of {klass} reports"] += [
                report.deadline - report.occurred for report in reports.values() if report.klass == klass
            ]
        at: dict[int, str] = {}
        for visit in visits:
            if visit.started is not None:
                means[f"work at {visit.station}"] = work.STATIONS[visit.station].mean_work
                durations[f"work at {visit.station}"].append(visit.ended - visit.started)
            routes[at.get(visit.report, SOURCE), visit.station] += 1
            at[visit.report] = visit.station

    stated = {(name, to): p for name, station in work.STATIONS.items() for to, p in station.onward}
    stated[SOURCE, work.FIRST_STATION] = 1.0
    choices = [(name, to, p) for (name, to), p in stated.items() if p < 1]
    if strays := routes.keys() - stated.keys():
        raise ValueError(f"reports take routes that do not exist: {sorted(strays)}")
    level = ALARM / (len(durations) + len(choices))
    findings = []
    for what, drawn in durations.items():
        apart = float(stats.kstest(drawn, stats.expon(scale=means[what]).cdf).statistic)
        findings.append(Finding(what, apart, float(stats.kstwo.isf(level, len(drawn))), REACH["laws"]))
    for name, to, probability in choices:
        n = sum(routes[name, other] for other in work.STATIONS)
        error = math.sqrt(probability * (1 - probability) / n)
        allowed = float(stats.norm.isf(level / 2)) * error
        what = f"route from {name} to {to}"
        findings.append(Finding(what, abs(routes[name, to] / n - probability), allowed, REACH["laws"]))
    return findings


def outcomes(runs: Sequence[work.Tables], others: Sequence[work.Tables]) -> list[Finding]:
    """Compare what the runs of two models come to.

    Each number is averaged over the runs, and the difference gets the interval of Welch (1947), with standard
    errors from the runs. `apart` is the difference as a share of the mean of both.
    """
    ours, theirs = [work.summarise(run) for run in runs], [work.summarise(run) for run in others]
    compared = [name for name in ours[0] if any(word in name for word in ("of finished", "sojourn", "wait"))]
    findings = []
    for name in compared:
        a, b = (np.array([summary[name] for summary in side]) for side in (ours, theirs))
        test = stats.ttest_ind(a, b, equal_var=False)
        interval = test.confidence_interval(1 - ALARM / len(compared))
        middle = (a.mean() + b.mean()) / 2
        half_width = (interval.high - interval.low) / 2
        apart = abs(a.mean() - b.mean())
        findings.append(Finding(name, apart / middle, half_width / middle, REACH["outcomes"]))
    return findings
