"""What `run` prints: what is read in time, how soon, what is lost where, and how stations are loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from stovepipe.answers.findings.run import Row, RunFindings
from stovepipe.inference.intervals import FEW
from stovepipe.measures.fates.deliveries import MEDIAN_OF_DELIVERED
from stovepipe.measures.fates.outcomes import ALL, WITHIN_HOURS
from stovepipe.presentation.run.words import BY_THE_END, IN_TIME, known_by
from stovepipe.presentation.shared.grid import Column, Grid
from stovepipe.presentation.shared.numbers import UNKNOWN, alone, cell, percent, quantile_cell, tally
from stovepipe.presentation.shared.wording import SCALES

MOST_LOSSES = 8
SMALLEST_CAUSE = 0.0005  # shown as 0.1 %
DEADLINES = {
    IN_TIME: ", by their own deadline, if they have one",
    BY_THE_END: "; they have no deadline of their own",
}
SHARES = ("timely", "delivered", "lost", "in_flight")


def run_grids(findings: RunFindings) -> Iterator[Grid]:
    """The tables in the order in which they are read; some only where they have anything to tell."""
    yield commander_grid(findings)
    if findings.knowledge:
        yield knowledge_grid(findings)
    for grid in (latency_grid, delivery_grid, loss_grid):
        yield grid(findings)
    if findings.moving:
        yield rapport_grid(findings)
    if findings.requests:
        yield request_grid(findings)
    yield station_grid(findings)
    if findings.systems:
        yield system_grid(findings)


def commander_grid(findings: RunFindings) -> Grid:
    """One row for each consumer, and one for all where there are several: what is known and read in time."""
    rows = [row for row in findings.deliveries if row.key["class"] == ALL]
    consumers = [row for row in rows if row.key["consumer"] != ALL]
    known = {row.key["consumer"]: row for row in findings.knowledge if row.key["subject"] == ALL}
    by = known_by(findings)

    def learnt(row: Row) -> Sequence[str]:
        """What a consumer knows in time of the events that it could hear of, if there is any to hear of."""
        of_events = known.get(row.key["consumer"])
        return [UNKNOWN if of_events is None else _cell(of_events, "known_in_time")] if known else []

    split = _split(findings)
    what = "known and read" if known else "read"
    return Grid(
        title=f"{findings.record.about.mission}: what is {what} in time, by consumer",
        columns=[
            Column("", right=False),
            *([Column(f"events\nknown {by}", "%")] if known else []),
            Column("needed", "per run"),
            Column("read in time", "%"),
            *(Column(heading, "%") for heading in split.values()),
            Column("of its classes the least", "%", right=False),
        ],
        rows=[
            (
                _consumer(row),
                *learnt(row),
                tally(row["created"]),
                _cell(row, "timely"),
                *(_alone(row, name) for name in split),
                _least(findings, row),
            )
            for row in (rows if len(consumers) > 1 else consumers)
        ],
        notes=[
            *([f"known {by}: of the events that it could hear of{DEADLINES[by]}."] if known else []),
            "needed: reports by the consumers that need them. read in time: by the report's deadline.",
            *_split_notes(split),
            _between(findings),
            *_cautions(findings),
        ],
    )


def knowledge_grid(findings: RunFindings) -> Grid:
    """One row for each consumer and subject: how many of the events that it could hear of it knows."""

    def told(row: Row) -> Sequence[str]:
        return (
            tally(row["events"]),
            _cell(row, "known_in_time"),
            _alone(row, "known"),
            _quantile(row, "median_hours_until_known"),
            _alone(row, "confirmed_in_time"),
        )

    return Grid(
        title="What becomes known of the events",
        columns=[
            Column("", right=False),
            Column("events", "per run"),
            Column("known in time", "%"),
            Column("by the end", "%"),
            Column("half known by", "h"),
            Column("confirmed\nin time", "%"),
        ],
        rows=list(_by_consumer(findings.knowledge, "subject", told)),
        notes=[
            "known: something about it was read; lost ones are never known, nor those nobody wrote about.",
            "half known by: since the event, of all events. confirmed: of those that ask for confirmation.",
        ],
    )


def latency_grid(findings: RunFindings) -> Grid:
    """One row for each consumer and class: how soon reports arrive, and how many do by the end."""
    ages = [f"delivered_within_{hours}_hours" for hours in WITHIN_HOURS]

    def told(row: Row) -> Sequence[str]:
        return (
            *(_alone(row, name) for name in ages),
            _cell(row, "delivered"),
            _cell(row, MEDIAN_OF_DELIVERED.name),
            _alone(row, "mean_latency_hours"),
        )

    return Grid(
        title="How soon reports are read, and how many are by the end",
        columns=[
            Column("", right=False),
            *(Column(f"in\n{hours} h", "%") for hours in WITHIN_HOURS),
            Column("by the end", "%"),
            Column("of these half by", "h"),
            Column("of these\nmean", "h"),
        ],
        rows=list(_by_consumer(findings.deliveries, "class", told)),
        notes=[
            "in 6 h, 24 h, 72 h: of the reports that were watched for so long. by the end: of all.",
            "half by, mean: since occurrence, of what arrives alone; shorter if more late ones are lost.",
        ],
    )


def delivery_grid(findings: RunFindings) -> Grid:
    """One row for each consumer and class: what is needed, what is read in time, and what is lost to what."""

    def told(row: Row) -> Sequence[str]:
        return (
            tally(row["created"]),
            _cell(row, "timely"),
            *(_alone(row, name) for name in split),
            *([] if split else [_cell(row, "lost")]),
            _alone(row, "in_flight"),
            _main_cause(row, findings),
        )

    split = _split(findings)

    return Grid(
        title="What becomes of them",
        columns=[
            Column("", right=False),
            Column("needed", "per run"),
            Column("read in time", "%"),
            *(Column(heading, "%") for heading in (split or {"lost": "lost"}).values()),
            Column("in\nflight", "%"),
            Column("ends mainly as" if split else "lost mainly to", "%", right=False),
        ],
        rows=list(_by_consumer(findings.deliveries, "class", told)),
        notes=["in flight: undecided when the clock stopped. What is read late is neither lost nor in time."],
    )


def loss_grid(findings: RunFindings) -> Grid:
    """Where deliveries are lost, and to what: the largest losses first."""
    shown = [row for row in findings.losses if (row["lost"].value or 0.0) >= SMALLEST_CAUSE][:MOST_LOSSES]
    return Grid(
        title="Where deliveries are lost, the largest losses first",
        columns=[
            Column("place", right=False),
            Column("cause", right=False),
            *([Column("", right=False)] if findings.meant else []),
            Column("lost here", "%"),
        ],
        rows=[
            (
                row.key["place"],
                row.key["cause"],
                *(["on purpose" if row.key["kind"] == "meant" else ""] if findings.meant else []),
                _cell(row, "lost"),
            )
            for row in shown
        ],
        notes=[
            "lost here: of all deliveries. The place is the station or channel where the last copy was lost."
        ],
    )


def request_grid(findings: RunFindings) -> Grid:
    """One row for each station that asks and class that it asks about: what is answered, and how soon."""

    def told(row: Row) -> Sequence[str]:
        return (
            tally(row["asked"]),
            _cell(row, "answered_in_time"),
            _alone(row, "answered"),
            _alone(row, "unanswered"),
            _alone(row, "mean_round_trip_hours"),
        )

    return Grid(
        title="What is asked of the sources, and answered",
        columns=[
            Column("", right=False),
            Column("asked", "per run"),
            Column("answered\nin time", "%"),
            Column("by the end", "%"),
            Column("never", "%"),
            Column("round trip,\nmean", "h"),
        ],
        rows=list(_by(findings.requests, "asker", "class", told)),
        notes=[
            "How much is asked depends on the structure, so these are shares of what it asks, and no others.",
            "round trip: from the request until its answer was read, of what was answered alone.",
        ],
    )


def station_grid(findings: RunFindings) -> Grid:
    """One row for each station, the longest queue first."""
    lines = sorted(findings.stations, key=lambda line: -(line["mean_waiting"].value or 0.0))
    return Grid(
        title="Stations, the longest queue first",
        columns=[
            Column("station", right=False),
            Column("utilisation", "%"),
            Column("waiting,\nmean", "copies"),
            Column("waiting,\npeak", "copies"),
            Column("on duty", "h"),
            Column("visits", "per run"),
        ],
        rows=[
            (
                line.key["station"],
                _cell(line, "utilisation"),
                _cell(line, "mean_waiting"),
                *(tally(line[name]) for name in ("peak_waiting", "manned_hours", "visits")),
            )
            for line in lines
        ],
        notes=[
            "utilisation: hours of work by hours on duty; work after hours may bring it above 100 %.",
            "waiting: copies in the queue, averaged over time, and the most at once (mean of replications).",
            "on duty: hours of all persons together.",
            "Intervals of the other numbers, and all that is not shown here, are in the files and in --json.",
        ],
    )


def system_grid(findings: RunFindings) -> Grid:
    """One row for each system that keeps a stock: how full it was, and what went in."""
    return Grid(
        title="Stocks of knowledge",
        columns=[
            Column("system", right=False),
            Column("level, mean", "%"),
            Column("stock, mean", "reports"),
            Column("taken in", "reports per run"),
        ],
        rows=[
            (row.key["system"], _cell(row, "mean_level"), _cell(row, "mean_stock"), tally(row["taken_in"]))
            for row in findings.systems
        ],
        notes=[
            "level: 100 % where the stock is full, averaged over time; of a frozen one, what its own have."
        ],
    )


def rapport_grid(findings: RunFindings) -> Grid:
    """One row for each channel whose rapport moves: how it goes, and what moved it."""
    return Grid(
        title="Rapport that moves, by channel",
        columns=[
            Column("channel", right=False),
            Column("at the start", "%"),
            Column("on average", "%"),
            Column("at the end", "%"),
            Column("useful", "copies"),
            Column("of no use", "copies"),
            Column("stopped", "copies"),
        ],
        rows=[
            (
                row.key["channel"],
                *(_cell(row, name) for name in ("first_rapport", "mean_rapport", "last_rapport")),
                *(tally(row[name]) for name in ("useful", "useless", "stopped_short")),
            )
            for row in findings.rapport
            if row.key["channel"] in findings.moving
        ],
        notes=[
            "of no use: all of it coarse, known already, or beside what is asked for; per run.",
            "stopped: by hurdles that do not depend on rapport themselves; per run.",
        ],
    )


def _cell(row: Row, name: str) -> str:
    return cell(row[name], SCALES[row.numbers[name].measure.unit].factor)


def _alone(row: Row, name: str) -> str:
    return alone(row[name], SCALES[row.numbers[name].measure.unit].factor)


def _quantile(row: Row, name: str) -> str:
    return quantile_cell(row[name], SCALES[row.numbers[name].measure.unit].factor)


def _between(findings: RunFindings) -> str:
    replications = len(findings.record.numbers)
    if replications == 1:
        return "One replication: no intervals. Run more to see how far off these numbers may be."
    level = f"{100 * findings.level:g} %"
    return f"Intervals are {level} confidence intervals across {replications} replications."


def _cautions(findings: RunFindings) -> Iterator[str]:
    """What to think of intervals of shares that rest on little."""
    cautions = {line[name].caution for line in findings.deliveries for name in SHARES}
    if 1 < len(findings.record.numbers) < FEW:
        yield f"Fewer than {FEW} replications: the intervals are rough. Run more to rely on them."
    elif "very skewed" in cautions:
        yield "Where a few replications are far from the others, an interval is rough: run more."
    if "no spread" in cautions:
        yield "A share without an interval is the same in all replications: no proof that all would agree."


def _by_consumer(
    rows: Sequence[Row], by: str, told: Callable[[Row], Sequence[str]]
) -> Iterator[Sequence[str]]:
    """A row for each consumer with all its classes or subjects, if there are several, and one for each."""
    return _by(rows, "consumer", by, told)


def _by(
    rows: Sequence[Row], who: str, by: str, told: Callable[[Row], Sequence[str]]
) -> Iterator[Sequence[str]]:
    several = len({row.key[who] for row in rows} - {ALL}) > 1
    for name, group in groupby(rows, key=lambda row: row.key[who]):
        *each, together = group
        if len(each) == 1:
            yield (name,)
        elif name != ALL or several:
            yield (
                _consumer(together) if who == "consumer" else "all who ask" if name == ALL else name,
                *told(together),
            )
        for row in each:
            yield f"  {row.key[by]}", *told(row)


def _consumer(row: Row) -> str:
    return "all consumers" if row.key["consumer"] == ALL else row.key["consumer"]


def _least(findings: RunFindings, row: Row) -> str:
    """The class of which a consumer reads the smallest share in time, of those of which anything occurred."""
    mine = [
        each
        for each in findings.deliveries
        if each.key["consumer"] == row.key["consumer"] and each.key["class"] != ALL and each["created"].value
    ]
    if len(mine) < 2:
        return ""
    least = min(mine, key=lambda each: each["timely"].value or 0.0)
    return f"{least.key['class']} {percent(least['timely'].value)}"


def _split(findings: RunFindings) -> dict[str, str]:
    """Headings of what is told apart where not every end is a failure, by the name of the number."""
    if not findings.meant and not findings.dispositions:
        return {}
    purpose = {"meant": "on\npurpose"} if findings.meant else {}
    disposed = {"disposed": "disposed\nof"} if findings.dispositions else {}
    return {"failed": "failed", **purpose, **disposed}


def _split_notes(split: Mapping[str, str]) -> Iterator[str]:
    """What the headings of `_split` mean."""
    if "meant" in split:
        yield "failed, on purpose: lost to failures, and to causes that the mission says are meant."
    if "disposed" in split:
        yield "disposed of: ended as it should, without being read; no loss, and not in time."


def _main_cause(line: Row, findings: RunFindings) -> str:
    known = {cause: line[f"lost_{cause}"].value or 0.0 for cause in findings.causes}
    known |= {cause: line[f"disposed_{cause}"].value or 0.0 for cause in findings.dispositions}
    largest = max(known, key=lambda cause: known[cause], default="")
    return f"{largest} {percent(known[largest])}" if known.get(largest, 0.0) >= SMALLEST_CAUSE else ""
