"""Stations that wait for confirmation: what could never be confirmed, and what waits for nothing."""

import pytest

from tests.scenario.written import cases, expect_problems, expect_warnings

TOLD = """
topics: {group: {rate: 1 /wk, lasts: 5 d}}
sources:
  patrols: {reports: {warning: {rate: 1 /day, about: group}}}
  police: {written_at: cell, reports: {warning: {rate: 1 /day, about: group}}}
"""  # two sources tell of the group

ABLE = """
  commander: {work: {once: 10 min, each: 0 min}}
  translators: {work: {once: 2 h, each: 0 min}}
  """


def able(change):
    """A change in which those who may receive what was confirmed together say how long that takes."""
    return change.replace("stations:\n  ", f"stations:{ABLE}", 1)


CASES = """
stations:
  cell: {stage: analysis, writes: eng, confirms: {sources: §3}}
=> stations.cell.confirms.sources: nothing is ever confirmed: 2 sources at the most will tell of the same
   event; lower it, or let more sources report about the event

stations:
  cell: {stage: analysis, writes: eng, confirms: {sources: 2, else: §stop}}
=> stations.cell.confirms.else: without a limit there is no other way: what waits is kept until it is
   confirmed; say how long it may wait, for example within: 24 h, or remove else

stations:
  cell: {stage: analysis, writes: eng, confirms: {sources: 2, at_least: §IMMEDIATE, below: PRIORITY}}
=> stations.cell.confirms.at_least: nothing is at least IMMEDIATE, below PRIORITY;
   the most urgent first, there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

stations:
  cell: {stage: analysis, writes: eng, confirms: {sources: 2, classes: §warnings}}
=> stations.cell.confirms.classes: there is no class "warnings"; did you mean "warning"?

stations:
  cell: {§confirms: {sources: 2}}
=> stations.cell.confirms: a station of stage collection writes nothing itself, and what is confirmed is
   something written; confirm at a station of stage analysis, translation or registry

stations:
  cell: {stage: analysis, §confirms: {sources: 2}}
=> stations.cell.confirms: what is confirmed is written in the language of its station, and this station has
   none; say in `writes` which language the station writes
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_can_never_be_confirmed_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, TOLD + able(change), *messages)


WARNINGS = """
topics: {group: {rate: 1 /wk, lasts: 5 d}}
sources: {patrols: {reports: {warning: {rate: 1 /day, about: group}}}}
stations:
  cell: {stage: analysis, writes: eng, confirms: {sources: §1}}
=> stations.cell.confirms.sources: has no effect: every report comes from one source

topics: {group: {rate: 1 /wk, lasts: 5 d}}
sources:
  patrols: {reports: {warning: {rate: 1 /day, about: group}}}
  police: {written_at: post, reports: {warning: {rate: 1 /day, about: group}}}
stations:
  cell: {stage: analysis, writes: eng, confirms: {sources: §2}}
  post: {stage: collection, work: 1 h, posts: {p: {count: 1}}}
channels: {post -> commander: {}}
=> stations.cell.confirms.sources: nothing is ever confirmed: of one event, reports of 1 source at the most
   come here; lead the channels of more sources here

topics: {group: {rate: 1 /wk, lasts: 5 d}}
sources:
  patrols: {reports: {warning: {rate: 1 /day, about: group}}}
  police: {written_at: cell, reports: {warning: {rate: 1 /day, about: group}}}
  third: {written_at: post, reports: {pattern: 1 /day}}
stations:
  post: {stage: analysis, writes: eng, work: 1 h, posts: {p: {count: 1}}, §confirms: {sources: 2}}
channels: {post -> commander: {}}
=> stations.post.confirms: has no effect: no report that comes here is about an event;
   say with about: what a source reports about, or remove confirms

stations:
  cell: {work: {once: 1 h, each: 10 min, repeats: §30 %}}
=> stations.cell.work.repeats: has no effect: no report that comes here is about an event;
   say with about: what a source reports about, or remove repeats

topics: {group: {rate: 1 /wk, lasts: 5 d}}
sources: {patrols: {reports: {warning: {rate: 1 /day, about: group}}}}
stations:
  cell: {work: {once: 1 h, each: 0 min, repeats: §30 %}}
=> stations.cell.work.repeats: has no effect: a report adds no work; say in each: what a report adds
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_a_wait_that_changes_nothing_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, able(change), *messages)
