"""Dates and outages that could not come about, and those that are worth a look."""

import pytest

from tests.scenario.written import cases, expect_problems, expect_warnings

CASES = """
channels: {cell -> commander: {from: 2021-02-01, until: §2021-01-20}}
=> channels.cell -> commander.until: ends at 2021-01-20 00:00:00, before it begins at 2021-02-01 00:00:00

channels: {cell -> commander: {hurdles: {access: {from: 2021-02-01, until: §2021-02-01}}}}
=> channels.cell -> commander.hurdles.access.until: ends at 2021-02-01 00:00:00, as soon as it begins, at
   2021-02-01 00:00:00

channels: {cell -> commander: {§outages: {every: 30 d}}}
=> channels.cell -> commander.outages: last is missing; say how often and for how long, for example
   every: 30 d, last: 2 d

channels: {cell -> commander: {§outages: {}}}
=> channels.cell -> commander.outages: says of no outage; say every and last, or stated spells

channels: {cell -> commander: {outages: {every: 30 d, last: §0 d}}}
=> channels.cell -> commander.outages.last: the link is down for no time at all; write, for example, 2 d

channels: {cell -> commander: {outages: {stated: [§{}]}}}
=> channels.cell -> commander.outages.stated.0: says no date; say from, until or both

stations: {commander: {needs: warning, needs_when: {§pattern: {from: 2021-02-01}}}}
=> stations.commander.needs_when.pattern: pattern is not among its needs; add pattern to needs

stations: {commander: {needs_when: {§warning: {}}}}
=> stations.commander.needs_when.warning: says no date; say from, until or both

stations: {commander: {needs_when: {§warnin: {from: 2021-02-01}}}}
=> stations.commander.needs_when.warnin: there is no class "warnin"; did you mean "warning"?

stations: {commander: {§needs: [warning]}}
channels: {cell -> commander: {until: 2020-12-31}}
=> stations.commander.needs: nothing that commander needs can reach it; no channels lead here from cell
"""

WARNINGS = """
channels: {cell -> commander: {until: §2021-06-01}}
=> channels.cell -> commander.until: never happens: the clock stops at 2021-03-01 00:00:00

channels: {commander -> cell: {from: §2021-06-01}}
=> channels.commander -> cell.from: it never takes anything: the clock runs from 2021-01-04 00:00:00 to
   2021-03-01 00:00:00

caveats: {quiet: {of: NLD, at: commander, until: §2020-12-01}}
=> caveats.quiet.until: it never applies: the clock runs from 2021-01-04 00:00:00 to 2021-03-01 00:00:00

stations: {commander: {needs_when: {warning: {from: §2021-03-01}}}}
=> stations.commander.needs_when.warning.from: it never is needed: the clock runs from 2021-01-04 00:00:00 to
   2021-03-01 00:00:00

channels: {cell -> commander: {outages: {stated: [§{from: 2021-01-04}]}}}
=> channels.cell -> commander.outages.stated.0: the link is never up: nothing goes over it

channels: {cell -> commander: {outages: {stated: [{from: §2021-03-01}]}}}
=> channels.cell -> commander.outages.stated.0.from: it never happens: the clock runs from
   2021-01-04 00:00:00 to 2021-03-01 00:00:00

channels: {cell -> commander: {share: §100 %, until: 2021-02-01}}
=> channels.cell -> commander.share: out of its time, its share of the copies goes nowhere, and is lost to
   closed; give channels with shares no dates if the others are to take it
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_is_wrong_is_said_where_it_stands(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_has_no_effect_is_warned_of(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)
