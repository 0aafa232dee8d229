import errno
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stovepipe.study.store import files
from tests.cli.conftest import Command
from tests.environment import ordinary


def test_init_gives_a_mission_that_validates_and_runs(stovepipe: Command) -> None:
    answer = stovepipe("init", "first")
    assert answer.code == 0
    commands = [line.split() for line in answer.out.splitlines() if line.startswith("    stovepipe ")]
    assert [command[1] for command in commands] == ["show", "validate", "run", "compare"]
    for command in commands:
        assert stovepipe(*command[1:], *(["-n", "2"] if command[1] in ("run", "compare") else [])).code == 0
    assert Path("first/structure.svg").exists()


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


def test_validate_answers_yes(stovepipe: Command) -> None:
    answer = stovepipe("validate", "cell.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "cell.yaml: sound. A cell: 1 source, 2 stations, 1 channel.\n"


def test_validate_answers_no_with_every_problem_where_it_is(stovepipe: Command) -> None:
    text = Path("cell.yaml").read_text()
    Path("cell.yaml").write_text(text.replace("stage: analysis", "stage: analyst").replace("ltiov", "ltoiv"))
    answer = stovepipe("validate", "cell.yaml")
    assert (answer.code, answer.out) == (1, "")
    first, second, count = answer.err.splitlines()
    assert first.startswith("cell.yaml:6:13: ")
    assert 'did you mean "ltiov"?' in first
    assert 'did you mean "analysis"?' in second
    assert count == "cell.yaml: 2 problems found"


def test_validate_answers_other_programs(stovepipe: Command) -> None:
    assert json.loads(stovepipe("validate", "cell.yaml", "--json").out) == {"problems": [], "warnings": []}
    Path("cell.yaml").write_text("mission: Nothing\n")
    answer = stovepipe("validate", "cell.yaml", "--json")
    assert (answer.code, answer.err) == (1, "")
    problems = json.loads(answer.out)["problems"]
    assert {"file", "line", "column", "where", "what", "hint"} == set(problems[0])


@pytest.mark.parametrize("command", ["validate", "show", "run"])
def test_a_file_that_is_not_there_is_no_traceback(stovepipe: Command, command: str) -> None:
    answer = stovepipe(command, "nowhere.yaml")
    assert answer.code == (1 if command == "validate" else 2)
    assert answer.err.startswith("nowhere.yaml:1:1: cannot be read: no such file or directory")


def test_warnings_are_said_but_do_not_stop(stovepipe: Command) -> None:
    text = Path("cell.yaml").read_text()
    alone = "  post: {stage: collection, posts: {all: {count: 1}}, work: 1 h}\n"
    village = "  village: {written_at: post, reports: {warning: 1 /day}}\n"
    text = text.replace("stations:\n", "stations:\n" + alone).replace("sources:\n", "sources:\n" + village)
    Path("cell.yaml").write_text(text)
    answer = stovepipe("validate", "cell.yaml")
    assert answer.code == 0
    assert answer.err.startswith("warning: cell.yaml:")
    assert "no_route" in answer.err


def test_show_lists_the_structure_and_what_is_assumed(stovepipe: Command) -> None:
    answer = stovepipe("show", "cell.yaml")
    assert answer.code == 0
    assert "exponential, mean 1 h" in answer.out
    assert "reluctance stops 10 %" in answer.out
    lines = answer.out.splitlines()
    (cited,) = (line.split() for line in lines if line.startswith("cited "))
    assert cited[:3] == ["cited", "1", "1"]
    cited_number = lines[lines.index("cited: 1") + 1].split()
    assert cited_number == [
        "stations.cell.work.exponential.mean",
        *["1", "h", "30", "min", "to", "2", "h", "A", "book"],
    ]
    assert lines.index("What the numbers rest on") < lines.index("cited: 1")


def test_show_draws_the_structure(stovepipe: Command) -> None:
    assert stovepipe("show", "cell.yaml", "--out", "drawings/cell.svg").code == 0
    root = ElementTree.parse("drawings/cell.svg").getroot()
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"patrols", "cell", "commander", "R"} <= texts


@pytest.mark.parametrize(
    ("out", "said"), [("cell.png", "end its name in .svg"), ("cell.yaml/cell.svg", "cannot be written")]
)
def test_show_says_why_it_cannot_draw(stovepipe: Command, out: str, said: str) -> None:
    answer = stovepipe("show", "cell.yaml", "--out", out)
    assert answer.code == 2
    assert said in answer.err


def test_show_leaves_no_half_drawing_on_a_full_disk(
    stovepipe: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("drawings").mkdir()
    Path("drawings/cell.svg").write_text("the drawing of yesterday")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    answer = stovepipe("show", "cell.yaml", "--out", "drawings/cell.svg")
    assert answer.code == 2
    assert answer.err == "drawings/cell.svg cannot be written: no space left on device\n"
    assert [path.name for path in Path("drawings").iterdir()] == ["cell.svg"]
    assert Path("drawings/cell.svg").read_text() == "the drawing of yesterday"


def test_schema_is_a_json_schema_of_a_mission(stovepipe: Command) -> None:
    schema = json.loads(stovepipe("schema").out)
    assert {"mission", "start", "horizon", "stations"} <= set(schema["$defs"]["Mission"]["properties"])


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
    assert told["configuration"]["path"] == r"m\udcff.yaml"
    assert told["sessions"][0]["command"].startswith(r"stovepipe run $'m\xff.yaml' --replications 1 ")
    assert stovepipe("run", mission, "-n", "1", "--out", out, "--resume", "--workers", "1").code == 0
