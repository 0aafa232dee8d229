"""Posts that take only some work: somebody takes whatever comes, and conditions can be met."""

import pytest

from tests.scenario.written import (
    cases,
    changed,
    expect_problems,
    expect_warnings,
    in_base,
    problems,
    warnings,
    write,
)

ADD = "add it to what a group takes, or a group without `takes`"
NOBODY = f"""
stations: {{cell: {{posts: {{officers: {{takes: {{classes: warning}}}}}}}}}}
=> stations.cell.posts: nobody here takes pattern of ROUTINE; {ADD}

stations:
  cell:
    posts: {{officers: {{takes: {{at_least: IMMEDIATE}}}}, more: {{count: 1, takes: {{classes: warning}}}}}}
=> stations.cell.posts: nobody here takes pattern of ROUTINE; {ADD}

stations: {{cell: {{posts: {{officers: {{takes: {{below: IMMEDIATE}}}}, more: {{count: 0}}}}}}}}
=> stations.cell.posts: nobody here takes warning of IMMEDIATE; {ADD}

incidents: {{attack: {{rate: 1 /wk, raises: {{lasts: 1 d, classes: {{pattern: FLASH}}}}}}}}
stations: {{cell: {{posts: {{officers: {{takes: {{below: FLASH}}}}}}}}}}
=> stations.cell.posts: nobody here takes pattern of FLASH; {ADD}
"""


@pytest.mark.parametrize(("change", "messages"), cases(NOBODY))
def test_what_nobody_can_ever_take_is_refused(tmp_path, change, messages):
    write(tmp_path, f"extends: base.yaml\n{change}")
    assert problems(tmp_path) == [f"{in_base('posts:')}: {message}" for message in messages]


def test_the_station_behind_a_hurdle_is_asked_too(tmp_path):
    write(
        tmp_path,
        "extends: base.yaml\n"
        "stations: {translators: {posts: {translators: {takes: {classes: warning, languages: fra}}}}}",
    )
    (problem,) = problems(tmp_path)
    assert problem.endswith(f"stations.translators.posts: nobody here takes pattern of ROUTINE; {ADD}")


@pytest.mark.parametrize(
    "groups",
    [
        "{officers: {takes: {classes: warning}}, more: {count: 1}}",
        "{officers: {takes: {classes: warning}}, more: {count: 1, takes: {classes: pattern}}}",
        "{officers: {takes: {at_least: IMMEDIATE}}, more: {count: 1, takes: {below: IMMEDIATE}}}",
        "{officers: {takes: {languages: eng}}, more: {count: 1, takes: {languages: [fra]}}}",
    ],
)
def test_groups_may_take_everything_between_them(tmp_path, groups):
    assert not changed(tmp_path, f"stations: {{cell: {{posts: {groups}}}}}").warnings


WAITS = "where such a copy comes, it waits until it expires or the clock stops"


def test_a_language_that_nobody_takes_is_a_warning(tmp_path):
    write(tmp_path, "extends: base.yaml\nstations: {cell: {posts: {officers: {takes: {languages: eng}}}}}")
    (warning,) = warnings(tmp_path)
    assert warning.endswith(
        f"stations.cell.posts: nobody here takes pattern in fra or warning in fra; {WAITS}"
    )


def test_a_product_may_be_what_no_report_is(tmp_path):
    """It has the class of its first report and the precedence of the most urgent one."""
    write(
        tmp_path,
        """extends: base.yaml
stations:
  cell: {stage: analysis, writes: eng, batch: {size: 3}}
  commander:
    work: {once: 5 min, each: 1 min}
    posts:
      commander: {takes: {classes: pattern, below: IMMEDIATE}}
      more: {count: 1, takes: {classes: warning}}
  translators: {work: {once: 5 min, each: 1 min}}
""",
    )
    assert any(
        "nobody here takes a product with the lead pattern of IMMEDIATE" in each
        for each in warnings(tmp_path)
    )


def test_conditions_that_say_nothing_or_that_nothing_meets_are_told(tmp_path):
    expect_warnings(
        tmp_path,
        "stations:\n  cell:\n    posts:\n      more: {count: 1, §takes: {}}\n"
        "      others: {count: 1, takes: {languages: [§spa]}}",
        "stations.cell.posts.more.takes: is no condition: people who take everything need none; "
        "say what they take, for example {classes: [...]}, or leave it out",
        "stations.cell.posts.others.takes.languages.0: nobody writes spa; there is eng and fra",
    )
    expect_problems(
        tmp_path,
        "stations: {cell: {posts: {more: {count: 1, takes: {§classes: []}}}}}",
        "stations.cell.posts.more.takes.classes: takes nothing; name some, or leave it out for all",
    )
    expect_problems(
        tmp_path,
        "stations: {cell: {posts: {more: {count: 1, takes: {classes: [§pattrn]}}}}}",
        'stations.cell.posts.more.takes.classes.0: there is no class "pattrn"; did you mean "pattern"?',
    )


def test_people_on_call_for_what_they_do_not_take_are_told(tmp_path):
    call = "shift: {from: 08:00, to: 16:00}, on_call: {for: IMMEDIATE, within: 1 h}"
    group = f"{{count: 1, {call}, §takes: {{below: IMMEDIATE}}}}"
    expect_warnings(
        tmp_path,
        f"stations: {{cell: {{posts: {{more: {group}}}}}}}",
        "stations.cell.posts.more.takes: takes nothing for which these people are called, "
        "at least IMMEDIATE; change one of the two",
    )


TRIAGE = """
classes: {gossip: {}}
stations:
  cell: {sorts: {taken_for: {pattern: {gossip: 50 %}}}}
  archive: {stage: analysis, work: 1 h, posts: {clerks: {count: 1, takes: {classes: GROUP}}}}
channels:
  cell -> commander: {carries: [warning, pattern]}
  cell -> archive: {carries: gossip}
"""


def test_reports_may_come_as_nothing_but_what_they_are_taken_for(tmp_path):
    """Patterns come to the archive as gossip: nobody there need take patterns."""
    assert changed(tmp_path, TRIAGE.replace("GROUP", "gossip"))


def test_what_reports_are_taken_for_must_be_taken_by_somebody(tmp_path):
    write(tmp_path, "extends: base.yaml\n" + TRIAGE.replace("GROUP", "pattern"))
    (problem,) = problems(tmp_path)
    assert problem.endswith(f"stations.archive.posts: nobody here takes gossip of ROUTINE; {ADD}")


@pytest.mark.parametrize(
    ("precedence", "said"), [("kept", ["gossip of IMMEDIATE"]), ("of_class", ["gossip of ROUTINE"])]
)
def test_what_appears_as_another_class_may_have_its_precedence(tmp_path, precedence, said):
    write(
        tmp_path,
        f"""extends: base.yaml
classes: {{gossip: {{}}}}
stations:
  cell: {{sorts: {{taken_for: {{warning: {{gossip: 50 %}}}}, precedence: {precedence}}}}}
  archive: {{stage: analysis, work: 1 h, posts: {{clerks: {{count: 1, takes: {{at_least: FLASH}}}}}}}}
channels: {{cell -> archive: {{carries: gossip}}}}
""",
    )
    assert [each.partition("nobody here takes ")[2].partition(";")[0] for each in problems(tmp_path)] == said


ASKING = """
classes: {query: {}}
stations:
  relay: {stage: release, work: 1 min, posts: {clerks: {count: 1, takes: {classes: RELAYED}}}}
  commander:
    asks: {more: {about: warning, request: query}}
    posts: {commander: {takes: {classes: [warning, pattern]}}}
channels:
  commander -> relay: {carries: query}
  relay -> cell: {carries: query}
"""


def test_a_request_comes_neither_to_who_asks_nor_further_than_its_source(tmp_path):
    """The channel from the cell to the commander carries it, but it ends at the cell."""
    assert changed(tmp_path, ASKING.replace("RELAYED", "query"))


def test_a_request_comes_to_the_stations_on_its_way(tmp_path):
    write(tmp_path, "extends: base.yaml\n" + ASKING.replace("RELAYED", "warning"))
    (problem,) = problems(tmp_path)
    assert problem.endswith(f"stations.relay.posts: nobody here takes query of ROUTINE; {ADD}")
