"""The command as a process: what it says of itself, and how it ends when it is used wrongly."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.environment import ordinary


@pytest.mark.parametrize("command", ["validate", "show", "run"])
def test_a_file_that_is_not_there_is_no_traceback(stovepipe: Command, command: str) -> None:
    answer = stovepipe(command, "nowhere.yaml")
    assert answer.code == (1 if command == "validate" else 2)
    assert answer.err.startswith("nowhere.yaml:1:1: cannot be read: no such file or directory")


def test_version_and_help(stovepipe: Command) -> None:
    assert stovepipe("--version").out == f"stovepipe {version('stovepipe')}\n"
    help_text = stovepipe("--help").out
    assert [name for name in ("init", "validate", "show", "run", "schema") if name not in help_text] == []


def test_an_unknown_command_is_wrong_usage(stovepipe: Command) -> None:
    answer = stovepipe("runn")
    assert answer.code == 2
    assert "runn" in answer.err


@pytest.mark.parametrize(
    ("command", "not_needed"),
    [
        (["--help"], {"numpy", "pydantic", "rich.table"}),
        (["validate", "cell.yaml"], {"numba", "pyarrow", "matplotlib", "scipy", "pandas", "simpy"}),
        (["show", "cell.yaml", "--out", "cell.svg"], {"numba", "pyarrow", "matplotlib", "pandas", "simpy"}),
    ],
)
def test_quick_answers_import_nothing_slow(command: list[str], not_needed: set[str]) -> None:
    """What a command does not need is not imported: help and checks should come at once."""
    script = (
        "import sys; from stovepipe.cli import main; sys.argv[1:] = sys.argv[1].split()\n"
        "try: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, " ".join(command)],
        capture_output=True,
        text=True,
        check=True,
        env=ordinary(),
    )
    assert not_needed & set(ended.stderr.split()) == set()


def test_names_of_files_need_not_be_utf_8(stovepipe: Command) -> None:
    """What is written names them so that a shell, and a reader of JSON, finds them again."""
    mission, out = os.fsdecode(b"m\xff.yaml"), os.fsdecode(b"r\xfe")
    Path("cell.yaml").rename(mission)
    assert stovepipe("validate", mission).out.startswith(r"m\udcff.yaml: sound. ")
    answer = stovepipe("run", mission, "-n", "1", "--out", out, "--json", "--quiet", "--workers", "1")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out)["folder"] == out
    told = json.loads((Path(out) / "manifest.json").read_bytes())
    assert told["study"]["structures"] == {"mission": mission}
    session = json.loads((Path(out) / "sessions.jsonl").read_bytes().splitlines()[0])
    assert session["command"].startswith(r"stovepipe run $'m\xff.yaml' -n 1 ")
    assert stovepipe("run", mission, "-n", "1", "--out", out, "--workers", "1").code == 0
