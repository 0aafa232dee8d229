"""What the drawdown of 31 December 2017 did to ASIFU's successors, and how much of it was the stock.

    python experiments/asifu/run.py --replications 20

Half-years before, at and after the drawdown: as it was, with the successors trained, and with the old
database left and begun again; with and without the mechanism `stock`, on the same random numbers. Prints the
tables of docs/background/asifu.md, and writes `estimates.csv` beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t

sys.path.insert(0, str(Path(__file__).parents[1]))

from carried_out import ROOT, asked, markdown

from stovepipe import evaluate, load

HERE = Path(__file__).parent
MISSIONS = ROOT / "configs" / "asifu"
CASES = {
    "beginning": ("beginning.yaml", ()),
    "before": ("before.yaml", ()),
    "at": ("at.yaml", ()),
    "after": ("after.yaml", ()),
    "at, trained": ("at.yaml", ("trained.yaml",)),
    "after, trained": ("after.yaml", ("trained.yaml",)),
    "at, begun again": ("at.yaml", ("begun_again.yaml",)),
    "after, begun again": ("after.yaml", ("begun_again.yaml",)),
}
FULL = "full stock"
KEPT = "systems.dutch_net.stock"
STOCK = ("without.work", "half_life", "full")
JUDGEMENTS = {
    "after, work 1.3 times without any": ("130 %", "6 mo", 1700),
    "after, work 3 times without any": ("300 %", "6 mo", 1700),
    "after, half-life of three months": ("160 %", "3 mo", 850),
    "after, half-life of two years": ("160 %", "24 mo", 6800),
}
"""The stock judged otherwise; what makes it full is what the unit's own work leaves of it in each case."""
OUTCOMES = {
    "timely": "all deliveries in time, %",
    "patterns_timely": "patterns at the force commander in time, %",
    "patterns_median": "half of these read after, h",
    "value": "value, %",
    "busy": "fusion unit busy, %",
    "waiting": "waiting there, copies",
    "stock": "level of the stock, %",
}
SHARES = {"timely", "patterns_timely", "value", "busy", "stock"}
PAIRS = {
    "the drawdown: at, less before": ("at", "before"),
    "a half-year later: after, less before": ("after", "before"),
    "the stock alone, in the first year": ("beginning", f"beginning, {FULL}"),
    "the stock alone, at": ("at", f"at, {FULL}"),
    "the stock alone, after": ("after", f"after, {FULL}"),
    "the missing training, at": ("at", "at, trained"),
    "the missing training, after": ("after", "after, trained"),
    "beginning again, at": ("at, begun again", "at"),
    "beginning again, after": ("after, begun again", "after"),
    "the stock alone, begun again, at": ("at, begun again", f"at, begun again, {FULL}"),
    "the stock alone, begun again, after": ("after, begun again", f"after, begun again, {FULL}"),
    **{f"the stock alone, {case}": (case, f"after, {FULL}") for case in JUDGEMENTS},
}
"""What is compared with what, in pairs of replications: the same arrivals, and the same luck."""


def questions(case: str) -> dict[str, object]:
    """The outcomes of a case; the unit and its system have other names where they begin again."""
    unit, system = ("fusion_cell", "fusion_net") if "begun again" in case else ("asifu", "dutch_net")
    patterns = {"consumer": "force_commander", "class": "pattern"}
    return {
        "timely": {"timely": {}},
        "patterns_timely": {"timely": patterns},
        "patterns_median": {"latency": {**patterns, "quantile": "median"}},
        "value": {"value": {}},
        "busy": {"utilisation": {"station": unit}},
        "waiting": {"backlog": {"station": unit}},
        "stock": {"stock": {"system": system}},
    }


def replicated(replications: int, workers: int | None) -> pd.DataFrame:
    """A row for each case and replication, a column for each outcome; shares in per cent."""
    found: dict[str, pd.DataFrame] = {}

    def play(case: str, points: pd.DataFrame, folder: str) -> None:
        print(case, file=sys.stderr, flush=True)
        base, overlays = CASES[case]
        mission = load(MISSIONS / base, [MISSIONS / overlay for overlay in overlays])
        out = ROOT / "results" / "asifu" / folder
        rows = evaluate(mission, points, questions(case), replications, workers=workers, out=out)
        for point, of_point in rows.groupby("point", sort=False):
            values = of_point.pivot(index="replication", columns="outcome", values="value")
            found[str(point)] = values[list(OUTCOMES)] * [100 if name in SHARES else 1 for name in OUTCOMES]

    compared = {name for pair in PAIRS.values() for name in pair}
    for case in CASES:
        named = {case: "on", f"{case}, {FULL}": "off"}
        wanted = [name for name in named if name == case or name in compared]
        points = pd.DataFrame({"mechanisms.stock": [named[name] for name in wanted]}, index=wanted)
        play(case, points, case.replace(", ", "_").replace(" ", "_"))
    judged = pd.DataFrame.from_dict(JUDGEMENTS, orient="index", columns=[f"{KEPT}.{name}" for name in STOCK])
    play("after", judged, "judgements")
    return pd.concat(found, names=["case"])


def interval(values: np.ndarray) -> dict[str, float]:
    """The mean across replications, and its interval at 95 % (Student's t)."""
    mean, count = values.mean(), len(values)
    half_width = t.ppf(0.975, count - 1) * values.std(ddof=1) / np.sqrt(count)
    return {"value": mean, "low": mean - half_width, "high": mean + half_width}


def estimates(found: pd.DataFrame) -> pd.DataFrame:
    """A row for each case or pair and outcome."""
    cases = found.index.get_level_values("case").unique()
    series = {case: found.loc[case] for case in cases}
    series |= {pair: found.loc[one] - found.loc[other] for pair, (one, other) in PAIRS.items()}
    return pd.DataFrame(
        [
            {"what": what, "outcome": outcome, **interval(values[outcome].to_numpy(dtype=float))}
            for what, values in series.items()
            for outcome in OUTCOMES
        ]
    )


def shown(row: pd.Series, digits: int = 1) -> str:
    if pd.isna(row["value"]):
        return "-"
    return f"{row['value']:.{digits}f} ±{(row['high'] - row['low']) / 2:.{digits}f}"


def table(rows: pd.DataFrame, whats: list[str]) -> str:
    """The cases or pairs, one a line, with half the width of each interval."""
    by = rows.set_index(["what", "outcome"])
    lines = [[what, *(shown(by.loc[(what, outcome)]) for outcome in OUTCOMES)] for what in whats]
    return markdown(["", *OUTCOMES.values()], lines)


def tables(rows: pd.DataFrame) -> str:
    """What the page shows: the cases, and the differences of the pairs."""
    return f"{table(rows, list(CASES))}\n\n{table(rows, list(PAIRS))}"


def main() -> None:
    options = asked(__doc__.partition("\n")[0], replications=20)
    rows = estimates(replicated(options.replications, options.workers))
    rows.to_csv(HERE / "estimates.csv", index=False, float_format="%.4f")
    print(tables(rows))


if __name__ == "__main__":
    main()
