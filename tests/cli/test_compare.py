"""`stovepipe compare` and `stovepipe select`: what they print, keep and refuse."""

import json
import re
import signal
import time
from pathlib import Path
from textwrap import dedent

import pytest

from stovepipe.study.store.store import SESSIONS
from tests.cli.conftest import Command, Started
from tests.environment import PATIENCE
from tests.study.running.cluster import cluster

STUDY = """
    study: More analysts
    base: cell.yaml
    structures:
      two: {title: two analysts}
      three: {title: three analysts, set: {stations.cell.posts.analysts.count: 3}}
    outcomes:
      timely: {class: warning}
      backlog: {station: cell}
    baseline: two
    replications: 6
    selection: {outcome: timely, indifference: 5 points, at_least: 5}
    """


@pytest.fixture(autouse=True)
def asked(somewhere: Path) -> Path:
    path = somewhere / "more.yaml"
    path.write_text(dedent(STUDY))
    return path


def changed(old: str, new: str) -> None:
    path = Path("more.yaml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a store but the log of sessions, which tells times."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != SESSIONS
    }


def test_compare_prints_estimates_differences_and_a_verdict(stovepipe: Command) -> None:
    answer = stovepipe("compare", "more.yaml", "--workers", "1")
    assert answer.code == 0
    assert "More analysts: estimates" in answer.out
    assert "More analysts: differences" in answer.out
    last = answer.out.splitlines()[-1]
    assert last.startswith("With three analysts, the mean backlog (cell) is ")
    assert " copies lower than with two analysts (" in last
    first, *_, end = answer.err.splitlines()
    assert first.startswith("12 replications to run: about ")
    assert first.endswith(" with 1 worker")
    assert "12 of 12 replications in " in answer.err
    assert end == "The results are in results/more"


def test_the_summary_is_in_the_store(stovepipe: Command) -> None:
    answer = stovepipe("compare", "more.yaml", "--out", "out", "--figures", "--quiet", "--workers", "1")
    assert answer.err == ""
    summary = Path("out/summary")
    drawn = ("comparison_differences", "comparison_ranking", "comparison_incidence")
    figures = {f"{name}.{end}" for name in drawn for end in ("svg", "png")}
    names = ("comparison_estimates", "comparison_differences", "comparison_ranking")
    tables = {f"{name}.{end}" for name in names for end in ("csv", "parquet")} | {"comparison.txt"}
    assert {path.name for path in summary.iterdir()} == figures | tables
    assert (summary / "comparison.txt").read_text().strip() in answer.out
    stovepipe("compare", "more.yaml", "--out", "out", "--quiet", "--workers", "1", "-n", "7")
    assert {path.name for path in summary.iterdir()} == tables


def test_json_says_the_same(stovepipe: Command) -> None:
    answer = stovepipe("compare", "more.yaml", "--json", "--quiet", "--level", "0.9", "--workers", "1")
    said = json.loads(answer.out)
    assert (said["level"], said["family"], said["folder"]) == (0.9, 2, "results/more")
    assert said["verdict"] == Path("results/more/summary/comparison.txt").read_text().strip()
    assert [row["structure"] for row in said["differences"]] == ["three", "three"]


def test_what_is_there_is_not_run_again_and_more_adds_to_it(stovepipe: Command) -> None:
    first = stovepipe("compare", "more.yaml", "--workers", "1")
    again = stovepipe("compare", "more.yaml", "--workers", "1")
    assert again.out == first.out
    assert again.err == "The results are in results/more\n"
    more = stovepipe("compare", "more.yaml", "-n", "8", "--workers", "1")
    assert more.err.startswith("4 replications to run, 12 are there already: about ")
    assert "across 8 replications" in more.out


def test_another_seed_is_another_study(stovepipe: Command) -> None:
    first, second = (
        stovepipe("compare", "more.yaml", "--quiet", "--workers", "1", *seed)
        for seed in ((), ("--seed", "2"))
    )
    assert first.out != second.out


def test_a_precision_is_reached_in_stages_that_are_said(stovepipe: Command) -> None:
    changed("replications: 6", "precision: {outcome: backlog, half_width: 0.1, at_least: 3, at_most: 80}")
    answer = stovepipe("compare", "more.yaml", "--workers", "1")
    assert answer.code == 0
    assert "After 3 replications the widest interval of backlog is ±" in answer.err
    assert "6 replications to run: " in answer.err
    (used,) = re.findall(
        r"After (\d+) replications of each structure, differences of mean backlog", answer.out
    )
    assert 3 < int(used) <= 80
    short = stovepipe("compare", "more.yaml", "-n", "2", "--quiet", "--workers", "1")
    assert "across 2 replications" in short.out
    assert "as well as asked" not in short.out


def test_select_says_whom_and_on_which_terms(stovepipe: Command) -> None:
    answer = stovepipe("select", "more.yaml", "--workers", "1")
    assert answer.code == 0
    assert "More analysts: selection by share timely, warning (more is better)" in answer.out
    assert re.search(
        r"select (two|three) analysts: if the best leads every other by 5 points or more", answer.out
    )
    assert Path("results/more/summary/selection.csv").exists()
    said = json.loads(stovepipe("select", "more.yaml", "--json", "--quiet", "--workers", "1").out)
    assert said["verdict"] == answer.out.splitlines()[-1]
    assert said["spent"] == sum(row["replications"] for row in said["structures"])


def test_validate_knows_a_study(stovepipe: Command) -> None:
    assert stovepipe("validate", "more.yaml").out == (
        "more.yaml: sound. More analysts: 2 structures, 2 outcomes.\n"
    )
    changed("station: cell", "station: cel")
    answer = stovepipe("validate", "more.yaml")
    assert answer.code == 1
    assert 'there is no station "cel"' in answer.err
    said = json.loads(stovepipe("validate", "more.yaml", "--json").out)
    assert said["problems"][0]["line"] == 9


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("structures:", "structurs:", 'did you mean "structures"?'),
        ("analysts.count: 3", "analysts.count: -3", "more.yaml:6:76: stations.cell.posts.analysts.count"),
        ("base: cell.yaml", "base: cel.yaml", "there is no file cel.yaml"),
        (
            "  three: {title: three analysts, set: {stations.cell.posts.analysts.count: 3}}\n",
            "",
            "two structures",
        ),
        ("replications: 6", "replications: 1", "two replications or more"),
        ("study: More analysts", "mission: More analysts", "mission"),
    ],
)
def test_a_study_that_cannot_be_carried_out_is_refused(
    stovepipe: Command, old: str, new: str, said: str
) -> None:
    changed(old, new)
    answer = stovepipe("compare", "more.yaml", "--workers", "1")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not Path("results").exists(), "nothing is left behind"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("compare", "more.yaml", "-n", "1"),
            "two replications or more are needed",
        ),
        (("compare", "more.yaml", "--level", "95"), "--level: a number from 0.5"),
        (("compare", "more.yaml", "--workers", "2", "--scheduler", "tcp://here:1"), "give one of the two"),
        (("compare", "nowhere.yaml"), "nowhere.yaml:1:1: cannot be read"),
        (
            ("compare", "more.yaml", "--out", "cell.yaml"),
            "cell.yaml is a file, not a folder; choose another name",
        ),
        (("compare", "more.yaml", "--out", "cell.yaml/out"), "cannot be written: not a directory"),
        (("compare", "more.yaml", "--out", "."), "is not empty and holds no results"),
    ],
)
def test_wrong_usage_is_refused_in_a_line(stovepipe: Command, words: tuple[str, ...], said: str) -> None:
    answer = stovepipe(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_summary_that_cannot_be_written_is_said_before_anything_is_run(stovepipe: Command) -> None:
    stovepipe("compare", "more.yaml", "--out", "out", "-n", "2", "--quiet", "--workers", "1")
    for file in Path("out/summary").iterdir():
        file.unlink()
    Path("out/summary").rmdir()
    Path("out/summary").write_text("mine")
    answer = stovepipe("compare", "more.yaml", "--out", "out", "-n", "2", "--workers", "1")
    assert answer.code == 2
    assert answer.err == "out/summary cannot be used: it is not a folder\n"


def test_select_without_a_selection_says_what_to_write(stovepipe: Command) -> None:
    changed("selection: {outcome: timely, indifference: 5 points, at_least: 5}", "")
    answer = stovepipe("select", "more.yaml")
    assert answer.code == 2
    assert "does not say how the best is to be found; write, for example, selection:" in answer.err


def wait_for_parts(folder: Path, number: int) -> None:
    until = time.monotonic() + PATIENCE
    while len(list(folder.rglob("*.parquet"))) < number:
        assert time.monotonic() < until, "the study does not get on"
        time.sleep(0.01)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_study_that_was_killed_goes_on_to_the_same_bytes(
    started: Started, stovepipe: Command, workers: str
) -> None:
    words = ("compare", "more.yaml", "-n", "32", *(["--figures"] if workers == "1" else []))
    process = started(*words, "--out", "out", "--workers", workers)
    wait_for_parts(Path("out"), 2)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not Path("out/summary").exists()
    resumed = stovepipe(*words, "--out", "out", "--workers", "1")
    assert resumed.code == 0
    assert "are there already" in resumed.err
    stovepipe(*words, "--out", "whole", "--workers", "1", "--quiet")
    assert everything(Path("out")) == everything(Path("whole"))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_was_finished_and_says_how_to_go_on(
    started: Started, stovepipe: Command, sent: signal.Signals
) -> None:
    process = started("compare", "more.yaml", "--out", "out", "-n", "40", "--workers", "1", "--seed", "3")
    wait_for_parts(Path("out"), 1)
    process.send_signal(sent)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    (kept,) = re.findall(r"Interrupted. (\d+) replications? (?:is|are) kept in out. To continue:", err)
    assert 1 <= int(kept) < 80
    (command,) = (line.strip() for line in err.splitlines() if line.startswith("    stovepipe"))
    assert command == "stovepipe compare more.yaml --out out -n 40 --workers 1 --seed 3"
    again = stovepipe(*command.split()[1:])
    assert again.code == 0
    assert f" to run, {kept} are there already" in again.err


def test_a_cluster_gives_the_same_bytes_as_one_process(stovepipe: Command, tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as running:
        there = stovepipe("compare", "more.yaml", "--out", "there", "--scheduler", running.address)
    assert there.code == 0
    assert f" of one core's time, on the cluster {running.address}" in there.err
    here = stovepipe("compare", "more.yaml", "--out", "here", "--workers", "1", "--quiet")
    assert there.out == here.out
    assert everything(Path("there")) == everything(Path("here"))
