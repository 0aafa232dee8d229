"""Stations whose work could not be done, would never end, or would never leave."""

import pytest

from tests.scenario.written import cases, changed, expect_problems, expect_warnings

CASES = """
stations: {cell: {needs: [§warning]}}
=> stations.cell.needs.0: a station of stage collection needs warning;
   only a command needs reports; others, the guidance of the sources that report there

stations: {cell: {misreading: {fresh: §5 %, settled: 10 %, fidelity: 50 %}}}
=> stations.cell.misreading.fresh: a newcomer misreads less (5 %) than a settled person (10 %); exchange
   the two

stations:
  cell: {misreading: {fresh: 9 %, settled: 5 %, fidelity: 50 %, common: {school: west, period: §0 d}}}
=> stations.cell.misreading.common.period: a period of no length; write, for example, 1 wk

stations:
  cell:
    misreading: {fresh: 9 %, settled: 5 %, fidelity: 50 %, §review: 50 %, common: {school: west, period: 1 d}}
=> stations.cell.misreading.review: a review catches no error in common: the reviewer is of the same school;
   keep one of the two

stations: {translators: {§batch: {}}}
=> stations.translators.batch: never leaves; give a size, or times of day (at: [18:00])

stations:
  cell: {§batch: {size: 3}}
  commander: {work: {once: 1 h, each: 0 h}}
  translators: {work: {once: 1 h, each: 0 h}}
=> stations.cell.batch: a station of stage collection writes nothing itself, and a batch is something written;
   batch at a station of stage analysis, translation or registry

stations:
  cell: {stage: analysis, §batch: {size: 3}}
  commander: {work: {once: 1 h, each: 0 h}}
  translators: {work: {once: 1 h, each: 0 h}}
=> stations.cell.batch: a batch is written in the language of its station, and this station has none;
   say in `writes` which language the station writes

stations: {cell: {closes: {on: 2021-02-01, transfer_to: §cell}}}
=> stations.cell.closes.transfer_to: would hand over without end: cell -> cell; end the circle somewhere

stations: {cell: {closes: {on: §2021-01-04}}}
=> stations.cell.closes.on: closes before the clock starts;
   the clock runs from 2021-01-04 00:00:00 to 2021-03-01 00:00:00
"""


@pytest.mark.parametrize(("change", "messages"), cases(CASES))
def test_a_station_that_cannot_work_is_refused(tmp_path, change, messages):
    expect_problems(tmp_path, change, *messages)


WARNINGS = """
stations: {cell: {on_duplicate: §drop}}
=> stations.cell.on_duplicate: has no effect: no other station has its remit

stations:
  cell: {remit: fuse, on_duplicate: §work}
  translators: {remit: fuse, system: other}
=> stations.cell.on_duplicate: has no effect: translators has the same remit, but shares no system with it;
   system is sage in base.yaml:16

stations: {cell: {closes: {on: §2021-03-01}}}
=> stations.cell.closes.on: never happens: the clock stops at 2021-03-01 00:00:00

stations: {cell: {writes: §fra}}
=> stations.cell.writes: has no effect: a station of stage collection passes on what it is given

stations: {§deputy: {stage: command, work: 1 h, posts: {deputy: {count: 1}}}}
channels: {cell -> deputy: {}}
=> stations.deputy: a command that needs nothing; nothing is counted as delivered to it

stations: {§archive: {stage: registry, work: 1 h, posts: {clerk: {count: 1}}}}
=> stations.archive: nothing ever comes here; no source, channel or hurdle leads here
"""


@pytest.mark.parametrize(("change", "messages"), cases(WARNINGS))
def test_what_has_no_effect_at_a_station_is_a_warning(tmp_path, change, messages):
    expect_warnings(tmp_path, change, *messages)


def test_a_batch_needs_no_language_where_nobody_has_one(tmp_path):
    changed(
        tmp_path,
        "sources: {patrols: {languages: null}}\nstations: {cell: {batch: {at: [06:00, 18:00]}}, "
        "commander: {work: {once: 1 h, each: 0 h}}}\n"
        "channels: {cell -> commander: {hurdles: null}}",
    )


def test_a_station_may_transfer_to_one_that_closes_later(tmp_path):
    changed(
        tmp_path,
        "stations: {cell: {closes: {on: 2021-02-01, transfer_to: commander}},"
        " commander: {closes: {on: 2021-02-08}}}",
    )


def test_much_rework_that_ends_is_allowed(tmp_path):
    changed(
        tmp_path,
        "stations: {cell: {misreading: {fresh: 100 %, settled: 90 %, fidelity: 50 %, review: 100 %}}}",
    )


MISREADS = "misreading: {fresh: 100 %, settled: 5 %, fidelity: 50 %, review: 100 %}"
LEARNS = "posts: {officers: {learning: {start: 50 %, time: 3 mo}}}"


def test_rework_without_end_is_refused_where_newcomers_learn_nothing_by_it(tmp_path):
    """All of them misread everything at the tick at which they come, and work takes no time."""
    expect_problems(
        tmp_path,
        f"stations: {{cell: {{work: 0 min, §{MISREADS}, {LEARNS}}}}}",
        "stations.cell.misreading: newcomers would do work again without end: it takes no time, in which "
        "they might learn; lower fresh or review, or let the work take time",
    )


@pytest.mark.parametrize("kept", [f"work: 1 min, {MISREADS}, {LEARNS}", f"work: 0 min, {MISREADS}"])
def test_newcomers_who_learn_in_time_or_are_none_may_misread_everything(tmp_path, kept):
    assert changed(tmp_path, f"stations: {{cell: {{{kept}}}}}")
