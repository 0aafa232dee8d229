"""Doors: each report finds one where it enters, and each door lets some reports in."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings

CASES = cases(
    """
sources: {patrols: {§written_at: {cell: 70 %, translators: 20 %}}}
=> sources.patrols.written_at: the shares add up to 90 %; they must add up to 100 %

sources: {patrols: {written_at: {§cel: 70 %, translators: 30 %}}}
=> sources.patrols.written_at.cel: there is no station "cel"; did you mean "cell"?

sources: {patrols: {written_at: {cell: §70, translators: 30 %}}}
=> sources.patrols.written_at.cell: "70" is more than 1; did you mean 70 %?

sources: {patrols: {written_at: [{at: §cel}]}}
=> sources.patrols.written_at.0.at: there is no station "cel"; did you mean "cell"?

sources: {patrols: {written_at: [{at: translators, classes: §warnin}, {at: cell}]}}
=> sources.patrols.written_at.0.classes: there is no class "warnin"; did you mean "warning"?

sources: {patrols: {written_at: [§{at: cell, at_least: IMMEDIATE}]}}
=> sources.patrols.written_at.0: the last door has conditions: what does not meet them would enter nowhere;
   end the list with a door that has none, for example {at: desk}

sources: {patrols: {written_at: [§{at: cell}, {at: translators}]}}
=> sources.patrols.written_at.0: lets everything in: the doors after it never open; put it last

sources: {patrols: {written_at: [{at: translators, at_least: §FLASH, below: FLASH}, {at: cell}]}}
=> sources.patrols.written_at.0.at_least: lets nothing in: no precedence meets its conditions

sources: {patrols: {written_at: [{at: translators, below: §ROUTINE}, {at: cell}]}}
=> sources.patrols.written_at.0.below: lets nothing in: no precedence meets its conditions

sources: {patrols: {written_at: [{at: translators, §classes: []}, {at: cell}]}}
=> sources.patrols.written_at.0.classes: lets no class in; name classes, or leave it out for all

sources: {patrols: {§written_at: []}}
=> sources.patrols.written_at: no doors; write a station, or shares, for example
   {desk: 70 %, duty_room: 30 %}, or a list of doors

sources: {patrols: {written_at: §5}}
=> sources.patrols.written_at: not a station; write a station, or shares, for example
   {desk: 70 %, duty_room: 30 %}, or a list of doors

sources: {patrols: {written_at: [§{classes: warning}, {at: cell}]}}
=> sources.patrols.written_at.0: at is missing

sources: {patrols: {collection: {by_class: {§warnin: {coarse: 10 %}}}}}
=> sources.patrols.collection.by_class.warnin: there is no class "warnin"; did you mean "warning"?

sources: {patrols: {collection: {at_least: {§URGENT: {coarse: 10 %}}}}}
=> sources.patrols.collection.at_least.URGENT: unknown word "URGENT"; there is FLASH, IMMEDIATE,
   PRIORITY and ROUTINE
"""
)


@pytest.mark.parametrize(("change", "expected"), CASES, ids=[change for change, _ in CASES])
def test_doors_that_leave_reports_outside_or_never_open_are_refused(tmp_path, change, expected):
    expect_problems(tmp_path, change, *expected)


DOORS_THAT_NEVER_OPEN = """
sources: {patrols: {written_at: [§{at: translators, at_least: FLASH}, {at: cell}]}}
=> sources.patrols.written_at.0: never opens: no report of patrols meets its conditions;
   it reports warning of IMMEDIATE and pattern of ROUTINE

sources: {patrols: {written_at: [§{at: translators, classes: warning, below: IMMEDIATE}, {at: cell}]}}
=> sources.patrols.written_at.0: never opens: no report of patrols meets its conditions;
   it reports warning of IMMEDIATE and pattern of ROUTINE

classes: {imagery: {}}
sources:
  drones: {written_at: cell, languages: {eng: 100 %}, reports: {imagery: 1 /day}}
  patrols: {written_at: [§{at: translators, classes: imagery}, {at: cell}]}
=> sources.patrols.written_at.0: never opens: no report of patrols meets its conditions;
   it reports warning of IMMEDIATE and pattern of ROUTINE

sources: {patrols: {written_at: [{at: translators, classes: [warning, pattern]}, §{at: cell}]}}
stations: {cell: {needs: pattern, stage: command}}
channels: {translators -> commander: {}, translators -> cell: {}}
=> sources.patrols.written_at.1: never opens: the doors before it let in everything that patrols reports

sources:
  patrols: {written_at: [{at: cell, at_least: IMMEDIATE}, §{at: translators, classes: warning}, {at: cell}]}
=> sources.patrols.written_at.1: never opens: the doors before it let in all that would enter here

sources: {patrols: {written_at: [{at: cell, at_least: §ROUTINE}, §{at: cell}]}}
=> sources.patrols.written_at.0.at_least: is not a condition: everything is at least ROUTINE; leave it out
=> sources.patrols.written_at.1: never opens: the doors before it let in everything that patrols reports
"""


@pytest.mark.parametrize(("change", "messages"), cases(DOORS_THAT_NEVER_OPEN))
def test_a_door_by_which_nothing_comes_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


@pytest.mark.parametrize("sources", ["", ", sources: patrols"])
def test_a_door_may_wait_for_what_incidents_raise(tmp_path, sources):
    raised = f"""
incidents: {{attack: {{rate: 1 /wk, raises: {{lasts: 1 d, classes: {{pattern: FLASH}}{sources}}}}}}}
sources: {{patrols: {{written_at: [{{at: translators, at_least: FLASH}}, {{at: cell}}]}}}}
channels: {{translators -> commander: {{}}}}
"""
    assert not changed(tmp_path, raised).warnings


def test_what_is_raised_at_other_sources_opens_no_door_here(tmp_path):
    expect_warnings(
        tmp_path,
        """
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {warning: FLASH}, sources: police}}}
sources:
  police: {written_at: cell, languages: {eng: 100 %}, reports: {warning: 1 /day}}
  patrols: {written_at: [§{at: translators, at_least: FLASH}, {at: cell}]}
""",
        "sources.patrols.written_at.0: never opens: no report of patrols meets its conditions; "
        "it reports warning of IMMEDIATE and pattern of ROUTINE",
    )


def test_a_consumer_that_only_one_of_the_doors_leads_to_is_a_warning(tmp_path):
    expect_warnings(
        tmp_path,
        """
sources: {patrols: {written_at: {cell: 50 %, annex: 50 %}}}
stations:
  annex: {stage: collection, work: 1 h, posts: {all: {count: 1}}}
  deputy:
    stage: command
    work: 1 h
    posts: {all: {count: 1}}
    §needs: [pattern]
channels: {annex -> commander: {}, annex -> deputy: {}}
""",
        "stations.deputy.needs: no channels bring pattern from patrols by way of cell; "
        "these will be lost to no_route",
    )


def test_guidance_must_reach_every_door(tmp_path):
    expect_problems(
        tmp_path,
        """
classes: {order: {}}
sources:
  planners: {written_at: commander, reports: {order: 1 /wk}}
  patrols:
    written_at: {cell: 50 %, translators: 50 %}
    direction: {by: §order, fresh: 90 %, stale: 10 %, time: 30 d}
stations: {cell: {needs: order}}
channels: {translators -> commander: {}, commander -> cell: {carries: order}}
""",
        "sources.patrols.direction.by: translators, where patrols reports, does not need order; "
        "guidance must reach it: add order to stations.translators.needs",
    )
