"""What each lever does to the MINUSMA mission, and what it costs in people and in exposure.

    python experiments/policy/run.py --replications 5

Writes `levers.csv` and `costs.csv` beside this file, and the tables into its README and into
`docs/background/minusma.md`. With `--write-only` it runs nothing and writes the tables anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from compared import ROOT, asked, cell, compared, kept, table, written

import stovepipe

HERE = Path(__file__).parent
STUDY = HERE / "levers.yaml"
PAGES = (ROOT / "docs" / "background" / "minusma.md", HERE / "README.md")
HOUR = 3_600_000_000  # in ticks
WEEK = 7
OUTCOMES = {
    "known": "known in time, points",
    "timely": "read in time, points",
    "timely_fc": "at the force commander, points",
    "latency": "two fifths read after, h",
    "exposed": "exposed reports",
    "reworked": "work done again, h",
}


def hours(shift: Any) -> float:
    """Hours of duty in a week of one person in a shift."""

    def between(start: Any, end: Any) -> float:
        return ((end.ticks - start.ticks) % (24 * HOUR) or 24 * HOUR) / HOUR

    day = between(shift.start, shift.end) - sum(between(each.start, each.end) for each in shift.breaks)
    return day * len(shift.days)


def people(scenario: stovepipe.Scenario) -> tuple[int, float]:
    """Posts in all shifts, with officers who sit with others, and hours of duty in a week.

    Nobody is counted who is called in, and nobody is taken off who is on leave. The hours of those who sit
    with others are not counted, since they do none of the work of the stations.
    """
    posts, duty = 0, 0.0
    for station in scenario.mission.stations.values():
        for group in station.posts.values():
            shifts = [*group.shifts.values()] or ([group.shift] if group.shift else [])
            count = int(group.count.value)
            posts += count * max(1, len(shifts))
            duty += count * (sum(map(hours, shifts)) if shifts else 24 * WEEK)
    embedded = sum(channel.embedded is not None for channel in scenario.mission.channels.values())
    return posts + embedded, duty


def costs(study: stovepipe.Study) -> pd.DataFrame:
    """A row for each structure: its title, posts, and hours of duty in a week."""
    rows = []
    for structure in study.structures:
        posts, duty = people(structure.scenario)
        rows.append(
            {"structure": structure.name, "title": structure.title, "posts": posts, "duty_hours": duty}
        )
    return pd.DataFrame(rows)


def lever_table(found: pd.DataFrame, people: pd.DataFrame) -> str:
    """The mission as it is, and how each lever differs from it."""
    first = people.iloc[0]
    lines = []
    for row in people.itertuples(index=False):
        change = [
            f"{value:,.0f}" if row.structure == first.structure else f"{value - before:+,.0f}"
            for value, before in ((row.posts, first.posts), (row.duty_hours, first.duty_hours))
        ]
        change = ["0" if number in ("+0", "-0") else number for number in change]
        cells = [cell(found, row.structure, name) for name in OUTCOMES]
        lines.append([row.title, *change, *cells])
    return table(("", "posts", "hours of duty a week", *OUTCOMES.values()), lines)


def main() -> None:
    options = asked(__doc__.partition("\n")[0], replications=5)
    if not options.write_only:
        study = stovepipe.load_study(STUDY)
        costs(study).to_csv(HERE / "costs.csv", index=False, float_format="%.6g")
        kept(compared("levers", study, options), HERE / "levers.csv")
    text = lever_table(pd.read_csv(HERE / "levers.csv"), pd.read_csv(HERE / "costs.csv"))
    for page in PAGES:
        written(page, "levers", text)


if __name__ == "__main__":
    main()
