"""Compare what the shipped missions give with the few reference points that were published.

    python experiments/validation/reference_points.py             # all, 20 replications
    python experiments/validation/reference_points.py backlog -n 5

What the numbers mean, and what may be concluded from them: docs/background/validation.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t

from stovepipe import Settings, load, simulate

CONFIGS = Path(__file__).parents[2] / "configs"
MINUSMA = CONFIGS / "minusma" / "mission.yaml"
FILTERING = CONFIGS / "minusma" / "filtering.yaml"
FUSION = CONFIGS / "minusma" / "levers" / "fusion_cell.yaml"
BACKLOG = CONFIGS / "translation_backlog" / "mission.yaml"
SEED = 1
HOUR = 3_600_000_000  # ticks, which are microseconds
DAY = 24 * HOUR

Measure = Callable[[pd.DataFrame], Mapping[str, float]]


def replicated(path: Path, replications: int, measure: Measure) -> None:
    """Print the mean of each measure of the deliveries, with its interval across replications."""
    deliveries = simulate(path, replications, SEED).deliveries
    found = [measure(each) for _, each in deliveries.groupby("replication")]
    for what in found[0]:
        told(what, np.array([each[what] for each in found]))


def told(what: str, shares: NDArray[np.float64], unit: str = "%") -> None:
    """Print the mean of shares, in per cent, and half the width of its interval at 95 % (Student's t)."""
    count = len(shares)
    half_width = t.ppf(0.975, count - 1) * shares.std(ddof=1) / np.sqrt(count)
    print(f"  {what:74} {100 * shares.mean():6.1f} ±{100 * half_width:.1f} {unit}", flush=True)


def select(deliveries: pd.DataFrame, consumer: str | None, report_class: str) -> pd.DataFrame:
    """The deliveries of a class, to a consumer or to all."""
    of_class = deliveries[deliveries["class"] == report_class]
    return of_class if consumer is None else of_class[of_class["consumer"] == consumer]


def events(deliveries: pd.DataFrame) -> dict[str, float]:
    """What had been read in time for what the mission did at Outtagouna and at Ogossagou."""
    found = {}
    for consumer in ("commander_gao", "commander_mtf", "force_commander"):
        chosen = select(deliveries, consumer, "incident_gao")
        found[f"incidents in Gao that {consumer} has read 36 h later"] = share(chosen["latency_hours"] <= 36)
    for consumer in ("commander_mopti", "force_commander"):
        chosen = select(deliveries, consumer, "warning_mopti")
        hour = chosen["occurred_ticks"] % DAY / HOUR
        evening, until_dawn = (hour >= 18) & (hour < 22), 29 - hour
        read = (chosen["latency_hours"] < until_dawn)[evening]
        found[f"warnings in Mopti, 18:00 to 22:00, that {consumer} has read by 05:00"] = share(read)
    return found


def echelons(deliveries: pd.DataFrame) -> dict[str, float]:
    """Of the patterns that the patrols of a sector find: the share that takes each step upwards."""
    ours = deliveries[deliveries["source"] == "patrols_timbuktu"]
    sector, force, mission = (
        share(select(ours, consumer, "pattern")["outcome"] == "delivered")
        for consumer in ("commander_timbuktu", "force_commander", "head_of_mission")
    )
    return {
        "patterns of Sector West's patrols that reach its commander": sector,
        "that reach the force commander, by those that reach Sector West's": force / sector,
        "that reach the head of mission, by those that reach the force commander": mission / force,
    }


def backlog(deliveries: pd.DataFrame) -> dict[str, float]:
    """Who bears an overload."""
    found = {"all: not reviewed at the end of the year": share(deliveries["outcome"] != "delivered")}
    for klass in ("top", "middle", "low"):
        chosen = select(deliveries, None, klass)
        found[f"{klass}: not reviewed at the end of the year"] = share(chosen["outcome"] != "delivered")
        found[f"{klass}: not received within 12 h"] = 1 - share(chosen["latency_hours"] <= 12)
    return found


def share(of: pd.Series[bool]) -> float:
    """How many are true, as a share of all."""
    return float(of.mean())


def turnover(replications: int) -> None:
    """What the coming and going of people costs the parallel chains, and one fusion cell."""
    settled = Settings.of({"mechanisms": {"absence": "off", "turnover": "off"}}, "nobody goes home")
    costs = []
    for structure, overlays in {"parallel chains": [], "one fusion cell": [FUSION]}.items():
        as_it_is, without = (timely([*overlays, *more], replications) for more in ([], [settled]))
        told(f"{structure}: timely", as_it_is)
        told(f"{structure}: timely, if nobody went home", without)
        costs.append(without - as_it_is)
        told(f"{structure}: cost of both", costs[-1], "points")
    told("how much more the parallel chains lose by it", costs[0] - costs[1], "points")


def timely(overlays: list[Path | Settings], replications: int) -> NDArray[np.float64]:
    """The share of all deliveries that are timely, in each replication."""
    table = simulate(load(MINUSMA, overlays), replications, SEED).outcomes
    rows = table[(table["consumer"] == "(all)") & (table["class"] == "(all)")]
    return (rows["timely"] / rows["created"]).to_numpy(dtype=float)


POINTS: dict[str, Callable[[int], None]] = {
    "events": lambda n: replicated(MINUSMA, n, events),
    "echelons": lambda n: replicated(MINUSMA, n, echelons),
    "filtering": lambda n: replicated(FILTERING, n, echelons),
    "backlog": lambda n: replicated(BACKLOG, n, backlog),
    "turnover": turnover,
}


def main() -> None:
    """Print the reference points that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("points", nargs="*", default=list(POINTS), metavar="POINT", help=", ".join(POINTS))
    parser.add_argument("-n", "--replications", type=int, default=20)
    given = parser.parse_args()
    for point in given.points:
        print(point, flush=True)
        POINTS[point](given.replications)


if __name__ == "__main__":
    main()
