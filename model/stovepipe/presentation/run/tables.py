"""What `run` prints: deliveries by consumer and class, stations, the bottleneck, and a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stovepipe.answers.run_findings import Number, Row, RunFindings
from stovepipe.inference.intervals import FEW
from stovepipe.measures.deliveries import LATENCIES
from stovepipe.measures.load import STATION_MEASURES
from stovepipe.measures.measure import Measure
from stovepipe.measures.outcomes import ALL, DELIVERY_MEASURES, LOST_HERE
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import UNKNOWN, cell, percent, quantile_cell
from stovepipe.presentation.shared.wording import SCALES

MAIN_CAUSES = 3
MOST_LOSSES = 8
SMALLEST_CAUSE = 0.0005  # shown as 0.1 %
DELIVERIES = [measure for measure in (*DELIVERY_MEASURES, *LATENCIES.values()) if measure.heading]
STATIONS = [measure for measure in STATION_MEASURES if measure.heading]


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
            *_columns(DELIVERIES),
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
            *_columns(STATIONS),
        ],
        rows=[
            (
                line.key["station"],
                line.key["stage"],
                *(_shown(line.numbers[measure.name]) for measure in STATIONS),
            )
            for line in lines
        ],
        notes=[
            "utilisation: hours of work by hours on duty; work after hours may bring it above 100 %.",
            "waiting: copies in the queue, averaged over time, and the most at once (mean of replications).",
        ],
    )


def loss_grid(findings: RunFindings) -> Grid:
    """Where deliveries are lost, and to what: the largest losses first."""
    shown = [row for row in findings.losses if (row["lost"].value or 0.0) >= SMALLEST_CAUSE][:MOST_LOSSES]
    return Grid(
        title="Where deliveries are lost, the largest losses first",
        columns=[Column("place", right=False), Column("cause", right=False), *_columns([LOST_HERE])],
        rows=[(row.key["place"], row.key["cause"], _shown(row.numbers["lost"])) for row in shown],
        notes=[
            "lost here: of all deliveries. The place is the station or channel where the last copy was lost."
        ],
    )


def _columns(measures: Iterable[Measure]) -> list[Column]:
    return [Column(measure.heading, SCALES[measure.unit].unit) for measure in measures]


def _shown(number: Number) -> str:
    factor = SCALES[number.measure.unit].factor
    return (quantile_cell if number.measure.form == "quantile" else cell)(number.estimate, factor)


def _cautions(findings: RunFindings) -> Iterator[str]:
    """What to think of intervals of shares that rest on little."""
    names = [measure.name for measure in DELIVERIES if measure.unit == "share"]
    shares = [line[name] for line in findings.deliveries for name in names]
    cautions = {each.caution for each in shares}
    if 1 < len(findings.record.numbers) < FEW:
        yield f"Fewer than {FEW} replications: the intervals are rough. Run more to rely on them."
    elif "very skewed" in cautions:
        yield "Where a few replications are far from the others, an interval is rough: run more."
    if "no spread" in cautions:
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
        return (label, "0", *[UNKNOWN] * (len(DELIVERIES) - 1), "")
    numbers = [line.numbers[measure.name] for measure in DELIVERIES]
    return (label, *map(_shown, numbers), _main_causes(line, causes))


def _main_causes(line: Row, causes: Sequence[str]) -> str:
    known = {cause: line[f"lost_{cause}"].value or 0.0 for cause in causes}
    largest = sorted(
        (cause for cause in causes if known[cause] >= SMALLEST_CAUSE), key=lambda cause: -known[cause]
    )
    return ", ".join(f"{cause} {percent(known[cause])}" for cause in largest[:MAIN_CAUSES])
