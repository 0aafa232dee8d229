"""What a mission consists of and rests on, as text and as a drawing."""

import errno
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stovepipe.study.store import files
from tests.cli.conftest import Command


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


@pytest.mark.parametrize("words", [(), ("--out", "drawn.svg"), ("--routes", "patrols/warning/commander")])
def test_show_is_quiet_if_asked(stovepipe: Command, words: tuple[str, ...]) -> None:
    loud, quiet = stovepipe("show", "cell.yaml", *words), stovepipe("show", "cell.yaml", *words, "--quiet")
    assert (quiet.code, quiet.err, quiet.out) == (0, "", loud.out)
