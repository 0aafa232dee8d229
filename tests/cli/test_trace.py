import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_trace_tells_the_life_of_a_report(stovepipe: Command) -> None:
    answer = stovepipe("trace", "cell.yaml", "--report", "patrols/3")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("patrols/3 in replication 0 of A cell, seed 1\n")
    assert "What happened to it" in answer.out
    assert "What became of it" in answer.out


def test_trace_follows_the_replication_and_seed_that_are_asked_for(stovepipe: Command) -> None:
    def occurred(*options: str) -> str:
        answer = stovepipe("trace", "cell.yaml", "--report", "patrols/3", "--json", *options)
        said: str = json.loads(answer.out)["occurred"]
        return said

    assert len({occurred(), occurred("--replication", "1"), occurred("--seed", "2")}) == 3
    assert occurred("--replication", "1") == occurred("--replication", "1")


def test_trace_finds_a_fate(stovepipe: Command) -> None:
    answer = stovepipe("trace", "cell.yaml", "--find", "lost:not_shared", "--json")
    assert json.loads(answer.out)["deliveries"][0]["cause"] == "not_shared"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--report", "patrol/3"], 'cell.yaml: there is no source "patrol"; did you mean "patrols"?\n'),
        (["--report", "patrols/100000"], "the last is patrols/"),
        ([], "cell.yaml: name a report (SOURCE/N) or a fate to find"),
        (
            ["--find", "lost:not_shred"],
            'lost to "not_shred" in this mission, in no replication; did you mean "not_shared"?',
        ),
        (["--event", "raid/1"], 'there is no topic or incident "raid"'),
        (["--event", "raid/1", "--report", "patrols/1"], "report, find or event: name one of the three"),
        (
            ["--report", "patrols/1", "--replication", "-1"],
            "--replication: a whole number is needed, 0 or more",
        ),
        (["--report", "patrols/1", "--replication", "9" * 12], "replications are numbered from 0 to"),
    ],
)
def test_trace_says_what_is_wrong_in_one_line(stovepipe: Command, options: list[str], said: str) -> None:
    answer = stovepipe("trace", "cell.yaml", *options)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_trace_is_quiet_if_asked(stovepipe: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    text = Path("cell.yaml").read_text()
    unmet = "hurdles: {other: {more_than: 0, probability: 5 %, otherwise: stopped}, "
    Path("cell.yaml").write_text(text.replace("hurdles: {", unmet))
    loud, quiet = (stovepipe("trace", "cell.yaml", "--report", "patrols/1", *words) for words in ([], ["-q"]))
    assert loud.err.startswith("warning: cell.yaml:")
    assert (quiet.err, quiet.out) == ("", loud.out)


def test_trace_of_an_unsound_mission_says_what_is_wrong_with_it(stovepipe: Command) -> None:
    Path("cell.yaml").write_text(Path("cell.yaml").read_text().replace("ltiov", "ltoiv"))
    answer = stovepipe("trace", "cell.yaml", "--report", "patrols/1")
    assert answer.code == 2
    assert 'did you mean "ltiov"?' in answer.err


def test_trace_does_not_run_what_is_larger_than_its_limits(stovepipe: Command) -> None:
    with Path("cell.yaml").open("a") as mission:
        mission.write("limits: {reports: 5}\n")
    answer = stovepipe("trace", "cell.yaml", "--report", "patrols/1")
    assert answer.code == 2
    assert "limits.reports" in answer.err


def test_trace_tells_the_history_of_an_event(stovepipe: Command) -> None:
    text = Path("cell.yaml").read_text()
    assert "topics" not in text
    Path("watched.yaml").write_text(
        "extends: cell.yaml\n"
        "sources: {patrols: {reports: {warning: {rate: 6 /day, about: raid}}}}\n"
        "topics: {raid: {rate: 1 /day, lasts: 2 d, known_within: 1 d}}\n"
    )
    answer = stovepipe("trace", "watched.yaml", "--event", "raid/2")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("raid/2 in replication 0 of A cell, seed 1\n")
    assert "Who reported about it" in answer.out
    assert "Who came to know of it" in answer.out
    said = json.loads(stovepipe("trace", "watched.yaml", "--event", "raid/2", "--json").out)
    assert said["event"] == "raid/2"
    report = said["reports"][0]["report"]
    life = stovepipe("trace", "watched.yaml", "--report", report)
    assert "\nabout raid/2, which began " in life.out
    assert json.loads(stovepipe("trace", "watched.yaml", "--report", report, "--json").out)["about"] == {
        "subject": "raid", "number": 2, "began": said["began"],
    }  # fmt: skip
