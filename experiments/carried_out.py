"""What the scripts of the experiments share: carry out a study, write down what its structures came to."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from stovepipe.answers.comparison import StudyFindings
from stovepipe.answers.conduct import carry_out
from stovepipe.presentation.shared.figure_style import rendered
from stovepipe.study.reading.study import make_study
from stovepipe.study.running.workplaces import workplace
from stovepipe.study.store.store import Store

ROOT = Path(__file__).parents[1]
PER_CENT = {"share": 100.0}


def asked(description: str, replications: int) -> argparse.Namespace:
    """The options that every experiment has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--replications", type=int, default=replications)
    parser.add_argument("--workers", type=int, default=None, help="all cores unless stated")
    return parser.parse_args()


def carried_out(said: Mapping[str, Any], name: str, options: argparse.Namespace) -> StudyFindings:
    """Run a study whose paths are relative to the project; what is there already is not run again."""
    study = make_study({**said, "replications": options.replications, "keep": "outcomes"}, ROOT, name)
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        print(f"\r{done} of {total} replications, {time.monotonic() - began:.0f} s", end="", file=sys.stderr)

    with (
        Store.open(ROOT / "results" / name, study) as store,
        workplace(options.workers) as place,
    ):
        findings = carry_out(study, store, place, progress)
    print(file=sys.stderr)
    return findings


def estimates(findings: StudyFindings) -> pd.DataFrame:
    """A row for each structure and outcome, shares in per cent, each with an interval of its own."""
    rows = []
    for found in findings.outcomes:
        outcome = found.observed.outcome
        factor = PER_CENT.get(outcome.unit, 1.0)
        for name, estimate in found.observed.estimates.items():
            numbers = (estimate.value, estimate.low, estimate.high)
            rows.append((name, outcome.name, *(None if x is None else factor * x for x in numbers)))
    return pd.DataFrame(rows, columns=["structure", "outcome", "value", "low", "high"])


def shown(table: pd.DataFrame, structure: str, outcome: str) -> str:
    """An estimate with half the width of its interval; or where it lies, if it is not symmetrical."""
    row = table[(table["structure"] == structure) & (table["outcome"] == outcome)].iloc[0]
    if pd.isna(row["value"]):
        return "not reached"
    if pd.isna(row["high"]):
        return f"{row['value']:.3g} (or more)"
    return f"{row['value']:.1f} ±{(row['high'] - row['low']) / 2:.1f}"


def markdown(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table for a page."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def draw(figure: Figure, path: Path) -> None:
    """Write a figure as SVG, in the package's style: the same figure gives the same bytes."""
    path.write_bytes(rendered(figure)["svg"])
