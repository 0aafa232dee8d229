"""The outputs may be anything: of a poorer encoding, closed, full, or without a reader. Never a traceback."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stovepipe.cli import main
from stovepipe.cli.screen.complaints import say
from stovepipe.cli.screen.console import console
from stovepipe.cli.screen.streams import Refused, Stream, standard_streams
from tests.cli.conftest import Command, Started
from tests.cli.test_interruption import RUN, wait_for_parts
from tests.environment import PATIENCE, ordinary

# By their names: as letters, they look too much like others.
TIMES, DASH = "\N{MULTIPLICATION SIGN}", "\N{EN DASH}"

NO_LANGUAGE = {"LANG": "", "LC_ALL": "", "LC_CTYPE": ""}
USERS = {
    "buffered": {"LANG": "C.UTF-8"},
    "unbuffered": {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
    "no language": NO_LANGUAGE,
}
FULL = "The standard output cannot be written: no space left on device.\n"
CLOSED = "The standard output cannot be written: it is closed.\n"
PROBLEM = "nowhere.yaml:1:1: cannot be read: no such file or directory\nnowhere.yaml: 1 problem found\n"


@pytest.fixture(autouse=True)
def term() -> Iterator[None]:
    """What SIGTERM does is put back after each test."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(params=USERS.values(), ids=USERS.keys())
def user(request: pytest.FixtureRequest) -> dict[str, str]:
    """What the environment of a user has besides."""
    more: dict[str, str] = request.param
    return more


def shell(command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the shell, in which `stovepipe` is the command under test."""
    script = f'stovepipe() {{ "{sys.executable}" -m stovepipe "$@"; }}; {command}'
    return subprocess.run(
        ["sh", "-c", script],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        encoding="utf-8",
        env=ordinary(**more),
    )


@contextmanager
def without_reader() -> Iterator[int]:
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        yield writer
    finally:
        os.close(writer)


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
    with standard_streams():
        print(f"92.4 ±0.8 {DASH} first—mission {TIMES}2 · café naïve 部")
        say("± too")
    lines = written.getvalue().decode(encoding).splitlines()
    assert lines == [shown, "~ too" if encoding == "ascii" else "± too"]


def test_the_table_of_a_run_reaches_an_ascii_terminal() -> None:
    titled = Path("cell.yaml").read_text(encoding="utf-8").replace("A cell", "A cell \u00b1 an \u00e9lan")
    Path("cell.yaml").write_text(titled, encoding="utf-8")
    ended = shell("stovepipe run cell.yaml -n 2 --workers 1 --quiet", PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Verdict: " in ended.stdout
    assert "A cell ~ an elan" in ended.stdout
    assert ended.stdout.isascii()


@pytest.mark.parametrize(
    "command",
    ["schema", "validate cell.yaml", "validate --json nowhere.yaml", "show cell.yaml", "--help", "--version"],
)
def test_an_output_that_is_full_is_said_and_ends_the_command(command: str) -> None:
    """Also where little is printed, which Python holds back until the end."""
    ended = shell(f"stovepipe {command} >/dev/full")
    assert ended.returncode == 2
    assert ended.stderr.endswith(FULL)
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
    assert "Internal error" not in ended.stderr


def test_so_it_is_whether_or_not_python_holds_it_back(user: dict[str, str]) -> None:
    ended = shell("stovepipe validate cell.yaml >/dev/full", **user)
    assert (ended.returncode, ended.stderr) == (2, FULL)


def test_a_full_file_system_is_said_and_ends_the_command() -> None:
    ended = shell("ulimit -f 0; stovepipe validate cell.yaml >out.txt")
    assert (ended.returncode, ended.stderr) == (
        2, "The standard output cannot be written: file too large.\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "code", "out", "err"),
    [
        ("stovepipe validate cell.yaml 2>&-", 0, "cell.yaml: sound.", ""),
        ("stovepipe validate cell.yaml 2>/dev/full", 0, "cell.yaml: sound.", ""),
        ("stovepipe validate nowhere.yaml 2>&-", 1, "", ""),
        ("stovepipe validate nowhere.yaml 2>/dev/full", 1, "", ""),
        ("stovepipe validate nowhere.yaml >&-", 1, "", PROBLEM),
        ("stovepipe validate nowhere.yaml >/dev/full", 1, "", PROBLEM),
        ("stovepipe show nowhere.yaml >&- 2>&-", 2, "", ""),
        ("stovepipe validate cell.yaml >&-", 2, "", CLOSED),
        ("stovepipe --version >&-", 2, "", CLOSED),
        ("stovepipe validate cell.yaml >/dev/full 2>&1", 2, "", ""),
    ],
)
def test_an_output_decides_only_if_something_was_for_it(command: str, code: int, out: str, err: str) -> None:
    ended = shell(command)
    assert (ended.returncode, ended.stderr) == (code, err)
    assert ended.stdout.startswith(out)
    assert bool(ended.stdout) == bool(out)


@pytest.mark.parametrize("command", ["schema", "--version"])
def test_a_reader_that_has_gone_ends_the_command_as_sigpipe_would(
    command: str, user: dict[str, str], started: Started
) -> None:
    """Or a script could not tell it from an answer."""
    with without_reader() as writer:
        process = started(*command.split(), stdout=writer, **user)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (141, "")


def test_a_run_goes_on_without_a_standard_error(started: Started) -> None:
    """Progress is not worth a run."""
    with without_reader() as writer:
        process = started("run", "cell.yaml", "-n", "3", "--workers", "1", "--out", "out", stderr=writer)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Verdict: " in out
    assert sorted(path.name[:11] for path in Path("out/parts").rglob("*.parquet")) == [
        "00000-00000",
        "00001-00002",
    ]


def test_an_interruption_stays_one_when_the_output_is_full(started: Started) -> None:
    with Path("/dev/full").open("w") as full:
        process = started(*RUN, "--workers", "1", stdout=full.fileno())
        wait_for_parts(Path("out"), 1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Interrupted. " in err


def test_no_file_gets_the_number_of_a_closed_output() -> None:
    """Or what a library prints there would be written into it."""
    script = (
        "import os, sys; from stovepipe.cli.screen.streams import standard_streams\n"
        "with standard_streams(): number = os.open('kept', os.O_CREAT | os.O_WRONLY)\n"
        "sys.exit(number)"
    )
    for closed in (">&-", "<&- >&- 2>&-"):
        assert shell(f'"{sys.executable}" -c "{script}" {closed}').returncode > 2


class Full(io.StringIO):
    """A stream that takes so many texts and then no more."""

    def __init__(self, takes: int) -> None:
        super().__init__()
        self._takes = takes

    def write(self, text: str) -> int:
        if self._takes == 0:
            raise OSError(28, os.strerror(28))
        self._takes -= 1
        return super().write(text)


def test_a_stream_that_was_refused_once_says_so_once() -> None:
    under, said = Full(1), list[OSError]()
    stream = Stream(under, said.append)
    for text in ("taken", "refused", "let go"):
        assert stream.write(text) == len(text)
    stream.flush()
    assert under.getvalue() == "taken"
    assert [error.errno for error in said] == [28]


@pytest.mark.parametrize("print_it", [print, lambda text: console().print(text)])
def test_what_an_output_refuses_is_no_error_of_a_file(
    print_it: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What writes files may take an OSError for one of a file, and typer has its own way with one."""
    monkeypatch.setattr(sys, "stdout", Full(0))
    with standard_streams(), pytest.raises(Refused, match="no space left on device") as refused:
        print_it("a line")
    assert not isinstance(refused.value, OSError)
    assert isinstance(sys.stdout, Full), "the streams are put back"


NAME = "pat\x1b[31mtern \x9b2J \u202eabc\u2066 \x7f \r"
SEEN = r"pat\u001b[31mtern \u009b2J \u202eabc\u2066 \u007f \u000d"


@pytest.mark.parametrize("print_it", [print, say, lambda text: console().print(text)])
def test_no_text_can_give_orders_to_a_terminal(
    print_it: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with standard_streams():
        print_it(f"a\tb\n{NAME}")
    said = capsys.readouterr()
    shown = (said.out + said.err).expandtabs(8).splitlines()
    assert shown[0] == "a       b"
    assert shown[1] in (SEEN, SEEN.replace(r" \u000d", " ")), "rich itself leaves out a carriage return"


def test_on_a_terminal_the_only_orders_are_those_of_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with standard_streams():
        console().print("\x1b[31mred\x1b[0m", style="bold")
    assert capsys.readouterr().out == "\x1b[1m\\u001b[31mred\\u001b[0m\x1b[0m\n"


def test_json_with_letters_that_a_terminal_would_obey_still_means_the_same(stovepipe: Command) -> None:
    odd = "b\x9b\u202e\x7f.yaml"
    answer = stovepipe("validate", "--json", odd)
    assert answer.code == 1
    assert odd not in answer.out
    assert json.loads(answer.out)["problems"][0]["file"] == odd


@pytest.mark.parametrize("columns", ["0", "1", "19"])
def test_the_narrowest_terminal_gets_its_tables(
    stovepipe: Command, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR", "1")
    answer = stovepipe("run", "cell.yaml", "-n", "2", "--workers", "1", "--quiet")
    assert answer.code == 0, answer.err
    assert "Verdict: " in answer.out


@pytest.mark.parametrize(
    ("command", "code"), [("validate cell.yaml", 2), ("show cell.yaml", 2), ("--version", 0)]
)
def test_a_working_folder_that_has_gone_is_said(command: str, code: int) -> None:
    ended = shell(f"mkdir gone; cd gone; rmdir ../gone; stovepipe {command}")
    gone = "The working folder does not exist any more; change to one that does.\n"
    assert (ended.returncode, ended.stderr) == (code, gone if code else "")


def test_sigterm_is_taken_for_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["stovepipe", "--version"])
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(SystemExit):
            main()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


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
