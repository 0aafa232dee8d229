import csv
import errno
import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

import stovepipe as package
from stovepipe.cli import run as run_module
from stovepipe.engines.invariants import InvariantError
from stovepipe.scenario.size import Size
from stovepipe.study.store import files
from stovepipe.study.store.lock import Lock
from tests.cli.conftest import Command

RUN = ("run", "cell.yaml", "-n", "3", "--workers", "1")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a results folder but the manifest, which tells times."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "manifest.json"
    }


def test_a_run_prints_its_table_its_bottleneck_and_a_verdict(stovepipe: Command) -> None:
    answer = stovepipe(*RUN)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0] == "A cell: what became of the deliveries"
    headings = ["created", "delivered", "timely", "lost", "in flight", "median", "90 % by", "lost mainly to"]
    assert [word for word in headings if word not in lines[1]] == []
    assert any(line.startswith("  warning ") and "expired" in line and "(" in line for line in lines)
    assert any(line.startswith("Bottleneck: cell, where people are at work ") for line in lines)
    assert lines[-1].startswith("Verdict: ")


def test_without_a_terminal_the_output_is_plain(stovepipe: Command) -> None:
    answer = stovepipe(*RUN)
    printable = set(answer.out + answer.err) - {"\n"}
    assert all(character.isprintable() for character in printable), "no escape sequences"
    assert not any("\u2500" <= character <= "\u257f" for character in printable), "no box drawing"


def test_lines_are_as_wide_as_they_need_to_be_whatever_the_terminal(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    narrow = stovepipe(*RUN, "--out", "narrow").out
    monkeypatch.setenv("COLUMNS", "200")
    assert stovepipe(*RUN, "--out", "wide").out == narrow


def test_progress_and_remarks_go_to_the_standard_error(stovepipe: Command) -> None:
    answer = stovepipe(*RUN)
    assert "3 replications with about 168 reports and 319 visits" in answer.err
    assert "1 of 3 replications\n" in answer.err
    assert "2 of 3 replications, about " in answer.err
    assert "3 of 3 replications in " in answer.err
    assert "The results are in results/cell" in answer.err
    assert "replications with" not in answer.out


@pytest.mark.parametrize(
    ("workers", "figures", "said"),
    [
        (1, False, "about 30 s and 500 MB with 1 worker"),
        (2, False, "about 22 s and 1,150 MB with 2 workers"),  # two rounds of 10 s, and 2 s to start them
        (3, True, "about 12 s and 1,550 MB with 3 workers, and then the figures"),
    ],
)
def test_the_estimate_counts_the_start_of_workers_and_says_what_comes_on_top(
    workers: int, figures: bool, said: str
) -> None:
    expected = Size(
        reports=168,
        visits=319,
        deliveries=168,
        posts=3,
        spells=9,
        memory=400e6,
        concluding=100e6,
        seconds=30.0,
    )
    estimate = run_module._size(3, expected, workers, figures)
    assert estimate == f"3 replications with about 168 reports and 319 visits to stations each: {said}"


def test_quiet_says_nothing_but_the_result(stovepipe: Command) -> None:
    answer = stovepipe(*RUN, "--quiet")
    assert answer.err == ""
    assert "Verdict: " in answer.out


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in numbers(each)]
    if isinstance(value, list):
        return [number for each in value for number in numbers(each)]
    return [value] if isinstance(value, float) else []


def test_json_has_every_number_with_its_unit_and_interval(stovepipe: Command) -> None:
    answer = stovepipe(*RUN, "--json", "--seed", "5")
    payload = json.loads(answer.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert (payload["mission"], payload["seed"], payload["replications"]) == ("A cell", 5, 3)
    warning = next(row for row in payload["deliveries"] if row["class"] == "warning")
    assert {"created_deliveries", "delivered_share", "lost_expired_share", "median_hours"} <= set(warning)
    assert set(warning["timely_share"]) == {"estimate", "low", "high"}
    assert warning["p95_hours"]["estimate"] is None, "a tenth is lost: 95 % never arrive"
    assert all(math.isfinite(number) for number in numbers(payload))
    assert payload["bottleneck"]["station"] == "cell"
    assert payload["folder"] == "results/cell"


def test_the_table_agrees_with_the_deliveries_on_disk(stovepipe: Command) -> None:
    payload = json.loads(stovepipe(*RUN, "--json").out)
    deliveries = package.read_results("results/cell").deliveries
    row = next(each for each in payload["deliveries"] if each["class"] == "warning")
    warnings = deliveries[deliveries["class"] == "warning"]
    assert row["timely_share"]["estimate"] == pytest.approx(warnings["timely"].mean())
    assert row["lost_share"]["estimate"] == pytest.approx((warnings["outcome"] == "lost").mean())
    assert row["created_deliveries"]["estimate"] == pytest.approx(len(warnings) / 3)


def test_summaries_are_tidy(stovepipe: Command) -> None:
    payload = json.loads(stovepipe(*RUN, "--json").out)
    with Path("results/cell/summary/deliveries.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    (timely,) = (row for row in rows if row["class"] == "warning" and row["measure"] == "timely")
    expected = next(row for row in payload["deliveries"] if row["class"] == "warning")["timely_share"]
    assert (timely["unit"], timely["level"], timely["replications"]) == ("share", "0.95", "3")
    assert {name: float(timely[name]) for name in ("estimate", "low", "high")} == expected


def test_the_number_of_workers_changes_no_byte(stovepipe: Command) -> None:
    assert stovepipe(*RUN, "--out", "one").code == 0
    assert stovepipe("run", "cell.yaml", "-n", "3", "--workers", "2", "--out", "two").code == 0
    assert contents(Path("one")) == contents(Path("two"))


def test_running_again_changes_no_byte_not_even_of_the_figures(stovepipe: Command) -> None:
    for folder in ("first", "second"):
        assert stovepipe(*RUN, "--figures", "--trajectory", "--out", folder).code == 0
    assert contents(Path("first")) == contents(Path("second"))
    drawn = {file for file in contents(Path("first")) if file.startswith("figures/")}
    assert drawn == {
        "figures/incidence.svg", "figures/incidence.png", "figures/queues.svg", "figures/queues.png",
        "figures/structure.svg",
    }  # fmt: skip


def test_another_seed_gives_other_numbers(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "first")
    stovepipe(*RUN, "--seed", "2", "--out", "second")
    assert contents(Path("first")) != contents(Path("second"))


def test_runs_without_a_folder_each_get_a_new_one(stovepipe: Command) -> None:
    for _ in range(3):
        stovepipe(*RUN)
    assert sorted(path.name for path in Path("results").iterdir()) == ["cell", "cell-2", "cell-3"]


def test_a_mission_named_mission_gives_its_folder_s_name(stovepipe: Command) -> None:
    Path("kidal").mkdir()
    Path("cell.yaml").rename("kidal/mission.yaml")
    stovepipe("run", "kidal/mission.yaml", "-n", "1", "--workers", "1")
    assert Path("results/kidal/manifest.json").exists()


def test_a_folder_that_is_not_empty_is_refused(stovepipe: Command) -> None:
    answer = stovepipe(*RUN, "--out", ".")
    assert answer.code == 2
    assert answer.err.endswith(". is not empty and holds no results; choose another folder with --out\n")


def test_results_are_not_overwritten_but_can_be_continued(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "out")
    refused = stovepipe(*RUN, "--out", "out")
    assert refused.code == 2
    assert "already holds a finished run; choose another folder with --out, or add --resume" in refused.err
    again = stovepipe(*RUN, "--out", "out", "--resume")
    assert again.code == 0
    assert "Verdict: " in again.out
    more = stovepipe("run", "cell.yaml", "-n", "5", "--workers", "1", "--out", "out", "--resume")
    assert "4 of 5 replications" in more.err
    assert "1 of 5" not in more.err, "what is there is not run again"
    stovepipe("run", "cell.yaml", "-n", "5", "--workers", "1", "--out", "whole")
    assert contents(Path("out")) == contents(Path("whole"))


@pytest.mark.parametrize("more", [(), ("--resume",)])
def test_a_folder_that_another_run_is_using_is_refused(stovepipe: Command, more: tuple[str, ...]) -> None:
    stovepipe(*RUN, "--out", "out")
    before = contents(Path("out"))
    with Lock.take(Path("out")):
        answer = stovepipe(*RUN, "--out", "out", *more)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"out is in use by another stovepipe (process {os.getpid()}); wait until it ends, "
        "or choose another folder with --out\n"
    )
    assert contents(Path("out")) == before
    assert stovepipe(*RUN, "--out", "out", "--resume").code == 0


def test_resume_without_a_folder_takes_the_last_one(stovepipe: Command) -> None:
    stovepipe(*RUN)
    stovepipe(*RUN)
    assert stovepipe(*RUN, "--resume").code == 0
    assert sorted(path.name for path in Path("results").iterdir()) == ["cell", "cell-2"]


def test_a_configuration_that_has_changed_cannot_be_continued(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "out")
    Path("cell.yaml").write_text(Path("cell.yaml").read_text().replace("8 /day", "9 /day"))
    answer = stovepipe(*RUN, "--out", "out", "--resume")
    assert answer.code == 2
    assert "out cannot be continued: it holds another configuration" in answer.err


def test_a_damaged_part_is_said_and_mended(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "out")
    before = contents(Path("out"))
    Path("out/tables/deliveries/00001.parquet").write_bytes(b"PAR1 and then nothing")
    answer = stovepipe(*RUN, "--out", "out", "--resume")
    assert answer.code == 0
    assert "out/tables/deliveries/00001.parquet is missing or is not what was written" in answer.err
    assert contents(Path("out")) == before


@pytest.mark.parametrize("folder", ["cell.yaml", "cell.yaml/results", "/proc/results"])
def test_a_folder_that_cannot_be_written_is_a_clear_message(stovepipe: Command, folder: str) -> None:
    answer = stovepipe(*RUN, "--out", folder)
    assert answer.code == 2
    assert f"{folder} cannot be written: " in answer.err
    assert "Traceback" not in answer.err


def test_a_disk_that_fills_up_keeps_what_was_finished(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = 15
    true_fsync = os.fsync

    def fsync(handle: int) -> None:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        true_fsync(handle)

    with monkeypatch.context() as disk:
        disk.setattr(files.os, "fsync", fsync)
        answer = stovepipe(*RUN, "--out", "out")
    assert answer.code == 2
    assert "cannot be written: no space left on device" in answer.err
    assert "1 of 3 replications are kept in out. To continue:" in answer.err
    assert stovepipe(*RUN, "--out", "out", "--resume").code == 0
    stovepipe(*RUN, "--out", "whole")
    assert contents(Path("out")) == contents(Path("whole"))


def test_an_unsound_configuration_is_refused_with_all_its_problems(stovepipe: Command) -> None:
    text = Path("cell.yaml").read_text()
    text = text.replace("needs: [warning", "needs: [warnin").replace("written_at: cell", "written_at: sell")
    Path("cell.yaml").write_text(text)
    answer = stovepipe(*RUN)
    assert answer.code == 2
    assert answer.out == ""
    assert 'did you mean "warning"?' in answer.err
    assert "cell.yaml:9:" in answer.err
    assert answer.err.endswith("cell.yaml: 2 problems found\n")


def test_a_run_larger_than_its_limits_is_refused_before_it_starts(stovepipe: Command) -> None:
    with Path("cell.yaml").open("a") as file:
        file.write("limits: {reports: 100}\n")
    answer = stovepipe(*RUN)
    assert answer.code == 2
    assert "168 reports expected in each replication, and 100 allowed" in answer.err
    assert not Path("results").exists()


def test_more_replications_than_the_limits_allow_are_refused(stovepipe: Command) -> None:
    answer = stovepipe("run", "cell.yaml", "-n", "100000000")
    assert (answer.code, answer.out) == (2, "")
    assert (
        "limits.replications: 100,000,000 replications, and 10,000 allowed; raise limits.replications, or "
        "write stovepipe --limit replications=N before the command, if that is meant\n"
    ) in answer.err
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-n", "0"), '--replications, -n: a whole number is needed, 1 or more, not "0"'),
        (("--replications", "many"), '--replications, -n: a whole number is needed, 1 or more, not "many"'),
        (("-n", "2.5"), '--replications, -n: a whole number is needed, 1 or more, not "2.5"'),
        (("--seed", "-1"), '--seed: a whole number is needed, 0 or more, not "-1"'),
        (("--workers", "0"), '--workers: a whole number is needed, 1 or more, not "0"'),
        (("--level", "95"), '--level: a number from 0.5 to 0.9999 is needed, such as 0.95, not "95"'),
        (("--level", "nan"), '--level: a number from 0.5 to 0.9999 is needed, such as 0.95, not "nan"'),
    ],
)
def test_a_wrong_number_is_refused_in_one_line_that_says_what_is_right(
    stovepipe: Command, arguments: tuple[str, ...], said: str
) -> None:
    answer = stovepipe("run", "cell.yaml", *arguments)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{said}\n")


def test_an_option_that_there_is_not_is_wrong_usage(stovepipe: Command) -> None:
    answer = stovepipe("run", "cell.yaml", "--no-such-option")
    assert (answer.code, answer.out) == (2, "")
    assert "No such option: --no-such-option" in answer.err


def test_an_internal_error_says_how_to_report_it_and_keeps_what_was_finished(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    stovepipe(*RUN, "--out", "out")

    def broken(*_: object) -> None:
        raise InvariantError("the clock went back", "cell", 3)
        yield

    monkeypatch.setattr(run_module, "replications", broken)
    answer = stovepipe("run", "cell.yaml", "-n", "4", "--out", "out", "--resume")
    assert answer.code == 70
    assert "Internal error: InvariantError: invariant violated at tick 3, cell" in answer.err
    assert "Please report it" in answer.err
    assert "Traceback" not in answer.err
    assert len(package.read_results("out").stations["replication"].unique()) == 3
    monkeypatch.setenv("STOVEPIPE_TRACEBACK", "1")
    assert "Traceback" in stovepipe("run", "cell.yaml", "-n", "4", "--out", "out", "--resume").err
