"""Sources that report nothing, incidents that do nothing, and an empty mission."""

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

incidents: {attack: {rate: 1 /wk, clustering: {period: §0 d, cv: 1}, raises: {lasts: 1 d,
  classes: {pattern: FLASH}}}}
=> incidents.attack.clustering.period: a period of no length; write, for example, 4 wk

incidents: {attack: {rate: 1 /wk, clustering: {period: §40 s, cv: §11}, raises: {lasts: 1 d,
  classes: {pattern: FLASH}}}}
=> incidents.attack.clustering.period: 120,960 periods within the clock;
   make it long enough for at most 100,000
=> incidents.attack.clustering.cv: a coefficient of variation of 11; write 0, or a number from 0.01 to 10

incidents: {attack: {rate: 1 /wk, bursts: {patrols.warning: {reports: §101, delay: 1 h}}}}
=> incidents.attack.bursts.patrols.warning.reports: 101 reports for each incident; write 100 or fewer

incidents: {attack: {rate: 1 /wk, §diverts: {lasts: 1 d}}}
=> incidents.attack.diverts: diverts nobody; name sources or posts

incidents: {attack: {rate: 1 /wk, diverts: {lasts: §0 d, posts: {cell.officers: §3}}}}
=> incidents.attack.diverts.lasts: lasts for no time at all; write, for example, 24 h
=> incidents.attack.diverts.posts.cell.officers: diverts 3 of 2 posts; write 2 or fewer

incidents: {attack: {rate: 1 /wk, calls_in: {within: 1 h, lasts: 1 d, §posts: {}}}}
=> incidents.attack.calls_in.posts: calls in nobody; name posts, for example {gao.analysts: 2}

stations: {cell: {posts: {officers: {shift: {from: 08:00, to: 16:00}}}}}
incidents: {attack: {rate: 1 /wk, calls_in: {within: §2 h, lasts: 1 h, posts: {cell.officers: §3}}}}
=> incidents.attack.calls_in.within: nobody ever comes: it takes 2 h, and is over after 1 h;
   lasts is counted from the incident: make it longer
=> incidents.attack.calls_in.posts.cell.officers: calls in 3 of 2 posts; write 2 or fewer

incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, §classes: {}}}}
=> incidents.attack.raises.classes: raises nothing; name classes of reports
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_cannot_occur_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
incidents: {§attack: {rate: 1 /wk}}
=> incidents.attack: has no consequences; give it bursts, diverts, calls_in or raises

incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {warning: §PRIORITY}}}}
=> incidents.attack.raises.classes.warning: raises nothing: warning is IMMEDIATE already

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


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("incidents: {rate: {rate: 1 /day}}", 'incidents.rate: an incident cannot be named "rate"'),
        ("classes: {warning: {half_life: 0 h}}", "classes.warning.half_life: a half-life of zero"),
    ],
)
def test_what_would_be_taken_for_something_else_is_refused(tmp_path, change, expected):
    with pytest.raises(ScenarioError) as raised:
        changed(tmp_path, change)
    assert expected in str(raised.value)
