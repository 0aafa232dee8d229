"""Whatever stands in the place of a file: it is read, or it is said why not, at once."""

import os
from pathlib import Path

import pytest

from stovepipe.scenario.language.values.contents import NoFile, TooLarge, missing, read_bytes
from stovepipe.scenario.problems.problem import ScenarioError
from stovepipe.scenario.reading.yaml import read_yaml
from tests.scenario.written import problems, write


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5) == b"12345"
    with pytest.raises(TooLarge) as raised:
        read_bytes(tmp_path / "a", 4)
    assert raised.value.size == 5


@pytest.mark.parametrize(
    "name", ["/proc/self/environ", "/dev/null", "/dev/zero", "pipe", "loop", ".", "a\0b"]
)
def test_what_is_no_file_is_neither_waited_for_nor_shown(tmp_path: Path, name: str, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "hunter2")
    os.mkfifo("pipe")
    Path("loop").symlink_to("loop")
    with pytest.raises(ScenarioError) as raised:
        read_yaml(Path(name))
    [said] = str(raised.value).splitlines()
    assert "hunter2" not in said


def test_a_misspelt_file_is_answered_with_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mission.yaml").write_text("mission: A\n")
    with pytest.raises(NoFile) as raised:
        read_bytes(tmp_path / "misson.yaml", 100)
    assert raised.value.args == ("cannot be read: no such file or directory", 'did you mean "mission.yaml"?')
    assert missing(tmp_path / "misson.yaml", "")[1] == 'did you mean "mission.yaml"?'
    assert missing(tmp_path / "other.csv", "a hint") == (
        f"there is no file {tmp_path / 'other.csv'}",
        "a hint",
    )
    assert missing(tmp_path / "mission.yaml", "") is None


@pytest.mark.parametrize(
    ("extends", "said"),
    [
        ("§baze.yaml", 'there is no file baze.yaml; did you mean "base.yaml"?'),
        ("§sub", "sub is a folder; name a file in it"),
        ("§loop", "there is no file loop; extends is relative to the file it stands in"),
        ("§[]", "names no file; write, for example, extends: base.yaml, or leave it out"),
        ("[base.yaml, §base.yaml]", '"base.yaml" is named twice; once is enough'),
        ("§" + "a" * 5_000, "no file has such a name; extends is relative to the file it stands in"),
        ('§"sub\\new.yaml"', None),
        ("§/dev/zero", "/dev/zero is not a file; name a file"),
    ],
)
def test_what_a_file_extends_is_there(tmp_path: Path, extends: str, said: str | None, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    Path("loop").symlink_to("loop")
    [place] = write(Path(), f"extends: {extends}\nmission: Large\n")
    found = [each for each in problems(Path()) if ": extends: " in each]
    at_key = "1:1" if extends == "§[]" else place.partition(":")[2]
    assert len(found) == 1
    assert found[0].startswith(f"mission.yaml:{at_key}: extends: ")
    assert said is None or found[0].endswith(said)


def test_nothing_after_extends_is_a_problem_of_that_line(tmp_path: Path) -> None:
    write(tmp_path, "extends:\nmission: Large\n")
    assert problems(tmp_path)[0] == (
        "mission.yaml:1:1: extends: not the name of a file; write, for example, extends: base.yaml"
    )


def test_a_configuration_that_is_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "mission.yaml").symlink_to("mission.yaml")
    assert problems(tmp_path) == ["mission.yaml:1:1: cannot be read: too many levels of symbolic links"]
