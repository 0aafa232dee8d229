"""Hold the shipped missions to the few figures that were published.

    python experiments/validation/reference_points.py               # all points, into estimates.csv
    python experiments/validation/reference_points.py backlog       # one of them, into its rows there
    python experiments/validation/reference_points.py backlog -n 5  # in fewer replications: printed only

What the figures mean, and what may be concluded: docs/background/validation.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from judging import Reference, judgement
from points import POINTS
from ruamel.yaml import YAML

HERE = Path(__file__).parent
ESTIMATES = HERE / "estimates.csv"
REFERENCES = {
    point: {key: Reference(**said) for key, said in each["quantities"].items()}
    for point, each in YAML(typ="safe").load(HERE / "references.yaml").items()
}
HEADING = ("quantity", "reference", "model", "judgement")


def estimated(points: Iterable[str], replications: int | None) -> pd.DataFrame:
    """A row for each quantity: the reference, what the model gives, and whether they agree.

    Raises:
        ValueError: a point does not give the quantities that there are references for.
    """
    rows = []
    for point in points:
        began = time.monotonic()
        samples = POINTS[point].samples(replications or POINTS[point].replications)
        wanted = REFERENCES[point]
        if set(samples) != set(wanted):
            raise ValueError(f"{point}: {sorted(set(samples) ^ set(wanted))} are on one side only")
        for key, reference in wanted.items():
            found = samples[key].estimate()
            said = asdict(reference)
            bounds = {f"reference_{end}": said.pop(end) for end in ("low", "high")}
            row = {"point": point, "key": key, **said, **bounds, **asdict(found)}
            rows.append({**row, "judgement": judgement(reference, found)})
        print(f"{point}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return pd.DataFrame(rows)


def shown(row: pd.Series) -> str:
    """An estimate with its interval, as the page has it."""
    value, low, high = (f"{row[name]:.{row['digits']}f}" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high}) {row['unit']}"


def table(estimates: pd.DataFrame, point: str) -> str:
    """The table of a point, for the page."""
    lines = [HEADING, ["---"] * len(HEADING)]
    for _, row in estimates[estimates["point"] == point].iterrows():
        grade = "" if row["grade"] == "-" else f"; {row['grade']}"
        judged = "-" if row["rule"] == "beside" else row["judgement"]
        lines.append([row["quantity"], f"{row['reference']}{grade}", shown(row), judged])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("points", nargs="*", metavar="POINT", help=", ".join(POINTS))
    parser.add_argument("-n", "--replications", type=int, help="2 to 20, by the point, unless stated")
    given = parser.parse_args()
    unknown = sorted(set(given.points) - set(POINTS))
    if unknown:
        parser.error(f"{unknown[0]} is no reference point; there are {', '.join(POINTS)}")
    points = given.points or list(POINTS)
    found = estimated(points, given.replications)
    if given.replications is None:
        kept(found).to_csv(ESTIMATES, index=False, float_format="%.6f", lineterminator="\n")
    for point in points:
        print(f"\n## {point}\n\n{table(found, point)}")


def kept(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the points that were made now, and of the others what there is already."""
    there = pd.read_csv(ESTIMATES, keep_default_na=False, na_values=[""]) if ESTIMATES.exists() else found[:0]
    both = pd.concat([there[~there["point"].isin(found["point"])], found], ignore_index=True)
    return both.sort_values("point", key=lambda names: names.map(list(POINTS).index), kind="stable")


if __name__ == "__main__":
    main()
