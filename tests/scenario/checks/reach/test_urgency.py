"""Conditions on precedence that contradict themselves or each other, or that nothing can meet."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings

CASES = """
channels: {cell -> commander: {at_least: §URGENT}}
=> channels.cell -> commander.at_least: unknown word "URGENT";
   there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

channels: {cell -> commander: {below: §ROUTINE}}
=> channels.cell -> commander.below: nothing is below ROUTINE;
   the most urgent first, there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

channels: {cell -> commander: {hurdles: {access: {at_least: §IMMEDIATE, below: IMMEDIATE}}}}
=> channels.cell -> commander.hurdles.access.at_least: nothing is at least IMMEDIATE, below IMMEDIATE;
   the most urgent first, there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

caveats: {quiet: {of: NLD, at: commander, at_least: §FLASH, below: PRIORITY}}
=> caveats.quiet.at_least: nothing is at least FLASH, below PRIORITY;
   the most urgent first, there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

stations: {translators: {work_at_least: {§URGENT: 5 min}}}
=> stations.translators.work_at_least.URGENT: unknown word "URGENT";
   there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

stations: {translators: {work_at_least: {IMMEDIATE: {once: 5 min, each: 1 min, repeats: §50 %}}}}
=> stations.translators.work_at_least.IMMEDIATE.repeats: the share depends on the class alone;
   say it in work or in work_by_class

incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}, younger_than: §0 h}}}
=> incidents.attack.raises.younger_than: raises nothing that is on its way; write, for example, 12 h
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_nothing_could_be_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
channels: {cell -> commander: {hurdles: {access: {probability: 10 %, at_least: §FLASH}}}}
=> channels.cell -> commander.hurdles.access.at_least: never holds: no report that comes here can be FLASH;
   they are IMMEDIATE and ROUTINE

channels: {cell -> commander: {hurdles: {access: {probability: 10 %, at_least: §ROUTINE}}}}
=> channels.cell -> commander.hurdles.access.at_least: is not a condition: everything is at least ROUTINE;
   leave it out

channels: {cell -> commander: {at_least: §IMMEDIATE, hurdles: {access: {delay: 1 h, below: §IMMEDIATE}}}}
=> channels.cell -> commander.at_least: no channel of cell takes pattern of ROUTINE;
   what no other way brings of this will be lost to sent_elsewhere
=> channels.cell -> commander.hurdles.access.below: never holds: the channel takes only what is
   at least IMMEDIATE

stations: {cell: {posts: {officers: {shift: {from: 08:00, to: 18:00}, on_call: {for: §FLASH, within: 1 h}}}}}
=> stations.cell.posts.officers.on_call.for: nobody is ever called: no report can be FLASH;
   there is IMMEDIATE and ROUTINE

stations: {translators: {work_at_least: {§FLASH: 5 min, IMMEDIATE: 10 min}}}
=> stations.translators.work_at_least.FLASH: never applies: no report can be FLASH;
   there is IMMEDIATE and ROUTINE

stations: {translators: {work_at_least: {IMMEDIATE: 10 min, §PRIORITY: 20 min}}}
=> stations.translators.work_at_least.PRIORITY: never applies: no report can be PRIORITY;
   there is IMMEDIATE and ROUTINE

stations: {translators: {work_at_least: {§ROUTINE: 5 min}}}
=> stations.translators.work_at_least.ROUTINE: applies to everything that no other entry does:
   work and work_by_class have no effect; write it as work
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_nothing_here_can_meet_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_what_an_incident_may_raise_can_meet_a_condition(tmp_path):
    raised = """
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}}}}
channels: {cell -> commander: {hurdles: {access: {probability: 10 %, at_least: FLASH}}}}
"""
    assert not changed(tmp_path, raised).warnings


def test_a_hurdle_may_ask_for_what_is_raised_on_the_way_over_a_channel(tmp_path):
    """The channel takes no urgent copy, but an attack may make one urgent in transit."""
    raised = """
incidents: {attack: {rate: 1 /wk, raises: {lasts: 1 d, classes: {pattern: FLASH}, younger_than: 1 d}}}
stations: {bureau: {stage: command, needs: warning, work: 5 min, posts: {p: {count: 1}}}}
channels:
  cell -> bureau: {}
  cell -> commander: {below: PRIORITY, hurdles: {access: {delay: 1 h, at_least: FLASH, on_arrival: true}}}
"""
    assert not [each for each in changed(tmp_path, raised).warnings if "access" in str(each)]
