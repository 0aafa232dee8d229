"""What adding tasks to a mandate does, with the same people.

    python experiments/mandate/run.py --replications 20

From 1 to 12 kinds of requirement, each with its own reports: all ROUTINE, or the first of them PRIORITY.
Prints the table of the README, and writes `estimates.csv` and `mandate.svg` beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from carried_out import asked, carried_out, draw, markdown, shown
from matplotlib.figure import Figure

HERE = Path(__file__).parent
TASKS = (1, 2, 4, 6, 7, 8, 9, 10, 12)
ORDERS = {"alike": "ROUTINE", "first_first": "PRIORITY"}
FIRST = "task_01"
TASK = {"precedence": "ROUTINE", "ltiov": "72 h", "half_life": "36 h"}
OUTCOMES = {
    "timely": {},
    "first_timely": {"timely": {"class": FIRST}},
    "value": {},
    "expired": {"lost": {"to": "expired"}},
    "utilisation": {"station": "cell"},
}


def mandate(tasks: int, precedence: str) -> dict[str, object]:
    names = [f"task_{number:02d}" for number in range(1, tasks + 1)]
    values: dict[str, object] = {f"classes.{name}": TASK for name in names[1:]}
    values |= {f"sources.patrols.reports.{name}": "1.5 /day" for name in names[1:]}
    return {"set": {**values, f"classes.{FIRST}.precedence": precedence, "stations.commander.needs": names}}


def study() -> dict[str, object]:
    return {
        "study": "A mandate of many priorities",
        "base": "experiments/mandate/mission.yaml",
        "structures": {
            f"{order}_{tasks}": mandate(tasks, precedence)
            for tasks in TASKS
            for order, precedence in ORDERS.items()
        },
        "outcomes": OUTCOMES,
        "baseline": "alike_1",
    }


def table(found: pd.DataFrame) -> str:
    words = {"alike": "all alike", "first_first": "the first comes first"}
    rows = [
        [str(tasks), words[order], *(shown(found, f"{order}_{tasks}", outcome) for outcome in OUTCOMES)]
        for order in ORDERS
        for tasks in TASKS
    ]
    heading = (
        "tasks",
        "order",
        "timely, %",
        "first task timely, %",
        "value, %",
        "expired, %",
        "cell busy, %",
    )
    return markdown(heading, rows)


def figure(found: pd.DataFrame) -> Figure:
    drawn = Figure(figsize=(7.2, 3.0), layout="constrained")
    axes = drawn.subplots()
    lines = (
        ("alike", "timely", "#0072b2", "all tasks, all alike"),
        ("first_first", "timely", "#56b4e9", "all tasks, the first comes first"),
        ("first_first", "first_timely", "#d55e00", "the first task, which comes first"),
    )
    for order, outcome, colour, label in lines:
        rows = found[found["outcome"] == outcome].set_index("structure")
        rows = rows.loc[[f"{order}_{tasks}" for tasks in TASKS]]
        axes.errorbar(
            TASKS, rows["value"], yerr=[rows["value"] - rows["low"], rows["high"] - rows["value"]],
            marker="o", markersize=3, capsize=2, color=colour, label=label,
        )  # fmt: skip
    axes.set_xlabel("tasks in the mandate, with the same people")
    axes.set_ylabel("in time, %")
    axes.set_ylim(0, 102)
    axes.legend(frameon=False, loc="lower left")
    return drawn


def main() -> None:
    found = carried_out(study(), "mandate", asked(__doc__.partition("\n")[0], replications=20))
    found.to_csv(HERE / "estimates.csv", index=False, float_format="%.4f")
    draw(figure(found), HERE / "mandate.svg")
    print(table(found))


if __name__ == "__main__":
    main()
