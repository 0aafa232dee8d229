"""A run that is stopped at any moment keeps what it had finished, and ends as if it had never stopped."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Started
from tests.cli.test_run import contents
from tests.environment import PATIENCE

RUN = ("run", "cell.yaml", "-n", "24", "--out", "out")


def wait_for_replications(folder: Path, number: int) -> None:
    """Until so many lie finished in the journal."""
    journal = folder / "journal.jsonl"
    until = time.monotonic() + PATIENCE
    while not journal.exists() or journal.read_bytes().count(b"\n") < number:
        assert time.monotonic() < until, "the run does not get on"
        time.sleep(0.01)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_was_killed_resumes_to_the_same_bytes(
    started: Started, stovepipe: Command, workers: str
) -> None:
    process = started(*RUN, "--workers", workers)
    wait_for_replications(Path("out"), 3)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    resumed = stovepipe(*RUN, "--workers", "1", "--resume")
    assert resumed.code == 0
    assert " 1 of 24 replications" not in f" {resumed.err}", "nothing was kept"
    stovepipe("run", "cell.yaml", "-n", "24", "--out", "whole", "--workers", "1")
    assert contents(Path("out")) == contents(Path("whole"))


@pytest.mark.parametrize(
    ("workers", "sent"),
    [("1", signal.SIGINT), ("2", signal.SIGINT), ("1", signal.SIGTERM), ("2", signal.SIGTERM)],
)
def test_ctrl_c_keeps_what_was_finished_and_says_how_to_go_on(
    started: Started, stovepipe: Command, workers: str, sent: signal.Signals
) -> None:
    """So does SIGTERM, which a batch system or the end of a session sends."""
    process = started(*RUN, "--workers", workers, "--seed", "3")
    wait_for_replications(Path("out"), 2)
    process.send_signal(sent)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert out == ""
    assert "Interrupted. " in err
    (kept,) = re.findall(r"(\d+) of 24 replications are kept in out\. To continue:", err)
    assert 2 <= int(kept) < 24, "it did not stop at once"
    assert "Traceback" not in err
    (command,) = (line.strip() for line in err.splitlines() if line.startswith("    stovepipe"))
    assert command == (
        f"stovepipe run cell.yaml --replications 24 --seed 3 --out out --workers {workers} --resume"
    )
    assert not (Path("out") / "journal.jsonl").exists()
    assert stovepipe(*command.split()[1:]).code == 0
