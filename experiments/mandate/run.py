"""What adding priorities to the mandate does to the MINUSMA mission, with the same people.

    python experiments/mandate/run.py --replications 4

Priorities are added one by one, until the mandate is a Christmas tree. Each asks for its own reports, which
travel both chains to the leaders (attention is diluted), and has its part of the same guidance (direction is
diluted). At the end each of the two is also alone. Prints the table of the README, and writes `estimates.csv`
and `mandate.svg` beside this file.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from carried_out import ROOT, asked, draw, markdown
from matplotlib.figure import Figure

import stovepipe

HERE = Path(__file__).parent
MISSION = "configs/minusma/mission.yaml"
ADDED = (1, 2, 4, 8)
SECTORS = ("gao", "timbuktu", "mopti", "kidal")
PRIORITY = {"precedence": "ROUTINE", "level": "strategic", "ltiov": "30 d", "half_life": "15 d"}
RATE = "1.5 /day"
GROWN_STALE = 90.0  # days in which guidance grows stale in the mission
DOORS = {f"{sector}_{desk}": "12.5 %" for sector in SECTORS for desk in ("desk", "civil_desk")}
READERS = ("head_of_mission", "force_commander")
BOUND_TOGETHER = (*(f"{sector}_intel" for sector in SECTORS), "u2", "jmac")  # in summaries
WAYS = (
    *(f"{sector}_desk -> {sector}_intel" for sector in SECTORS),
    *(f"{sector}_intel -> u2" for sector in SECTORS),
    *(f"{sector}_civil_desk -> jmac" for sector in SECTORS),
    "u2 -> force_commander",
    "jmac -> u2",
    "jmac -> head_of_mission",
    "force_commander -> head_of_mission",
)
OUTCOMES: dict[str, dict[str, object]] = {
    "known": {"known_in_time": {}},
    "warnings": {"timely": {"consumer": "force_commander", "class": "warning_mopti"}},
    "pattern": {"timely": {"class": "pattern"}},
    "assessment": {"timely": {"class": "assessment"}},
    "assessment_age": {"mean_latency_of_delivered": {"class": "assessment"}},
    "jmac": {"utilisation": {"station": "jmac"}},
}


def reports(mission: Any, added: int) -> dict[str, object]:
    """The settings that have so many more priorities reported about, on the ways that there are."""
    names = [f"priority_{number}" for number in range(1, added + 1)]
    values: dict[str, object] = {f"classes.{name}": PRIORITY for name in names}
    values["sources.priorities"] = {
        "written_at": DOORS,
        "languages": {"fra": "100 %"},
        "reports": dict.fromkeys(names, RATE),
    }
    for reader in READERS:
        values[f"stations.{reader}.needs"] = [*mission.stations[reader].needs, *names]
    for station in BOUND_TOGETHER:
        values[f"stations.{station}.batch.classes"] = [*mission.stations[station].batch.classes, *names]
    for way in WAYS:
        values[f"channels.{way}.carries"] = [*mission.channels[way].carries, *names]
    return values


def direction(mission: Any, added: int) -> dict[str, object]:
    """The settings that share the same guidance among so many more priorities.

    Of a Poisson stream of guidance each priority gets one in `1 + added`, so that its newest is `1 + added`
    times as old; that is the same as guidance that grows stale so much sooner.
    """
    days = GROWN_STALE / (1 + added)
    directed = [name for name, source in mission.sources.items() if source.direction is not None]
    return {f"sources.{name}.direction.time": f"{days:.6g} d" for name in directed}


def study() -> dict[str, object]:
    mission = stovepipe.load(ROOT / MISSION).mission
    most = ADDED[-1]
    return {
        "study": "A mandate like a Christmas tree",
        "base": MISSION,
        "set": {"horizon": "13 wk"},
        "structures": {
            "added_0": {},
            **{
                f"added_{added}": {"set": {**reports(mission, added), **direction(mission, added)}}
                for added in ADDED
            },
            "attention_alone": {"set": reports(mission, most)},
            "direction_alone": {"set": direction(mission, most)},
        },
        "outcomes": OUTCOMES,
        "baseline": "added_0",
        "keep": "outcomes",
    }


def found() -> pd.DataFrame:
    """A row for each structure and outcome: the estimate, and how it differs from the mandate as it is."""
    options = asked(__doc__.partition("\n")[0], replications=4)
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        print(f"\r{done} of {total} replications, {time.monotonic() - began:.0f} s", end="", file=sys.stderr)

    os.chdir(ROOT)
    compared = stovepipe.compare(
        {**study(), "replications": options.replications},
        workers=options.workers,
        out=ROOT / "results" / "mandate",
        progress=progress,
    )
    print(file=sys.stderr)
    differences = compared.differences[["structure", "outcome", "difference", "low", "high"]]
    estimates = compared.estimates[["structure", "outcome", "estimate", "unit", "replications"]]
    both = estimates.merge(differences, on=["structure", "outcome"], how="left")
    numbers = ["estimate", "difference", "low", "high"]
    both[numbers] = both[numbers].mul(both["unit"].map({"share": 100.0}).fillna(1.0), axis=0)
    return both


def cell(rows: pd.DataFrame, structure: str, outcome: str) -> str:
    row = rows[(rows["structure"] == structure) & (rows["outcome"] == outcome)].iloc[0]
    if pd.isna(row["difference"]):
        return f"{row['estimate']:.1f}"
    return f"{row['estimate']:.1f} ({row['low']:+.1f} to {row['high']:+.1f})"


def table(rows: pd.DataFrame) -> str:
    words = {
        "added_0": "as it is",
        **{f"added_{added}": f"{added} more" for added in ADDED},
        "attention_alone": f"{ADDED[-1]} more, direction as it is",
        "direction_alone": f"direction as for {ADDED[-1]} more, nothing more to read",
    }
    heading = (
        "priorities",
        "events known in time, %",
        "warnings of Mopti read in time by the force commander, %",
        "patterns in time, %",
        "assessments in time, %",
        "age of an assessment when read, h",
        "JMAC busy, %",
    )
    return markdown(
        heading, [[said, *(cell(rows, name, each) for each in OUTCOMES)] for name, said in words.items()]
    )


def figure(rows: pd.DataFrame) -> Figure:
    drawn = Figure(figsize=(7.2, 3.0), layout="constrained")
    axes = drawn.subplots()
    lines = (
        ("known", "#0072b2", "events known in time"),
        ("pattern", "#d55e00", "patterns in time"),
        ("assessment", "#009e73", "assessments in time"),
    )
    for outcome, colour, label in lines:
        shown = rows[rows["outcome"] == outcome].set_index("structure")
        values = shown.loc[[f"added_{added}" for added in (0, *ADDED)], "estimate"]
        axes.plot((0, *ADDED), values, marker="o", markersize=3, color=colour, label=label)
    axes.set_xlabel("priorities added to the mandate, with the same people")
    axes.set_ylabel("of what the mandate was before, %")
    axes.set_ylim(0, 102)
    axes.legend(frameon=False, loc="upper right")
    return drawn


def main() -> None:
    rows = found()
    rows.to_csv(HERE / "estimates.csv", index=False, float_format="%.4f")
    draw(figure(rows), HERE / "mandate.svg")
    print(table(rows))


if __name__ == "__main__":
    main()
