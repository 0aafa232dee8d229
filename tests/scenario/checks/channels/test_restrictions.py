"""Collection, direction, markings, caveats, rapport and systems that could not come about."""

import pytest

from tests.scenario.written import cases, expect_problems, expect_warnings

CASES = """
markings: [open, secret, §open]
=> markings.2: "open" is listed twice; once is enough

markings: [open, secret]
classes: {warning: {marking: §secrt}}
=> classes.warning.marking: there is no marking "secrt"; did you mean "secret"?

sources: {patrols: {overmarked: §10 %}}
=> sources.patrols.overmarked: there are no markings to choose from;
   list them, for example markings: [unclassified, restricted, confidential]

classes: {orders: {}}
sources: {patrols: {direction: {by: §orders, fresh: 90 %, stale: 10 %, time: 30 d}},
          staff: {written_at: commander, reports: {orders: 1 /wk}}}
channels: {commander -> cell: {carries: orders}}
=> sources.patrols.direction.by: cell, where patrols reports, does not need orders;
   guidance must reach it: add orders to stations.cell.needs

classes: {orders: {}}
sources: {patrols: {direction: {by: orders, fresh: 10 %, stale: §90 %, time: §0 d}},
          staff: {written_at: commander, reports: {orders: 1 /wk}}}
stations: {cell: {needs: orders}}
channels: {commander -> cell: {carries: orders}}
=> sources.patrols.direction.stale: stale guidance is better (90 %) than fresh (10 %); exchange the two
=> sources.patrols.direction.time: guidance grows stale in no time; write, for example, 30 d

caveats: {§quiet: {of: NLD}}
=> caveats.quiet: restricts nobody; say towards which nations, or at which stations

caveats: {quiet: {of: NLD, at: [§comander]}}
=> caveats.quiet.at.0: there is no station "comander"; did you mean "commander"?

channels: {cell -> commander: {hurdles: {release: {each: true, delay: §1 h}}}}
=> channels.cell -> commander.hurdles.release.delay: each report by itself can only be stopped, not delayed
   or led elsewhere; remove it, or remove each

channels: {cell -> commander: {hurdles: {reluctance: {probability: 50 %, at_full_rapport: §5 %}}}}
=> channels.cell -> commander.hurdles.reluctance.at_full_rapport: the channel has no rapport;
   give the channel a rapport: {floor: 20 %, ceiling: 90 %, time: 3 mo}

channels: {cell -> commander: {embedded: {bypasses: [§languag], floor: §50 %}}}
=> channels.cell -> commander.embedded.bypasses.0: there is no hurdle "languag"; did you mean "language"?
=> channels.cell -> commander.embedded.floor: there is no rapport to raise;
   give the channel a rapport, or remove the floor

channels: {cell -> commander: {rapport: {floor: 90 %, ceiling: §20 %, time: §0 d, sender: §officer},
           hurdles: {reluctance: {probability: 50 %, at_full_rapport: 5 %}}}}
=> channels.cell -> commander.rapport.ceiling: the ceiling (20 %) is below the floor (90 %); exchange the two
=> channels.cell -> commander.rapport.time: rapport grows in no time; write, for example, 3 mo
=> channels.cell -> commander.rapport.sender: there is no post group at cell "officer";
   did you mean "officers"?

systems: {§sag: {frozen: 2021-02-01}}
=> systems.sag: there is no station on a system "sag"; did you mean "sage"?

mechanisms: {§caveat: off, language: §maybe}
=> mechanisms.caveat: unknown word "caveat"; did you mean "caveats"?
=> mechanisms.language: unknown word "maybe"; there is on and off
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_what_cannot_come_about_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
markings: [open, secret]
sources: {patrols: {§exposure: {silenced: 5 %, time: 3 wk}}}
stations: {commander: {cleared: secret}}
=> sources.patrols.exposure: has no effect: every station may hold what bears any marking;
   say what stations are `cleared` for

caveats: {quiet: {of: §FRA, towards: §CHN}}
=> caveats.quiet.of: never applies: no source is of nation FRA
=> caveats.quiet.towards: never applies: no post is of nation CHN

channels: {cell -> commander: {§rapport: {floor: 20 %, ceiling: 90 %, time: 3 mo}}}
=> channels.cell -> commander.rapport: has no effect: no hurdle here depends on it;
   give a hurdle of this channel a probability at_full_rapport

stations: {cell: {posts: {officers: {tour: null}}}}
channels: {cell -> commander: {rapport: {floor: 20 %, ceiling: 90 %, time: 3 mo, carried_over: §30 %},
           hurdles: {reluctance: {probability: 50 %, at_full_rapport: 5 %}}}}
=> channels.cell -> commander.rapport.carried_over: has no effect: neither contact ever goes;
   give a contact's group of posts a tour, or remove carried_over

systems: {sage: {frozen: §2022-02-01}}
=> systems.sage.frozen: never happens: the clock stops at 2021-03-01 00:00:00

channels: {cell -> commander: {hurdles: {granularity: {coarse: §true, probability: 50 %}}}}
=> channels.cell -> commander.hurdles.granularity.coarse: never applies: no source writes coarse reports;
   say at a source, for example, collection: {coarse: 30 %}
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_has_no_effect_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)
