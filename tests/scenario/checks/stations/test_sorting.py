"""Stations that sort: shares that do not fit, and what is known of where reports go then."""

import pytest

from tests.scenario.written import cases, expect_problems, expect_warnings

CASES = """
stations:
  cell: {sorts: {taken_for: {warning: {pattern: 70 %, §warnings: 10 %}}}}
=> stations.cell.sorts.taken_for.warning.warnings: there is no class "warnings"; did you mean "warning"?

stations:
  cell: {sorts: {taken_for: {§warnings: {pattern: 70 %}}}}
=> stations.cell.sorts.taken_for.warnings: there is no class "warnings"; did you mean "warning"?

stations:
  cell: {sorts: {§taken_for: {}}}
=> stations.cell.sorts.taken_for: sorts nothing; write, for example, taken_for: {tip: {hoax: 10 %}},
   or remove sorts

stations:
  cell: {sorts: {taken_for: {§warning: {pattern: 70 %, warning: 40 %}}}}
=> stations.cell.sorts.taken_for.warning: the shares of what warning is taken for add up to 110 %; 100 % at
   the most; what remains is taken for warning
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_does_not_fit_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


def test_a_class_that_others_are_taken_for_need_not_be_reported(tmp_path):
    text = "classes: {hoax: {}}\nstations: {cell: {sorts: {taken_for: {warning: {hoax: 10 %}}}}}\n"
    expect_warnings(tmp_path, text)


NARROW = """
stations:
  cell: {sorts: {taken_for: {warning: {pattern: 100 %}}}}
  commander: {§needs: [warning, pattern]}
channels:
  cell -> commander: {carries: warning}
"""


def test_what_is_always_taken_for_a_class_that_leads_nowhere_has_no_way(tmp_path):
    """Patterns cannot go there, and warnings are never warnings when they leave."""
    what = "stations.commander.needs: nothing that commander needs can reach it; "
    expect_problems(tmp_path, NARROW, what + "no channels lead here from cell")


def test_what_is_taken_for_another_class_sometimes_has_a_way(tmp_path):
    text = NARROW.replace("100 %", "50 %").replace("§needs", "needs")
    expect_warnings(
        tmp_path,
        text.replace("{needs", "{§needs"),
        "stations.commander.needs: no channels bring pattern from patrols; these will be lost to no_route",
    )


TOGETHER = """
stations:
  cell: {sorts: {taken_for: {warning: {pattern: 10 %}}}}
  desk:
    stage: analysis
    writes: eng
    work: 1 h
    posts: {p: {count: 1}}
    batch: {size: 2, classes: pattern}
  translators: {work: {once: 2 h, each: 0 min}}
  commander: {work: §10 min}
sources: {patrols: {reports: {warning: 1 /day, pattern: 0 /day}}}
channels:
  cell -> commander: {carries: warning}
  cell -> desk: {carries: pattern}
  desk -> commander: {}
"""


def test_products_of_what_is_taken_for_a_class_are_products(tmp_path):
    """Nobody reports patterns: those that the desk batches were warnings."""
    what = "stations.commander.work: products of desk come here, and it is not said how long each report "
    hint = (
        "in them takes; write {once: ..., each: ...} with your figures, each: 0 min if a product takes no "
        "longer than one report"
    )
    expect_problems(tmp_path, TOGETHER, what + hint)
