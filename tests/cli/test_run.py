import csv
import errno
import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

import stovepipe as package
from stovepipe.cli.ask import size_said
from stovepipe.engines.invariants import InvariantError
from stovepipe.study.reading.cost import Cost
from stovepipe.study.store import files
from stovepipe.study.store.lock import Lock
from tests.cli.conftest import Command

RUN = ("run", "cell.yaml", "-n", "3", "--workers", "1")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a results folder but the log, which tells times."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "sessions.jsonl"
    }


def test_a_run_leads_with_what_is_read_in_time_and_ends_with_a_verdict(stovepipe: Command) -> None:
    answer = stovepipe(*RUN)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0] == "A cell: what is read in time, by consumer"
    titles = [
        "How soon reports are read",
        "What becomes of them",
        "Where deliveries are lost",
        "Stations, the longest",
    ]
    places = [next(i for i, line in enumerate(lines) if line.startswith(title)) for title in titles]
    assert places == sorted(places)
    assert any(line.startswith("  warning ") and "expired" in line and "(" in line for line in lines)
    assert any(line.startswith("The longest queue is at cell, where people are at work ") for line in lines)
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
    assert (
        "3 replications to run, with about 168 reports and 319 visits to stations each: about" in answer.err
    )
    assert "1 of 3 replications\n" in answer.err
    assert "3 of 3 replications in " in answer.err
    assert "The results are in results/cell" in answer.err
    assert "replications to run" not in answer.out


@pytest.mark.parametrize(
    ("workers", "said"),
    [
        (1, "about 30 s and 500 MB with 1 worker"),
        (2, "about 22 s and 1,150 MB with 2 workers"),  # two rounds of 10 s, and 2 s to start them
        (3, "about 12 s and 1,550 MB with 3 workers"),
    ],
)
def test_the_estimate_counts_the_start_of_workers(workers: int, said: str) -> None:
    cost = Cost(points=1, replications=3, seconds=30.0, memory=400e6, concluding=100e6, there=0)
    assert size_said(cost, workers, "large each") == f"3 replications to run, large each: {said}"


def test_the_figures_are_said_to_come_on_top(stovepipe: Command) -> None:
    assert "with 1 worker, and then the figures\n" in stovepipe(*RUN, "--figures").err


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
    assert payload["longest_queue"]["station"] == "cell"
    assert payload["never_applied"] == {"hurdles": [], "causes": [], "mechanisms": []}
    assert payload["folder"] == "results/cell"


def test_the_table_agrees_with_the_deliveries_on_disk(stovepipe: Command) -> None:
    payload = json.loads(stovepipe(*RUN, "--json").out)
    deliveries = package.open_results("results/cell").deliveries
    row = next(each for each in payload["deliveries"] if each["class"] == "warning")
    warnings = deliveries[deliveries["class"] == "warning"]
    assert row["timely_share"]["estimate"] == pytest.approx(warnings["timely"].mean())
    assert row["lost_share"]["estimate"] == pytest.approx((warnings["outcome"] == "lost").mean())
    assert row["created_deliveries"]["estimate"] == pytest.approx(len(warnings) / 3)


def test_summaries_are_tidy(stovepipe: Command) -> None:
    payload = json.loads(stovepipe(*RUN, "--json").out)
    with Path("results/cell/summary/run_deliveries.csv").open(newline="") as file:
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
    drawn = {Path(file).name for file in contents(Path("first")) if file.endswith((".svg", ".png"))}
    assert drawn == {
        "run_incidence.svg", "run_incidence.png", "run_queues.svg", "run_queues.png", "run_structure.svg",
    }  # fmt: skip


def test_another_seed_gives_other_numbers(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "first")
    stovepipe(*RUN, "--seed", "2", "--out", "second")
    assert contents(Path("first")) != contents(Path("second"))


def test_a_run_without_a_folder_goes_to_one_of_its_name_and_is_not_run_twice(stovepipe: Command) -> None:
    first, second = stovepipe(*RUN), stovepipe(*RUN)
    assert [path.name for path in Path("results").iterdir()] == ["cell"]
    assert second.out == first.out
    assert "to run" not in second.err


def test_a_mission_named_mission_gives_its_folder_s_name(stovepipe: Command) -> None:
    Path("kidal").mkdir()
    Path("cell.yaml").rename("kidal/mission.yaml")
    stovepipe("run", "kidal/mission.yaml", "-n", "1", "--workers", "1")
    assert Path("results/kidal/manifest.json").exists()


def test_a_folder_that_is_not_empty_is_refused(stovepipe: Command) -> None:
    answer = stovepipe(*RUN, "--out", ".")
    assert answer.code == 2
    assert answer.err.endswith(". is not empty and holds no results; choose another folder with --out\n")


def test_more_replications_use_what_is_there(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "out")
    more = stovepipe("run", "cell.yaml", "-n", "20", "--workers", "1", "--out", "out")
    assert "17 replications to run, 3 are there already" in more.err
    whole = stovepipe("run", "cell.yaml", "-n", "20", "--workers", "1", "--out", "whole")
    assert more.out == whole.out
    fewer = stovepipe(*RUN, "--out", "out")
    assert fewer.out == stovepipe(*RUN, "--out", "three").out


def test_a_folder_that_another_run_is_using_is_refused(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "out")
    before = contents(Path("out"))
    with Lock.take(Path("out")):
        answer = stovepipe(*RUN, "--out", "out")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"out is in use by another stovepipe (process {os.getpid()}); wait until it ends, "
        "or choose another folder with --out\n"
    )
    assert contents(Path("out")) == before
    assert stovepipe(*RUN, "--out", "out").code == 0


def test_a_configuration_that_has_changed_is_run_anew_and_the_old_results_are_kept(
    stovepipe: Command,
) -> None:
    before, first = Path("cell.yaml").read_text(), stovepipe(*RUN, "--out", "out").out
    Path("cell.yaml").write_text(before.replace("8 /day", "9 /day"))
    changed = stovepipe(*RUN, "--out", "out")
    assert "3 replications to run, with" in changed.err
    assert changed.out != first
    Path("cell.yaml").write_text(before)
    back = stovepipe(*RUN, "--out", "out")
    assert "to run" not in back.err
    assert back.out == first


def test_results_of_a_changed_model_are_never_mixed_with_those_of_this_one(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    stovepipe(*RUN, "--out", "out")
    for module in ("store.store", "running.job"):
        monkeypatch.setattr(f"stovepipe.study.{module}.code", lambda: "of another model")
    again = stovepipe("run", "cell.yaml", "-n", "4", "--workers", "1", "--out", "out")
    assert "4 replications to run, with" in again.err


@pytest.mark.parametrize("damage", [b"PAR1 and then nothing", b""])
def test_a_damaged_part_is_said_and_mended(stovepipe: Command, damage: bytes) -> None:
    stovepipe(*RUN, "--out", "out")
    before = contents(Path("out"))
    (part,) = Path("out").rglob("00001-00002.*")
    part.write_bytes(damage)
    answer = stovepipe(*RUN, "--out", "out")
    assert answer.code == 0
    assert f"{part} is damaged: replications 1 to 2 are to be run again" in answer.err
    assert contents(Path("out")) == before


def test_a_lost_manifest_loses_nothing(stovepipe: Command) -> None:
    stovepipe(*RUN, "--out", "out")
    before = contents(Path("out"))
    Path("out/manifest.json").unlink()
    assert "to run" not in stovepipe(*RUN, "--out", "out").err
    assert contents(Path("out")) == before


def test_a_folder_of_version_0_1_is_refused(stovepipe: Command) -> None:
    Path("out/tables/deliveries").mkdir(parents=True)
    Path("out/manifest.json").write_text('{"format": 1, "status": "done", "about": {}, "parts": []}')
    answer = stovepipe(*RUN, "--out", "out")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(
        "out was written by an older stovepipe (format 1; this one reads 2); "
        "choose another folder with --out\n"
    )


def test_a_run_has_few_files_however_many_replications(stovepipe: Command) -> None:
    stovepipe("run", "cell.yaml", "-n", "40", "--workers", "1", "--out", "out")
    parts = sorted(path.name[:11] for path in Path("out").rglob("parts/*/*"))
    assert parts == ["00000-00000", "00001-00007", "00008-00015", "00016-00023", "00024-00031", "00032-00039"]


def test_an_address_that_is_empty_is_refused(stovepipe: Command) -> None:
    """A variable that is not set, most likely: the user meant a cluster."""
    answer = stovepipe("run", "cell.yaml", "-n", "2", "--scheduler", "")
    assert (answer.code, answer.out) == (2, "")
    assert "--scheduler: the address of a Dask scheduler is needed, such as tcp://10.0.0.1:8786" in answer.err


def test_processes_and_a_cluster_are_not_asked_for_at_once(stovepipe: Command) -> None:
    answer = stovepipe(*RUN, "--scheduler", "tcp://127.0.0.1:9")
    assert (answer.code, answer.err) == (2, "--workers and --scheduler: give one of the two\n")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("cell.yaml", "is a file, not a folder; choose another name with --out"),
        ("cell.yaml/results", "cannot be written: "),
        ("/proc/results", "cannot be written: "),
    ],
)
def test_a_folder_that_cannot_be_written_is_a_clear_message(
    stovepipe: Command, folder: str, said: str
) -> None:
    answer = stovepipe(*RUN, "--out", folder)
    assert answer.code == 2
    assert f"{folder} {said}" in answer.err
    assert "Traceback" not in answer.err


def test_a_disk_that_fills_up_keeps_what_was_finished(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_fsync = os.fsync

    def fsync(handle: int) -> None:
        if list(Path("out").rglob("parts/*/.00001*")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        true_fsync(handle)

    with monkeypatch.context() as disk:
        disk.setattr(files.os, "fsync", fsync)
        answer = stovepipe(*RUN, "--out", "out")
    assert answer.code == 2
    assert "cannot be written: no space left on device" in answer.err
    assert "1 replication is kept in out. To continue:" in answer.err
    assert stovepipe(*RUN, "--out", "out").code == 0
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

    monkeypatch.setattr("stovepipe.study.running.job.run", broken)
    answer = stovepipe("run", "cell.yaml", "-n", "4", "--out", "out")
    assert answer.code == 70
    assert "(in replication 3 of mission): InvariantError: invariant violated at tick 3, cell" in answer.err
    assert "Please report it" in answer.err
    assert "Traceback" not in answer.err
    with pytest.warns(UserWarning, match="out has 3 of 4 replications"):
        kept = package.open_results("out")
    assert len(kept.stations["replication"].unique()) == 3
    monkeypatch.setenv("STOVEPIPE_TRACEBACK", "1")
    assert "Traceback" in stovepipe("run", "cell.yaml", "-n", "4", "--out", "out").err
