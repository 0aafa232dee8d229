"""Groups of stations of which any one will do."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings

DEPUTY = """\
stations:
  deputy: {stage: command, reads: eng, work: 10 min, posts: {deputy: {count: 1}}}
channels:
  cell -> deputy: {carries: warning, hurdles: {language: {through: translators}}}
"""

WRONG = """
any_of: {heads: {stations: [commander, §deputi], needs: warning}}
=> any_of.heads.stations.1: there is no station "deputi"; did you mean "deputy"?

any_of: {heads: {stations: [commander, §cell], needs: warning}}
=> any_of.heads.stations.1: cell is a station of stage collection, and only a command needs reports

any_of: {heads: {stations: [commander, deputy], needs: §warnings}}
=> any_of.heads.needs: there is no class "warnings"; did you mean "warning"?

any_of: {§deputy: {stations: [commander, deputy], needs: warning}}
=> any_of.deputy: is the name of a station as well; give it another name

any_of: {heads: {stations: deputy, needs: §pattern}}
=> any_of.heads.needs: nothing that heads needs can reach it; no channels lead here from cell

any_of: {heads: {§stations: [], needs: warning}}
=> any_of.heads.stations: is empty; name the stations of which any one will do
"""


@pytest.mark.parametrize(("change", "messages"), cases(WRONG))
def test_what_no_group_can_be_is_a_problem(tmp_path, change, messages):
    expect_problems(tmp_path, DEPUTY + change, *messages)


def test_who_is_one_of_a_group_needs_nothing_else(tmp_path):
    said = "stations.deputy: a command that needs nothing; nothing is counted as delivered to it"
    expect_warnings(tmp_path, DEPUTY.replace("deputy: {stage", "§deputy: {stage"), said)
    expect_warnings(tmp_path, f"{DEPUTY}any_of: {{heads: {{stations: [commander, deputy], needs: warning}}}}")


def test_a_group_that_one_of_its_stations_can_serve_is_sound(tmp_path):
    """Patterns get to the commander only."""
    group = "any_of: {heads: {stations: [commander, deputy], needs: [warning, pattern]}}"
    expect_warnings(tmp_path, DEPUTY + group)
    assert changed(tmp_path, DEPUTY + group).mission.any_of["heads"].needs == ("warning", "pattern")
