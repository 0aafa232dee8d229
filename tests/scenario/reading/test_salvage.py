"""Problems of shape, of names and of sense are reported together, and none of them as several."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stovepipe.scenario import ScenarioError, load
from stovepipe.scenario.reading.overlays import dotted
from tests.scenario import test_reference
from tests.scenario.test_any_input import places
from tests.scenario.written import cases, expect_problems, problems, write

CASES = """
# Wrong units do not hide names that stand for nothing.
horizon: §4 hous
sources: {patrols: {written_at: §sell}}
stations: {commander: {work: §10, needs: [warning, §patern]}}
channels: {§cell -> comander: {transit: §20}}
=> horizon: "4 hous": unknown unit "hous"; did you mean "hours"?
=> sources.patrols.written_at: there is no station "sell"; did you mean "cell"?
=> stations.commander.work: "10" has no unit; say which unit of time, for example 10 h
=> stations.commander.needs.1: there is no class "patern"; did you mean "pattern"?
=> channels.cell -> comander: there is no station "comander"; did you mean "commander"?
=> channels.cell -> comander.transit: "20" has no unit; say which unit of time, for example 20 h

# What did not parse is there all the same: whoever names it is right.
classes: {warning: {level: §high}, §pattern: [1]}
stations: {commander: {stage: §comand}, §translators: [1]}
=> classes.warning.level: unknown word "high"; there is tactical, operational and strategic
=> classes.pattern: a list where a map belongs; its keys are precedence, ltiov, half_life, level,
   marking and title
=> stations.commander.stage: unknown word "comand"; did you mean "command"?
=> stations.translators: a list where a map belongs; it has at least the keys stage, posts and work

# Where a whole vocabulary did not parse, nobody can say which names are missing.
§classes: [warning, pattern]
stations: {commander: {needs: [warning, patern]}}
=> classes: a list where a map belongs

# Names are examined beside values that did not parse, and as their keys.
sources: {patrols: {reports: {§warnin: §3 h}}}
stations: {commander: {needs: [§3, §patern]}}
channels: {cell -> commander: {hurdles: {language: {probability: §maybe, through: §translater}}}}
=> sources.patrols.reports.warnin: there is no class "warnin"; did you mean "warning"?
=> sources.patrols.reports.warnin: "3 h" is a length of time where a rate belongs; write, for example,
   1.5 /day
=> stations.commander.needs.0: "3" where a text belongs; put it in quotes
=> stations.commander.needs.1: there is no class "patern"; did you mean "pattern"?
=> channels.cell -> commander.hurdles.language.probability: "maybe" does not begin with a number;
   write, for example, 40 % or 0.4
=> channels.cell -> commander.hurdles.language.through: there is no station "translater";
   did you mean "translators"?

# The same for incidents.
incidents:
  attack:
    rate: §1
    diverts: {lasts: 1 d, posts: {§cell.officer: §many}, sources: {§patrol: §x}}
    raises: {lasts: §0 d, classes: {§patern: §FLSH}}
    bursts: {§patrols.waning: {reports: §x, delay: 1 h}}
=> incidents.attack.rate: "1" does not say per what; write, for example, 1.5 /day
=> incidents.attack.diverts.posts.cell.officer: there is no post group at cell "officer";
   did you mean "officers"?
=> incidents.attack.diverts.posts.cell.officer: "many" does not begin with a number; write, for example, 2
=> incidents.attack.diverts.sources.patrol: there is no source "patrol"; did you mean "patrols"?
=> incidents.attack.diverts.sources.patrol: "x" does not begin with a number; write, for example, 40 % or 0.4
=> incidents.attack.raises.lasts: lasts for no time at all; write, for example, 24 h
=> incidents.attack.raises.classes.patern: there is no class "patern"; did you mean "pattern"?
=> incidents.attack.raises.classes.patern: unknown word "FLSH"; did you mean "FLASH"?
=> incidents.attack.bursts.patrols.waning: there is no class "waning"; did you mean "warning"?
=> incidents.attack.bursts.patrols.waning.reports: "x" does not begin with a number; write, for example, 1.5

# A key that cannot be a name is reported once; what it holds is examined.
sources: {patrols: {reports: {§2nd: 1 /day}}}
channels: {§cell > commander: {carries: [§waning]}, §2nd -> cell: {}}
incidents: {attack: {rate: 1 /wk, bursts: {§patrols: {reports: 1, delay: 1 h}}}}
=> sources.patrols.reports.2nd: "2nd" cannot be used here;
   a name begins with a letter from A to Z, and has such letters, digits and _ only
=> channels.cell > commander: "cell > commander" cannot be used here;
   write the two stations as: sender -> recipient
=> channels.cell > commander.carries.0: there is no class "waning"; did you mean "warning"?
=> channels.2nd -> cell: "2nd -> cell" cannot be used here; write the two stations as: sender -> recipient
=> incidents.attack.bursts.patrols: "patrols" cannot be used here; write two names with a point between them

# A misspelt key leaves open what was meant, and nothing else: the deputy is out of reach ...
stations:
  cell: {§purge: true, §writs: eng}
  deputy: {stage: command, §needs: [warning], work: 1 h, posts: {all: {count: 1}}}
=> stations.cell.purge: unknown key; did you mean "purges"?
=> stations.cell.writs: unknown key; did you mean "writes"?
=> stations.deputy.needs: nothing that deputy needs can reach it; no channels lead here from cell

# ... unless the misspelt key may bring the channel,
stations: {deputy: {stage: command, needs: [warning], work: 1 h, posts: {all: {count: 1}}}}
§chanels: {cell -> deputy: {}}
=> chanels: unknown key; did you mean "channels"?

# the name is not a station's,
stations: {deputy: {stage: command, needs: [warning], work: 1 h, posts: {all: {count: 1}}}}
channels: {§cell -> deputi: {}}
=> channels.cell -> deputi: there is no station "deputi"; did you mean "deputy"?

# or the classes that the channel carries are in doubt.
stations: {deputy: {stage: command, needs: [warning], work: 1 h, posts: {all: {count: 1}}}}
channels: {cell -> deputy: {carries: §3}}
=> channels.cell -> deputy.carries: "3" where a list belongs; write [..., ...]

# Rules among values that did parse are asked; those that need one that did not are not.
stations:
  cell:
    work: §4 hous
    posts:
      officers: {tour: null, §tuor: 6 mo, overlap: 7 mo, learning: {start: §0 %, time: §long}}
      others: {count: 1, tour: 6 mo, overlap: §8 mo, leave: {length: §3}}
  annex: {stage: registry, §posts: {}, work: 1 h}
=> stations.cell.work: "4 hous": unknown unit "hous"; did you mean "hours"?
=> stations.cell.posts.officers.tuor: unknown key; did you mean "tour"?
=> stations.cell.posts.officers.learning.start: a proficiency of 0 on arrival;
   write more than 0 %: with a proficiency of 0 nothing would ever be finished
=> stations.cell.posts.officers.learning.time: "long" does not begin with a number; write, for example, 6 h
=> stations.cell.posts.others.overlap: an overlap of 8 mo is no shorter than the tour
=> stations.cell.posts.others.leave.length: "3" has no unit; say which unit of time, for example 3 h
=> stations.annex.posts: nobody ever works here: there are no posts; write, for example, {staff: {count: 1}}

# Shares are added up where all of them did parse.
channels:
  cell -> commander: {share: §x}
  cell -> translators: {share: 20 %}
  commander -> cell: {share: §30 %}
  commander -> translators: {share: 60 %}
=> channels.cell -> commander.share: "x" does not begin with a number; write, for example, 40 % or 0.4
=> channels.commander -> cell.share: the shares of the channels of commander add up to 90 %;
   they are alternatives, and must add up to 100 %

# What depends on the clock waits for it.
horizon: §4 hous
stations:
  cell: {closes: {on: 2020-01-01, transfer_to: §cell}}
  commander: {posts: {commander: {count: 0, from: 2021-02-01, until: §2021-01-04}}}
=> horizon: "4 hous": unknown unit "hous"; did you mean "hours"?
=> stations.cell.closes.transfer_to: would hand over without end: cell -> cell; end the circle somewhere
=> stations.commander.posts.commander.until: ends at 2021-01-04 00:00:00, before it begins at
   2021-02-01 00:00:00

# A source without reports may be the one whose name is misspelt elsewhere.
sources: {polise: {written_at: cell}}
incidents: {attack: {rate: 1 /wk, bursts: {§police.warning: {reports: 1, delay: 1 h}}}}
=> incidents.attack.bursts.police.warning: there is no source "police"; did you mean "polise"?

# Hurdles.
stations: {translators: {reads: [§4]}}
channels:
  cell -> commander:
    carries: [pattern]
    hurdles:
      language: {§thruogh: translators, languages: §eng}
      release: {§through: [§x, §3]}
      caveat: {classes: [§patterns]}
=> stations.translators.reads.0: "4" where a text belongs; put it in quotes
=> channels.cell -> commander.hurdles.language.thruogh: unknown key; did you mean "through"?
=> channels.cell -> commander.hurdles.language.languages: never applies: commander reads eng
=> channels.cell -> commander.hurdles.release.through: several stations to go through;
   only a language hurdle chooses among several, by who reads the report
=> channels.cell -> commander.hurdles.release.through.0: there is no station "x";
   there is cell, translators and commander
=> channels.cell -> commander.hurdles.release.through.1: "3" where a text belongs; put it in quotes
=> channels.cell -> commander.hurdles.caveat.classes.0: there is no class "patterns"; did you mean "pattern"?
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_all_problems_are_reported_in_one_run_and_each_of_them_once(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


def test_bad_rows_are_reported_beside_a_wrong_horizon_and_a_class_that_is_not_there(tmp_path):
    (tmp_path / "events.csv").write_text("time,kind\n2021-01-05,a\nnever,b\n", encoding="utf-8")
    file = "{path: events.csv, time: time, class: kind, classes: {a: §patern, b: warning}}"
    places = write(
        tmp_path, f"extends: base.yaml\nhorizon: §4\nsources: {{acled: {{written_at: cell, file: {file}}}}}"
    )
    assert problems(tmp_path) == [
        'events.csv:3:1: time: "never" is not a time; '
        "write 2021-01-04 or 2021-01-04 06:30, or state the format",
        f'{places[0]}: horizon: "4" has no unit; say which unit of time, for example 4 h',
        f'{places[1]}: sources.acled.file.classes.a: there is no class "patern"; did you mean "pattern"?',
    ]


def test_a_class_misspelt_for_the_rows_of_a_file_leaves_open_who_reports_what(tmp_path):
    (tmp_path / "events.csv").write_text("time,kind\n2021-01-05,a\n", encoding="utf-8")
    file = "{path: events.csv, time: time, class: kind, classes: {a: §rumor}}"
    [place] = write(
        tmp_path,
        "extends: base.yaml\nclasses: {rumour: {}}\nstations: {commander: {needs: rumour}}\n"
        f"sources: {{acled: {{written_at: cell, file: {file}}}}}",
    )
    where = "sources.acled.file.classes.a"
    assert problems(tmp_path) == [f'{place}: {where}: there is no class "rumor"; did you mean "rumour"?']


# --- at random -----------------------------------------------------------------------------------

Place = tuple[str | int, ...]
Change = tuple[Place, str, Any]  # where, "value" or "key", and what stands there instead


@cache
def sound(folder: Path) -> dict[str, dict[str, Any]]:
    """The examples of the reference, each as one whole document beside the data files that it names."""
    for _, file, content in test_reference.FENCED:
        (folder / file).write_text(content, encoding="utf-8")
    return {name: json.loads(load(folder / name).canonical) for name in test_reference.EXAMPLES}


def holder(document: Any, path: Place) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def name_faults(document: dict[str, Any]) -> Iterator[Change]:
    """Every use of the name of a class, source, station or post group, misspelt."""
    names = {name for part in ("classes", "sources", "stations") for name in document[part]}
    for path in places(document)[1:]:
        *_, parent, step = ("", *path)
        value = holder(document, path)[step]
        if isinstance(value, str) and value in names:
            yield path, "value", f"{value}x"
        if isinstance(step, int) or (parent in ("classes", "sources", "stations") and len(path) == 2):
            continue
        if parent == "hurdles" or (parent == "posts" and path[0] == "stations"):
            continue
        for word in re.finditer(r"\w+", step):
            if word[0] in names or (parent == "posts" and word.start() > 0):
                yield path, "key", f"{step[: word.end()]}x{step[word.end() :]}"


def shape_faults(document: dict[str, Any]) -> Iterator[Change]:
    """Every value replaced by one of another shape, and every key by one that is unknown or no name.

    What has names in it is left: without it, no name is known to be misspelt.
    """
    for path in places(document)[1:]:
        vocabulary = re.fullmatch(r"classes|sources|stations(\.\w+(\.posts)?)?", dotted(path))
        free = re.fullmatch(r"\w+\.\w+|stations\.\w+\.posts\.\w+|.+\.file\.classes\..+", dotted(path))
        if not vocabulary:
            yield path, "value", [[]]
        if not vocabulary and not free and isinstance(path[-1], str):
            yield path, "key", f"{path[-1]} x"


def with_changes(document: dict[str, Any], *changes: Change) -> dict[str, Any]:
    """A copy with changes; the order of the document is kept."""
    new = copy.deepcopy(document)
    for path, what, instead in changes:
        if what == "value":
            holder(new, path)[path[-1]] = instead
    for path, what, instead in changes:
        if what == "key":
            entries = holder(new, path)
            items = [(instead if key == path[-1] else key, value) for key, value in entries.items()]
            entries.clear()
            entries.update(items)
    return new


def said(folder: Path, document: dict[str, Any]) -> set[tuple[str, str, str]]:
    (folder / "faulty.yaml").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load(folder / "faulty.yaml")
    return {(problem.where, problem.what, problem.hint) for problem in raised.value.problems}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("examples")


@given(data=st.data())
def test_a_fault_of_shape_and_a_misspelt_name_are_both_reported_and_nothing_else(folder, data):
    document = data.draw(st.sampled_from(list(sound(folder).values())))
    name = data.draw(st.sampled_from(list(name_faults(document))))
    shape = data.draw(st.sampled_from(list(shape_faults(document))))
    shorter = min(len(name[0]), len(shape[0]))
    assume(name[0][:shorter] != shape[0][:shorter])
    misspelt = said(folder, with_changes(document, name))
    misshapen = said(folder, with_changes(document, shape))
    assert len(misspelt) == 1
    if shape[1] == "value":
        assert all(where.startswith(dotted(shape[0])) for where, _, _ in misshapen)
    assert said(folder, with_changes(document, name, shape)) == misspelt | misshapen
