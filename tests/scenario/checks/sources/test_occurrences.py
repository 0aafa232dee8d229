"""Sources that report nothing, or oddly, and an empty mission."""

import pytest

from stovepipe.scenario import ScenarioError
from tests.scenario.written import cases, changed, expect_problems, expect_warnings, marked, problems

CASES = """
sources: {§police: {written_at: cell}}
=> sources.police: reports nothing; give it reports, or a file, or a burst in an incident

sources: {police: {written_at: cell, §languages: {eng: 70 %, fra: 29.5 %}, reports: {warning: 1 /day}}}
=> sources.police.languages: the shares add up to 99.5 %; they must add up to 100 %

sources: {patrols: {reports: {warning: {rate: 1 /day, hours: {06:00-18:00: 2, §12:00-13:00: 3,
  18:00-06:00: 1}}}}}
=> sources.patrols.reports.warning.hours.12:00-13:00: overlaps 06:00-18:00; each hour of the day has one
   factor

sources: {patrols: {reports: {warning: {rate: 1 /day, hours: {06:00-18:00: 2, §06:00 - 18:00: 3}}}}}
=> sources.patrols.reports.warning.hours.06:00 - 18:00: overlaps 06:00-18:00;
   each hour of the day has one factor
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_cannot_occur_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
sources: {patrols: {reports: {warning: {rate: 1 /day, dates: {§2020-07-01 to 2020-09-30: 2}}}}}
=> sources.patrols.reports.warning.dates.2020-07-01 to 2020-09-30: has no effect:
   the clock runs from 2021-01-04 00:00:00 to 2021-03-01 00:00:00

classes: {§rumour: {}}
=> classes.rumour: is never reported
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_has_no_effect_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_a_source_may_report_only_when_something_happens(tmp_path):
    changed(
        tmp_path,
        "sources: {police: {written_at: cell}}\n"
        "incidents: {attack: {rate: 1 /wk, bursts: {police.warning: {reports: 2, delay: 1 h}}}}",
    )


def test_a_warm_up_makes_room_for_dates_before_the_start(tmp_path):
    scenario = changed(
        tmp_path,
        "warm_up: 4 wk\n"
        "sources: {patrols: {reports: {warning: {rate: 1 /day, dates: {2020-12-24 to 2020-12-26: 2}}}}}",
    )
    assert scenario.warnings == ()


EMPTY = "mission: Empty\nstart: 2021-01-04\nhorizon: 1 wk\n"


@pytest.mark.parametrize(
    "sources",
    [
        "{patrols: {written_at: cell, reports: {warning: 0 /day}}}",
        "{patrols: {written_at: cell, reports: {warning: 0 /day, pattern: {rate: 0 /wk}}}}",
    ],
)
def test_a_mission_in_which_nothing_is_ever_reported_is_refused(tmp_path, sources):
    stations = "{cell: {stage: command, needs: [warning], work: 1 h, posts: {all: {count: 1}}}}"
    text = f"{EMPTY}classes: {{warning: {{}}, pattern: {{}}}}\n§sources: {sources}\nstations: {stations}\n"
    clean, [place] = marked(text, "mission.yaml")
    (tmp_path / "mission.yaml").write_text(clean, encoding="utf-8")
    assert problems(tmp_path) == [f"{place}: sources: nothing is ever reported: all rates are zero"]


def test_a_mission_in_which_nobody_needs_anything_is_refused(tmp_path):
    clean, [place] = marked(
        f"{EMPTY}classes: {{warning: {{}}}}\n"
        "sources: {patrols: {written_at: cell, reports: {warning: 1 /day}}}\n"
        "§stations: {cell: {stage: collection, work: 1 h, posts: {all: {count: 1}}}}\n",
        "mission.yaml",
    )
    (tmp_path / "mission.yaml").write_text(clean, encoding="utf-8")
    assert problems(tmp_path) == [
        f"{place}: stations: nobody needs anything; give at least one station of stage command its needs"
    ]


def test_a_half_life_of_zero_is_refused(tmp_path):
    with pytest.raises(ScenarioError) as raised:
        changed(tmp_path, "classes: {warning: {half_life: 0 h}}")
    assert "classes.warning.half_life: a half-life of zero" in str(raised.value)
