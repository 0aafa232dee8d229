"""The findings for other programs: as plain values for JSON, and as tidy tables for CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from stovepipe.answers.findings.run import Number, Row, RunFindings
from stovepipe.presentation.run.words import queue_sentence, verdict
from stovepipe.presentation.shared.json_values import json_value

_SUFFIX = {"h": "hours", "person-hours": "hours"}


def findings_payload(findings: RunFindings) -> dict[str, Any]:
    """The findings for JSON: each number under a key that names its unit; what is not known is null."""
    about, found = findings.record.about, findings.longest_queue
    idle = findings.unapplied
    return {
        "mission": about.mission,
        "configuration_sha256": about.digest,
        "start": about.start.isoformat(),
        "counted_hours": about.counted_hours,
        "warm_up_hours": about.warm_up_hours,
        "seed": about.seed,
        "replications": len(findings.record.numbers),
        "level": findings.level,
        "deliveries": _lines(findings.deliveries),
        "knowledge": _lines(findings.knowledge),
        "requests": _lines(findings.requests),
        "stations": _lines(findings.stations),
        "systems": _lines(findings.systems),
        "channels": _lines(findings.channels),
        "hurdles": _lines(findings.hurdles),
        "rapport": _lines(findings.rapport),
        "losses": _lines(findings.losses),
        "disposals": _lines(findings.disposals),
        "longest_queue": None
        if found is None
        else {
            "station": found.line.key["station"],
            "waiting_share": found.share,
            "replications_agreeing": found.agreeing,
            "sentence": queue_sentence(findings),
        },
        "never_applied": {
            "hurdles": [{"channel": channel, "hurdle": hurdle} for channel, hurdle in idle.hurdles],
            "causes": list(idle.causes),
            "mechanisms": list(idle.mechanisms),
        },
        "verdict": verdict(findings),
    }


def findings_tables(findings: RunFindings) -> dict[str, pd.DataFrame]:
    """The findings as tidy tables, by name: one row for each thing and measure.

    There is no table of what there is nothing to tell of: knowledge, requests, stocks, disposals, rapport.
    """
    disposals = findings.disposals
    disposed = {"disposals": _tidy(disposals, ("place", "cause", "kind"))} if disposals else {}
    known = {"knowledge": _tidy(findings.knowledge, ("consumer", "subject"))} if findings.knowledge else {}
    kept = {"systems": _tidy(findings.systems, ("system",))} if findings.systems else {}
    return {
        "deliveries": _tidy(findings.deliveries, ("consumer", "class")),
        "stations": _tidy(findings.stations, ("station", "stage")),
        "channels": _tidy(findings.channels, ("channel",)),
        "hurdles": _tidy(findings.hurdles, ("channel", "hurdle", "kind", "cause")),
        "losses": _tidy(findings.losses, ("place", "cause", "kind")),
        **known,
        **kept,
        **({"requests": _tidy(findings.requests, ("asker", "class"))} if findings.requests else {}),
        **disposed,
        **({"rapport": _tidy(findings.rapport, ("channel",))} if findings.rapport else {}),
    }


def _lines(lines: Sequence[Row]) -> list[dict[str, Any]]:
    return [{**line.key, **{_key(each): _estimate(each) for each in line.numbers.values()}} for line in lines]


def _key(number: Number) -> str:
    name, unit = number.measure.name, number.measure.unit
    suffix = _SUFFIX.get(unit, unit)
    return name if name.endswith(suffix) else f"{name}_{suffix}"


def _estimate(number: Number) -> dict[str, Any]:
    estimate = number.estimate
    ends = {"estimate": estimate.value, "low": estimate.low, "high": estimate.high}
    return {name: json_value(value) for name, value in ends.items()}


def _tidy(lines: Sequence[Row], key: Sequence[str]) -> pd.DataFrame:
    rows = [
        (
            *line.key.values(),
            number.measure.name,
            number.measure.unit,
            *_estimate(number).values(),
            number.estimate.level,
            number.estimate.replications,
        )
        for line in lines
        for number in line.numbers.values()
    ]
    return pd.DataFrame(
        rows, columns=[*key, "measure", "unit", "estimate", "low", "high", "level", "replications"]
    )
