"""What the scripts of the experiments share: carry out a study, write down what its structures came to."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

import stovepipe

ROOT = Path(__file__).parents[1]
PER_CENT = {"share": 100.0}


def asked(description: str, replications: int) -> argparse.Namespace:
    """The options that every experiment has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--replications", type=int, default=replications)
    parser.add_argument("--workers", type=int, default=None, help="all cores unless stated")
    return parser.parse_args()


def carried_out(said: Mapping[str, Any], name: str, options: argparse.Namespace) -> pd.DataFrame:
    """Run a study whose paths are relative to the project; what is there already is not run again.

    Returns:
        A row for each structure and outcome, shares in per cent, each with an interval of its own.
    """
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        print(f"\r{done} of {total} replications, {time.monotonic() - began:.0f} s", end="", file=sys.stderr)

    os.chdir(ROOT)
    found = stovepipe.compare(
        {**said, "replications": options.replications, "keep": "outcomes"},
        workers=options.workers,
        out=ROOT / "results" / name,
        progress=progress,
    )
    print(file=sys.stderr)
    estimates = found.estimates.rename(columns={"estimate": "value"})
    numbers = ["value", "low", "high"]
    estimates[numbers] = estimates[numbers].mul(estimates["unit"].map(PER_CENT).fillna(1.0), axis=0)
    return estimates[["structure", "outcome", *numbers]]


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
    """Write a figure as SVG: the same figure gives the same bytes."""
    with mpl.rc_context({"svg.hashsalt": "stovepipe", "svg.fonttype": "none"}):
        figure.savefig(path, format="svg", metadata={"Date": None})
