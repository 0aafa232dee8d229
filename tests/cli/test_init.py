"""A new folder with a mission to start from, or a word on why there is none."""

import errno
import os
from pathlib import Path

import pandas as pd
import pytest

from stovepipe import simulate
from stovepipe.cli.missions import shipped
from tests.cli.conftest import Command


def test_init_gives_a_mission_that_validates_and_runs(stovepipe: Command) -> None:
    answer = stovepipe("init", "first")
    assert answer.code == 0
    commands = [line.split() for line in answer.out.splitlines() if line.startswith("    stovepipe ")]
    assert [command[1] for command in commands] == ["show", "validate", "run", "run", "compare"]
    said = {}
    for command in commands:
        done = stovepipe(*command[1:], *(["-n", "2"] if command[1] in ("run", "compare") else []))
        assert done.code == 0
        said[command[2]] = done.out
    assert Path("first/structure.svg").exists()
    assert "of all events are known in time" in said["first/raids.yaml"]


def test_the_reports_of_the_mission_with_events_are_those_of_the_mission_without() -> None:
    """What warnings are about changes nothing on their way."""
    tutorial = shipped("tutorial")
    one, other = (
        simulate(tutorial / name, 1, workers=1).deliveries for name in ("mission.yaml", "raids.yaml")
    )
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("occupied", ["first/notes.txt", "first"])
def test_init_overwrites_nothing(stovepipe: Command, occupied: str) -> None:
    path = Path(occupied)
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    answer = stovepipe("init", "first")
    assert answer.code == 2
    assert answer.err == "first exists and is not an empty folder; name a new one\n"
    assert path.read_text() == "mine"


def test_init_says_why_a_folder_cannot_be_made(stovepipe: Command) -> None:
    answer = stovepipe("init", "cell.yaml/first")
    assert answer.code == 2
    assert "cell.yaml/first cannot be written: not a directory" in answer.err


@pytest.mark.parametrize("existed", [False, True])
def test_init_takes_back_what_it_could_not_finish(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch, existed: bool
) -> None:
    if existed:
        Path("first").mkdir()
    true_write = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        if path.name == "longer.yaml":
            return true_write(path, content)
        true_write(path, content[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", half)
        answer = stovepipe("init", "first")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "first cannot be written: no space left on device; name another folder\n"
    assert Path("first").exists() == existed
    assert not existed or list(Path("first").iterdir()) == []
    assert stovepipe("init", "first").code == 0
