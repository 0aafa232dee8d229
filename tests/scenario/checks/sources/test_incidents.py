"""Incidents that do nothing, or what cannot be done."""

import pytest

from stovepipe.scenario import ScenarioError
from tests.scenario.written import cases, changed, expect_problems, expect_warnings

CASES = """
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
def test_what_incidents_cannot_do_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
incidents: {§attack: {rate: 1 /wk}}
=> incidents.attack: has no consequences; give it bursts, diverts, calls_in or raises

incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {warning: §PRIORITY}}}}
=> incidents.attack.raises.classes.warning: raises nothing: warning is IMMEDIATE already
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_incidents_without_effect_are_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_an_incident_cannot_have_the_name_of_what_is_no_incident(tmp_path):
    with pytest.raises(ScenarioError) as raised:
        changed(tmp_path, "incidents: {rate: {rate: 1 /day}}")
    assert 'incidents.rate: an incident cannot be named "rate"' in str(raised.value)
