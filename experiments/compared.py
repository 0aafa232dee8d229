"""What the experiments share that compare structures and write what they found into a page.

A comparison is written down as one CSV file. The tables of the pages are made from that file, between two
marks that no reader sees, so that a test can hold every number on a page to the file that it came from.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import stovepipe

ROOT = Path(__file__).parents[1]
STORE = ROOT / "results" / "minusma"  # shared, so that what one study has run another need not run again
SHOWN = {"share": (100.0, 1), "reports": (1.0, 0)}  # a factor, and decimals; others by 1, with one
COLUMNS = [
    "study", "outcome", "unit", "structure", "estimate", "estimate_low", "estimate_high",
    "compared_with", "difference", "low", "high", "verdict", "family", "replications",
]  # fmt: skip


def asked(description: str, replications: int) -> argparse.Namespace:
    """The options of a script that compares and writes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--replications", type=int, default=replications)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write-only", action="store_true", help="run nothing; write the pages anew")
    return parser.parse_args()


def compared(
    name: str, study: stovepipe.Study | Mapping[str, Any], options: argparse.Namespace
) -> pd.DataFrame:
    """Run a study whose paths are relative to the project; what is in the store is not run again.

    Returns:
        A row for each outcome and structure: the estimate with an interval of its own, and the difference
        from the baseline with one that holds together with all others of the study. Shares are of 1.
    """
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        print(
            f"\r{name}: {done} of {total} replications, {time.monotonic() - began:.0f} s",
            end="",
            file=sys.stderr,
        )

    os.chdir(ROOT)
    found = stovepipe.compare(
        study, options.replications, workers=options.workers, out=STORE, progress=progress
    )
    print(file=sys.stderr)
    estimates = found.estimates.rename(columns={"low": "estimate_low", "high": "estimate_high"})
    keys = ["outcome", "structure"]
    both = estimates.drop(columns="level").merge(
        found.differences.drop(columns=["unit", "replications", "level"]), on=keys, how="left"
    )
    return both.assign(study=name)[COLUMNS]


def kept(found: pd.DataFrame, path: Path) -> None:
    """Write a comparison as CSV: the same comparison gives the same bytes."""
    found.to_csv(path, index=False, float_format="%.6g")


def cell(found: pd.DataFrame, structure: str, outcome: str) -> str:
    """What an outcome is in the baseline, or how it differs in another structure.

    Bold is shown to be better, italic to be worse.
    """
    rows = found[(found["structure"] == structure) & (found["outcome"] == outcome)]
    if rows.empty:
        return "-"
    row = rows.iloc[0]
    baseline = pd.isna(row["compared_with"])
    names = ("estimate", "estimate_low", "estimate_high") if baseline else ("difference", "low", "high")
    value, *ends = (row[name] for name in names)
    if pd.isna(value):
        return "not reached"
    factor, digits = SHOWN.get(row["unit"], (1.0, 1))
    number = f"{value * factor:{'' if baseline else '+'},.{digits}f}"
    if not number.strip("+-0."):
        number = number.strip("+-")
    between = " to ".join("open" if pd.isna(end) else f"{end * factor:,.{digits}f}" for end in ends)
    mark = {"better": "**", "worse": "_"}.get(row["verdict"], "")
    return f"{mark}{number}{mark} ({between})"


def table(heading: Sequence[str], rows: Sequence[Sequence[str]], numbers_from: int = 1) -> str:
    """A table for a page; from the column `numbers_from` on to the right."""
    rule = ["---" if at < numbers_from else "---:" for at in range(len(heading))]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heading, rule, *rows])


def marks(section: str) -> tuple[str, str]:
    """What stands before and after a section of a page that a script writes."""
    return f"<!-- written: {section} -->", f"<!-- end: {section} -->"


def said(page: Path, section: str) -> str:
    """What a page says in such a section.

    Raises:
        ValueError: the page has no such section.
    """
    begin, end = map(re.escape, marks(section))
    found = re.search(f"{begin}\n(.*?){end}", page.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise ValueError(f"{page.name} has no section {section!r} for what a script writes")
    return found.group(1).strip()


def written(page: Path, section: str, text: str) -> None:
    """Put a text into such a section, in place of what was there."""
    said(page, section)
    begin, end = marks(section)
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
