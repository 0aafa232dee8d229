"""Occurrences from a user's own CSV file: columns, classes, times, bad rows."""

import time
from pathlib import Path

import numpy as np
import pytest

from stovepipe.scenario import Scenario, load
from tests.scenario.written import problems, warnings, write

GOOD = "time,kind\n2021-01-05,warning\n2021-01-06 12:30,pattern\n2021-01-07T00:00:01,warning\n"


def read(folder: Path, csv: str | bytes, file: str = "time: time, class: kind", more: str = "") -> list[str]:
    """Write a mission with a file of occurrences; the places marked in the mission."""
    content = csv.encode() if isinstance(csv, str) else csv
    (folder / "events.csv").write_bytes(content)
    places = write(
        folder,
        "extends: base.yaml\nsources:\n  acled:\n    written_at: cell\n"
        f"    file: {{path: events.csv, {file}}}\n{more}",
    )
    return places


def times(folder: Path) -> dict[str, list[str]]:
    scenario: Scenario = load(folder / "mission.yaml")
    return {klass: [str(time)[:19] for time in found] for klass, found in scenario.events["acled"].items()}


def test_each_row_is_an_occurrence_of_its_class(tmp_path):
    read(tmp_path, GOOD)
    assert times(tmp_path) == {
        "warning": ["2021-01-05T00:00:00", "2021-01-07T00:00:01"],
        "pattern": ["2021-01-06T12:30:00"],
    }
    scenario = load(tmp_path / "mission.yaml")
    assert scenario.warnings == ()
    assert scenario.events["acled"]["warning"].dtype == np.dtype("datetime64[us]")
    assert tmp_path / "events.csv" in scenario.files


def test_one_class_may_stand_for_all_rows(tmp_path):
    """A word that is no column is a class."""
    read(tmp_path, "time,kind\n2021-01-05,a\n2021-01-06,b\n", "time: time, class: warning")
    assert times(tmp_path) == {"warning": ["2021-01-05T00:00:00", "2021-01-06T00:00:00"]}


def test_a_column_goes_before_a_class_of_the_same_name(tmp_path):
    read(tmp_path, "time,warning\n2021-01-05,pattern\n", "time: time, class: warning")
    assert times(tmp_path) == {"pattern": ["2021-01-05T00:00:00"]}


def test_the_values_of_the_class_column_may_be_translated(tmp_path):
    """What is not listed is left out, and said."""
    csv = "time,kind\n2021-01-05,Battles\n2021-01-06,Protests\n2021-01-07,Riots\n2021-01-07,Protests\n"
    [place] = read(tmp_path, csv, "time: time, class: kind, §classes: {Battles: warning, Riots: pattern}")
    assert times(tmp_path) == {"warning": ["2021-01-05T00:00:00"], "pattern": ["2021-01-07T00:00:00"]}
    assert warnings(tmp_path) == [
        f'{place}: sources.acled.file.classes: 2 rows with other values left out: "Protests" (2)'
    ]


def test_a_value_without_a_row_is_probably_misspelt(tmp_path):
    csv = "time,kind\n2021-01-05,Battles\n2021-01-06,Riots\n"
    *_, place = read(tmp_path, csv, "time: time, class: kind, §classes: {Riots: pattern, §Batles: warning}")
    assert (
        f'{place}: sources.acled.file.classes.Batles: no row has this value; did you mean "Battles"?'
        in warnings(tmp_path)
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_files_from_other_programs_read_the_same(tmp_path, delimiter, end, mark):
    text = GOOD.replace(",", delimiter).replace("\n", end)
    read(tmp_path, mark + text.encode())
    assert times(tmp_path)["pattern"] == ["2021-01-06T12:30:00"]


@pytest.mark.parametrize("delimiter", [";", "|"])
def test_a_first_line_for_spreadsheets_says_the_delimiter(tmp_path, delimiter):
    text = f"sep={delimiter}\n" + GOOD.replace(",", delimiter)
    read(tmp_path, text)
    assert times(tmp_path)["pattern"] == ["2021-01-06T12:30:00"]
    read(tmp_path, text.replace("2021-01-06", "soon"))
    assert problems(tmp_path)[0].startswith("events.csv:4:1: time: ")


def test_a_quoted_cell_may_hold_delimiters_and_line_ends(tmp_path):
    read(tmp_path, 'note,time,kind\n"one, two\nthree",2021-01-05,warning\n,2021-02-30,warning\n')
    assert problems(tmp_path) == [
        'events.csv:4:2: time: "2021-02-30" is not in the calendar; check the month, the day and the time'
    ]


def test_a_stated_format_is_used(tmp_path):
    read(
        tmp_path, "time,kind\n05/02/2021 14:30,warning\n", 'time: time, class: kind, format: "%d/%m/%Y %H:%M"'
    )
    assert times(tmp_path) == {"warning": ["2021-02-05T14:30:00"]}
    read(tmp_path, "time,kind\n2021-02-05,warning\n", 'time: time, class: kind, format: "%d/%m/%Y"')
    assert problems(tmp_path) == ['events.csv:2:1: time: "2021-02-05" is not a time; the format is %d/%m/%Y']


def test_times_with_a_zone_are_converted_to_utc(tmp_path):
    read(tmp_path, "time,kind\n2021-01-05T12:00+02:00,warning\n2021-01-05T12:00Z,warning\n")
    assert times(tmp_path) == {"warning": ["2021-01-05T10:00:00", "2021-01-05T12:00:00"]}


def test_a_file_has_zones_in_all_rows_or_in_none(tmp_path):
    read(tmp_path, "time,kind\n2021-01-05T12:00Z,warning\n2021-01-06T12:00,warning\n")
    assert problems(tmp_path) == [
        "events.csv:3:1: no time zone, where line 2 has one; give all rows a time zone, or none"
    ]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
def test_names_of_zones_are_refused_on_every_machine(tmp_path, monkeypatch, zone):
    """Where the machine is in Berlin, CET and UTC would be read as the same clock."""
    monkeypatch.setenv("TZ", zone)
    form = 'time: time, class: kind, §format: "%Y-%m-%d %H:%M %Z"'
    [place] = read(tmp_path, "time,kind\n2021-01-05 12:00 CET,warning\n2021-01-05 12:00 UTC,warning\n", form)
    line, _, column = place.removeprefix("mission.yaml:").partition(":")
    assert problems(tmp_path) == [
        f"mission.yaml:{line}:{int(column) + len('format: ')}: sources.acled.file.format: "
        "%Z reads names of zones, which mean other times on other machines; "
        "use %z for an offset such as +01:00, or convert the times"
    ]


def test_rows_that_are_left_out_need_no_time(tmp_path):
    csv = "time,kind\n2021-01-05,Battles\n,Protests\nunknown,Riots\n"
    read(tmp_path, csv, "time: time, class: kind, classes: {Battles: warning}")
    assert times(tmp_path) == {"warning": ["2021-01-05T00:00:00"]}


SILENT = "the source is silent"


@pytest.mark.parametrize(
    ("csv", "said"),
    [
        ("time,kind\n", f"events.csv has no row that is reported; {SILENT}"),
        (
            "time,kind\n2020-01-01,warning\n2020-01-02,pattern\n",
            "all rows of events.csv lie outside the clock, 2021-01-04 00:00:00 to 2021-03-01 00:00:00, "
            f"and are dropped; {SILENT}",
        ),
        (
            "time,kind\n2020-01-01,warning\n",
            "the row of events.csv lies outside the clock, 2021-01-04 00:00:00 to 2021-03-01 00:00:00, "
            f"and is dropped; {SILENT}",
        ),
    ],
)
def test_a_file_that_reports_nothing_is_a_warning(tmp_path, csv, said):
    read(tmp_path, csv)
    assert warnings(tmp_path) == [f"mission.yaml:5:18: sources.acled.file.path: {said}"]


@pytest.mark.parametrize("csv", ["time,kind\n", "time,kind\n2020-01-01,warning\n"])
def test_a_mission_in_which_nothing_is_reported_is_refused(tmp_path, csv):
    read(tmp_path, csv)
    rates = "sources: {patrols: {reports: {warning: 0 /day, pattern: 0 /day}}}\n"
    write(tmp_path, f"extends: mission.yaml\n{rates}", "silent.yaml")
    assert problems(tmp_path, "silent.yaml") == [
        "base.yaml:7:1: sources: nothing is ever reported: no row of a file lies within the clock, "
        "and no rate is above zero"
    ]


def test_rows_out_of_order_are_sorted_with_a_warning(tmp_path):
    read(tmp_path, "time,kind\n2021-01-07,warning\n2021-01-05,warning\n2021-01-06,warning\n")
    assert times(tmp_path) == {"warning": [f"2021-01-0{day}T00:00:00" for day in (5, 6, 7)]}
    assert warnings(tmp_path) == ["events.csv:3:1: earlier than the row before it; the rows were sorted"]


def test_rows_outside_the_clock_are_dropped_with_a_warning(tmp_path):
    """The clock runs from the start, less the warm-up, until the horizon, which is not part of it."""
    csv = "time,kind\n2020-12-31,warning\n2021-01-01,warning\n2021-02-28 23:59,warning\n2021-03-01,warning\n"
    places = read(tmp_path, csv, "time: time, class: kind", "warm_up: 3 d\n")
    assert not places
    assert times(tmp_path) == {"warning": ["2021-01-01T00:00:00", "2021-02-28T23:59:00"]}
    assert warnings(tmp_path) == [
        "mission.yaml:5:18: sources.acled.file.path: 2 of 4 rows of events.csv lie outside the clock, "
        "2021-01-01 00:00:00 to 2021-03-01 00:00:00, and are dropped; the first of them is in line 2"
    ]


def test_rows_outside_the_clock_may_be_an_error(tmp_path):
    read(
        tmp_path,
        "time,kind\n2020-12-31,warning\n2021-01-05,warning\n",
        "time: time, class: kind, outside: error",
    )
    assert problems(tmp_path) == [
        "mission.yaml:5:18: sources.acled.file.path: 1 of 2 rows of events.csv lie outside the clock, "
        "2021-01-04 00:00:00 to 2021-03-01 00:00:00; the first of them is in line 2; "
        "leave `outside: error` out to drop them"
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "2021-13-05,warning",
            '1: time: "2021-13-05" is not in the calendar; check the month, the day and the time',
        ),
        (",warning", "1: time: no time; remove the row, or give it a time"),
        ("2021-01-05,warnin", '12: "warnin" is not a class of reports; did you mean "warning"?'),
        ("2021-01-05,", '12: "" is not a class of reports; there is warning and pattern'),
        ("2021-01-05", "1: 1 column where the first line has 2"),
        ("2021-01-05,warning,3", "1: 3 columns where the first line has 2"),
        ('2021-01-05,"warning', "1: not CSV: unexpected end of data; check the quotes"),
    ],
)
def test_a_bad_row_is_reported_at_its_line(tmp_path, row, message):
    read(tmp_path, f"time,kind\n2021-01-05,warning\n\n{row}")
    assert problems(tmp_path) == [f"events.csv:4:{message}"]


def test_a_cell_that_is_wrong_is_pointed_at(tmp_path):
    read(tmp_path, 'kind,note,time\nwarning,"a, ""b""",soon\nwarning,"a,\nb",soon\n')
    assert [said.partition(": ")[0] for said in problems(tmp_path)] == ["events.csv:2:20", "events.csv:4:1"]


def test_a_row_with_another_delimiter_is_told(tmp_path):
    read(tmp_path, "time,kind\n2021-01-05;warning\n")
    assert problems(tmp_path) == [
        "events.csv:2:1: 1 column where the first line has 2; it seems to be parted by semicolons"
    ]


def test_a_file_that_was_not_meant_is_not_repeated(tmp_path):
    first = "root:x:0:0:root:/root:/bin/bash"
    (tmp_path / "passwd").write_text(f"{first}\ndaemon:x:1:1:daemon:/usr/sbin:/bin/sh\n")
    named = (
        "extends: base.yaml\nsources: {acled: {written_at: cell, file: {path: passwd, class: warning, time: "
    )
    [place] = write(tmp_path, f"{named}§t}}}}}}")
    what = 'sources.acled.file.time: passwd has no column "t"; its first line names the columns'
    assert problems(tmp_path) == [f"{place}: {what}"]
    write(tmp_path, f'{named}"{first}"}}}}}}')
    [said] = problems(tmp_path)
    assert ": a text of 37 characters is not a time; write 2021-01-04 or " in said


def test_a_file_of_bad_rows_is_not_read_to_its_end(tmp_path):
    read(tmp_path, "time,kind\n" + "never,warning\n" * 500_000)
    begun = time.process_time()
    assert problems(tmp_path)[-1] == "events.csv:22:1: 980 more bad rows, and the rest was not read"
    assert time.process_time() - begun < 2


def test_many_bad_rows_are_counted(tmp_path):
    read(tmp_path, "time,kind\n" + "never,warning\n" * 45)
    said = problems(tmp_path)
    assert len(said) == 21
    assert said[0].startswith("events.csv:2:1: time: ")
    assert said[-1] == "events.csv:22:1: 25 more bad rows"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("time: §when, class: kind", 'time: events.csv has no column "when"; there is time and kind'),
        ("time: §tme, class: kind", 'time: events.csv has no column "tme"; did you mean "time"?'),
        (
            "time: time, class: §kinds",
            'class: events.csv has no column "kinds", and there is no such class; did you mean "kind"?',
        ),
        (
            "time: time, class: §what, classes: {a: warning}",
            'class: events.csv has no column "what"; there is time and kind',
        ),
        (
            "time: time, class: kind, classes: {a: §warnin}",
            'classes.a: there is no class "warnin"; did you mean "warning"?',
        ),
        (
            "time: time, §classes: {a: warning}",
            "classes: classes without class; say in `class` which column they are values of",
        ),
    ],
)
def test_columns_and_classes_that_are_not_there_are_named(tmp_path, file, message):
    [place] = read(tmp_path, GOOD, file)
    assert problems(tmp_path) == [f"{place}: sources.acled.file.{message}"]


def test_the_class_may_be_left_out_where_there_is_only_one(tmp_path):
    read(tmp_path, GOOD, "time: time")
    assert problems(tmp_path) == [
        "mission.yaml:5:5: sources.acled.file: class is missing; "
        "name the column that says it, or the one class of all rows"
    ]
    one = (
        "classes: {pattern: null}\nsources: {patrols: {reports: {pattern: null}}}\n"
        "stations: {commander: {needs: warning}}\n"
    )
    write(tmp_path, f"extends: base.yaml\n{one}", "one.yaml")
    (tmp_path / "mission.yaml").write_text(
        "extends: one.yaml\nsources: {acled: {written_at: cell, file: {path: events.csv, time: time}}}",
        encoding="utf-8",
    )
    assert len(times(tmp_path)["warning"]) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "events.csv is empty; its first line names the columns"),
        (b"\n\ntime,kind\n", "events.csv begins with an empty line; its first line names the columns"),
        ("time,kind\n".encode("utf-16"), "events.csv is UTF-16; save it as UTF-8"),
        (b"time,kind\n2021-01-05,caf\xe9\n", "events.csv is not UTF-8 (line 2); save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content, message):
    read(tmp_path, content)
    assert problems(tmp_path) == [f"mission.yaml:5:18: sources.acled.file.path: {message}"]


def test_two_columns_of_one_name_are_refused(tmp_path):
    read(tmp_path, "time,time,kind\n2021-01-05,2021-01-05,warning\n")
    assert problems(tmp_path) == [
        'mission.yaml:5:36: sources.acled.file.time: events.csv has more than one column "time"; '
        "give each column its own name"
    ]


def test_a_missing_file_is_reported_where_it_is_named(tmp_path):
    [place] = write(
        tmp_path,
        "extends: base.yaml\n"
        "sources: {acled: {written_at: cell, file: {path: §gone.csv, time: time, class: kind}}}",
    )
    assert problems(tmp_path) == [
        f"{place}: sources.acled.file.path: gone.csv cannot be read: no such file or directory"
    ]


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path):
    read(tmp_path, GOOD, more="limits: {file_size: 20}\n")
    assert problems(tmp_path) == [
        "mission.yaml:5:18: sources.acled.file.path: events.csv has 82 bytes; "
        "limits: {file_size: 20} allows no more"
    ]


def test_a_path_is_relative_to_the_file_it_is_written_in(tmp_path):
    (tmp_path / "parts").mkdir()
    read(tmp_path / "parts", GOOD)
    (tmp_path / "mission.yaml").write_text("extends: parts/mission.yaml", encoding="utf-8")
    assert len(times(tmp_path)["warning"]) == 2


def test_bad_files_of_several_sources_are_reported_together(tmp_path):
    (tmp_path / "a.csv").write_text("time,kind\nnever,warning\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("time,kind\n2021-01-05,waning\n", encoding="utf-8")
    text = "extends: base.yaml\nsources:\n  c: {written_at: cell}\n"
    for name in ("a", "b"):
        text += f"  {name}: {{written_at: cell, file: {{path: {name}.csv, time: time, class: kind}}}}\n"
    write(tmp_path, text)
    assert [line.split(":")[0] for line in problems(tmp_path)] == ["a.csv", "b.csv", "mission.yaml"]


def test_a_time_at_the_end_of_the_calendar_is_a_bad_row(tmp_path):
    read(tmp_path, "time,kind\n0001-01-01T00:00+05:00,warning\n")
    [problem] = problems(tmp_path)
    assert problem.startswith('events.csv:2:1: time: "0001-01-01T00:00+05:00" is not in the calendar')


def test_a_file_in_a_mission_without_classes_is_one_problem_among_others(tmp_path):
    (tmp_path / "events.csv").write_text("time\n2021-01-05\n", encoding="utf-8")
    none = "extends: base.yaml\nclasses: {warning: null, pattern: null}\n"
    write(tmp_path, none + "sources: {acled: {written_at: cell, file: {path: events.csv, time: time}}}")
    missing = "class is missing; name the column that says it, or the one class of all rows"
    assert any(line.endswith(missing) for line in problems(tmp_path))
