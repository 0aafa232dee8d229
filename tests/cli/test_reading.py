"""A command reads its mission with all its problems at once, and knows a study from a mission."""

from pathlib import Path

import pytest

from stovepipe.cli.reading import is_study, read
from stovepipe.cli.screen.complaints import Complaint


def test_a_mission_is_read(somewhere: Path) -> None:
    assert read(somewhere / "cell.yaml", 1).mission.mission == "A cell"


@pytest.mark.parametrize("code", [1, 2])
def test_all_problems_are_said_with_the_code_of_the_command(somewhere: Path, code: int) -> None:
    text = (somewhere / "cell.yaml").read_text()
    (somewhere / "wrong.yaml").write_text(text.replace("horizon:", "horizn:").replace("transit:", "trnsit:"))
    with pytest.raises(Complaint) as complained:
        read(somewhere / "wrong.yaml", code)
    assert complained.value.code == code
    assert "horizn" in str(complained.value)
    assert "trnsit" in str(complained.value)


def test_warnings_are_said_unless_quiet(somewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (somewhere / "cell.yaml").read_text().replace("classes:\n", "classes:\n  unused: {}\n", 1)
    (somewhere / "idle.yaml").write_text(text)
    read(somewhere / "idle.yaml", 1, quiet=True)
    assert capsys.readouterr().err == ""
    read(somewhere / "idle.yaml", 1)
    assert "warning: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "study"),
    [("study: A question\n", True), ("mission: A cell\n", False), ("a: [\n", False), ("", False)],
)
def test_a_study_is_known_by_its_key(tmp_path: Path, content: str, study: bool) -> None:
    (tmp_path / "file.yaml").write_text(content)
    assert is_study(tmp_path / "file.yaml") is study


def test_a_file_that_is_not_there_is_no_study(tmp_path: Path) -> None:
    assert not is_study(tmp_path / "nowhere.yaml")
