"""Tours from 2 to 24 months, in blocks and staggered, in the MINUSMA mission.

    python experiments/rotation/run.py --replications 10

Everybody who goes home at all does so after the same time. Leave is left out, because a leave of a given
length cannot be had in every tour. Prints the table of the README, and writes `estimates.csv` and
`rotation.svg` beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from carried_out import ROOT, asked, carried_out, draw, markdown, shown
from matplotlib.figure import Figure

from stovepipe import load

HERE = Path(__file__).parent
MONTHS = (2, 4, 6, 9, 12, 18, 24)
CHANGES = ("block", "staggered")
OUTCOMES = {
    "delivered": {},
    "timely": {},
    "median": {"latency": "median"},
    "value": {},
    "handover": {"lost": {"to": "handover"}},
    "not_shared": {"lost": {"to": "not_shared"}},
}


def toured(months: int, change: str) -> dict[str, object]:
    """Every group of posts that has a tour, with this one."""
    values: dict[str, object] = {}
    for station, place in load(ROOT / "configs/minusma/mission.yaml").mission.stations.items():
        for name, group in place.posts.items():
            if group.tour is None:
                continue
            path = f"stations.{station}.posts.{name}"
            values |= {f"{path}.tour": f"{months} mo", f"{path}.change": change}
            if group.leave is not None:
                values[f"{path}.leave"] = None
            if group.first_change is not None:
                values[f"{path}.first_change"] = None
            if change == "staggered" and group.change_over.queue_loss is not None:
                values[f"{path}.change_over.queue_loss"] = None
    return {"set": values}


def study() -> dict[str, object]:
    structures = {f"{change}_{months}": toured(months, change) for months in MONTHS for change in CHANGES}
    return {
        "study": "How long people should stay",
        "base": "configs/minusma/mission.yaml",
        "structures": structures,
        "outcomes": OUTCOMES,
        "baseline": "staggered_12",
    }


def table(found: pd.DataFrame) -> str:
    rows = [
        [f"{months} months, {change}", *(shown(found, f"{change}_{months}", outcome) for outcome in OUTCOMES)]
        for change in CHANGES
        for months in MONTHS
    ]
    heading = ("tours", "delivered, %", "timely, %", "median, h", "value, %", "handover, %", "not shared, %")
    return markdown(heading, rows)


def figure(found: pd.DataFrame) -> Figure:
    drawn = Figure(figsize=(7.2, 2.8), layout="constrained")
    panels = drawn.subplots(1, 3)
    titles = {"delivered": "delivered, %", "median": "median latency, h", "value": "value, %"}
    for axes, (outcome, title) in zip(panels, titles.items(), strict=True):
        for change, colour in zip(CHANGES, ("#d55e00", "#0072b2"), strict=True):
            rows = found[found["outcome"] == outcome].set_index("structure")
            rows = rows.loc[[f"{change}_{months}" for months in MONTHS]].astype({"high": float})
            known = rows["high"].notna().to_numpy()
            at = [month for month, there in zip(MONTHS, known, strict=True) if there]
            rows = rows[known]
            axes.errorbar(
                at, rows["value"], yerr=[rows["value"] - rows["low"], rows["high"] - rows["value"]],
                marker="o", markersize=3, capsize=2, color=colour, label=change,
            )  # fmt: skip
        axes.set_title(title, fontsize=9)
        axes.set_xlabel("tour, months")
        axes.set_xticks(MONTHS)
    panels[0].legend(frameon=False)
    return drawn


def main() -> None:
    found = carried_out(study(), "rotation", asked(__doc__.partition("\n")[0], replications=10))
    found.to_csv(HERE / "estimates.csv", index=False, float_format="%.4f")
    draw(figure(found), HERE / "rotation.svg")
    print(table(found))


if __name__ == "__main__":
    main()
