"""What the missions give for each reference point: a sample over replications for each quantity."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
from judging import Sample, ratio, share

from stovepipe import Run, Settings, load, simulate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CONFIGS = ROOT / "configs"
MINUSMA = CONFIGS / "minusma"
SETTLED = Settings.of({"mechanisms": {"turnover": "off"}}, "nobody goes home")
SEED = 1
HOUR = 3_600_000_000  # ticks, which are microseconds
DAY = 24 * HOUR
SECTORS = [f"commander_{area}" for area in ("gao", "timbuktu", "mopti", "kidal")]
PARTNERS = ["barkhane", "malian_forces"]  # outside the mission
EVENT = ["replication", "subject", "number"]

STRUCTURES = {
    "mission": (MINUSMA / "mission.yaml", []),
    "mission_settled": (MINUSMA / "mission.yaml", [SETTLED]),
    "cell": (MINUSMA / "levers" / "fusion_cell.yaml", []),
    "cell_settled": (MINUSMA / "levers" / "fusion_cell.yaml", [SETTLED]),
    "filtering": (MINUSMA / "filtering.yaml", []),
    "backlog": (CONFIGS / "translation_backlog" / "mission.yaml", []),
    "tips": (CONFIGS / "tip_line" / "mission.yaml", []),
    "investigations": (HERE / "investigations.yaml", []),
    "tours": (HERE / "tours.yaml", []),
}
Samples = dict[str, Sample]


@cache
def played(structure: str, replications: int) -> Run:
    """One of the structures, run; replications of it that are there already are not run again."""
    path, overlays = STRUCTURES[structure]
    mission = load(path, overlays)
    out = ROOT / "results" / "validation" / f"{structure}_{mission.digest[:12]}"
    whole = structure == "mission"  # of all reports is asked what they are about
    return simulate(mission, replications, SEED, workers=1, trajectory=whole, out=out)


def shared(chosen: pd.DataFrame, which: pd.Series[bool], replications: int) -> Sample:
    """The share of the chosen rows for which something is true."""
    sums = which.groupby(chosen["replication"]).sum().reindex(range(replications), fill_value=0)
    sizes = chosen.groupby("replication").size().reindex(range(replications), fill_value=0)
    return share(sums.to_numpy(float), sizes.to_numpy(float))


# --- Events of the mission


def events(structure: str, subject: str, consumers: Collection[str], replications: int) -> pd.DataFrame:
    """The events whose subject begins so, and that these consumers could hear of: a row for each pair."""
    table = played(structure, replications).events
    return table[table["subject"].str.startswith(subject) & table["consumer"].isin(consumers)]


def known_within(chosen: pd.DataFrame, hours: float, replications: int) -> Sample:
    """The share of events that are known by an age, of those watched for longer."""
    watched = chosen[chosen["watched_ticks"] > hours * HOUR]
    return shared(watched, watched["known_hours"] <= hours, replications)


def outtagouna(replications: int) -> Samples:
    """By the time troops were there, an attack on villages was known to those who sent them."""
    who = {"sector": "commander_gao", "task_force": "commander_mtf", "force": "force_commander"}
    found = {}
    for name, consumer in who.items():
        chosen = events("mission", "attack_on_civilians_gao", [consumer], replications)
        found[name] = known_within(chosen, 36, replications)
    return found


def ogossagou(replications: int) -> Samples:
    """A threat that is first told of in the evening, and an attack at dawn."""
    who = {"sector": "commander_mopti", "force": "force_commander"}
    threats = first_told_in_the_evening("threat_mopti", replications)
    found = {}
    for name, consumer in who.items():
        chosen = events("mission", "threat_mopti", [consumer], replications).merge(threats, on=EVENT)
        known = chosen["began_ticks"] + chosen["known_hours"] * HOUR <= chosen["dawn"]
        found[f"warned_{name}"] = shared(chosen, known, replications)
    chosen = events("mission", "attack_on_civilians_mopti", ["commander_mopti"], replications)
    dawn = chosen["began_ticks"] % DAY / HOUR
    found["attacked"] = known_within(chosen[(dawn >= 4) & (dawn < 6)], 3, replications)
    return found


def first_told_in_the_evening(subject: str, replications: int) -> pd.DataFrame:
    """The events about which somebody first has something to report in the evening, and the next 05:00."""
    run = played("mission", replications)
    reports = run.frame("reports")
    rank = reports.groupby("replication").cumcount()  # rows are in the order of ranks
    reports = reports.assign(report=rank)
    ours = reports.loc[reports["subject"] == subject, [*EVENT, "report"]]
    times = run.deliveries[["replication", "report", "occurred_ticks"]].drop_duplicates()
    first = ours.merge(times, on=["replication", "report"]).groupby(EVENT, as_index=False).min()
    hour = first["occurred_ticks"] % DAY / HOUR  # the clock starts at midnight
    evening = first[(hour >= 18) & (hour < 22)]
    return evening.assign(dawn=evening["occurred_ticks"] // DAY * DAY + 29 * HOUR)


def reaction(replications: int) -> Samples:
    """How long it takes until an attack on civilians is known, which is the first part of a reaction."""
    sectors = events("mission", "attack_on_civilians", SECTORS, replications)
    force = events("mission", "attack_on_civilians", ["force_commander"], replications)
    return {
        "sector": mean_days_until_known(sectors, replications),
        "force": mean_days_until_known(force, replications),
        "force_share": known_within(force, 2.8 * 24, replications),
    }


def mean_days_until_known(chosen: pd.DataFrame, replications: int) -> Sample:
    """The mean over the events that become known."""
    known = chosen.groupby("replication")["known_hours"].agg(["sum", "count"])
    known = known.reindex(range(replications), fill_value=0)
    return ratio(known["sum"].to_numpy(float) / 24, known["count"].to_numpy(float))


# --- Steps upwards


def steps(structure: str, replications: int) -> list[Sample]:
    """The share of the patterns found by a sector's patrols that reach each of three commanders."""
    deliveries = played(structure, replications).deliveries
    ours = deliveries[(deliveries["source"] == "patrols_timbuktu") & (deliveries["class"] == "pattern")]
    found = []
    for consumer in ("commander_timbuktu", "force_commander", "head_of_mission"):
        chosen = ours[ours["consumer"] == consumer]
        found.append(shared(chosen, chosen["outcome"] == "delivered", replications))
    return found


def filtering(replications: int) -> Samples:
    sector, force, mission = steps("mission", replications)
    filtered_sector, filtered_force, _ = steps("filtering", replications)
    attacks = events("mission", "attack_on_mission", [*SECTORS, "force_commander"], replications)
    known = attacks[attacks["known_hours"].notna()]
    above = known.loc[known["consumer"] == "force_commander", EVENT].assign(above=True)
    both = known[known["consumer"] != "force_commander"].merge(above, how="left", on=EVENT)
    return {
        "sector": sector,
        "force": force.by(sector).times(100),
        "force_overlay": filtered_force.by(filtered_sector).times(100),
        "mission": mission.by(force).times(100),
        "attacks": shared(both, both["above"].notna(), replications),
    }


# --- Backlogs


def backlog(replications: int) -> Samples:
    deliveries = played("backlog", replications).deliveries
    of_class = {name: deliveries[deliveries["class"] == name] for name in ("top", "low")}

    def unreviewed(chosen: pd.DataFrame) -> Sample:
        return shared(chosen, chosen["outcome"] != "delivered", replications)

    top, low = (unreviewed(of_class[name]) for name in ("top", "low"))

    def not_received(hours: float) -> Sample:
        watched = of_class["top"][of_class["top"]["watched_ticks"] > hours * HOUR]
        return shared(watched, ~(watched["latency_hours"] <= hours), replications)

    return {
        "all": unreviewed(deliveries),
        "lowest_bears": low - top,
        "top_unreviewed": top,
        "top_late": not_received(12),
        "top_very_late": not_received(7 * 24),
    }


def ages(replications: int) -> Samples:
    in_turn = played("backlog", replications).deliveries
    waiting = in_turn[in_turn["outcome"] == "in_flight"]
    age = waiting["watched_ticks"] / waiting.groupby("replication")["watched_ticks"].transform("max")
    older = age > 730 / 1600

    at_once = played("investigations", replications).deliveries
    cases = at_once[at_once["outcome"] == "in_flight"]
    aged = cases[cases["watched_ticks"] > 730 * DAY]
    return {
        "in_turn": shared(waiting[older], age[older] > 1000 / 1600, replications),
        "at_once": shared(aged, aged["watched_ticks"] > 1000 * DAY, replications),
        "closed": open_less_closed(in_turn),
    }


def open_less_closed(deliveries: pd.DataFrame) -> Sample:
    """The days that the backlog takes, at the pace of the year, less the mean age of what was finished."""
    by_replication = deliveries.groupby("replication")
    waiting = (deliveries["outcome"] == "in_flight").groupby(deliveries["replication"]).sum()
    latency = by_replication["latency_hours"]
    watched_days = by_replication["watched_ticks"].max() / DAY
    return Sample((waiting / latency.count() * watched_days - latency.mean() / 24).to_numpy(float))


# --- Hotlines, turnover, proficiency


def hotline(replications: int) -> Samples:
    deliveries = played("tips", replications).deliveries
    offices = deliveries[deliveries["consumer"] == "field_offices"]
    days = deliveries.groupby("replication")["watched_ticks"].max().to_numpy(float) / DAY
    reports = deliveries.drop_duplicates(["replication", "report"]).groupby("replication").size()
    return {
        "kept": shared(offices, offices["outcome"] == "delivered", replications),
        "volume": ratio(reports.to_numpy(float), days),
    }


def turnover(replications: int) -> Samples:
    def cost(structure: str, measure: Callable[[str], Sample]) -> Sample:
        return measure(f"{structure}_settled") - measure(structure)

    def timely(structure: str) -> Sample:
        table = played(structure, replications).outcomes
        within = ~table["consumer"].isin(["(all)", *PARTNERS]) & (table["class"] == "(all)")
        sums = table[within].groupby("replication")[["timely", "created"]].sum()
        return share(sums["timely"].to_numpy(float), sums["created"].to_numpy(float))

    def known(structure: str) -> Sample:
        chosen = events(structure, "attack", ["force_commander"], replications)
        return known_within(chosen, 24, replications)

    chains, cell = (cost(structure, timely) for structure in ("mission", "cell"))
    return {
        "chains": chains,
        "cell": cell,
        "cell_less_chains": cell - chains,
        "known": cost("cell", known) - cost("mission", known),
    }


def proficiency(replications: int) -> Samples:
    stations = played("tours", replications).stations
    done = {
        name: Sample(stations.loc[stations["station"] == name, "finished"].to_numpy(float))
        for name in ("half_a_year", "a_year", "for_good")
    }
    half, year = (done[name].by(done["for_good"]) for name in ("half_a_year", "a_year"))
    return {
        "half_a_year": half.times(100),
        "a_year": year.times(100),
        "newcomer": Sample(6 * (1 - half.values)),
    }


@dataclass(frozen=True)
class Point:
    """A reference point: what gives its samples, and in how many replications it is sharp enough."""

    samples: Callable[[int], Samples]
    replications: int


POINTS: Mapping[str, Point] = {
    "outtagouna": Point(outtagouna, 6),
    "ogossagou": Point(ogossagou, 6),
    "reaction": Point(reaction, 6),
    "filtering": Point(filtering, 3),
    "turnover": Point(turnover, 2),
    "backlog": Point(backlog, 9),
    "ages": Point(ages, 9),
    "hotline": Point(hotline, 20),
    "proficiency": Point(proficiency, 20),
}
