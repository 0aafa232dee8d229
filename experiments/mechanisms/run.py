"""Each mechanism alone, all of them, and all but one, in the MINUSMA mission.

    python experiments/mechanisms/run.py --replications 10

Prints the table of the README, and writes `estimates.csv` and `mechanisms.svg` beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from carried_out import asked, carried_out, draw, markdown, shown
from matplotlib.figure import Figure

from stovepipe import MECHANISMS

HERE = Path(__file__).parent
OUTCOMES = {
    "delivered": {},
    "timely": {},
    "median": {"latency": "median"},
    "value": {},
}


def without(*names: str) -> dict[str, object]:
    return {"set": {"mechanisms": dict.fromkeys(names, "off")}} if names else {}


def study() -> dict[str, object]:
    structures = {"all": without(), "none": without(*MECHANISMS)}
    for name in MECHANISMS:
        structures[f"only_{name}"] = without(*(other for other in MECHANISMS if other != name))
        structures[f"without_{name}"] = without(name)
    return {
        "study": "What each mechanism does to the MINUSMA mission",
        "base": "configs/minusma/mission.yaml",
        "structures": structures,
        "outcomes": OUTCOMES,
        "baseline": "all",
    }


def table(found: pd.DataFrame) -> str:
    rows = [[name, *(shown(found, name, outcome) for outcome in OUTCOMES)] for name in ("all", "none")]
    for name in MECHANISMS:
        for which in ("only", "without"):
            rows.append(
                [f"{which} {name}", *(shown(found, f"{which}_{name}", outcome) for outcome in OUTCOMES)]
            )
    return markdown(("mechanisms", "delivered, %", "timely, %", "median, h", "value, %"), rows)


def figure(found: pd.DataFrame) -> Figure:
    """Timely shares: with one mechanism alone (from the right), and with all but one (from the left)."""
    timely = found[found["outcome"] == "timely"].set_index("structure")
    order = sorted(MECHANISMS, key=lambda name: timely.loc[f"without_{name}", "value"])
    drawn = Figure(figsize=(7.2, 0.34 * len(order) + 1.2), layout="constrained")
    axes = drawn.subplots()
    for side, colour, label in (("only", "#0072b2", "it alone"), ("without", "#d55e00", "all but it")):
        rows = timely.loc[[f"{side}_{name}" for name in order]]
        axes.errorbar(
            rows["value"], range(len(order)), capsize=2, markersize=4, color=colour, label=label,
            xerr=[rows["value"] - rows["low"], rows["high"] - rows["value"]],
            fmt="o",
        )  # fmt: skip
    for name, label in (("all", "all"), ("none", "none")):
        axes.axvline(timely.loc[name, "value"], color="#6b6b6b", linewidth=0.8, linestyle="--")
        axes.text(timely.loc[name, "value"], len(order) - 0.4, label, ha="center", color="#6b6b6b")
    axes.set_ylim(-0.7, len(order) + 0.3)
    axes.set_yticks(range(len(order)), order)
    axes.set_xlabel("deliveries in time, % (95 % intervals, each by itself)")
    axes.legend(frameon=False, loc="lower center")
    return drawn


def main() -> None:
    found = carried_out(study(), "mechanisms", asked(__doc__.partition("\n")[0], replications=10))
    found.to_csv(HERE / "estimates.csv", index=False, float_format="%.4f")
    draw(figure(found), HERE / "mechanisms.svg")
    print(table(found))


if __name__ == "__main__":
    main()
