"""What `observe` prints: all that is compared, and what is read by some ages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from stovepipe.answers.findings.observation import NAMED_AGES, REPORTS, Compared, ObservationFindings
from stovepipe.inference.incidence import DELIVERED
from stovepipe.inference.intervals import Estimate
from stovepipe.network.records import DAY, HOUR, SECOND
from stovepipe.presentation.observation.words import ENDED, probability, shares_said
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import UNKNOWN, cell
from stovepipe.presentation.shared.wording import headed
from stovepipe.presentation.shared.written_times import length
from stovepipe.scenario.reading.observed_log import time_of

RESOLUTIONS = {DAY: "day", HOUR: "hour", 60 * SECOND: "minute", SECOND: "second"}


def observation_grids(findings: ObservationFindings) -> list[Grid]:
    """All that is compared; and what share is read by some ages."""
    return [_compared(findings), _by_age(findings)]


def _compared(findings: ObservationFindings) -> Grid:
    level = f"{100 * findings.level:g} %"
    return Grid(
        title=headed(findings.record.about.mission, "a log beside it"),
        columns=[
            Column("", right=False),
            Column("compared", right=False),
            Column("furthest\nout at"),
            Column("log"),
            Column("mission"),
            Column("a log of\nthe mission"),
            Column("p"),
            Column("in the log", right=False),
        ],
        rows=list(_rows(findings)),
        notes=[
            *_about_log(findings),
            "Shares are percent of all reports, at the age at which the log lies furthest out.",
            f"A log of the mission lies within all these bands, at every age, in {level} of cases. p: how "
            "often",
            "anything in such a log lies so far out "
            f"({len(findings.record.numbers)} replications, seed {findings.record.about.seed}).",
        ],
    )


def _about_log(findings: ObservationFindings) -> Iterator[str]:
    window = findings.window
    unit = RESOLUTIONS.get(window.resolution, "microsecond")
    sample = ", a sample" if findings.sample else ""
    yield (
        f"Log: {findings.log.path.name}{sample}, from {time_of(window.begin)} to {time_of(window.end)}; "
        f"times to the {unit}."
    )


def _rows(findings: ObservationFindings) -> Iterator[Sequence[str]]:
    for consumer, parts in groupby(findings.parts, key=lambda part: part.consumer):
        yield (consumer,)
        named = ""
        for part in parts:
            yield _row(part, "" if part.klass == named else part.klass)
            named = part.klass


def _row(part: Compared, named: str) -> Sequence[str]:
    at = part.most
    age = "" if part.what == REPORTS else length(int(part.ages[at]))
    side = ("more" if part.ratios[at] > 0 else "fewer" if part.what == REPORTS else "less") * part.differs
    if not np.isfinite(part.observed[at]):
        return f"  {named}", ENDED[part.what], "", UNKNOWN, UNKNOWN, UNKNOWN, probability(part.p), ""
    return f"  {named}", ENDED[part.what], age, *shares_said(part, at), probability(part.p), side


def _by_age(findings: ObservationFindings) -> Grid:
    level = f"{100 * findings.level:g} %"
    rows: list[Sequence[str]] = []
    for pair in findings.pairs:
        part = next(
            each for each in findings.parts if (each.consumer, each.klass) == pair and each.what == DELIVERED
        )
        curves = findings.curves(pair, DELIVERED, part.ages)
        named = [at for at, age in enumerate(part.ages.tolist()) if age in NAMED_AGES]
        if named:
            rows.append((f"{pair[0]}, {pair[1]}",))
        for at in named:
            observed = _share((curves.observed[at], curves.observed_low[at], curves.observed_high[at]))
            modelled = _share((curves.modelled[at], curves.modelled_low[at], curves.modelled_high[at]))
            band = shares_said(part, at)[2] if np.isfinite(part.low[at]) else UNKNOWN
            age = f"  {length(int(part.ages[at]))}"
            rows.append((age, observed, modelled, band))
    return Grid(
        title=headed(findings.record.about.mission, "what is read by an age, in the log and in the mission"),
        columns=[
            Column("", right=False),
            Column("log", "%"),
            Column("mission", "%"),
            Column("a log of\nthe mission", "%"),
        ],
        rows=rows,
        notes=[
            f"Intervals are {level} confidence intervals, each by itself: of the log over batches of its "
            "reports",
            "by their time, of the mission over its replications. They do not say how far a single log may "
            "lie",
            "from the mission; the last column does.",
        ],
    )


def _share(numbers: tuple[float, float, float]) -> str:
    """A share and its interval, each empty where it is not known."""
    value, low, high = (float(each) if np.isfinite(each) else None for each in numbers)
    return cell(Estimate(value, low, high, 0.0, 0), 100.0)
