"""What `run` prints: deliveries by consumer and class, stations, the bottleneck, and a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from stovepipe.answers.run_findings import Row, RunFindings
from stovepipe.inference.intervals import Estimate
from stovepipe.measures.outcomes import ALL
from stovepipe.presentation.shared.grid import Column, Grid

MAIN_CAUSES = 3
SMALLEST_CAUSE = 0.0005  # shown as 0.1 %
FEW = 10  # replications; with fewer, Student's interval of a share is rough
SHARES = ("delivered", "timely", "lost", "in_flight")
UNKNOWN = "-"


def delivery_grid(findings: RunFindings) -> Grid:
    """One row for each consumer and class, and for all classes and all consumers where there are several."""
    level = f"{100 * findings.level:g} %"
    replications = len(findings.record.numbers)
    between = (
        f"Intervals are {level} confidence intervals across {replications} replications."
        if replications > 1
        else "One replication: no intervals. Run more to see how far off these numbers may be."
    )
    return Grid(
        title=f"{findings.record.about.mission}: what became of the deliveries",
        columns=[
            Column("", right=False),
            Column("created", "per run"),
            Column("delivered", "%"),
            Column("timely", "%"),
            Column("lost", "%"),
            Column("in flight", "%"),
            Column("median", "h"),
            Column("90 % by", "h"),
            Column("lost mainly to", "%", right=False),
        ],
        rows=list(_delivery_rows(findings)),
        notes=[
            f"A delivery is a report and a consumer that needs it. {between}",
            "timely: delivered by the report's deadline. in flight: undecided when the clock stopped.",
            "median, 90 % by: time since occurrence by which that share of all deliveries, lost ones too,",
            "has arrived; not reached: fewer ever arrive, as far as was watched.",
            *_cautions(findings),
        ],
    )


def station_grid(findings: RunFindings) -> Grid:
    """One row for each station, the longest queue first."""
    lines = sorted(findings.stations, key=lambda line: -(line["mean_waiting"].value or 0.0))
    return Grid(
        title="Stations, the longest queue first",
        columns=[
            Column("station", right=False),
            Column("stage", right=False),
            Column("utilisation", "%"),
            Column("waiting, mean", "copies"),
            Column("waiting, peak", "copies"),
            Column("on duty", "person-hours"),
            Column("visits", "per run"),
        ],
        rows=[
            (
                line.key["station"],
                line.key["stage"],
                share(line["utilisation"]),
                number(line["mean_waiting"]),
                number(line["peak_waiting"]),
                number(line["manned_hours"]),
                number(line["visits"]),
            )
            for line in lines
        ],
        notes=[
            "utilisation: hours of work by hours on duty; work after hours may bring it above 100 %.",
            "waiting: copies in the queue, averaged over time, and the most at once (mean of replications).",
        ],
    )


def share(estimate: Estimate) -> str:
    """A share in percent, with its half-width after a tab."""
    if estimate.value is None:
        return UNKNOWN
    half = estimate.half_width
    return _percent(estimate.value) + ("" if half is None else f"\t±{_percent(half)}")


def number(estimate: Estimate) -> str:
    """A number, with its half-width after a tab, to as many digits."""
    if estimate.value is None:
        return UNKNOWN
    half, digits = estimate.half_width, _digits(estimate.value)
    return f"{estimate.value:,.{digits}f}" + ("" if half is None else f"\t±{half:,.{digits}f}")


def quantile(estimate: Estimate) -> str:
    """An age in hours, with its interval after a tab."""
    if estimate.value is None:
        return "not reached" if estimate.low is None else f"not reached\t({plain(estimate.low)} or more)"
    if estimate.low is None:
        return plain(estimate.value)
    if estimate.high is None:
        return f"{plain(estimate.value)}\t({plain(estimate.low)} or more)"
    return f"{plain(estimate.value)}\t({plain(estimate.low)}-{plain(estimate.high)})"


def plain(value: float | None) -> str:
    """A number with three digits, or two after the point, or more before it.

    >>> plain(1234.5), plain(12.345), plain(0.01234)
    ('1,234', '12.3', '0.01')
    """
    return UNKNOWN if value is None else f"{value:,.{_digits(value)}f}"


def _digits(value: float) -> int:
    """How many digits after the point are worth showing."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def _percent(value: float | None) -> str:
    return UNKNOWN if value is None else f"{100 * value:.1f}"


def _cautions(findings: RunFindings) -> Iterator[str]:
    """What to think of intervals of shares that rest on little."""
    shares = [line[name] for line in findings.deliveries for name in SHARES]
    ends = [(each.low, each.high) for each in shares if each.low is not None and each.high is not None]
    if 1 < len(findings.record.numbers) < FEW:
        yield f"Fewer than {FEW} replications: the intervals are rough. Run more to rely on them."
    elif any(low < 0 or high > 1 for low, high in ends):
        yield "An interval of a share that reaches below 0 or above 100 % is rough: run more to rely on it."
    if any(low == high for low, high in ends):
        yield "Where all replications agree, an interval has no width: that is no proof that all would."


def _delivery_rows(findings: RunFindings) -> Iterator[Sequence[str]]:
    lines = findings.deliveries
    consumers = {line.key["consumer"] for line in lines} - {ALL}
    for consumer, group in groupby(lines, key=lambda line: line.key["consumer"]):
        mine = list(group)
        if consumer == ALL:
            if len(consumers) > 1:
                yield _delivery_row("all consumers", mine[0], findings.causes)
            continue
        yield (consumer,)
        for line in mine:
            report_class = line.key["class"]
            if report_class != ALL:
                yield _delivery_row(f"  {report_class}", line, findings.causes)
            elif len(mine) > 2:
                yield _delivery_row("  all classes", line, findings.causes)


def _delivery_row(label: str, line: Row, causes: Sequence[str]) -> Sequence[str]:
    if not line["created"].value:
        return (label, "0", *[UNKNOWN] * 6, "")
    return (
        label,
        number(line["created"]),
        *(share(line[name]) for name in SHARES),
        quantile(line["median_hours"]),
        quantile(line["p90_hours"]),
        _main_causes(line, causes),
    )


def _main_causes(line: Row, causes: Sequence[str]) -> str:
    known = {cause: line[f"lost_{cause}"].value or 0.0 for cause in causes}
    largest = sorted(
        (cause for cause in causes if known[cause] >= SMALLEST_CAUSE), key=lambda cause: -known[cause]
    )
    return ", ".join(f"{cause} {_percent(known[cause])}" for cause in largest[:MAIN_CAUSES])
