"""The outputs may be anything: of a poorer encoding, closed, or full. Never a traceback."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from stovepipe.cli.screen import streams
from stovepipe.cli.screen.complaints import say

PATIENCE = 60

# By their names: as letters, they look too much like others.
TIMES, DASH = "\N{MULTIPLICATION SIGN}", "\N{EN DASH}"


@pytest.fixture(autouse=True)
def term() -> Iterator[None]:
    """What SIGTERM does is put back after each test."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """A command of the shell, in which `stovepipe` is the command under test."""
    script = f'stovepipe() {{ "{sys.executable}" -m stovepipe "$@"; }}; {command}'
    return subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, timeout=PATIENCE, encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", "92.4 ~0.8 - first-mission x2 . cafe naive ?"),
        ("latin-1", f"92.4 ±0.8 - first-mission {TIMES}2 · café naïve ?"),
        ("utf-8", f"92.4 ±0.8 {DASH} first—mission {TIMES}2 · café naïve 部"),
    ],
)
def test_letters_that_an_encoding_lacks_get_lookalikes(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str
) -> None:
    written = io.BytesIO()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(written, encoding=encoding, errors="strict"))
    streams.make_ready()
    print(f"92.4 ±0.8 {DASH} first—mission {TIMES}2 · café naïve 部")
    say("± too")
    lines = written.getvalue().decode(encoding).splitlines()
    assert lines == [shown, "~ too" if encoding == "ascii" else "± too"]


def test_the_table_of_a_run_reaches_an_ascii_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    ended = shell("stovepipe run cell.yaml -n 2 --workers 1 --quiet")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Verdict: " in ended.stdout
    assert "(~" in ended.stdout
    assert ended.stdout.isascii()


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("stovepipe validate cell.yaml 2>&-", 0, "cell.yaml: sound."),
        ("stovepipe validate nowhere.yaml 2>&-", 1, ""),
        ("stovepipe show nowhere.yaml >&- 2>&-", 2, ""),
        ("stovepipe validate cell.yaml >&-", 0, ""),
    ],
)
def test_a_closed_output_changes_neither_the_other_nor_the_exit_code(
    command: str, code: int, said: str
) -> None:
    ended = shell(command)
    assert (ended.returncode, ended.stderr) == (code, "")
    assert ended.stdout.startswith(said)
    assert bool(ended.stdout) == bool(said)


@pytest.mark.parametrize("command", ["schema", "validate cell.yaml", "show cell.yaml"])
def test_a_full_disk_under_the_output_is_said(command: str) -> None:
    ended = shell(f"stovepipe {command} >/dev/full")
    assert ended.returncode == 2
    assert ended.stderr.endswith("The standard output cannot be written: no space left on device.\n")
    assert "Traceback" not in ended.stderr
    assert "Internal error" not in ended.stderr


def test_an_error_of_a_file_is_none_of_the_output() -> None:
    assert streams.is_output(OSError(28, os.strerror(28)))
    assert not streams.is_output(OSError(28, os.strerror(28), "results/manifest.json"))
    assert not streams.is_output(PermissionError(13, os.strerror(13)))


def test_sigterm_is_taken_for_ctrl_c() -> None:
    streams.make_ready()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("command", ["validate", "show", "run"])
@pytest.mark.parametrize(
    ("make", "said"), [(os.mkfifo, "not a file; name a file"), (os.mkdir, "cannot be read: is a directory")]
)
def test_what_is_no_regular_file_is_refused_at_once(command: str, make: object, said: str) -> None:
    """In a process of its own: what reads a pipe that nobody writes to never ends."""
    assert callable(make)
    make("odd.yaml")
    ended = shell(f"stovepipe {command} odd.yaml")
    assert ended.returncode == (1 if command == "validate" else 2)
    assert ended.stderr == f"odd.yaml:1:1: {said}\nodd.yaml: 1 problem found\n"
