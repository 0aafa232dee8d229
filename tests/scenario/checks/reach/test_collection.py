"""What a source loses in a case that never comes, or that always does."""

import pytest

from tests.scenario.written import cases, changed, expect_warnings

WARNINGS = """
sources: {patrols: {collection: {coarse: 10 %, at_least: {§FLASH: {coarse: 0 %}}}}}
=> sources.patrols.collection.at_least.FLASH: never applies: no report of patrols can be FLASH;
   they are IMMEDIATE and ROUTINE

sources: {patrols: {collection: {at_least: {§PRIORITY: {coarse: 1 %}, IMMEDIATE: {coarse: 5 %}}}}}
=> sources.patrols.collection.at_least.PRIORITY: never applies: no report of patrols can be PRIORITY;
   they are IMMEDIATE and ROUTINE

sources: {patrols: {collection: {at_least: {§ROUTINE: {coarse: 5 %}, IMMEDIATE: {coarse: 1 %}}}}}
=> sources.patrols.collection.at_least.ROUTINE: applies to everything: by_class and what is stated without a
   case say nothing of what it states; write it as what is stated without a case

classes: {imagery: {}}
sources:
  drones: {written_at: cell, languages: {eng: 100 %}, reports: {imagery: 1 /day}}
  patrols: {collection: {coarse: 10 %, by_class: {§imagery: {coarse: 0 %}}}}
=> sources.patrols.collection.by_class.imagery: never applies: patrols reports no imagery;
   it reports pattern and warning
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_a_case_that_no_report_is_or_every_report_is_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_a_case_may_wait_for_what_incidents_raise(tmp_path):
    raised = """
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}}}}
sources: {patrols: {collection: {delay: 1 h, at_least: {FLASH: {delay: 5 min}}}}}
"""
    assert not changed(tmp_path, raised).warnings
