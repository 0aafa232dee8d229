"""A run that is stopped at any moment keeps what it had finished, and ends as if it had never stopped."""

import re
import signal
import time
from pathlib import Path

import pytest

from stovepipe import open_results
from tests.cli.conftest import Command, Started
from tests.cli.test_run import contents
from tests.environment import PATIENCE

RUN = ("run", "cell.yaml", "-n", "120", "--out", "out")


def wait_for_parts(folder: Path, number: int) -> None:
    """Until so many parts are finished."""
    until = time.monotonic() + PATIENCE
    while len(list(folder.glob("parts/*/[0-9]*.parquet"))) < number:
        assert time.monotonic() < until, "the run does not get on"
        time.sleep(0.005)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_was_killed_resumes_to_the_same_bytes(
    started: Started, stovepipe: Command, workers: str
) -> None:
    process = started(*RUN, "--workers", workers)
    wait_for_parts(Path("out"), 3)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    resumed = stovepipe(*RUN, "--workers", "1")
    assert resumed.code == 0
    assert " are there already" in resumed.err, "nothing was kept"
    stovepipe("run", "cell.yaml", "-n", "120", "--out", "whole", "--workers", "1")
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
    wait_for_parts(Path("out"), 2)
    process.send_signal(sent)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert out == ""
    assert "Interrupted. " in err
    (kept,) = re.findall(r"(\d+) replications? (?:is|are) kept in out\. To continue:", err)
    assert 1 <= int(kept) < 120, "it did not stop at once"
    assert "Traceback" not in err
    (command,) = (line.strip() for line in err.splitlines() if line.startswith("    stovepipe"))
    assert command == f"stovepipe run cell.yaml -n 120 --out out --workers {workers} --seed 3"
    with pytest.warns(UserWarning, match=f"has {kept} of 120 replications"):
        finished = open_results("out")
    assert len(finished.stations) == 2 * int(kept), "what was finished can be looked at"
    assert stovepipe(*command.split()[1:]).code == 0
