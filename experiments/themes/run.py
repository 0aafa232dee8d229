"""What each theme of the article does to the MINUSMA mission: with it, and without it.

    python experiments/themes/run.py --replications 5

Writes `differences.csv` beside this file, and the table of themes into `docs/background/minusma.md`, where
the lines of the recommended levers are those of `experiments/policy`. With `--write-only` it runs nothing and
writes the table anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from compared import ROOT, asked, cell, compared, kept, table, written
from themes.rows import ROWS, Row

from stovepipe import load

HERE = Path(__file__).parent
MISSION = "configs/minusma/mission.yaml"
LEVERS = HERE.parent / "policy" / "levers.csv"
SIX_WEEKS = {
    "start": "2021-05-10",
    "horizon": "6 wk",
    "warm_up": "4 wk",
    # The change of the mobile task force that falls into it.
    "stations.mtf_intel.posts.british.first_change": "2021-06-05",
    "stations.mtf_intel.posts.swedes.first_change": "2021-06-06",
}
IN_TOWN = "3 %"  # is never reported, as among the police
PAGE = ROOT / "docs" / "background" / "minusma.md"
CSV = HERE / "differences.csv"
OUTCOMES = {
    "known": {"known_in_time": {}},
    "timely": {},
    "latency": {"latency": {"quantile": "40 %"}},
}
OUTCOMES_IN_WORDS = ("known in time, points", "read in time, points", "two fifths read after, h")


def off(*names: str) -> dict[str, Any]:
    return {"set": {"mechanisms": dict.fromkeys(names, "off")}}


def commanders_always_there(mission: Any) -> dict[str, Any]:
    """Whoever needs reports is there day and night, and reads each of them at once."""
    values: dict[str, Any] = {}
    for name, station in mission.stations.items():
        if station.stage != "command":
            continue
        values[f"stations.{name}.work"] = {"once": "1 min", "each": "0 min"}
        for group in station.posts:
            values |= dict.fromkeys(whole_day(name, group, station.posts[group]))
    return {"set": values}


def whole_day(station: str, group: str, posts: Any) -> Iterator[str]:
    """The settings of a group that keep it from reading at all hours, and everything."""
    path = f"stations.{station}.posts.{group}"
    for key in ("shift", "shifts", "takes", "on_call"):
        if getattr(posts, key):
            yield f"{path}.{key}"


def attacks_distract_nobody(mission: Any) -> dict[str, Any]:
    """Attacks are reported as ever, and as urgently, but tie down nobody and call nobody in."""
    return {
        "set": {
            f"incidents.{name}.{part}": None
            for name, incident in mission.incidents.items()
            for part in ("diverts", "calls_in")
            if getattr(incident, part)
        }
    }


def one_witness(mission: Any) -> dict[str, Any]:
    """Of each incident only the first source that it names writes anything."""
    values: dict[str, Any] = {}
    for name, incident in mission.incidents.items():
        streams = list(incident.bursts)
        first = streams[0].partition(".")[0] if streams else ""
        values |= {
            f"incidents.{name}.bursts.{stream}": None
            for stream in streams
            if stream.partition(".")[0] != first
        }
    return {"set": values}


def no_distance(mission: Any) -> dict[str, Any]:
    """Channels take no time, links are up, and civilians collect as those in town do."""
    values: dict[str, Any] = {"mechanisms": {"distance": "off", "outages": "off"}}
    for name, source in mission.sources.items():
        if name.startswith("civil_affairs"):
            values[f"sources.{name}.collection.unreported"] = IN_TOWN
            if source.collection.by_class:
                values[f"sources.{name}.collection.by_class"] = None
    return {"set": values}


def structures() -> dict[str, Any]:
    mission = load(ROOT / MISSION).mission
    made: Mapping[str, Any] = {
        "commanders": commanders_always_there(mission),
        "protection": attacks_distract_nobody(mission),
        "distance": no_distance(mission),
        "events": one_witness(mission),
    }
    found: dict[str, Any] = {"as_it_is": {}}
    for row in ROWS:
        if row.elsewhere or row.lever:
            continue
        if row.overlay:
            found[row.name] = {"overlays": f"experiments/themes/{row.overlay}"}
        else:
            found[row.name] = made[row.name] if row.name in made else off(*row.mechanisms)
    return found


def study() -> dict[str, Any]:
    return {
        "study": "What each theme of the article does to the MINUSMA mission",
        "base": MISSION,
        "set": SIX_WEEKS,
        "structures": structures(),
        "outcomes": OUTCOMES,
        "baseline": "as_it_is",
        "keep": "tables",
    }


def verdict(row: Row, found: pd.DataFrame) -> str:
    """Whether what is shown has the sign that the article gives it.

    Without a hurdle, or with a lever, things should be better; without what helps, worse. What is not shown
    at all cannot be judged by this.
    """
    if row.elsewhere:
        return row.elsewhere
    here = (found["structure"] == row.name) & found["outcome"].isin(OUTCOMES)
    said = set(found.loc[here, "verdict"].dropna())
    right, wrong = ("worse", "better") if row.helps else ("better", "worse")
    if right in said and wrong in said:
        return "agrees in part"
    if right in said:
        return "agrees"
    if wrong in said:
        return "contradicts"
    return "cannot be judged: no effect shown"


def page_table(found: pd.DataFrame) -> str:
    """The mission as it is, and a line for each theme."""
    lines = [["", "the mission as it is", "", *(cell(found, "as_it_is", name) for name in OUTCOMES), ""]]
    for row in ROWS:
        cells = [cell(found, row.name, name) for name in OUTCOMES]
        lines.append([row.code, row.theme, row.without, *cells, verdict(row, found)])
    heading = ("", "in the mission", "compared with", *OUTCOMES_IN_WORDS, "the article")
    return table(heading, lines, numbers_from=7)


def everything() -> pd.DataFrame:
    """What was found here of the themes, and there of the levers that are recommended."""
    levers = pd.read_csv(LEVERS)
    recommended = levers["structure"].isin([row.name for row in ROWS if row.lever])
    return pd.concat([pd.read_csv(CSV), levers[recommended]])


def main() -> None:
    options = asked(__doc__.partition("\n")[0], replications=5)
    if not options.write_only:
        kept(compared("themes", study(), options), CSV)
    written(PAGE, "themes", page_table(everything()))


if __name__ == "__main__":
    main()
