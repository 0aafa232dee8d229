"""What may be wrong with a mission, and what its author is told: where, what, and what would be right.

Each entry is a file `mission.yaml`, beside the `base.yaml` of `written.py`, and all that is said about it.
"""

import pytest

from tests.scenario.written import cases, changed, problems, write

BAD_INPUT = """
# a misspelt key
extends: base.yaml
horizen: 4 wk
stations: {cell: {purge: false}}
=> mission.yaml:3:1: horizen: unknown key; did you mean "horizon"?
=> mission.yaml:4:19: stations.cell.purge: unknown key; did you mean "purges"?

# a misspelt name
extends: base.yaml
channels: {cell -> comander: {}}
=> mission.yaml:3:12: channels.cell -> comander: there is no station "comander"; did you mean "commander"?

# a wrong unit
extends: base.yaml
horizon: 4 hous
stations: {cell: {work: 40}}
sources: {patrols: {reports: {warning: 3 h}}}
=> mission.yaml:3:10: horizon: "4 hous": unknown unit "hous"; did you mean "hours"?
=> mission.yaml:4:25: stations.cell.work: "40" has no unit; say which unit of time, for example 40 h
=> mission.yaml:5:40: sources.patrols.reports.warning: "3 h" is a length of time where a rate belongs;
   write, for example, 1.5 /day

# a negative number
extends: base.yaml
stations: {cell: {work: -3 h, queue: {limit: -1}}}
=> mission.yaml:3:25: stations.cell.work: "-3 h" is negative; write a number of 0 or more
=> mission.yaml:3:46: stations.cell.queue.limit: "-1" is too small; write 0 or more

# an absurd number
extends: base.yaml
horizon: 4000 yr
stations: {cell: {posts: {officers: {count: 20000000}}}}
sources: {patrols: {languages: {eng: 70}, reports: {warning: 1e9 /s}}}
=> mission.yaml:3:10: horizon: "4000 yr" is more than 1000 years; check the number and its unit
=> mission.yaml:4:45: stations.cell.posts.officers.count: "20000000" is more than a million; check the number
=> mission.yaml:5:38: sources.patrols.languages.eng: "70" is more than 1; did you mean 70 %?
=> mission.yaml:5:62: sources.patrols.reports.warning: "1e9 /s" is more than a million per second;
   check the number and its unit

# a consumer that nothing can reach
extends: base.yaml
classes: {rumour: {}}
stations:
  deputy: {stage: command, needs: [warning], work: 1 h, posts: {all: {count: 1}}}
  gossip: {stage: command, needs: [rumour], work: 1 h, posts: {all: {count: 1}}}
channels: {cell -> gossip: {}}
=> mission.yaml:5:28: stations.deputy.needs: nothing that deputy needs can reach it;
   no channels lead here from cell
=> mission.yaml:6:28: stations.gossip.needs: nothing that gossip needs can reach it;
   nobody reports what it needs

# copying without end
extends: base.yaml
channels: {cell -> cell: {}}
stations:
  cell: {closes: {on: 2021-02-01, transfer_to: commander}}
  commander: {closes: {on: 2021-02-08, transfer_to: cell}}
  translators: {misreading: {fresh: 100 %, settled: 100 %, fidelity: 50 %, review: 100 %}}
=> mission.yaml:3:12: channels.cell -> cell: leads from a station to itself; remove it
=> mission.yaml:5:48: stations.cell.closes.transfer_to: would hand over without end:
   cell -> commander -> cell; end the circle somewhere
=> mission.yaml:6:53: stations.commander.closes.transfer_to: would hand over without end:
   commander -> cell -> commander; end the circle somewhere
=> mission.yaml:7:17: stations.translators.misreading: work would be done again without end:
   nearly all is misread, and nearly all of that is caught; lower settled or review

# an empty mission
mission: Empty
start: 2021-01-04
horizon: 4 wk
classes: {}
sources: {}
stations: {}
=> mission.yaml:5:1: classes: there are no classes of reports; write, for example, warning: {}
=> mission.yaml:6:1: sources: there are no sources; nothing would ever be reported
=> mission.yaml:7:1: stations: there are no stations; nobody would work on anything

# a horizon of zero
extends: base.yaml
horizon: 0 d
=> mission.yaml:3:10: horizon: the mission is watched for no time at all; write, for example, 26 wk

# a station nobody ever works at
extends: base.yaml
stations:
  annex: {stage: registry, work: 1 h, posts: {}}
  depot: {stage: registry, work: 1 h, posts: {clerks: {count: 0}}}
  store: {stage: registry, work: 1 h, posts: {clerks: {count: 1, from: 2021-03-01}}}
=> mission.yaml:4:39: stations.annex.posts: nobody ever works here: there are no posts;
   write, for example, {staff: {count: 1}}
=> mission.yaml:5:39: stations.depot.posts: nobody ever works here (clerks: its count is 0);
   give it posts, or remove the station
=> mission.yaml:6:39: stations.store.posts: nobody ever works here
   (clerks: the clock runs from 2021-01-04 00:00:00 to 2021-03-01 00:00:00);
   give it posts, or remove the station

# a key that is given twice
extends: base.yaml
horizon: 4 wk
stations: {cell: {work: 1 h, work: 2 h}}
horizon: 5 wk
=> mission.yaml:4:30: "work" is given twice; it is there already in line 4
=> mission.yaml:5:1: "horizon" is given twice; it is there already in line 3

# an overlay that removes what others need
extends: base.yaml
classes: {pattern: null}
stations: {translators: null}
=> base.yaml:12:32: sources.patrols.reports.pattern: there is no class "pattern";
   mission.yaml:3 removes pattern
=> base.yaml:28:22: stations.commander.needs.1: there is no class "pattern"; mission.yaml:3 removes pattern
=> base.yaml:36:35: channels.cell -> commander.hurdles.language.through: there is no station "translators";
   mission.yaml:4 removes translators

# a CSV file with bad rows
extends: base.yaml
sources: {registered: {written_at: cell, file: {path: events.csv, time: time, class: kind}}}
=> events.csv:3:1: time: "2021-02-30" is not in the calendar; check the month, the day and the time
=> events.csv:4:12: "waning" is not a class of reports; did you mean "warning"?
=> events.csv:5:1: 1 column where the first line has 2
"""
EVENTS = """\
time,kind
2021-01-05,warning
2021-02-30,warning
2021-01-06,waning
2021-01-07
"""


@pytest.mark.parametrize(
    ("text", "messages"),
    [pytest.param(*case, id=case[0].partition("\n")[0].removeprefix("# ")) for case in cases(BAD_INPUT)],
)
def test_what_is_wrong_is_said_with_its_place_and_its_remedy(tmp_path, text, messages):
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    write(tmp_path, text)
    assert problems(tmp_path) == list(messages)


def test_a_loop_of_channels_is_no_copying_without_end(tmp_path):
    """A station recognises what it has worked on, so that copies in a loop come to an end."""
    scenario = changed(
        tmp_path, "channels: {commander -> cell: {}, commander -> translators: {}, translators -> cell: {}}"
    )
    assert scenario.warnings == ()
