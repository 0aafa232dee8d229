"""A user's log of reports: what is read, and what is refused with its line, its column and a remedy."""

from pathlib import Path
from textwrap import dedent

import pytest

from stovepipe.scenario import ScenarioError, load
from stovepipe.scenario.language.schema import Mission
from stovepipe.scenario.reading.observed_log import NOT_YET, LogForm, ObservedLog, read_log, time_of
from tests.cli.conftest import MISSION

HEADER = "report,class,consumer,occurred,arrived,read,lost,cause\n"
GOOD = HEADER + (
    "a1,warning,commander,2021-01-04 06:00,2021-01-04 07:00,2021-01-04 08:30,,\n"
    "a2,pattern,commander,2021-01-04 07:00,,,2021-01-04 09:00,expired\n"
    "a3,warning,commander,2021-01-05 07:00,,,,\n"
)


@pytest.fixture(scope="module")
def mission(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    path = tmp_path_factory.mktemp("mission") / "cell.yaml"
    path.write_text(dedent(MISSION))
    return load(path).mission


def log(folder: Path, mission: Mission, text: str | bytes, form: LogForm | None = None) -> ObservedLog:
    (folder / "log.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return read_log(folder / "log.csv", mission, form)


def refusals(folder: Path, mission: Mission, text: str | bytes, form: LogForm | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        log(folder, mission, text, form)
    return [str(each).replace(f"{folder}/", "") for each in refused.value.problems]


def test_each_row_is_a_report_and_a_consumer_with_its_times(tmp_path: Path, mission: Mission) -> None:
    found = log(tmp_path, mission, GOOD)
    assert found.classes == ("warning", "pattern", "warning")
    assert found.consumers == ("commander",) * 3
    assert found.causes == ("", "expired", "")
    assert found.reports.tolist() == [0, 1, 2]
    assert [str(time_of(int(found.read[0]))), str(time_of(int(found.lost[1])))] == [
        "2021-01-04 08:30:00", "2021-01-04 09:00:00"
    ]  # fmt: skip
    assert found.read.tolist()[1:] == [NOT_YET, NOT_YET]
    assert found.lost.tolist()[::2] == [NOT_YET, NOT_YET]
    assert found.warnings == ()


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_it_may_be_written_as_spreadsheets_write_it(tmp_path: Path, mission: Mission, delimiter: str) -> None:
    text = "\ufeff" + GOOD.replace(",", delimiter).replace("\n", "\r\n")
    assert log(tmp_path, mission, text).occurred.tolist() == log(tmp_path, mission, GOOD).occurred.tolist()


def test_what_is_the_same_in_every_row_of_the_mission_need_not_be_said(
    tmp_path: Path, mission: Mission
) -> None:
    """The mission has one consumer; it has two classes, and the class must be said."""
    found = log(tmp_path, mission, "class,occurred,read\nwarning,2021-01-04,2021-01-05\n")
    assert found.consumers == ("commander",)
    assert refusals(tmp_path, mission, "occurred,read\n2021-01-04,2021-01-05\n") == [
        'log.csv:1:1: log.csv has no column "class"; '
        "if one of occurred and read is it, say --column class=..."
    ]


def test_columns_may_have_names_of_their_own_and_times_a_format(tmp_path: Path, mission: Mission) -> None:
    text = "kind,happened,seen\nwarning,04/01/2021 06:00,04/01/2021 08:00\n"
    form = LogForm({"class": "kind", "occurred": "happened", "read": "seen"}, "%d/%m/%Y %H:%M")
    found = log(tmp_path, mission, text, form)
    assert str(time_of(int(found.read[0]))) == "2021-01-04 08:00:00"
    assert refusals(tmp_path, mission, text, LogForm({"raed": "seen"})) == [
        'log.csv:1:1: columns: a log has no column "raed"; did you mean "read"?'
    ]
    assert "%Q cannot be used" in refusals(tmp_path, mission, text, LogForm(form.columns, "%Q"))[0]


def test_times_with_an_offset_are_converted(tmp_path: Path, mission: Mission) -> None:
    text = "class,occurred,read\nwarning,2021-01-04T06:00+02:00,2021-01-04T05:00Z\n"
    found = log(tmp_path, mission, text)
    assert str(time_of(int(found.occurred[0]))) == "2021-01-04 04:00:00"


ROW = "b,warning,commander,2021-01-04 06:00,,,,"


CHECK = "check the two times, and that both are of one time zone"
REFUSED = [
    ("b,warning,comander,2021-01-04,,,,",
     '2:11: "comander" is no consumer of the mission; did you mean "commander"?'),
    ("b,warning,cell,2021-01-04,,,,",
     '2:11: "cell" is no consumer of the mission; there is commander'),
    ("b,warnings,commander,2021-01-04,,,,",
     '2:3: "warnings" is not a class of reports; did you mean "warning"?'),
    ("b,warning,commander,,,,,",
     "2:21: occurred: no time; remove the row, or give it a time"),
    ("b,warning,commander,04/01/2021,,,,",
     '2:21: occurred: "04/01/2021" is a date that could have the day or the month first; state the format, '
     "such as %d/%m/%Y or %m/%d/%Y"),
    ("b,warning,commander,2021-01-04 06:00,,2021-01-04 05:59,,",
     f"2:39: read is before occurred; {CHECK}"),
    ("b,warning,commander,2021-01-04 06:00,2021-01-04 05:59,,,",
     f"2:38: arrived is before occurred; {CHECK}"),
    ("b,warning,commander,2021-01-04,2021-01-06,2021-01-05,,",
     f"2:43: read is before arrived; {CHECK}"),
    ("b,warning,commander,2021-01-04,,2021-01-05,2021-01-06,",
     "2:44: both read and lost have a time; what was read is not lost: leave one of the two out"),
    ("b,warning,commander,2021-01-04,,,,expired",
     "2:35: cause: a cause, and no time in lost; say when the report was lost, or leave the cause out"),
    (f"{ROW}\n{ROW}",
     '3:1: "b" has a row for commander already, in line 2; keep the row in which it was first read'),
    ("b,warning,commander",
     "2:1: 3 columns where the first line has 8"),
    (f"{ROW}\nc,warning,commander,2021-01-04 06:00Z,,,,",
     "3:21: a time zone, where line 2 has none; give all rows a time zone, or none"),
    ('b,"warning,commander,2021-01-04',
     "2:1: not CSV: unexpected end of data; check the quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), REFUSED)
def test_what_is_wrong_is_said_with_its_line_its_column_and_a_remedy(
    tmp_path: Path, mission: Mission, row: str, said: str
) -> None:
    assert refusals(tmp_path, mission, f"{HEADER}{row}\n") == [f"log.csv:{said}"]


def test_a_report_has_one_class_and_one_occurrence(tmp_path: Path) -> None:
    aide = "  aide: {stage: command, needs: warning, posts: {aide: {count: 1}}, work: 1 h}\n"
    two = dedent(MISSION).replace("  commander:\n", f"{aide}  commander:\n", 1)
    (tmp_path / "two.yaml").write_text(two.replace("channels:\n", "channels:\n  cell -> aide: {}\n"))
    mission = load(tmp_path / "two.yaml").mission
    rows = "a,warning,aide,2021-01-04,\na,warning,commander,2021-01-04,\n"
    both = f"report,class,consumer,occurred,read\n{rows}"
    assert log(tmp_path, mission, both).reports.tolist() == [0, 0]
    assert refusals(tmp_path, mission, both.replace("commander,2021-01-04", "commander,2021-01-05")) == [
        'log.csv:3:1: "a" has another class or occurrence in a row above; a report has one class and one '
        "time of occurrence; check its identifier"
    ]
    pattern = "consumer,class,occurred,read\naide,pattern,2021-01-04,\n"
    assert refusals(tmp_path, mission, pattern) == [
        "log.csv:2:6: aide does not need pattern in the mission; it needs warning; remove the row"
    ]


def test_a_log_with_nothing_in_it_is_refused(tmp_path: Path, mission: Mission) -> None:
    for text, said in (
        ("", "is empty; its first line names the columns"),
        (HEADER, "has no row below its first line; a row stands for a report and a consumer"),
    ):
        [refused] = refusals(tmp_path, mission, text)
        assert refused == f"log.csv:1:1: log.csv {said}"
    [missing] = refusals(tmp_path, mission, "class,consumer,occured,read\nwarning,commander,2021-01-04,\n")
    assert (
        missing
        == 'log.csv:1:1: log.csv has no column "occurred"; if "occured" is it, say --column occurred=occured'
    )
    with pytest.raises(ScenarioError, match="no such file"):
        read_log(tmp_path / "nowhere.csv", mission)


def test_hostile_content_is_refused_without_being_shown(tmp_path: Path, mission: Mission) -> None:
    secret = "root:x:0:0:root:/root:/bin/bash"
    for text in (
        b"\xff\xfe\x00log",
        b"class,occurred,read\n\xff\xff,,\n",
        f"class,occurred,read\n{secret},,\n",
    ):
        found = " ".join(refusals(tmp_path, mission, text))
        assert secret not in found
    many = "class,occurred,read\n" + "nothing,2021-01-04,\n" * 3000
    found = refusals(tmp_path, mission, many)
    assert len(found) == 21
    assert "and the rest was not read" in found[-1]


def test_what_may_be_meant_is_said(tmp_path: Path, mission: Mission) -> None:
    """A column that is misspelt, and a cause that the mission does not have: it counts as a loss."""
    text = "class,occurred,read,losst\nwarning,2021-01-04,,2021-01-05\n"
    [warning] = log(tmp_path, mission, text).warnings
    assert (warning.what, warning.hint) == ('the column "losst" is not looked at', 'did you mean "lost"?')
    text = "class,occurred,read,lost,cause\nwarning,2021-01-04,,2021-01-05,not_shard\n"
    [warning] = log(tmp_path, mission, text).warnings
    assert warning.what == '1 row with causes that the mission does not have: "not_shard" (1)'
    assert warning.hint == 'did you mean "not_shared"?'
