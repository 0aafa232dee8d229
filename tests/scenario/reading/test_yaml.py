"""YAML text that cannot be read is refused with its position; values keep theirs."""

import time
from pathlib import Path

import pytest

from stovepipe.scenario.problems.problem import ScenarioError
from stovepipe.scenario.reading.yaml import plain, read_yaml
from tests.scenario.written import marked


def read(folder: Path, text: str) -> object:
    (folder / "mission.yaml").write_text(text, encoding="utf-8")
    return plain(read_yaml(folder / "mission.yaml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n§\tb: 1\n", "a tab where spaces belong; indent with spaces"),
        (
            "a: b§: c\n",
            "a second colon in one line; put a text with a colon in quotes, or check the indentation",
        ),
        ("a: [1, 2\nb§: 3\n", 'a comma or "]" is missing (it was opened in line 1)'),
        ("a: {b: 1§", 'a comma or "}" is missing (it was opened in line 1)'),
        ("a: 'text§", "a quote that does not end; close it"),
        ("a: §*here\n", "undefined alias 'here'; an alias (*name) needs its anchor (&name) before it"),
        ("a: 1\n§a: 2\n", '"a" is given twice; it is there already in line 1'),
        ("x: {a: 1, §a: 2}\n", '"a" is given twice; it is there already in line 1'),
        (
            "a: §!!python/object/apply:os.system [ls]\n",
            'the tag "python/object/apply:os.system" is not allowed; a configuration holds data only',
        ),
        (
            "a: 1\n§---\nb: 2\n",
            "a second document in one file; one file holds one configuration: remove the ---",
        ),
        ("§- 1\n", "not a map of keys and values; begin with: mission: a title"),
        ("§", "the file is empty; begin with: mission: a title"),
        ("§# only a remark\n", "the file is empty; begin with: mission: a title"),
        ("a: b§\x07\n", "a control character (U+0007); remove it"),
        ("a: §&x [*x]\n", "an anchor that contains itself"),
        ("? §[1, 2]\n: 3\n", "a key that is not text"),
        ("a: §" + "9" * 40 + "\n", "a number of more than 30 digits"),
        ("a: 1\n§<<: 5\n", "<< takes a map, or a list of maps"),
        ("a: §!!int abc\n", '"abc" is not a number; write digits, or put it in quotes without a tag'),
        ("a: §!!int 0x_\n", '"0x_" is not a number; write digits, or put it in quotes without a tag'),
        ("a: §!!int 1.5\n", '"1.5" is not a number; write digits, or put it in quotes without a tag'),
        ('a: §!!int ""\n', '"" is not a number; write digits, or put it in quotes without a tag'),
        ("a: §!!float abc\n", '"abc" is not a number; write digits, or put it in quotes without a tag'),
        ("a: §!!bool abc\n", 'the tag "bool" is not allowed; a configuration holds data only'),
        (
            "%YAML 1.1\n§---\na: 18:00\n",
            "another version of YAML; files are read as YAML 1.2: remove the line %YAML",
        ),
        ('a: "x§\\U00110000"\n', "there is no such character; remove it"),
        (
            'a: "C:\\§data\\events.csv"\n',
            "a backslash between double quotes; use single quotes, or / in the names of files",
        ),
    ],
)
def test_what_is_no_data_is_refused_at_its_position(tmp_path, text, message):
    clean, [place] = marked(text or "§", "mission.yaml") if text != "§" else ("", ["mission.yaml:1:1"])
    with pytest.raises(ScenarioError) as raised:
        read(tmp_path, clean)
    assert str(raised.value).replace(f"{tmp_path}/", "") == f"{place}: {message}"


def test_all_duplicate_keys_are_reported_at_once(tmp_path):
    with pytest.raises(ScenarioError) as raised:
        read(tmp_path, "a: 1\na: 2\nb: 1\nb: 2\n")
    assert [problem.line for problem in raised.value.problems] == [2, 4]


def test_yaml_is_read_by_its_version_1_2(tmp_path):
    """Clock times and `no` stay texts; a date stays as it is written."""
    text = (
        "{time: 08:00, no: no, on: off, date: 2021-01-04, octal: 0o10, ten: 010, big: 1_000, f: 1e3, y: true}"
    )
    assert read(tmp_path, text) == {
        "time": "08:00",
        "no": "no",
        "on": "off",
        "date": "2021-01-04",
        "octal": 8,
        "ten": 10,
        "big": 1000,
        "f": 1000.0,
        "y": True,
    }


def test_a_merged_map_comes_first_and_what_is_written_beside_it_has_the_last_word(tmp_path):
    data = read(tmp_path, "base: &b {x: 1, y: 2}\nother: {<<: *b, z: 3, y: 4}\n")
    assert isinstance(data, dict)
    assert list(data["other"].items()) == [("x", 1), ("y", 4), ("z", 3)]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    (tmp_path / "mission.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n")
    assert plain(read_yaml(tmp_path / "mission.yaml")) == {"a": 1, "b": {"c": 2}}


def test_what_is_not_utf_8_is_refused_at_its_position(tmp_path):
    (tmp_path / "mission.yaml").write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(ScenarioError, match=r"mission.yaml:2:7: not UTF-8; save the file as UTF-8"):
        read_yaml(tmp_path / "mission.yaml")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match="cannot be read: no such file or directory"):
        read_yaml(tmp_path / "mission.yaml")
    with pytest.raises(ScenarioError, match="cannot be read: is a directory"):
        read_yaml(tmp_path)


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "mission.yaml").open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(ScenarioError, match="the file has 10,000,001 bytes; the limit is 10,000,000 bytes"):
        read_yaml(tmp_path / "mission.yaml")


def test_aliases_that_multiply_are_stopped(tmp_path):
    """Nine levels of ten aliases each would make a thousand million values."""
    levels = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(ScenarioError, match="more than 100,000 values"):
        read(tmp_path, "\n".join(levels))


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 1000,
        "a: " + "[" * 60 + "]" * 60,
        "\n".join(["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 2000)]),
    ],
    ids=["endless", "deep", "aliases"],
)
def test_deep_nesting_is_refused(tmp_path, text):
    with pytest.raises(ScenarioError, match="nested too deeply"):
        read(tmp_path, text)


def test_what_is_too_large_is_refused_before_it_is_read_to_its_end(tmp_path, monkeypatch):
    """Three million values take minutes to read; a thousand take no time."""
    monkeypatch.setattr("stovepipe.scenario.reading.yaml.LARGEST_TREE", 1_000)
    begun = time.process_time()
    with pytest.raises(ScenarioError, match=r"mission\.yaml:1:1999: more than 100,000 values"):
        read(tmp_path, f"a: [{'a,' * 3_000_000}]")
    assert time.process_time() - begun < 10


def test_an_alias_costs_as_much_as_it_stands_for(tmp_path):
    """Counted as often as it is used, though it is read once."""
    many = ", ".join(["*x"] * 20_000)
    with pytest.raises(ScenarioError, match="more than 100,000 values"):
        read(tmp_path, f"a: &x {{b: 1, c: 2, d: 3}}\ne: [{many}]\n")
    few = ", ".join(["*x"] * 10_000)
    assert len(read(tmp_path, f"a: &x {{b: 1, c: 2, d: 3}}\ne: [{few}]\n")["e"]) == 10_000


def test_aliases_know_the_key_that_they_stand_at(tmp_path):
    (tmp_path / "mission.yaml").write_text("a: &x {b: 1}\nc: *x\n", encoding="utf-8")
    root = read_yaml(tmp_path / "mission.yaml")
    assert [(each.key.line, each.at.line) for each in root.value.values()] == [(1, 1), (2, 1)]
