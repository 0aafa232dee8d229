"""A mission whose parts all differ, a study of it, and findings with invented numbers: nothing is run here.

There are three channels, two hurdles on one of them and one on another, two consumers, three classes and five
stations, and no two of them have the same number: a row that is taken from the wrong place is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import dedent
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest

from stovepipe.answers.findings.run import RunFindings
from stovepipe.inference.intervals import Estimate
from stovepipe.measures.fates.deliveries import COMPONENTS
from stovepipe.measures.fates.outcomes import ALL, WITHIN_HOURS
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import HOUR, Network
from stovepipe.scenario import Scenario, load
from stovepipe.study.reading.study import Study, make_study
from stovepipe.study.store.record import About, Record
from stovepipe.terms import CAUSE_KINDS, CauseKind

MISSION = """
    mission: Two commanders
    start: 2021-01-04
    horizon: 2 wk
    classes: {warning: {ltiov: 12 h}, pattern: {}, imagery: {}}
    sources:
      patrols:
        written_at: desk
        nation: NLD
        languages: {eng: 75 %, fra: 25 %}
        reports: {warning: 6 /day, pattern: 2 /day}
      drones: {written_at: cell, reports: {imagery: {value: 3 /day, range: [1 /day, 6 /day]}}}
    stations:
      desk: {stage: collection, posts: {clerks: {count: 1}}, work: 30 min}
      cell:
        title: the cell of all sources
        stage: analysis
        posts: {analysts: {count: 2, shift: {from: 08:00, to: 18:00}, tour: 4 d, change: block}}
        work: {exponential: {mean: {value: 1 h, range: [30 min, 2 h], evidence: cited, source: A book}}}
      translators: {stage: translation, reads: fra, writes: eng, posts: {linguists: {count: 3}}, work: 4 h}
      commander:
        stage: command
        reads: eng
        needs: [warning, pattern, imagery]
        posts: {commander: {count: 1}}
        work: 10 min
      governor: {stage: command, needs: warning, posts: {governor: {count: 1}}, work: 5 min}
    channels:
      desk -> cell: {transit: {value: 10 min, range: [5 min, 20 min], evidence: weak, source: Hearsay}}
      cell -> commander:
        transit: 30 min
        hurdles:
          reluctance: {probability: 10 %, otherwise: not_shared}
          language: {through: translators, otherwise: untranslated}
      desk -> governor:
        carries: warning
        transit: 2 h
        hurdles: {release: {probability: {value: 20 %, range: [5 %, 60 %]}, delay: 1 h}}
    """

STUDY: dict[str, Any] = {
    "study": "Which cell?",
    "base": "mission.yaml",
    "structures": {
        "base": {"title": "the cell as it is"},
        "third": {"title": "a third analyst", "set": {"stations.cell.posts.analysts.count": 3}},
        "open_doors": {"set": {"channels.cell -> commander.hurdles.reluctance.probability": "2 %"}},
    },
    "outcomes": {
        "timely": {"class": "warning", "consumer": "commander"},
        "lost": {},
        "delay": {"latency": "p90", "title": "time to arrive"},
        "backlog": {"station": "cell"},
    },
    "baseline": "base",
    "replications": 5,
    "factors": {
        "courier": "channels.desk -> cell.transit",
        "work": "stations.cell.work.exponential.mean",
        "release": "channels.desk -> governor.hurdles.release.probability",
        "analysts": {"paths": "stations.cell.posts.analysts.count", "range": [1, 4]},
        "officers": {
            "levels": {
                "none": {},
                "liaison": {"set": {"channels.cell -> commander.transit": "20 min"}},
                "embedded": {"set": {"channels.cell -> commander.transit": "5 min"}},
            }
        },
    },
}


@pytest.fixture(scope="session")
def two_commanders(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The mission, read."""
    path = tmp_path_factory.mktemp("two_commanders") / "mission.yaml"
    path.write_text(dedent(MISSION))
    return load(path)


@pytest.fixture(scope="session")
def network(two_commanders: Scenario) -> Network:
    """The mission, compiled."""
    return compile_network(two_commanders)


@pytest.fixture(scope="session")
def study(two_commanders: Scenario) -> Study:
    """The study."""
    return asked(two_commanders)


def asked(scenario: Scenario, **more: Any) -> Study:
    """The study with what is given in place of what it says; None takes a key away."""
    said = {key: value for key, value in (STUDY | more).items() if value is not None}
    return make_study(said, scenario.path.parent)


def estimate(value: float | None, half: float | None = 0.0, replications: int = 5) -> Estimate:
    """An estimate with an interval of this half-width; with none if that is None."""
    if value is None or half is None:
        return Estimate(value, None, None, 0.95, replications)
    return Estimate(value, value - half, value + half, 0.95, replications)


# --- a run -----------------------------------------------------------

DELIVERIES: Mapping[tuple[str, str], Mapping[str, float]] = {
    ("commander", "warning"): {
        "created": 100, "delivered": 60, "timely": 50, "lost_expired": 10, "lost_not_shared": 25,
        "in_flight": 5, "value": 40.0, "latency": 3.0,
    },
    ("commander", "pattern"): {
        "created": 40, "delivered": 30, "timely": 30, "lost_expired": 6, "in_flight": 4, "value": 24.0,
        "latency": 7.5,
    },
    ("commander", "imagery"): {
        "created": 20, "delivered": 4, "timely": 4, "lost_not_shared": 5, "lost_untranslated": 10,
        "in_flight": 1, "value": 3.0, "latency": 9.0,
    },
    ("governor", "warning"): {
        "created": 80, "delivered": 20, "timely": 16, "lost_expired": 12, "lost_not_released": 48,
        "in_flight": 0, "value": 10.0, "latency": 11.0,
    },
}  # fmt: skip
"""What becomes of the deliveries of one replication, in the mean; the latency is the mean of what arrived."""

CAUSES = ("expired", "not_shared", "untranslated", "not_released")
KINDS: Mapping[str, CauseKind] = {
    "not_shared": "meant",
    "not_released": "meant",
    "untranslated": "disposition",
}
"""What the causes stand for in the findings of which `told_apart` makes the tables; else all are failures."""
PLACES = {
    "expired": "cell",
    "not_shared": "cell -> commander",
    "untranslated": "translators",
    "not_released": "desk -> governor",
}
"""Where what is lost to each cause is lost."""

STEP = {"warning": HOUR // 10, "pattern": HOUR // 2, "imagery": HOUR}
"""Ticks from one delivery of a class to the next."""

PARTS = (0.5, 0.2, 0.1, 0.05, 0.1, 0.05)
"""Of a latency: what `COMPONENTS` take of it."""

WAITING = {
    "desk": (0.5, 0.5, 0.5, 0.5),
    "cell": (0.5, 0.5, 0.5, 6.5),
    "translators": (7.0, 7.0, 7.0, 5.0),
    "commander": (0.8, 0.8, 0.8, 0.8),
    "governor": (0.2, 0.2, 0.2, 0.2),
}
"""By station: the mean number of copies waiting in each of four replications."""

STAGES = ("collection", "analysis", "translation", "command", "command")
BUSY, MANNED = (60.0, 90.0, 95.0, 10.0, 3.0), (100.0, 200.0, 100.0, 40.0, 30.0)
CHANNELS = {
    "desk -> cell": (400, 380, 0, 12, 8, 0),
    "cell -> commander": (200, 115, 60, 15, 10, 70),
    "desk -> governor": (100, 44, 50, 0, 6, 0),
}
"""By channel: copies offered, passed, stopped, ended, under way; and those worked through."""

HURDLES = (
    ("cell -> commander", "reluctance", "reluctance", "not_shared", 40),
    ("cell -> commander", "language", "language", "untranslated", 20),
    ("desk -> governor", "release", "release", "not_released", 50),
)


Tables = Callable[[int], pd.DataFrame]
"""A table of a replication, by its number."""


def run_findings(scenario: Scenario, replications: int = 4, **instead: Tables) -> RunFindings:
    """What replications of the mission say, that were never run; with other tables instead of some."""
    about = About.of(compile_network(scenario), scenario.digest, 7)

    def told(name: str, numbers: Sequence[int]) -> Iterator[pd.DataFrame]:
        return ({**TABLES, **instead}[name](number) for number in numbers)

    return RunFindings(Record(about, tuple(range(replications)), told), scenario=scenario)


def told_apart() -> dict[str, Tables]:
    """The tables of the same replications, had the mission said that its causes are of these `KINDS`."""
    return {
        "outcomes": lambda number: _outcomes(number, KINDS),
        "deliveries": lambda number: _deliveries(number, KINDS),
    }


def _outcomes(number: int, kinds: Mapping[str, CauseKind] = MappingProxyType({})) -> pd.DataFrame:
    """One more arrives in every other replication and one less in the others: the means are as above."""
    more = 1 if number % 2 else -1
    rows = []
    for pair, said in DELIVERIES.items():
        consumer, report_class = pair
        row = {"consumer": consumer, "class": report_class, **{name: said[name] for name in ("created",)}}
        ended = {cause: said.get(f"lost_{cause}", 0) for cause in CAUSES}
        ended[max(CAUSES, key=lambda cause: ended[cause])] -= more
        row |= {f"{_end(cause, kinds)}_{cause}": count for cause, count in ended.items()}
        of_kind = {
            kind: sum(count for cause, count in ended.items() if kinds.get(cause, "failure") == kind)
            for kind in CAUSE_KINDS
        }
        row |= {"delivered": said["delivered"] + more, "timely": said["timely"] + more}
        row |= {"lost": of_kind["failure"] + of_kind["meant"], "in_flight": said["in_flight"]}
        row |= {"failed": of_kind["failure"], "meant": of_kind["meant"], "disposed": of_kind["disposition"]}
        row |= {
            f"{name}_{hours}_hours": count
            for hours in WITHIN_HOURS
            for name, count in (("delivered_within", _soon(pair, hours)), ("watched_for", said["created"]))
        }
        row |= {"value": said["value"], "latency_hours": row["delivered"] * said["latency"]}
        row |= {
            f"{part}_hours": share * row["latency_hours"]
            for part, share in zip(COMPONENTS, PARTS, strict=True)
        }
        rows.append(row)
    pairs = pd.DataFrame(rows)
    consumers = list(dict.fromkeys(consumer for consumer, _ in DELIVERIES))
    parts = []
    for consumer in consumers:
        mine = pairs[pairs["consumer"] == consumer]
        parts += [mine, _summed(mine, consumer)]
    return pd.concat([*parts, _summed(pairs, ALL)], ignore_index=True)


def _soon(pair: tuple[str, str], hours: int) -> int:
    """How many deliveries of `_deliveries` are made within so many hours."""
    return min(int(DELIVERIES[pair]["delivered"]), hours * HOUR // STEP[pair[1]])


def _summed(rows: pd.DataFrame, consumer: str) -> pd.DataFrame:
    total = rows.drop(columns=["consumer", "class"]).sum()
    return pd.DataFrame([{"consumer": consumer, "class": ALL, **total}])


def _end(cause: str, kinds: Mapping[str, CauseKind]) -> str:
    return "disposed" if kinds.get(cause) == "disposition" else "lost"


def _deliveries(_: int, kinds: Mapping[str, CauseKind] = MappingProxyType({})) -> pd.DataFrame:
    """What arrives does so at equal distances; what is lost is lost after 50 h, and the rest is in flight."""
    rows: list[tuple[str, str, str, str | None, int]] = []
    for (consumer, report_class), said in DELIVERIES.items():
        pair, step = (consumer, report_class), STEP[report_class]
        rows += [(*pair, "delivered", None, (place + 1) * step) for place in range(int(said["delivered"]))]
        for cause in CAUSES:
            rows += [(*pair, _end(cause, kinds), cause, 50 * HOUR)] * int(said.get(f"lost_{cause}", 0))
        rows += [(*pair, "in_flight", None, 100 * HOUR)] * int(said["in_flight"])
    table = pd.DataFrame(rows, columns=["consumer", "class", "outcome", "cause", "age_ticks"])
    table["place"] = table["cause"].map(PLACES).fillna("cell")
    table["watched_ticks"] = 100 * HOUR
    table["meant"] = table["cause"].map(lambda cause: kinds.get(cause) == "meant")
    return table.astype({"consumer": "category", "class": "category", "place": "category"}).assign(
        cause=pd.Categorical(table["cause"], categories=CAUSES)
    )


def station_rows(number: int) -> pd.DataFrame:
    """The table `stations` of a replication."""
    table = pd.DataFrame(
        {"station": list(WAITING), "stage": STAGES, "busy_hours": BUSY, "manned_hours": MANNED}
    )
    table["mean_waiting"] = [waiting[number] for waiting in WAITING.values()]
    for place, name in enumerate(
        ("peak_waiting", "mean_in_service", "mean_suspended", "mean_in_batch", "overtime_hours", "visits",
         "duplicated_hours", "rework_hours", "wasted_hours", "exposed", "silencings", "sorted",
         "missorted", "put_right"),
        start=1,
    ):  # fmt: skip
        table[name] = [100.0 * place + rank for rank in range(len(table))]
    return table


def _channels(_: int) -> pd.DataFrame:
    names = ["offered", "passed", "stopped", "ended", "under_way", "worked_through"]
    table = pd.DataFrame([(name, *counts) for name, counts in CHANNELS.items()], columns=["channel", *names])
    return table.assign(observed_hours=336.0, down_hours=0.0, held=0, mean_held=0.0)


def _hurdles(_: int) -> pd.DataFrame:
    return pd.DataFrame(HURDLES, columns=["channel", "hurdle", "kind", "cause", "stopped"])


def _no_stocks(_: int) -> pd.DataFrame:
    """No system of this mission keeps a stock."""
    numbers = ("observed_hours", "taken_in", "mean_stock", "level_hours", "mean_level")
    return pd.DataFrame(
        {"system": pd.Series(dtype="str"), **{name: pd.Series(dtype="float64") for name in numbers}}
    )


def rapport_rows(_: int, *rows: tuple[str, bool, float, float, float, int, int, int]) -> pd.DataFrame:
    """The table `rapport` of a replication: of no channel, unless stated."""
    shares, counts = ("first_rapport", "last_rapport", "mean_rapport"), ("useful", "useless", "stopped_short")
    table = pd.DataFrame(rows, columns=["channel", "moves", *shares, *counts])
    kinds = dict.fromkeys(shares, "float64") | dict.fromkeys(counts, "int64")
    return table.astype({"channel": "str", "moves": "bool"} | kinds)


def _queues(number: int) -> pd.DataFrame:
    """Four days; on the last of them twice as many wait, and one more is on duty. Rosters differ, too."""
    rows = [
        (
            station,
            24.0 * day,
            24.0 * (day + 1),
            waiting[number] * (2 if day == 3 else 1),
            10 * number + rank + (day == 3),
        )
        for rank, (station, waiting) in enumerate(WAITING.items())
        for day in range(4)
    ]
    columns = ["station", "from_hours", "to_hours", "mean_waiting", "most_on_duty"]
    return pd.DataFrame(rows, columns=columns)


def _timeline(_: int) -> pd.DataFrame:
    rows = [
        ("change", "cell", 30.0),
        ("change", "desk", 50.0),
        ("closing", "desk", 80.0),
        ("incident", "", 60.0),
    ]
    return pd.DataFrame(rows, columns=["kind", "station", "hours"])


def _nothing_happened(_: int) -> pd.DataFrame:
    """Nobody reports about anything in this mission."""
    return pd.DataFrame({"consumer": pd.Categorical([]), "subject": pd.Categorical([])})


def _nobody_asks(_: int) -> pd.DataFrame:
    """No station of this mission asks for anything."""
    return pd.DataFrame({"asker": pd.Categorical([]), "class": pd.Categorical([])})


TABLES: Mapping[str, Tables] = {
    "outcomes": _outcomes, "deliveries": _deliveries, "stations": station_rows, "channels": _channels,
    "hurdles": _hurdles, "systems": _no_stocks, "queues": _queues, "timeline": _timeline,
    "events": _nothing_happened, "knowledge": _nothing_happened, "rapport": rapport_rows,
    "requests": _nobody_asks,
}  # fmt: skip


@pytest.fixture(scope="session")
def run_of_four(two_commanders: Scenario) -> RunFindings:
    """The findings of four replications that were never run."""
    return run_findings(two_commanders)
