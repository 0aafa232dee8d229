"""`stovepipe observe`: a mission held against a log, as a user meets it."""

import json
from pathlib import Path

import pytest

from stovepipe.scenario import load
from tests.cli.conftest import Command
from tests.observed import deliveries, write_log

OBSERVE = ("observe", "cell.yaml", "log.csv", "-n", "19", "--workers", "1")


@pytest.fixture
def log(somewhere: Path) -> Path:
    scenario = load("cell.yaml")
    return write_log(somewhere / "log.csv", scenario, deliveries(scenario, 1000))


def test_it_prints_tables_and_a_verdict_and_keeps_them(stovepipe: Command, log: Path) -> None:
    answer = stovepipe(*OBSERVE, "--figures")
    assert answer.code == 0
    assert answer.out.startswith("A cell: a log beside it\n")
    assert answer.out.splitlines()[-1].startswith("Verdict: the log could be one of this mission's (p = ")
    kept = {path.name for path in Path("results/cell/summary").iterdir()}
    assert {"observe.txt", "observe_compared.csv", "observe_curves.parquet", "observe_incidence.svg"} <= kept
    assert stovepipe(*OBSERVE, "--quiet").out == answer.out, "what is there is used"


def test_json_says_the_same_and_a_run_of_the_mission_is_used(stovepipe: Command, log: Path) -> None:
    stovepipe("run", "cell.yaml", "-n", "19", "--workers", "1")
    answer = stovepipe(*OBSERVE, "--json")
    data = json.loads(answer.out)
    assert (data["mission"], data["replications"], data["differs"]) == ("A cell", 19, False)
    assert "replications to run" not in answer.err
    assert stovepipe(*OBSERVE, "--json", "--seed", "2", "--out", "other").out != answer.out


def test_what_is_wrong_in_the_log_is_said_with_its_place(stovepipe: Command, log: Path) -> None:
    text = log.read_text().replace("warning", "warnign", 1)
    log.write_text(text)
    answer = stovepipe(*OBSERVE)
    assert (answer.code, answer.out) == (2, "")
    place, said = answer.err.split(": ", 1)
    assert place.startswith("log.csv:")
    assert said == '"warnign" is not a class of reports; did you mean "warning"?\nlog.csv: 1 problem found\n'
    assert not Path("results").exists(), "nothing is made of it"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--column", "seen"], '--column: a name and a column are needed, such as read=read_at, not "seen"'),
        (
            ["--from", "05/01/2021"],
            '--from: "05/01/2021" is a date that could have the day',
        ),
        (["--until", "2020-01-01"], "no row occurred from"),
        (["--unseen", "expird"], 'nothing is ever lost to "expird" in the mission; did you mean "expired"?'),
        (["-n", "5"], "5 replications cannot tell a difference at a level of 95 %: run 19 or more"),
        (["--format", "%Q"], "%Q cannot be used"),
        (["--column", "read=seen"], 'log.csv has no column "seen"'),
    ],
)
def test_options_that_cannot_be_meant_are_refused(
    stovepipe: Command, log: Path, options: list[str], said: str
) -> None:
    answer = stovepipe(*OBSERVE, *options)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_what_is_left_out_is_said_unless_quiet(stovepipe: Command, log: Path) -> None:
    loud, quiet = (
        stovepipe(*OBSERVE, "--until", "2021-01-11"),
        stovepipe(*OBSERVE, "--until", "2021-01-11", "-q"),
    )
    assert "did not occur from 2021-01-04" in loud.err
    assert quiet.err == ""
    assert loud.out == quiet.out


def test_the_plan_runs_nothing(stovepipe: Command, log: Path) -> None:
    assert "19 replications" in stovepipe(*OBSERVE, "--plan").err + stovepipe(*OBSERVE, "--plan").out
    assert not Path("results").exists()
