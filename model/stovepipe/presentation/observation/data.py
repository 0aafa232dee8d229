"""A log beside a mission for other programs: as plain values for JSON, and as tidy tables for CSV."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stovepipe.answers.findings.observation import REPORTS, Compared, ObservationFindings, told
from stovepipe.network.records import HOUR, SECOND
from stovepipe.presentation.observation.words import ENDED, differences, verdict
from stovepipe.presentation.shared.json_values import records
from stovepipe.scenario.reading.observed_log import time_of


def observation_payload(findings: ObservationFindings) -> dict[str, Any]:
    """The findings for JSON: shares as numbers from 0 to 1, what is not known null."""
    about, window = findings.record.about, findings.window
    tables = observation_tables(findings)
    return {
        "mission": about.mission,
        "configuration_sha256": about.digest,
        "log": {
            "file": findings.log.path.name,
            "sha256": findings.log.digest,
            "rows": len(findings.log.lines),
            "from": time_of(window.begin).isoformat(),
            "until": time_of(window.end).isoformat(),
            "resolution_seconds": window.resolution / SECOND,
            "sample": findings.sample,
            "losses": window.losses,
            "unseen": sorted(window.unseen),
        },
        "seed": about.seed,
        "replications": len(findings.record.numbers),
        "level": findings.level,
        "p": findings.p,
        "differs": bool(findings.differing),
        "compared": records(tables["compared"]),
        "differences": records(tables["differences"]),
        "remarks": [str(each) for each in findings.remarks],
        "sentences": list(differences(findings)),
        "verdict": verdict(findings),
    }


def observation_tables(findings: ObservationFindings) -> dict[str, pd.DataFrame]:
    """The findings as tidy tables: what is compared, where it differs, and all curves with their bands."""
    return {
        "compared": pd.DataFrame(
            [_compared(part) for part in findings.parts], columns=[*_KEY, *_AT, "p", "differs"]
        ),
        "differences": pd.DataFrame(
            [
                (
                    *_named(part),
                    _hours(part, first),
                    _hours(part, last),
                    "more" if side.above else "less",
                    *_at(part, side.at),
                    part.p,
                )
                for part, side in told(findings)
                for first, last in side.spans
            ],
            columns=[*_KEY, "from_hours", "to_hours", "in_the_log", *_AT, "p"],
        ),
        "curves": _curves(findings),
    }


_KEY = ["consumer", "class", "compared"]
_AT = ["age_hours", "observed", "modelled", "band_low", "band_high"]


def _named(part: Compared) -> tuple[str, str, str]:
    return part.consumer, part.klass, ENDED[part.what].replace(" ", "_")


def _at(part: Compared, at: int) -> tuple[float, ...]:
    numbers = (part.observed, part.modelled, part.low, part.high)
    return (_hours(part, int(part.ages[at])), *(float(each[at]) for each in numbers))


def _hours(part: Compared, ticks: int) -> float:
    return float("nan") if part.what == REPORTS else ticks / HOUR


def _compared(part: Compared) -> tuple[object, ...]:
    return (*_named(part), *_at(part, part.most), part.p, part.differs)


def _curves(findings: ObservationFindings) -> pd.DataFrame:
    tables = []
    for part in findings.parts:
        if part.what == REPORTS:
            continue
        curves = findings.curves((part.consumer, part.klass), part.what, part.ages)
        consumer, klass, compared = _named(part)
        tables.append(
            pd.DataFrame(
                {
                    "consumer": consumer,
                    "class": klass,
                    "compared": compared,
                    "age_hours": part.ages / HOUR,
                    "observed": curves.observed,
                    "observed_low": curves.observed_low,
                    "observed_high": curves.observed_high,
                    "modelled": curves.modelled,
                    "modelled_low": curves.modelled_low,
                    "modelled_high": curves.modelled_high,
                    "band_low": part.low,
                    "band_high": part.high,
                    "beyond": part.beyond,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
