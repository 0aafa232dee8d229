"""What stations ask: refused where nothing could ever be answered, warned of where it has no effect."""

import pytest

from tests.scenario.written import cases, expect_problems, expect_warnings

WAY = """
classes: {query: {}}
channels: {"commander -> cell": {carries: query}}
"""

CASES = """
stations:
  cell: {asks: {§more: {request: query}}}
=> stations.cell.asks.more: asks about nothing: the station needs no class; say what it asks about,
   for example about: warning

stations:
  commander: {asks: {more: {request: §querry}}}
=> stations.commander.asks.more.request: there is no class "querry"; did you mean "query"?

stations:
  commander: {asks: {more: {request: §pattern, about: warning}}}
=> stations.commander.asks.more.request: no channels that carry pattern lead from commander to where any
   source's reports are written

stations:
  commander: {asks: {more: {request: query, rounds: §11}}}
=> stations.commander.asks.more.rounds: "11" is too large; write 10 or less

stations:
  commander: {asks: {more: {request: query, §answers: query}}}
=> stations.commander.asks.more.answers: unknown key; did you mean "answer"?
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_can_never_be_asked_or_answered_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, WAY + change, *messages)


WARNINGS = """
stations:
  commander: {asks: {more: {request: query, coarse: §true}}}
=> stations.commander.asks.more.coarse: nothing is ever asked: no source leaves anything coarse; say in the
   collection of a source which share is coarse, or leave it out

stations:
  commander: {asks: {more: {request: query, answer: query, rounds: §2}}}
=> stations.commander.asks.more.rounds: has no effect: query, the class of the answer, is not asked about;
   name query in about, or leave rounds out

sources: {patrols: {collection: {coarse: 30 %}}}
stations:
  commander: {asks: {more: {request: query, coarse: true, rounds: §2}}}
=> stations.commander.asks.more.rounds: has no effect: only what is coarse is asked about, and no answer is;
   say which share of the answers is still_coarse, or leave rounds out
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_has_no_effect_is_warned_of(tmp_path, change, messages):
    expect_warnings(tmp_path, WAY + change, *messages)
