"""Logs of a small mission, as a user would hold them against it, and what comes of that."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from stovepipe.answers.findings.observation import ObservationFindings
from stovepipe.answers.questions.observation import AboutLog, observation
from stovepipe.engines import run
from stovepipe.measures.fates.deliveries import delivery_table
from stovepipe.network.calendar import unfold
from stovepipe.network.compiler import compile_network
from stovepipe.network.records import Network
from stovepipe.scenario import Scenario
from stovepipe.scenario.reading.observed_log import LogForm, ObservedLog, read_log
from stovepipe.study.reading.mission import study_of_mission
from stovepipe.study.store.record import About, Record

HEADER = ("report", "class", "consumer", "occurred", "read", "lost", "cause")


@lru_cache(maxsize=512)
def deliveries(scenario: Scenario, number: int, seed: int = 1) -> pd.DataFrame:
    """The deliveries of one replication."""
    network = _network(scenario)
    return delivery_table(run(network, unfold(network, seed, number)))


@lru_cache(maxsize=8)
def _network(scenario: Scenario) -> Network:
    return compile_network(scenario)


def write_log(path: Path, scenario: Scenario, table: pd.DataFrame, losses: bool = True) -> Path:
    """What somebody with a clock that shows minutes would have written down of these deliveries."""

    def clock(ticks: int) -> str:
        time = scenario.mission.begins + dt.timedelta(microseconds=int(ticks))
        return time.strftime("%Y-%m-%d %H:%M")

    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER if losses else HEADER[:5])
        for row in table.to_dict("records"):
            end = clock(row["occurred_ticks"] + row["age_ticks"])
            lost = row["outcome"] in ("lost", "disposed")
            cells = [f"r{row['report']}", row["class"], row["consumer"], clock(row["occurred_ticks"])]
            cells += [end if row["outcome"] == "delivered" else ""]
            cells += [end if lost else "", row["cause"] if lost else ""] if losses else []
            writer.writerow(cells)
    return path


def text_log(path: Path, text: str) -> Path:
    """A log of these lines."""
    path.write_text(text, encoding="utf-8")
    return path


def held(
    scenario: Scenario,
    path: Path,
    replications: Sequence[int] = range(19),
    about: AboutLog | None = None,
    level: float = 0.95,
    against: Scenario | None = None,
) -> ObservationFindings:
    """A log held against replications of a mission, with nothing kept.

    Args:
        scenario: the mission.
        path: the path of the log.
        replications: their numbers.
        about: what is said about the log.
        level: 1 less the level of the test.
        against: unused unless another mission than `scenario` is to be run.
    """
    run = against or scenario
    log: ObservedLog = read_log(path, run.mission)
    study = study_of_mission(run, len(replications), level=level)
    question = observation(study, log, LogForm(), about or AboutLog())
    about_run = About.of(compile_network(run), run.digest, 1)

    def load(name: str, numbers: Sequence[int]) -> Any:
        assert name == "deliveries"
        return (deliveries(run, number) for number in numbers)

    return ObservationFindings(
        log=log,
        window=question.window,
        begin_stated=question.about.begin is not None,
        sample=question.about.sample,
        record=Record(about_run, tuple(replications), load),
        scenario=run,
        level=level,
        remarks=question.remarks,
    )
