"""The findings for other programs: as plain values for JSON, and as tidy tables for CSV."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from stovepipe.answers.run_findings import Measure, Row, RunFindings
from stovepipe.presentation.run.words import bottleneck_sentence, verdict

_SUFFIX = {"h": "hours"}


def findings_payload(findings: RunFindings) -> dict[str, Any]:
    """The findings for JSON: each number under a key that names its unit; what is not known is null."""
    about, found = findings.record.about, findings.bottleneck
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
        "stations": _lines(findings.stations),
        "channels": _lines(findings.channels),
        "hurdles": _lines(findings.hurdles),
        "bottleneck": None
        if found is None
        else {
            "station": found.line.key["station"],
            "waiting_share": found.share,
            "replications_agreeing": found.agreeing,
            "sentence": bottleneck_sentence(findings),
        },
        "verdict": verdict(findings),
    }


def findings_tables(findings: RunFindings) -> dict[str, pd.DataFrame]:
    """The findings as tidy tables, by name: one row for each thing and measure."""
    return {
        "deliveries": _tidy(findings.deliveries, ("consumer", "class")),
        "stations": _tidy(findings.stations, ("station", "stage")),
        "channels": _tidy(findings.channels, ("channel",)),
        "hurdles": _tidy(findings.hurdles, ("channel", "hurdle", "kind", "cause")),
    }


def _lines(lines: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {**line.key, **{_key(name, each): _estimate(each) for name, each in line.measures.items()}}
        for line in lines
    ]


def _key(name: str, measure: Measure) -> str:
    unit = _SUFFIX.get(measure.unit, measure.unit)
    return name if name.endswith(unit) else f"{name}_{unit}"


def _estimate(measure: Measure) -> dict[str, float | None]:
    estimate = measure.estimate
    ends = {"estimate": estimate.value, "low": estimate.low, "high": estimate.high}
    return {
        name: None if value is None or not math.isfinite(value) else value for name, value in ends.items()
    }


def _tidy(lines: Sequence[Row], key: Sequence[str]) -> pd.DataFrame:
    rows = [
        (
            *line.key.values(),
            name,
            measure.unit,
            *_estimate(measure).values(),
            measure.estimate.level,
            measure.estimate.replications,
        )
        for line in lines
        for name, measure in line.measures.items()
    ]
    return pd.DataFrame(
        rows, columns=[*key, "measure", "unit", "estimate", "low", "high", "level", "replications"]
    )
