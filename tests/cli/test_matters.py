"""`stovepipe sensitivity` and `stovepipe attribute`: what they print, keep and refuse."""

import json
import re
import signal
import time
from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest

from tests.cli.conftest import Command, Started
from tests.cli.test_compare import everything
from tests.environment import PATIENCE

STUDY = """
    study: What matters
    base: cell.yaml
    set: {horizon: 1 wk}
    factors:
      work: stations.cell.work.exponential.mean
      reluctance: {paths: channels.*.hurdles.reluctance.probability, range: [0 %, 40 %], together: true}
    outcomes:
      timely: {class: warning}
      lost: {}
    sensitivity: {method: morris, points: 4}
    attribution: {mechanisms: [rapport, turnover, learning]}
    replications: 3
    """


@pytest.fixture(autouse=True)
def asked(somewhere: Path) -> Path:
    path = somewhere / "matters.yaml"
    path.write_text(dedent(STUDY))
    return path


def changed(old: str, new: str) -> None:
    path = Path("matters.yaml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_what_is_varied_and_its_cost_are_said_before_anything_runs(stovepipe: Command) -> None:
    answer = stovepipe("sensitivity", "matters.yaml", "--plan", "--workers", "1")
    assert answer.code == 0
    rows = {line.split()[0]: line.split() for line in answer.out.splitlines() if line}
    assert rows["work"] == ["work", "1", "h", "0.5", "h", "2", "h", "cited", "1"]
    assert rows["reluctance"] == ["reluctance", "10", "%", "0", "%", "40", "%", "assumed", "1"]
    assert "36 replications at 12 points: about " in answer.out
    assert not Path("results").exists()


def test_the_highest_cost_is_said_where_points_may_be_doubled(stovepipe: Command) -> None:
    changed("points: 4", "points: 4, at_most: 20")
    answer = stovepipe("sensitivity", "matters.yaml", "--plan", "--json")
    assert json.loads(answer.out)["cost"]["points"] == 12
    assert json.loads(answer.out)["at_most"] == {"points": 48, "replications": 144}


def test_screening_prints_tables_and_a_verdict_and_keeps_tidy_tables(stovepipe: Command) -> None:
    answer = stovepipe("sensitivity", "matters.yaml", "--workers", "1", "--out", "out", "--figures")
    assert answer.code == 0
    assert "What matters: what is varied" in answer.err
    assert "share timely, warning: elementary effects" in answer.out
    assert "For the timely share (warning), " in answer.out
    summary = Path("out/summary")
    table = pd.read_csv(summary / "sensitivity_indices.csv", keep_default_na=False)
    assert set(table["factor"]) == {"work", "reluctance"}
    assert set(table["measure"]) == {"mu_star", "mu", "sigma", "by_noise", "matters"}
    known = table[table["low"] != ""]
    assert set(known["measure"]) == {"mu_star", "mu", "sigma"}
    assert (known["low"].astype(float) <= known["estimate"].astype(float)).all()
    pd.testing.assert_frame_equal(
        pd.read_parquet(summary / "sensitivity_outputs.parquet"),
        pd.read_csv(summary / "sensitivity_outputs.csv"),
        check_dtype=False,
    )
    assert (summary / "sensitivity_timely_morris.svg").exists()
    assert (summary / "sensitivity.txt").read_text().strip() in answer.out


@pytest.mark.parametrize(
    ("method", "figures"),
    [
        ("method: sobol, points: 8, second_order: true", {"timely_indices", "timely_pairs"}),
        ("method: pawn, points: 50", {"timely_pawn"}),
        ("method: tornado", {"timely_tornado"}),
        # Two replications of a week tell of no limit, and without one there is nothing to draw.
        ("method: prim, points: 24, failure: {outcome: timely, under: 80 %}", set()),
    ],
)
def test_every_method_runs_from_the_file_to_the_figure(
    stovepipe: Command, method: str, figures: set[str]
) -> None:
    changed("method: morris, points: 4", method)
    answer = stovepipe(
        "sensitivity", "matters.yaml", "--workers", "1", "--out", "out", "--figures", "-n", "2", "--json"
    )
    assert answer.code == 0
    assert json.loads(answer.out)["replications"] == 2
    drawn = {path.stem for path in Path("out/summary").glob("sensitivity_timely_*.svg")}
    assert drawn == {f"sensitivity_{name}" for name in figures}


def test_where_a_comparison_flips(stovepipe: Command) -> None:
    """One analyst less is worse wherever there is anything to do."""
    changed(
        "factors:",
        "structures: {two: {}, one: {set: {stations.cell.posts.analysts.count: 1}}}\nfactors:",
    )
    changed("method: morris, points: 4", "method: verdict, compare: [two, one], points: 16")
    answer = stovepipe("sensitivity", "matters.yaml", "--workers", "1", "--figures")
    assert answer.code == 0
    assert "The method verdict found nothing that can be drawn." in answer.err
    assert "two beats one in about 100 % (" in answer.out
    assert " of the input space" in answer.out


def test_points_double_until_the_ranking_is_stable_or_the_most_is_reached(stovepipe: Command) -> None:
    changed("points: 4", "points: 4, at_most: 8, leading: 2")
    answer = stovepipe("sensitivity", "matters.yaml", "--workers", "1", "--json", "--quiet")
    said = json.loads(answer.out)
    assert said["ranking_stable"] == (said["base_points"] == 4) or said["base_points"] == 8
    once = stovepipe("sensitivity", "matters.yaml", "--workers", "1", "--json", "--quiet")
    assert json.loads(once.out) == said


def test_attribution_prints_values_that_add_up(stovepipe: Command) -> None:
    answer = stovepipe("attribute", "matters.yaml", "--workers", "1", "--out", "out", "--figures")
    assert answer.code == 0
    assert "Of what is lost, " in answer.out
    table = pd.read_csv(Path("out/summary/attribution.csv"), keep_default_na=False)
    whole = table[(table["outcome"] == "lost") & (table["cause"] == "")]
    values = whole[whole["measure"] == "value"]["estimate"].astype(float)
    (total,) = whole[whole["measure"] == "total"]["estimate"].astype(float)
    assert values.sum() == pytest.approx(total, abs=1e-12)
    causes = table[(table["outcome"] == "lost") & (table["cause"] != "") & (table["measure"] == "value")]
    by_cause = causes.groupby("mechanism")["estimate"].sum()
    for name, value in zip(whole["mechanism"], whole["estimate"].astype(float), strict=True):
        if name in by_cause and not whole[whole["mechanism"] == name]["with"].any():
            assert by_cause[name] == pytest.approx(value, abs=1e-12)
    assert Path("out/summary/attribution_lost.png").exists()


@pytest.mark.parametrize("command", ["sensitivity", "attribute"])
def test_killed_and_resumed_the_store_has_the_same_bytes(
    started: Started, stovepipe: Command, command: str
) -> None:
    process = started(command, "matters.yaml", "--workers", "1", "--out", "out", "-n", "12")
    until = time.monotonic() + PATIENCE
    while len(list(Path("out").glob("parts/*/*.parquet"))) < 3:
        assert time.monotonic() < until, "the study does not get on"
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert stovepipe(command, "matters.yaml", "--workers", "1", "--out", "out", "-n", "12").code == 0
    stovepipe(command, "matters.yaml", "--workers", "1", "--out", "whole", "-n", "12")
    assert everything(Path("out")) == everything(Path("whole"))


def test_ctrl_c_says_how_to_go_on(started: Started) -> None:
    process = started("sensitivity", "matters.yaml", "--workers", "1", "--out", "out", "-n", "50")
    until = time.monotonic() + PATIENCE
    while not list(Path("out").glob("parts/*/*.parquet")):
        assert time.monotonic() < until, "the study does not get on"
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert re.search(r"Interrupted. \d+ replications? (is|are) kept in out. To continue:", err)
    assert "stovepipe sensitivity matters.yaml --workers 1 --out out -n 50" in err


def test_seed_0_is_a_seed_like_any_other(stovepipe: Command) -> None:
    said = [
        json.loads(stovepipe("sensitivity", "matters.yaml", "--workers", "1", "--json", "--seed", seed).out)
        for seed in ("0", "1")
    ]
    assert said[0]["seed"] == 0
    assert said[0]["indices"] != said[1]["indices"]


@pytest.mark.parametrize(
    ("command", "old", "new", "said"),
    [
        ("sensitivity", "stations.cell.work", "statons.cell.work", 'did you mean "stations.cell.work.'),
        ("sensitivity", "method: morris", "method: moris", 'did you mean "morris"?'),
        ("sensitivity", "range: [0 %, 40 %], ", "", "give it one: {value:"),
        ("sensitivity", "morris, points: 4", "sobol, points: 7", "needs 8 points or more, not 7"),
        ("sensitivity", "morris, points: 4", "pawn, points: 20", "write 50 or more"),
        ("attribute", "attribution:", "description:", "description"),
        ("attribute", "turnover", "turnovr", 'did you mean "turnover"?'),
        ("attribute", "turnover", "rotation", "write absence and turnover"),
    ],
)
def test_what_cannot_be_answered_is_said_with_exit_code_2(
    stovepipe: Command, command: str, old: str, new: str, said: str
) -> None:
    changed(old, new)
    answer = stovepipe(command, "matters.yaml", "--workers", "1", "--quiet")
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err


@pytest.mark.parametrize(
    ("command", "where"), [("sensitivity", "design point "), ("attribute", "(mechanisms on = none)")]
)
def test_an_outcome_that_is_not_defined_is_said_and_ends_nothing_but_itself(
    stovepipe: Command, command: str, where: str
) -> None:
    changed("timely: {class: warning}", "latency: 99 %")
    answer = stovepipe(command, "matters.yaml", "--workers", "1", "--quiet")
    assert answer.code == 0
    lost, latency = answer.out.splitlines()[-2:]
    assert "share lost" in lost
    assert "is left out of the answer: " in latency
    assert where in latency
    changed("  lost: {}\n", "")
    answer = stovepipe(command, "matters.yaml", "--workers", "1", "--quiet")
    assert (answer.code, answer.out) == (2, "")
    assert where in answer.err


def test_a_study_without_the_question_says_which_section_is_missing(stovepipe: Command) -> None:
    text = Path("matters.yaml").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("attribution")]
    Path("matters.yaml").write_text("\n".join(lines))
    answer = stovepipe("attribute", "matters.yaml")
    assert answer.code == 2
    assert "no section attribution; write, for example, attribution: {mechanisms: all}" in answer.err
