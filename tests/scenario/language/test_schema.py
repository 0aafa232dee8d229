"""Misspelt keys and words, and values of the wrong kind: all at once, at their place, in plain language."""

import pytest

from stovepipe.scenario import ScenarioError, load
from tests.scenario.written import cases, expect_problems, marked, problems

CASES = """
stations: {cell: {queue: {§limt: 3}}}
=> stations.cell.queue.limt: unknown key; did you mean "limit"?

stations: {cell: {§queue: {§size: 3}}}
=> stations.cell.queue: limit is missing
=> stations.cell.queue.size: unknown key; it belongs to a batch; there is limit

start: §2021-02-30
=> start: "2021-02-30" is not in the calendar; check the month, the day and the time

mission: §2021
=> mission: "2021" where a text belongs; put it in quotes

classes: §5
=> classes: "5" where a map belongs

§stations: [cell]
=> stations: a list where a map belongs

stations: {§cell: [1]}
=> stations.cell: a list where a map belongs; it has at least the keys stage, posts and work

classes: {warning: {precedence: §URGENT}}
=> classes.warning.precedence: unknown word "URGENT"; there is FLASH, IMMEDIATE, PRIORITY and ROUTINE

classes: {warning: {precedence: §flash}}
=> classes.warning.precedence: unknown word "flash"; did you mean "FLASH"?

classes: {warning: {level: §true}}
=> classes.warning.level: unknown word "true"; there is tactical, operational and strategic

classes: {§2nd: {}}
=> classes.2nd: "2nd" cannot be used here; a name begins with a letter from A to Z, and has such
   letters, digits and _ only

classes: {§xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: {}}
=> classes.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx:
   "xxxxxxxxxxxxxxxxxxxxxxxxxxxx ... xxxxxxxxxxxxxxxxxxxxxxxxxxx" is too long; at most 64 characters

stations: {cell: {stage: §colection}}
=> stations.cell.stage: unknown word "colection"; did you mean "collection"?

stations: {cell: {stage: §sorting}}
=> stations.cell.stage: unknown word "sorting"; there is collection, translation, registry, release,
   analysis and command

stations: {cell: {purges: §"yes"}}
=> stations.cell.purges: "yes" where true or false belongs; write true or false

stations: {cell: {queue: {limit: §2.5}}}
=> stations.cell.queue.limit: "2.5" where a whole number belongs

stations: {cell: {queue: {limit: §true}}}
=> stations.cell.queue.limit: true where a whole number belongs

stations: {cell: {work: {§lognormol: {mean: 3 h, cv: 1}}}}
=> stations.cell.work.lognormol: unknown law; did you mean "lognormal"?

stations: {cell: {work: {lognormal: {mean: §0 h, cv: 1}}}}
=> stations.cell.work.lognormal.mean: a mean of zero; write 0 s, without a law, for no time at all

stations: {cell: {work: {§lognormal: {mean: 3 h}}}}
=> stations.cell.work.lognormal: cv is missing

stations: {cell: {reads: [eng, §3]}}
=> stations.cell.reads.1: "3" where a text belongs; put it in quotes

stations: {translators: {batch: {at: [§24:00]}}}
=> stations.translators.batch.at.0: "24:00" can only be an end; write 00:00

stations: {translators: {batch: {at: [§thurs 18:00]}}}
=> stations.translators.batch.at.0: "thurs 18:00" is not a time of day, or of a day of the week; write, for
   example, 18:00 or thu 18:00

stations: {translators: {batch: {at: [thu 18:00, 08:00, §thu 18:00]}}}
=> stations.translators.batch.at.2: "thu 18:00" is listed twice; once is enough

stations: {translators: {batch: {at: §18}}}
=> stations.translators.batch.at: "18" where a list belongs; write [..., ...]

stations: {cell: {§closes: {transfer_to: commander}}}
=> stations.cell.closes: on is missing

stations: {cell: {posts: {officers: {count: §2.5}}}}
=> stations.cell.posts.officers.count: "2.5" is not a whole number; write, for example, 2

stations: {cell: {posts: {officers: {§shift: {from: 08:00}}}}}
=> stations.cell.posts.officers.shift: to is missing

stations: {cell: {posts: {officers: {shift: {from: §8:00, to: 20:00}}}}}
=> stations.cell.posts.officers.shift.from: "8:00" is not a time of day; write hours and minutes, for
   example 08:00

stations: {cell: {posts: {officers: {shift: {from: 08:00, to: 20:00, days: [§tues]}}}}}
=> stations.cell.posts.officers.shift.days.0: unknown word "tues"; did you mean "tue"?

stations: {cell: {posts: {officers: {leave: {length: 10 d, times: §13}}}}}
=> stations.cell.posts.officers.leave.times: "13" is too large; write 12 or less

sources: {patrols: {reports: {warning: {value: 1 /day, §range: [2 /day, 3 /day]}}}}
=> sources.patrols.reports.warning.range: the range 2 /day to 3 /day does not contain the value 1 /day

sources: {patrols: {reports: {warning: {§vale: 1 /day, evidence: cited}}}}
=> sources.patrols.reports.warning.vale: unknown key; did you mean "value"?

sources: {patrols: {reports: {§warning: {value: 1 /day, hours: {}}}}}
=> sources.patrols.reports.warning: a rate and how it varies; write {rate: {value: ...}, hours: {...}}

sources: {patrols: {reports: {warning: {rate: 1 /day, hours: {§6-18: 2}}}}}
=> sources.patrols.reports.warning.hours.6-18: "6" is not a time of day; write hours and minutes, for
   example 08:00

sources: {patrols: {reports: {warning: {rate: 1 /day, weekdays: {§monday: 2}}}}}
=> sources.patrols.reports.warning.weekdays.monday: unknown word "monday"; did you mean "mon"?

sources: {patrols: {reports: {warning: {rate: 1 /day, dates: {§July: 2}}}}}
=> sources.patrols.reports.warning.dates.July: "July" is not a range of dates; write, for example,
   2021-07-01 to 2021-09-30

incidents: {§attack: {bursts: {}}}
=> incidents.attack: rate is missing

incidents: {attack: {rate: 1 /wk, bursts: {§patrols: {reports: 1, delay: 1 h}}}}
=> incidents.attack.bursts.patrols: "patrols" cannot be used here; write two names with a point between
   them

channels: {§cell > commander: {}}
=> channels.cell > commander: "cell > commander" cannot be used here; write the two stations as: sender
   -> recipient

channels: {cell -> commander: {hurdles: {caveat: {probability: §maybe}}}}
=> channels.cell -> commander.hurdles.caveat.probability: "maybe" does not begin with a number; write,
   for example, 40 % or 0.4

channels: {cell -> commander: {hurdles: {granularity: {levels: [§tacticl]}}}}
=> channels.cell -> commander.hurdles.granularity.levels.0: unknown word "tacticl"; did you mean "tactical"?

channels: {cell -> commander: {hurdles: {mine: {kind: §cavaet}}}}
=> channels.cell -> commander.hurdles.mine.kind: unknown word "cavaet"; did you mean "caveat"?

limits: {reports: §0}
=> limits.reports: "0" is too small; write 1 or more
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_a_problem_is_said_at_the_place_where_it_is_written(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


def test_what_is_missing_is_reported_at_what_it_is_missing_from(tmp_path):
    clean, places = marked("§mission: x\n§stations:\n  §cell: {stage: command}\n", "mission.yaml")
    (tmp_path / "mission.yaml").write_text(clean, encoding="utf-8")
    top, needs, cell = places
    assert problems(tmp_path) == [
        f"{top}: classes is missing",
        f"{top}: horizon is missing",
        f"{top}: sources is missing",
        f"{top}: start is missing",
        f"{needs}: stations: nobody needs anything; give at least one station of stage command its needs",
        f"{cell}: stations.cell: posts is missing",
        f"{cell}: stations.cell: work is missing",
    ]


def test_all_problems_of_all_parts_are_reported_at_once(tmp_path):
    expect_problems(
        tmp_path,
        """
§horizen: 4 wk
horizon: §4 hous
classes:
  warning: {precedence: §IMEDIATE, ltiov: {lognormal: {mean: §3, cv: §99, §median: 2 h}}}
sources:
  patrols:
    languages: {eng: §70, fra: §30}
    reports: {warning: {value: §1, range: [§1 /dy, 3 /day], evidence: §sited}}
stations:
  cell:
    stage: §colection
    work: §-3 h
""",
        'horizen: unknown key; did you mean "horizon"?',
        'horizon: "4 hous": unknown unit "hous"; did you mean "hours"?',
        'classes.warning.precedence: unknown word "IMEDIATE"; did you mean "IMMEDIATE"?',
        'classes.warning.ltiov.lognormal.mean: "3" has no unit; say which unit of time, for example 3 h',
        "classes.warning.ltiov.lognormal.cv: a coefficient of variation of 99; write 10 or less",
        'classes.warning.ltiov.lognormal.median: unknown key; did you mean "mean"?',
        'sources.patrols.languages.eng: "70" is more than 1; did you mean 70 %?',
        'sources.patrols.languages.fra: "30" is more than 1; did you mean 30 %?',
        'sources.patrols.reports.warning.value: "1" does not say per what; write, for example, 1.5 /day',
        'sources.patrols.reports.warning.range.0: "1 /dy": unknown unit "dy"; did you mean "day"?',
        'sources.patrols.reports.warning.evidence: unknown word "sited"; did you mean "cited"?',
        'stations.cell.stage: unknown word "colection"; did you mean "collection"?',
        'stations.cell.work: "-3 h" is negative; write a number of 0 or more',
    )


def test_no_message_speaks_the_language_of_the_library(tmp_path):
    """Whatever stands where a map, a list, a word or a number belongs: the message is our own."""
    wrong = ["5", "x y", "[1, {a: b}]", "{a: {b: c}}", "true", "1.5", "[]"]
    keys = {
        "stations": [
            "stage",
            "posts",
            "work",
            "needs",
            "misreading",
            "batch",
            "closes",
            "queue",
            "purges",
            "interrupts",
        ],
        "sources": ["written_at", "languages", "reports", "file"],
        "channels": ["carries", "share", "transit", "hurdles"],
        "classes": ["precedence", "ltiov", "half_life", "level"],
    }
    for part, names in keys.items():
        name = "a -> b" if part == "channels" else "x"
        for key in names:
            for value in wrong:
                text = (
                    f"mission: m\nstart: 2021-01-04\nhorizon: 1 d\n{part}: {{{name}: {{{key}: {value}}}}}\n"
                )
                (tmp_path / "mission.yaml").write_text(text, encoding="utf-8")
                said = "\n".join(problems(tmp_path))
                for jargon in ("nput should", "valid ", "pydantic", "union", "Error", "type="):
                    assert jargon not in said, (text, said)


@pytest.mark.parametrize("title", ['""', '"red\\nand more"'])
def test_a_title_that_would_print_nothing_or_more_than_a_line_is_refused(tmp_path, title):
    path = tmp_path / "mission.yaml"
    path.write_text(f"mission: {title}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load(path)
    told = [problem for problem in raised.value.problems if problem.where == "mission"]
    assert [problem.hint for problem in told] == ["write one line of text"]
