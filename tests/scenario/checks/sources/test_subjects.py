"""Topics and incidents that nobody can report about, or that can never be confirmed."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings

SEEN = "at\n2021-01-05\n2021-01-09 12:00\n"

CASES = """
sources: {patrols: {reports: {pattern: {rate: 1 /day, about: §convoi}}}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d}}
=> sources.patrols.reports.pattern.about: there is no topic or incident "convoi"; did you mean "convoy"?

sources: {patrols: {reports: {pattern: {rate: 1 /day, about: [convoy, §attack]}}}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d}}
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}}}}
=> sources.patrols.reports.pattern.about.1: is a moment, and only its bursts are about it;
   write how long attack lasts, for example lasts: 1 d

sources: {patrols: {reports: {pattern: {rate: 1 /day, about: attack}}}}
topics: {§attack: {rate: 1 /wk, lasts: 2 d}}
incidents: {attack: {rate: 1 /wk, lasts: 1 d}}
=> topics.attack: is the name of an incident as well; give it another name

sources: {patrols: {reports: {pattern: {rate: 1 /day, about: convoy}}}}
topics: {convoy: {rate: 1 /wk, lasts: §0 d, hours: {06:00-18:00: 2, §12:00-13:00: 3}}}
=> topics.convoy.lasts: lasts for no time at all; write, for example, 5 d
=> topics.convoy.hours.12:00-13:00: overlaps 06:00-18:00; each hour of the day has one factor

topics: {§convoy: {rate: 1 /wk}}
=> topics.convoy: lasts is missing

sources:
  press: {written_at: cell, file: {path: seen.csv, time: at, class: pattern, about: [convoy, §attack]}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d}}
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}}}}
=> sources.press.file.about.1: is a moment, and only its bursts are about it;
   write how long attack lasts, for example lasts: 1 d

sources: {press: {written_at: cell, file: {path: seen.csv, time: at, class: pattern, about: §convoi}}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d}}
=> sources.press.file.about: there is no topic or incident "convoi"; did you mean "convoy"?
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_cannot_be_reported_about_is_refused(tmp_path, change, messages):
    (tmp_path / "seen.csv").write_text(SEEN)
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
topics: {§convoy: {rate: 1 /wk, lasts: 2 d}}
=> topics.convoy: nobody reports about it; write about: convoy where a source reports about it

sources: {patrols: {reports: {pattern: {rate: 1 /day, about: convoy},
  warning: {rate: 1 /day, about: convoy}}}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d, confirmed_by: §2}}
=> topics.convoy.confirmed_by: is never confirmed: 1 source reports about it

sources: {patrols: {reports: {pattern: {rate: 1 /day, about: convoy}}}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d, dates: {§2020-07-01 to 2020-09-30: 2}}}
=> topics.convoy.dates.2020-07-01 to 2020-09-30: has no effect:
   the clock runs from 2021-01-04 00:00:00 to 2021-03-01 00:00:00
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_can_never_be_known_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_an_incident_that_is_only_reported_about_has_consequences(tmp_path):
    scenario = changed(
        tmp_path,
        "sources: {patrols: {reports: {pattern: {rate: 1 /day, about: attack}}}}\n"
        "incidents: {attack: {rate: 1 /wk, lasts: 1 d}}",
    )
    assert scenario.warnings == ()


def test_a_file_is_a_source_that_tells_of_something(tmp_path):
    """Of a topic that nobody else reports about, and as the second source that confirms it."""
    (tmp_path / "seen.csv").write_text(SEEN)
    (tmp_path / "other.csv").write_text(SEEN)
    change = """
sources:
  press: {written_at: cell, file: {path: seen.csv, time: at, class: pattern, about: [convoy, attack]}}
  radio: {written_at: cell, file: {path: other.csv, time: at, class: pattern, about: convoy}}
topics: {convoy: {rate: 1 /wk, lasts: 2 d, confirmed_by: 2}}
incidents: {attack: {rate: 1 /wk, lasts: 1 d}}
"""
    assert not changed(tmp_path, change).warnings


def test_where_a_station_waits_for_a_second_source_a_file_is_one(tmp_path):
    (tmp_path / "seen.csv").write_text(SEEN)
    change = """
topics: {convoy: {rate: 1 /wk, lasts: 2 d}}
sources:
  patrols: {reports: {pattern: {rate: 1 /day, about: convoy}}}
  press: {written_at: %s, file: {path: seen.csv, time: at, class: pattern, about: convoy}}
stations:
  desk: {stage: analysis, writes: eng, work: 1 h, confirms: {sources: 2}, posts: {all: {count: 1}}}
  commander: {work: {once: 1 h, each: 0 h}}
channels: {cell -> desk: {}, desk -> commander: {}, translators -> commander: {}}
"""
    assert not changed(tmp_path, change % "cell").warnings
    elsewhere = changed(tmp_path, change % "translators").warnings
    assert [str(each).partition("confirms.")[2] for each in elsewhere] == [
        "sources: nothing is ever confirmed: of one event, reports of 1 source at the most come here; "
        "lead the channels of more sources here"
    ]
